namespace Hillock.Lab.State;

/// <summary>A finished run as it is kept.</summary>
internal sealed record StoredRun(string Claim, string Key, double Seconds, IReadOnlyDictionary<string, double[]> Values, string Check);
