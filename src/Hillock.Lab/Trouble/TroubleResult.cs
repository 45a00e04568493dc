using Hillock.Diagnosis;

namespace Hillock.Lab.Trouble;

/// <summary>What a case gave.</summary>
public sealed record TroubleResult
{
    /// <summary>The family.</summary>
    public required string Family { get; init; }

    /// <summary>What was meant to be wrong.</summary>
    public required Fault Fault { get; init; }

    /// <summary>The truth by outcome.</summary>
    public required TroubleKind Kind { get; init; }

    /// <summary>The flags of <c>hillock train</c> that repeat it.</summary>
    public required string Train { get; init; }

    /// <summary>The build that made it: cases of another are not taken over.</summary>
    public string Build { get; init; } = "";

    /// <summary>Test accuracy of the reference network on the same data.</summary>
    public required double Reference { get; init; }

    /// <summary>The largest class's share.</summary>
    public required double Chance { get; init; }

    /// <summary>The steps of the whole training, had nothing ended it before.</summary>
    public required int Steps { get; init; }

    /// <summary>The untouched training.</summary>
    public required TroubleOutcome Untouched { get; init; }

    /// <summary>The training with treatments; null where it was not made.</summary>
    public TroubleOutcome? Cured { get; init; }

    /// <summary>Whether an error or warning of a rule that names the fault stood there within the first half of the steps.</summary>
    public required bool Detected { get; init; }

    /// <summary>Whether the rule about this very fault was among them.</summary>
    public required bool DetectedByOwnRule { get; init; }

    /// <summary>The gravest alarm, at half time or at the end, on a healthy case; null on others and where there was none.</summary>
    public Severity? FalseAlarm { get; init; }

    /// <summary>Findings at half time.</summary>
    public required IReadOnlyList<TroubleFinding> Halfway { get; init; }

    /// <summary>Findings at the end.</summary>
    public required IReadOnlyList<TroubleFinding> Findings { get; init; }

    /// <summary>What was tried against them.</summary>
    public IReadOnlyList<TroubleCure> Cures { get; init; } = [];

    /// <summary>Whether the fault was gone at the end of the training with treatments (a); null where it was not made.</summary>
    public bool? SymptomGone { get; init; }

    /// <summary>From chance (0) to the reference (1).</summary>
    internal double Progress(double accuracy) => (accuracy - Chance) / (Reference - Chance);
}
