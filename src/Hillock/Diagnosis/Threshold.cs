namespace Hillock.Diagnosis;

/// <summary>A number that a rule judges by.</summary>
/// <param name="Name">Rule and quantity: "dead-units.share".</param>
/// <param name="Default">The value where none is set.</param>
/// <param name="Unit">What it is measured in.</param>
/// <param name="Reason">Why the default is what it is: a source or an argument.</param>
public sealed record Threshold(string Name, double Default, string Unit, string Reason);
