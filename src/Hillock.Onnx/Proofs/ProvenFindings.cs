using Hillock.Diagnosis;
using Hillock.Runs;

namespace Hillock.Onnx.Proofs;

/// <summary>What is proven as findings, with the grade that says so.</summary>
public static class ProvenFindings
{
    /// <summary>The findings of a look at data, those that are proven graded so, and those that the data did not show added.</summary>
    /// <param name="proof">What is proven.</param>
    /// <param name="observed">What was found on data; empty where there were none.</param>
    /// <param name="thresholds">The numbers to judge by; the defaults unless given.</param>
    public static IReadOnlyList<Finding> Merge(Proof proof, IReadOnlyList<Finding> observed, ThresholdSet? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(observed);
        Finding[] proven = [.. proof.Layers.SelectMany(layer => Of(proof, layer, (thresholds ?? ThresholdSet.Defaults)["dead-units.share"]))];
        List<Finding> merged = [.. proven];
        foreach (Finding finding in observed)
        {
            int[] shown = [.. proven.Where(p => p.Layer == finding.Layer && p.Rule == finding.Rule).SelectMany(p => p.Units)];
            int[] rest = [.. finding.Units.Except(shown)];
            // What is proven of every unit says more than what was seen of it.
            if (finding.Units.Count > 0 && rest.Length == 0) continue;
            merged.Add(rest.Length == finding.Units.Count ? finding : finding with
            {
                Units = rest,
                Evidence = $"{finding.Evidence} {shown.Length} of them are proven and stand in a finding of their own.",
            });
        }

        return [.. merged.OrderByDescending(finding => finding.Severity)];
    }

    private static IEnumerable<Finding> Of(Proof proof, ProvenLayer layer, double share)
    {
        string box = $"for every input in the box {proof.Box}";
        if (layer.Dead.Count > 0)
            yield return Of("dead-units", layer, layer.Dead, "dead", layer.Dead.Count == layer.Units ? Severity.Error : layer.Dead.Count > share * layer.Units ? Severity.Warning : Severity.Info,
                $"{layer.Dead.Count} of {layer.Units} units fire for no input in the box {proof.Box}: bounds of their pre-activations show it.", "They take no part in any answer there; hillock prune --proven removes them.");
        if (layer.Constant.Count > 0)
            yield return Of("constant-units", layer, layer.Constant, "constant", layer.Constant.Count + layer.Dead.Count == layer.Units ? Severity.Error : Severity.Info,
                $"{layer.Constant.Count} of {layer.Units} units give the same output {box}.", "Each acts as a bias of the next layer; hillock prune --proven folds them into it.");
        int[] saturated = [.. layer.SaturatedLow.Concat(layer.SaturatedHigh).Concat(layer.SaturatedBoth).Order()];
        if (saturated.Length > 0)
            yield return Of("saturated-units", layer, saturated, "saturated", Severity.Info,
                $"{saturated.Length} of {layer.Units} units are saturated {box} ({layer.SaturatedLow.Count} low, {layer.SaturatedHigh.Count} high, {layer.SaturatedBoth.Count} both).",
                "They answer much the same whatever the input; smaller weights or a normalised input would use them.");
    }

    private static Finding Of(string rule, ProvenLayer layer, IReadOnlyList<int> units, string name, Severity severity, string evidence, string advice) =>
        new(rule, severity, layer.Name, units, Grade.Proven, new Dictionary<string, double>
        {
            ["units"] = layer.Units,
            [name] = units.Count,
            ["share"] = (double)units.Count / layer.Units,
        }, evidence, advice);
}
