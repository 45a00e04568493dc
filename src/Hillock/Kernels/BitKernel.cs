using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>
/// One bit for each element of a function whose derivative takes two values: element i is bit i mod 8 of byte i/8. Whole vectors of
/// sixteen floats or eight doubles, then the rest through a vector on the stack, as in <see cref="SpanKernel"/>.
/// </summary>
internal static class BitKernel
{
    private static readonly Vector512<int> FloatBits =
        Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);

    private static readonly Vector512<long> DoubleBits = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);

    /// <summary>Sets the bits of the elements whose derivative is the second slope.</summary>
    /// <returns>Whether every derivative was one of the two, and no x was NaN.</returns>
    public static bool Pack<TOperation>(TOperation derivative, (double Clear, double Set) slopes, ReadOnlySpan<float> x, Span<byte> bits)
        where TOperation : struct, IOperation
    {
        Vector512<float> clear = Vector512.Create((float)slopes.Clear), set = Vector512.Create((float)slopes.Set), told = Vector512<float>.AllBitsSet;
        int whole = x.Length & -FloatLanes.Count;
        ref float source = ref MemoryMarshal.GetReference(x);
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bits);
        for (int i = 0; i < whole; i += FloatLanes.Count) words[i / FloatLanes.Count] = Pack(Vector512.LoadUnsafe(ref source, (nuint)i), ref told);
        if (whole < x.Length)
        {
            Span<float> rest = stackalloc float[FloatLanes.Count];
            // Lanes without an element repeat the last one, so that they tell nothing new.
            rest.Fill(x[^1]);
            x[whole..].CopyTo(rest);
            int word = Pack(Vector512.Create<float>(rest), ref told) & ((1 << (x.Length - whole)) - 1);
            bits[whole / 8] = (byte)word;
            if (x.Length - whole > 8) bits[whole / 8 + 1] = (byte)(word >> 8);
        }

        return Vector512.EqualsAll(told.AsInt32(), Vector512<int>.AllBitsSet);

        ushort Pack(Vector512<float> v, ref Vector512<float> all)
        {
            Vector512<float> d = derivative.Apply(new FloatLanes(v)).Vector, isSet = Vector512.Equals(d, set);
            all &= (isSet | Vector512.Equals(d, clear)) & Vector512.Equals(v, v);
            return (ushort)isSet.ExtractMostSignificantBits();
        }
    }

    /// <inheritdoc cref="Pack{TOperation}(TOperation, ValueTuple{double, double}, ReadOnlySpan{float}, Span{byte})"/>
    public static bool Pack<TOperation>(TOperation derivative, (double Clear, double Set) slopes, ReadOnlySpan<double> x, Span<byte> bits)
        where TOperation : struct, IOperation
    {
        Vector512<double> clear = Vector512.Create(slopes.Clear), set = Vector512.Create(slopes.Set), told = Vector512<double>.AllBitsSet;
        int whole = x.Length & -DoubleLanes.Count;
        ref double source = ref MemoryMarshal.GetReference(x);
        for (int i = 0; i < whole; i += DoubleLanes.Count) bits[i / DoubleLanes.Count] = Pack(Vector512.LoadUnsafe(ref source, (nuint)i), ref told);
        if (whole < x.Length)
        {
            Span<double> rest = stackalloc double[DoubleLanes.Count];
            rest.Fill(x[^1]);
            x[whole..].CopyTo(rest);
            bits[^1] = (byte)(Pack(Vector512.Create<double>(rest), ref told) & ((1 << (x.Length - whole)) - 1));
        }

        return Vector512.EqualsAll(told.AsInt64(), Vector512<long>.AllBitsSet);

        byte Pack(Vector512<double> v, ref Vector512<double> all)
        {
            Vector512<double> d = derivative.Apply(new DoubleLanes(v)).Vector, isSet = Vector512.Equals(d, set);
            all &= (isSet | Vector512.Equals(d, clear)) & Vector512.Equals(v, v);
            return (byte)isSet.ExtractMostSignificantBits();
        }
    }

    /// <summary>dx = dy times the slope that the bit tells.</summary>
    public static void Scale((double Clear, double Set) slopes, ReadOnlySpan<byte> bits, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Vector512<float> clear = Vector512.Create((float)slopes.Clear), set = Vector512.Create((float)slopes.Set);
        int whole = dy.Length & -FloatLanes.Count;
        ref float source = ref MemoryMarshal.GetReference(dy), target = ref MemoryMarshal.GetReference(dx);
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(bits);
        for (int i = 0; i < whole; i += FloatLanes.Count)
            (Vector512.LoadUnsafe(ref source, (nuint)i) * Slope(words[i / FloatLanes.Count])).StoreUnsafe(ref target, (nuint)i);
        if (whole == dy.Length) return;
        Span<float> rest = stackalloc float[FloatLanes.Count];
        rest.Clear();
        dy[whole..].CopyTo(rest);
        int last = bits[whole / 8] | (dy.Length - whole > 8 ? bits[whole / 8 + 1] << 8 : 0);
        (Vector512.Create<float>(rest) * Slope(last)).CopyTo(rest);
        rest[..(dy.Length - whole)].CopyTo(dx[whole..]);

        Vector512<float> Slope(int word) =>
            Vector512.ConditionalSelect(Vector512.Equals(Vector512.Create(word) & FloatBits, FloatBits).AsSingle(), set, clear);
    }

    /// <inheritdoc cref="Scale(ValueTuple{double, double}, ReadOnlySpan{byte}, ReadOnlySpan{float}, Span{float})"/>
    public static void Scale((double Clear, double Set) slopes, ReadOnlySpan<byte> bits, ReadOnlySpan<double> dy, Span<double> dx)
    {
        Vector512<double> clear = Vector512.Create(slopes.Clear), set = Vector512.Create(slopes.Set);
        int whole = dy.Length & -DoubleLanes.Count;
        ref double source = ref MemoryMarshal.GetReference(dy), target = ref MemoryMarshal.GetReference(dx);
        for (int i = 0; i < whole; i += DoubleLanes.Count)
            (Vector512.LoadUnsafe(ref source, (nuint)i) * Slope(bits[i / DoubleLanes.Count])).StoreUnsafe(ref target, (nuint)i);
        if (whole == dy.Length) return;
        Span<double> rest = stackalloc double[DoubleLanes.Count];
        rest.Clear();
        dy[whole..].CopyTo(rest);
        (Vector512.Create<double>(rest) * Slope(bits[^1])).CopyTo(rest);
        rest[..(dy.Length - whole)].CopyTo(dx[whole..]);

        Vector512<double> Slope(byte word) =>
            Vector512.ConditionalSelect(Vector512.Equals(Vector512.Create((long)word) & DoubleBits, DoubleBits).AsDouble(), set, clear);
    }
}
