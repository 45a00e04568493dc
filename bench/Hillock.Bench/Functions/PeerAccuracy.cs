using System.Text.Json.Serialization;

namespace Hillock.Bench.Functions;

/// <summary>How far a peer's results are from the truth, at the worst input of a fixed sample.</summary>
/// <param name="Function">Our function.</param>
/// <param name="Direction">Value or derivative.</param>
/// <param name="Peer">Whose results.</param>
/// <param name="WorstUlp">The largest error in units of the last place; null where it is not finite.</param>
/// <param name="At">The input it was found at.</param>
/// <param name="MakesNaN">Whether a number gave NaN although the true value is none.</param>
internal sealed record PeerAccuracy(
    string Function, Direction Direction, string Peer, double? WorstUlp,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double At, bool MakesNaN)
{
    /// <summary>Within 4 ulp everywhere, and no NaN.</summary>
    public bool IsSound => !MakesNaN && WorstUlp <= AccuracySample.Sound;
}
