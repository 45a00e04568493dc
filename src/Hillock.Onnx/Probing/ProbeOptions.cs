using Hillock.Diagnosis;

namespace Hillock.Onnx.Probing;

/// <summary>How a model is watched.</summary>
public sealed record ProbeOptions
{
    /// <summary>What the inputs are given, by name; an input that is missing here gets samples drawn at random.</summary>
    public IReadOnlyDictionary<string, InputFeed> Feeds { get; init; } = new Dictionary<string, InputFeed>();

    /// <summary>Sizes of inputs, the batch first, where the model leaves them open.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes { get; init; } = new Dictionary<string, long[]>();

    /// <summary>Whether the last axis of images holds the channels; found out where null.</summary>
    public bool? ChannelsLast { get; init; }

    /// <summary>Threads; 0 for as many as there are processors.</summary>
    public int Threads { get; init; }

    /// <summary>Samples a batch where the model leaves that open; by the size of its inner values where null.</summary>
    public int? Batch { get; init; }

    /// <summary>How many samples are drawn where no data are given.</summary>
    public int RandomSamples { get; init; } = 256;

    /// <summary>What they are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The numbers to judge by.</summary>
    public ThresholdSet Thresholds { get; init; } = ThresholdSet.Defaults;

    /// <summary>Told how many samples have gone through.</summary>
    public IProgress<long>? Progress { get; init; }
}
