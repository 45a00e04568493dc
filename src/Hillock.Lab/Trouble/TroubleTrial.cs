using System.Diagnostics;
using Hillock.Data;
using Hillock.Diagnosis;
using Hillock.Lab.State;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Lab.Trouble;

/// <summary>Makes one case: trains it, diagnoses it at half time and at the end, and tells what it was by its outcome.</summary>
internal static class TroubleTrial
{
    // From chance (0) to the reference (1).
    public const double Healthy = 0.9, Broken = 0.5;

    public static TroubleResult Run(TroubleCase trouble, TroubleData source, CancellationToken cancellation)
    {
        (Dataset dataset, TrainingData data) = source.Of(trouble.Data, trouble.Scale, trouble.Seed);
        double reference = source.Reference(trouble.Data, trouble.Seed, cancellation);
        Stopwatch clock = Stopwatch.StartNew();
        using TrainingSession session = TrainingSession.Start(data, trouble.OptionsFor(dataset), cancellation: cancellation);
        IReadOnlyList<TroubleFinding>? halfway = null;
        TimeSpan diagnosing = default;
        while (!session.IsOver)
        {
            session.RunEpoch(cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (halfway is not null || 2 * (session.History.Count + 1) <= trouble.Epochs && !session.IsOver) continue;
            Stopwatch aside = Stopwatch.StartNew();
            halfway = TroubleFinding.Of(session.Diagnose());
            diagnosing = aside.Elapsed;
        }

        Run run = session.Finish().Run;
        double seconds = (clock.Elapsed - diagnosing).TotalSeconds, chance = run.ChanceAccuracy!.Value, accuracy = run.Test.Accuracy!.Value;
        IReadOnlyList<TroubleFinding> findings = TroubleFinding.Of(run.Findings);
        double progress = (accuracy - chance) / (reference - chance);
        TroubleKind kind = progress >= Healthy ? TroubleKind.Healthy : progress < Broken ? TroubleKind.Broken : TroubleKind.Between;
        Severity alarm = halfway!.Concat(findings).Select(finding => finding.Severity).DefaultIfEmpty(Severity.Info).Max();
        TroubleResult result = new()
        {
            Family = trouble.Family,
            Fault = trouble.Fault,
            Kind = kind,
            Train = trouble.Flags,
            Build = BuildId.Current,
            Reference = reference,
            Chance = chance,
            Steps = session.Steps,
            Untouched = Outcome(run, seconds),
            Detected = FaultRules.Name(FaultRules.Of(trouble), halfway!),
            DetectedByOwnRule = FaultRules.Name(FaultRules.Own(trouble), halfway!),
            FalseAlarm = kind == TroubleKind.Healthy && alarm > Severity.Info ? alarm : null,
            Halfway = halfway!,
            Findings = findings,
        };
        return kind == TroubleKind.Between ? result : WithCures(result, trouble, dataset, data, cancellation);
    }

    // The same training once more with treatments, which on a healthy network should cost next to nothing.
    private static TroubleResult WithCures(TroubleResult untouched, TroubleCase trouble, Dataset dataset, TrainingData data, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using TrainingSession session = TrainingSession.Start(data, trouble.OptionsFor(dataset) with { Cure = true }, cancellation: cancellation);
        while (!session.IsOver)
        {
            session.RunEpoch(cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        Run run = session.Finish().Run;
        return untouched with
        {
            Cured = Outcome(run, clock.Elapsed.TotalSeconds),
            Cures = [.. run.Cures.Select(cure => new TroubleCure(cure.Treatment, cure.Layer, Finite(cure.Before), Finite(cure.After), cure.Kept, cure.Restart, cure.Step, cure.Rules))],
            SymptomGone = run.End != RunEnd.Diverged && !FaultRules.Name(FaultRules.Of(trouble), TroubleFinding.Of(run.Findings)),
        };
    }

    private static TroubleOutcome Outcome(Run run, double seconds) =>
        new(run.Test.Accuracy!.Value, Finite(run.Test.Loss), seconds, run.History.Select(epoch => epoch.Step).LastOrDefault() + run.TrialSteps);

    // A file of JSON holds no NaN.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
