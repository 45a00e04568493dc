namespace Hillock.Data;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes received.</param>
/// <param name="Total">Bytes of the whole file, or null when the server does not say.</param>
public readonly record struct DownloadProgress(string File, long Received, long? Total);
