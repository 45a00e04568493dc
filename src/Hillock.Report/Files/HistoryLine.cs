using Hillock.Runs;

namespace Hillock.Report.Files;

/// <summary>A line of history.jsonl: an epoch of a run.</summary>
internal sealed record HistoryLine(
    string Activation, long Seed, int Epoch, int Step, double Loss, double? Accuracy, Score? Validation, IReadOnlyList<LayerEpoch> Layers);
