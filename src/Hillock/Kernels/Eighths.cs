using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>Coefficients for eight pieces of a range in one register: each lane picks the one of the piece it is in.</summary>
internal static class Eighths
{
    private const int MantissaBits = 23;

    /// <summary>
    /// The piece of a d in [3/4, 12), its ends being 3/4, 1, 3/2, 2, 3, 4, 6, 8 and 12, in the low three bits: the last two of the exponent and
    /// the first of the mantissa. They count from 2, so that the pieces lie in the registers as 4th to 8th, 1st to 3rd.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(Vector512<float> d) => d.AsInt32() >> (MantissaBits - 1);

    /// <summary>In every lane the coefficient that the low three bits of the index name, of a row of a table with eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Pick(ref float table, nuint row, Vector512<int> index)
    {
        Vector256<float> eight = Vector256.LoadUnsafe(ref table, row * 8);
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported) return Avx512F.PermuteVar16x32(Vector512.Create(eight, eight), index);
        if (!Avx2.IsSupported) return Vector512.Shuffle(Vector512.Create(eight, eight), index & Vector512.Create(7));
        return Vector512.Create(Avx2.PermuteVar8x32(eight, index.GetLower()), Avx2.PermuteVar8x32(eight, index.GetUpper()));
    }
}
