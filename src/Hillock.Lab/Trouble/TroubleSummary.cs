using Hillock.Diagnosis;

namespace Hillock.Lab.Trouble;

/// <summary>Cases together; shares are null where there was nothing to share.</summary>
public sealed record TroubleSummary
{
    /// <summary>Cases that turned out healthy.</summary>
    public required int Healthy { get; init; }

    /// <summary>Cases that turned out broken.</summary>
    public required int Broken { get; init; }

    /// <summary>Cases in between.</summary>
    public required int Between { get; init; }

    /// <summary>Share of the broken whose fault was named within the first half of the steps.</summary>
    public double? Detection { get; init; }

    /// <summary>Share of the broken where the rule about this very fault was among those that named it.</summary>
    public double? DetectionByOwnRule { get; init; }

    /// <summary>Share of the healthy with an error.</summary>
    public double? FalseErrors { get; init; }

    /// <summary>Share of the healthy with a warning and no error.</summary>
    public double? FalseWarnings { get; init; }

    /// <summary>Share of the broken whose symptom was gone with treatments.</summary>
    public double? CuredA { get; init; }

    /// <summary>… and whose accuracy was not lower.</summary>
    public double? CuredB { get; init; }

    /// <summary>… and which then were healthy.</summary>
    public double? CuredC { get; init; }

    /// <summary>Seconds with treatments over those without, the mean over the broken that did not break off before their last step.</summary>
    public double? Cost { get; init; }

    /// <summary>The same over the healthy.</summary>
    public double? CostHealthy { get; init; }

    /// <summary>Steps with treatments, over those of the whole training: the most of any broken case.</summary>
    public double? MostSteps { get; init; }

    /// <summary>The same as mean over the healthy.</summary>
    public double? StepsHealthy { get; init; }

    /// <summary>Healthy cases with a trial.</summary>
    public int Meddled { get; init; }

    /// <summary>Units with planted faults.</summary>
    public PlantedScore? Planted { get; init; }

    internal static TroubleSummary Of(IReadOnlyCollection<TroubleResult> results, PlantedScore? planted)
    {
        TroubleResult[] healthy = [.. results.Where(result => result.Kind == TroubleKind.Healthy)], broken = [.. results.Where(result => result.Kind == TroubleKind.Broken)];
        TroubleResult[] treated = [.. broken.Where(result => result.Cured is not null)];
        return new()
        {
            Healthy = healthy.Length,
            Broken = broken.Length,
            Between = results.Count - healthy.Length - broken.Length,
            Detection = Share(broken, result => result.Detected),
            DetectionByOwnRule = Share(broken, result => result.DetectedByOwnRule),
            FalseErrors = Share(healthy, result => result.FalseAlarm == Severity.Error),
            FalseWarnings = Share(healthy, result => result.FalseAlarm == Severity.Warning),
            CuredA = Share(treated, result => result.SymptomGone == true),
            CuredB = Share(treated, IsBetter),
            CuredC = Share(treated, result => IsBetter(result) && result.Progress(result.Cured!.Accuracy) >= TroubleTrial.Healthy),
            Cost = MeanCost(treated),
            CostHealthy = MeanCost(healthy),
            MostSteps = treated.Length == 0 ? null : treated.Max(Steps),
            StepsHealthy = healthy.Length == 0 ? null : healthy.Average(Steps),
            Meddled = healthy.Count(result => result.Cures.Count > 0),
            Planted = planted,
        };
    }

    private static bool IsBetter(TroubleResult result) => result.SymptomGone == true && result.Cured!.Accuracy >= result.Untouched.Accuracy;

    private static double? Share(TroubleResult[] results, Func<TroubleResult, bool> holds) =>
        results.Length == 0 ? null : (double)results.Count(holds) / results.Length;

    private static double Steps(TroubleResult result) => (double)(result.Cured?.Steps ?? result.Steps) / result.Steps;

    // What broke off took next to no time.
    private static double? MeanCost(TroubleResult[] results) => results.Where(result => result.Cured is not null && result.Untouched.Steps == result.Steps)
        .Select(result => (double?)(result.Cured!.Seconds / result.Untouched.Seconds)).Average();
}
