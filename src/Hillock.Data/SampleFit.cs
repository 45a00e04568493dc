namespace Hillock.Data;

/// <summary>What samples are read for.</summary>
public sealed record SampleFit
{
    /// <summary>How many numbers a sample needs; null where that is open. Tells whether a table's last column is a label.</summary>
    public int? Features { get; init; }

    /// <summary>The array of an archive; the only one, or the one called x, where null.</summary>
    public string? Array { get; init; }

    /// <summary>The size that images are brought to: height and width; each image's own, which must then be one size, where null.</summary>
    public (int Height, int Width)? ImageSize { get; init; }

    /// <summary>Channels of images: 1 grey, 3 red, green and blue, 4 with opacity.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>Whether an image's channels come last.</summary>
    public bool ChannelsLast { get; init; }
}
