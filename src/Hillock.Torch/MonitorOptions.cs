using Hillock.Diagnosis;

namespace Hillock.Torch;

/// <summary>How an <see cref="ActivationMonitor"/> watches. When it looks depends on the step count alone.</summary>
public sealed record MonitorOptions
{
    /// <summary>Steps between looks; besides, the steps 1, 2, 4, 8 … up to this are looked at. 1 looks at every step.</summary>
    public int LookEvery { get; init; } = 25;

    /// <summary>
    /// Steps in an epoch, where they are known: every epoch is then looked at, however short, and what is reported without an evaluation
    /// covers an epoch.
    /// </summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>
    /// The fewest looks in an epoch whose length is known, or all of its steps: with batches of 25, eight see the 200 samples without which
    /// no unit is called dead; larger batches need fewer.
    /// </summary>
    public int LooksPerEpoch { get; init; } = 8;

    /// <summary>Whether δ = ∂L/∂z is looked at too.</summary>
    public bool Gradients { get; init; } = true;

    /// <summary>The numbers to judge by.</summary>
    public ThresholdSet Thresholds { get; init; } = ThresholdSet.Defaults;

    /// <summary>
    /// Gives a layer's name from the path of its activation module ("features.1"), or null to leave it out. Without such a function the
    /// path is the name.
    /// </summary>
    public Func<string, string?>? Name { get; init; }

    /// <summary>The loss of the best constant predictor; the rules about progress compare with it.</summary>
    public double? ConstantLoss { get; init; }

    /// <summary>The accuracy of always answering the largest class, for the same rules.</summary>
    public double? ChanceAccuracy { get; init; }

    /// <summary>cross_entropy, bce, mse or mae; the rule about output and loss needs it.</summary>
    public string? LossFunction { get; init; }

    /// <summary>
    /// The most that looks may take of the time since the first step, such as 0.01; null sets no limit. A look that comes too early for it is
    /// left out, save the last of an epoch that had none. When it looks then depends on the clock too, not on the step count alone.
    /// </summary>
    public double? TimeBudget { get; init; }
}
