using Hillock.Runs;
using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>NaN or ±∞ anywhere: where it began.</summary>
internal sealed class NonFinite : IRule
{
    public string Name => "non-finite";

    public IReadOnlyList<Threshold> Thresholds => [];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        NonFiniteEvent? start = examination.Training?.NonFinite;
        // What follows the first layer is its consequence, so one finding is enough.
        LayerExamination? layer = start is null
            ? examination.Layers.FirstOrDefault(l => l.Statistics.NonFinite > 0 || l.Statistics.NonFiniteGradients > 0)
            : examination.Layers.FirstOrDefault(l => l.Name == start.Layer);
        if (start is null && layer is null) yield break;

        Dictionary<string, double> numbers = [];
        int[] units = [];
        if (layer is not null)
        {
            UnitStatistics statistics = layer.Statistics;
            units = [.. Enumerable.Range(0, statistics.Units).Where(unit => statistics[unit].NonFinite > 0)];
            numbers["units"] = statistics.Units;
            numbers["nonFiniteUnits"] = units.Length;
            numbers["values"] = statistics.NonFinite;
            numbers["gradients"] = statistics.NonFiniteGradients;
        }

        if (start is not null)
        {
            numbers["step"] = start.Step;
            numbers["epoch"] = start.Epoch;
        }

        yield return new(Name, Severity.Error, start is null ? layer!.Name : start.Layer, units, Grade.Observed, numbers,
            start is null
                ? $"{Words.Count((long)numbers["values"])} values and {Words.Count((long)numbers["gradients"])} gradients were NaN or infinite, in "
                  + $"{Words.OfUnits(units.Length, layer!.Statistics.Units)}; no layer before this one had any."
                : $"The first NaN or infinite value was a {start.What}{(start.Layer is null ? "" : $" of {start.Layer}")}, at step "
                  + $"{Words.Count(start.Step)} in epoch {Words.Count(start.Epoch)}.",
            "Look for NaN in the data, lower the learning rate, clip the gradient's norm, or use an activation that does not overflow.");
    }
}
