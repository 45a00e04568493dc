namespace Hillock.Runs;

/// <summary>One epoch of a training.</summary>
public sealed record EpochRecord
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps taken since the start.</summary>
    public int Step { get; init; }

    /// <summary>Mean training loss over the epoch's batches.</summary>
    public required double Loss { get; init; }

    /// <summary>Training accuracy over the epoch's batches; null for regression.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Score on the validation part.</summary>
    public Score? Validation { get; init; }

    /// <summary>The hidden layers, from the looks of this epoch.</summary>
    public IReadOnlyList<LayerEpoch> Layers { get; init; } = [];
}
