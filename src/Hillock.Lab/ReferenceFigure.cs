namespace Hillock.Lab;

/// <summary>A figure of somebody else's, to stand beside ours.</summary>
/// <param name="What">What it is a figure of.</param>
/// <param name="Figure">The figure as it is given there.</param>
/// <param name="Source">Whose it is; how it was come by, where not from the paper itself.</param>
/// <param name="Number">The name of ours among <see cref="Evidence.Numbers"/>; null where there is none.</param>
/// <param name="Value">The figure as a number, where it is one.</param>
public sealed record ReferenceFigure(string What, string Figure, string Source, string? Number = null, double? Value = null);
