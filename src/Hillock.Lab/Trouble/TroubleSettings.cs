namespace Hillock.Lab.Trouble;

/// <summary>What the benchmark was asked to do.</summary>
public sealed record TroubleSettings
{
    /// <summary>The sets that families of images can be drawn from, besides the digits.</summary>
    public static IReadOnlyList<string> ImageSets { get; } = ["mnist", "fashion-mnist", "cifar10"];

    /// <summary>The cases to make.</summary>
    public required int Cases { get; init; }

    /// <summary>The seed that they are drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>Image data besides the digits: mnist:DIR, cifar10:DIR ….</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The folder of finished cases; null keeps none.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether finished cases of an earlier start are taken over.</summary>
    public bool Resume { get; init; }

    /// <summary>Cases made at a time, each on one thread.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
