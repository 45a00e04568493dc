using System.Runtime.Intrinsics;

namespace Hillock.Accuracy;

/// <summary>
/// Mixes an input's bits with its result's: the finaliser of SplitMix64 (Steele, Lea and Flood 2014) of input·2^32 + result, every NaN
/// counting as 0x7FC00000. The sum of these modulo 2^64 is the hash of all results.
/// </summary>
internal static class ResultHash
{
    public static Vector512<ulong> Of(Vector256<float> input, Vector256<float> result)
    {
        result = Vector256.ConditionalSelect(Vector256.Equals(result, result), result, Vector256.Create(0x7FC00000u).AsSingle());
        Vector512<ulong> z = (Widen(input.AsUInt32()) << 32) | Widen(result.AsUInt32());
        z = (z ^ (z >>> 30)) * Vector512.Create(0xBF58476D1CE4E5B9UL);
        z = (z ^ (z >>> 27)) * Vector512.Create(0x94D049BB133111EBUL);
        return z ^ (z >>> 31);
    }

    private static Vector512<ulong> Widen(Vector256<uint> x) => Vector512.Create(Vector256.WidenLower(x), Vector256.WidenUpper(x));
}
