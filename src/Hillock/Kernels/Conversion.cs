using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>Floats to doubles and back, a vector at a time; the last few one by one.</summary>
internal static class Conversion
{
    public static void Widen(ReadOnlySpan<float> source, Span<double> target)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i + 16 <= source.Length; i += 16)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref from, (nuint)i);
            Vector512.WidenLower(x).StoreUnsafe(ref to, (nuint)i);
            Vector512.WidenUpper(x).StoreUnsafe(ref to, (nuint)i + 8);
        }

        for (; i < source.Length; i++) target[i] = source[i];
    }

    public static void Narrow(ReadOnlySpan<double> source, Span<float> target)
    {
        ref double from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i + 16 <= source.Length; i += 16)
            Vector512.Narrow(Vector512.LoadUnsafe(ref from, (nuint)i), Vector512.LoadUnsafe(ref from, (nuint)i + 8)).StoreUnsafe(ref to, (nuint)i);
        for (; i < source.Length; i++) target[i] = (float)source[i];
    }
}
