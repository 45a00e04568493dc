using System.Runtime.Intrinsics;

namespace Hillock.Accuracy;

/// <summary>
/// Mixes an input's bits with its result's: the finaliser of SplitMix64 (Steele, Lea and Flood 2014) of input·2^32 + result, every NaN
/// counting as 0x7FC00000. The sum of these modulo 2^64 is the hash of all results.
/// </summary>
internal static class ResultHash
{
    /// <summary>The sum of all, lengths being multiples of 4.</summary>
    public static ulong Sum(ReadOnlySpan<float> inputs, ReadOnlySpan<float> results)
    {
        Vector256<ulong> sum = Vector256<ulong>.Zero;
        for (int i = 0; i < inputs.Length; i += 4) sum += Of(Vector128.Create(inputs.Slice(i, 4)), Vector128.Create(results.Slice(i, 4)));
        return Vector256.Sum(sum);
    }

    private static Vector256<ulong> Of(Vector128<float> input, Vector128<float> result)
    {
        result = Vector128.ConditionalSelect(Vector128.Equals(result, result), result, Vector128.Create(0x7FC00000u).AsSingle());
        Vector256<ulong> z = (Widen(input.AsUInt32()) << 32) | Widen(result.AsUInt32());
        z = (z ^ (z >>> 30)) * Vector256.Create(0xBF58476D1CE4E5B9UL);
        z = (z ^ (z >>> 27)) * Vector256.Create(0x94D049BB133111EBUL);
        return z ^ (z >>> 31);
    }

    private static Vector256<ulong> Widen(Vector128<uint> x) => Vector256.WidenLower(x.ToVector256Unsafe());
}
