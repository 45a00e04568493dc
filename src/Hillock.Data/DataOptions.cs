namespace Hillock.Data;

/// <summary>How to read data.</summary>
public sealed record DataOptions
{
    /// <summary>What generated data are drawn from; the same seed gives the same data everywhere.</summary>
    public int Seed { get; init; }

    /// <summary>The column of a table to predict, by its name or its index from 0; the last one when null.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the first row of a CSV file names the columns; found out when null.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Where downloads are kept; a folder of the user's when null.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether data that are not on this machine may be fetched.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>Told of the progress of a download.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>Ends a download.</summary>
    public CancellationToken Cancellation { get; init; }
}
