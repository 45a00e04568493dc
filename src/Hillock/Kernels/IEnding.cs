using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>
/// What becomes of a vector of results: stored at target[i..] as it is or multiplied by scale[i..], into the cache or past it (the target
/// must then be aligned to 64 bytes).
/// </summary>
internal interface IEnding
{
    static abstract void End(Vector512<float> y, ref float scale, ref float target, nuint i);
    static abstract void End(Vector256<float> y, ref float scale, ref float target, nuint i);
    static abstract void End(Vector512<double> y, ref double scale, ref double target, nuint i);
}

internal readonly struct Stored : IEnding
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector512<float> y, ref float scale, ref float target, nuint i) => y.StoreUnsafe(ref target, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector256<float> y, ref float scale, ref float target, nuint i) => y.StoreUnsafe(ref target, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector512<double> y, ref double scale, ref double target, nuint i) => y.StoreUnsafe(ref target, i);
}

internal readonly unsafe struct StoredPastCache : IEnding
{
    // Where 512 bits are two vectors, a store of all 512 goes into the cache after all: each half has to be told.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector512<float> y, ref float scale, ref float target, nuint i)
    {
        float* at = (float*)Unsafe.AsPointer(ref target) + i;
        if (Vector512.IsHardwareAccelerated)
        {
            y.StoreAlignedNonTemporal(at);
        }
        else
        {
            y.GetLower().StoreAlignedNonTemporal(at);
            y.GetUpper().StoreAlignedNonTemporal(at + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector256<float> y, ref float scale, ref float target, nuint i) =>
        y.StoreAlignedNonTemporal((float*)Unsafe.AsPointer(ref target) + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector512<double> y, ref double scale, ref double target, nuint i)
    {
        double* at = (double*)Unsafe.AsPointer(ref target) + i;
        if (Vector512.IsHardwareAccelerated)
        {
            y.StoreAlignedNonTemporal(at);
        }
        else
        {
            y.GetLower().StoreAlignedNonTemporal(at);
            y.GetUpper().StoreAlignedNonTemporal(at + 4);
        }
    }
}

/// <summary>scale · y, then as <typeparamref name="TEnding"/> has it.</summary>
internal readonly struct Multiplied<TEnding> : IEnding where TEnding : struct, IEnding
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector512<float> y, ref float scale, ref float target, nuint i) =>
        TEnding.End(Vector512.LoadUnsafe(ref scale, i) * y, ref scale, ref target, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector256<float> y, ref float scale, ref float target, nuint i) =>
        TEnding.End(Vector256.LoadUnsafe(ref scale, i) * y, ref scale, ref target, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(Vector512<double> y, ref double scale, ref double target, nuint i) =>
        TEnding.End(Vector512.LoadUnsafe(ref scale, i) * y, ref scale, ref target, i);
}
