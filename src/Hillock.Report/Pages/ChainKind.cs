namespace Hillock.Report.Pages;

/// <summary>A kind of unit in a picture of a chain.</summary>
/// <param name="Style">The class that gives its colour.</param>
/// <param name="Word">Its name in the legend.</param>
public sealed record ChainKind(string Style, string Word);
