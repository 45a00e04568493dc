using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>
/// mask ? yes : no for masks of whole elements. Without AVX-512 the JIT writes a selection between 512-bit vectors as ten operations;
/// AVX has one for each half.
/// </summary>
internal static class Blend
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> yes, Vector512<float> no) =>
        !Vector512.IsHardwareAccelerated && Avx.IsSupported
            ? Vector512.Create(
                Avx.BlendVariable(no.GetLower(), yes.GetLower(), mask.GetLower()), Avx.BlendVariable(no.GetUpper(), yes.GetUpper(), mask.GetUpper()))
            : Vector512.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Select(Vector512<double> mask, Vector512<double> yes, Vector512<double> no) =>
        !Vector512.IsHardwareAccelerated && Avx.IsSupported
            ? Vector512.Create(
                Avx.BlendVariable(no.GetLower(), yes.GetLower(), mask.GetLower()), Avx.BlendVariable(no.GetUpper(), yes.GetUpper(), mask.GetUpper()))
            : Vector512.ConditionalSelect(mask, yes, no);
}
