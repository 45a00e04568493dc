namespace Hillock.Diagnosis;

/// <summary>One thing that is wrong with a network, or worth knowing.</summary>
/// <param name="Rule">The rule's name: "dead-units".</param>
/// <param name="Severity">What it costs.</param>
/// <param name="Layer">The layer; null where the whole network is meant.</param>
/// <param name="Units">The units, from 0, ascending; empty where the whole layer is meant.</param>
/// <param name="Grade">How strong the evidence is.</param>
/// <param name="Numbers">The measured numbers that led to it, by name.</param>
/// <param name="Evidence">One sentence: what was seen.</param>
/// <param name="Advice">One sentence: what to do.</param>
public sealed record Finding(
    string Rule, Severity Severity, string? Layer, IReadOnlyList<int> Units, Grade Grade,
    IReadOnlyDictionary<string, double> Numbers, string Evidence, string Advice);
