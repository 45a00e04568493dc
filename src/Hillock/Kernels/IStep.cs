using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>What <see cref="SpanKernel"/> does to one vector of elements: load, compute, pass NaN through, end.</summary>
internal interface IStep<T> where T : unmanaged
{
    /// <summary>How many elements a step does.</summary>
    static abstract int Count { get; }

    void Run<TEnding>(ref T x, ref T scale, ref T y, nuint i) where TEnding : struct, IEnding;
}

/// <summary>Floats on lanes of float.</summary>
internal readonly struct FloatStep<TOperation>(TOperation operation) : IStep<float> where TOperation : struct, IOperation
{
    public static int Count => FloatLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TEnding>(ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding
    {
        Vector512<float> v = Vector512.LoadUnsafe(ref x, i), result = operation.Apply(new FloatLanes(v)).Vector;
        TEnding.End(TOperation.KeepsNaN ? result : Blend.Select(Vector512.Equals(v, v), result, v), ref scale, ref y, i);
    }
}

/// <summary>Doubles on lanes of double.</summary>
internal readonly struct DoubleStep<TOperation>(TOperation operation) : IStep<double> where TOperation : struct, IOperation
{
    public static int Count => DoubleLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TEnding>(ref double x, ref double scale, ref double y, nuint i) where TEnding : struct, IEnding
    {
        Vector512<double> v = Vector512.LoadUnsafe(ref x, i), result = operation.Apply(new DoubleLanes(v)).Vector;
        TEnding.End(TOperation.KeepsNaN ? result : Blend.Select(Vector512.Equals(v, v), result, v), ref scale, ref y, i);
    }
}

/// <summary>Floats on lanes of double, rounded once.</summary>
internal readonly struct WidenedStep<TOperation>(TOperation operation) : IStep<float> where TOperation : struct, IOperation
{
    public static int Count => DoubleLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TEnding>(ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding =>
        TEnding.End(Apply(operation, Vector256.LoadUnsafe(ref x, i)), ref scale, ref y, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(TOperation operation, Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.IsNaN(x), x, Narrow(operation.Apply(new DoubleLanes(Vector512.WidenLower(x.ToVector512Unsafe())))));

    // One instruction where there is one; both ways round to the nearest, ties to even.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Narrow(DoubleLanes y) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256Single(y.Vector)
        : Vector256.Narrow(y.Vector.GetLower(), y.Vector.GetUpper());
}

/// <summary>Floats on lanes of float where |x| &lt; range, which is nearly always; a vector with an outsider (or NaN) takes those from lanes of double.</summary>
internal readonly struct RangedStep<TWithin, TBeyond>(TWithin within, TBeyond beyond, float range) : IStep<float>
    where TWithin : struct, IFloatOperation where TBeyond : struct, IOperation
{
    public static int Count => FloatLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TEnding>(ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding
    {
        Vector512<float> v = Vector512.LoadUnsafe(ref x, i);
        // A call that takes no vector: the loop need not keep one for it.
        if (!AllWithin(v)) WithOutsiders<TEnding>(ref x, ref scale, ref y, i);
        else TEnding.End(within.Apply(new FloatLanes(v)).Vector, ref scale, ref y, i);
    }

    // Where 512 bits are two vectors, one test for both.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AllWithin(Vector512<float> v) => Vector512.IsHardwareAccelerated
        ? Vector512.LessThanAll(Vector512.Abs(v), Vector512.Create(range))
        : (IsWithin(v.GetLower()) & IsWithin(v.GetUpper())).ExtractMostSignificantBits() == byte.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> IsWithin(Vector256<float> v) => Vector256.LessThan(Vector256.Abs(v), Vector256.Create(range));

    // By the loops of others, whose bits are the same and which the JIT inlines.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WithOutsiders<TEnding>(ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding
    {
        Span<float> inside = stackalloc float[Count], outside = stackalloc float[Count];
        Vector512<float> v = Vector512.LoadUnsafe(ref x, i);
        v.CopyTo(inside);
        v.CopyTo(outside);
        SpanKernel.Loop<float, WithinStep<TWithin>, Stored>(new(within), ref inside[0], ref inside[0], ref inside[0], Count, false);
        SpanKernel.Loop<float, WidenedStep<TBeyond>, Stored>(new(beyond), ref outside[0], ref outside[0], ref outside[0], Count, false);
        Vector512<float> isInside = Vector512.LessThan(Vector512.Abs(v), Vector512.Create(range));
        TEnding.End(Blend.Select(isInside, Vector512.Create<float>(inside), Vector512.Create<float>(outside)), ref scale, ref y, i);
    }
}

/// <summary>Floats on lanes of float that are known to be near enough, or whose results are not used.</summary>
internal readonly struct WithinStep<TWithin>(TWithin within) : IStep<float> where TWithin : struct, IFloatOperation
{
    public static int Count => FloatLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TEnding>(ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding =>
        TEnding.End(within.Apply(new FloatLanes(Vector512.LoadUnsafe(ref x, i))).Vector, ref scale, ref y, i);
}
