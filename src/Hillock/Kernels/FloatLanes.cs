using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Numerics;

namespace Hillock.Kernels;

/// <summary>Sixteen floats.</summary>
internal readonly struct FloatLanes(Vector512<float> vector) : ILanes<FloatLanes>
{
    public const int Count = 16;

    public Vector512<float> Vector { get; } = vector;

    /// <summary>The same number in every lane, so that formulas can be written with plain numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator FloatLanes(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Constant(double value) => new(Vector512.Create((float)value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator +(FloatLanes a, FloatLanes b) => new(a.Vector + b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator -(FloatLanes a, FloatLanes b) => new(a.Vector - b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator *(FloatLanes a, FloatLanes b) => new(a.Vector * b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator /(FloatLanes a, FloatLanes b) => new(a.Vector / b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator -(FloatLanes a) => new(-a.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator >(FloatLanes a, FloatLanes b) => new(Vector512.GreaterThan(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator <(FloatLanes a, FloatLanes b) => new(Vector512.LessThan(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator >=(FloatLanes a, FloatLanes b) => new(Vector512.GreaterThanOrEqual(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes operator <=(FloatLanes a, FloatLanes b) => new(Vector512.LessThanOrEqual(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes IsNaN(FloatLanes x) => new(Vector512.IsNaN(x.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Abs(FloatLanes x) => new(Vector512.Abs(x.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Sqrt(FloatLanes x) => new(Vector512.Sqrt(x.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes CopySign(FloatLanes magnitude, FloatLanes sign) => new(Vector512.CopySign(magnitude.Vector, sign.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Select(FloatLanes mask, FloatLanes yes, FloatLanes no) =>
        new(Blend.Select(mask.Vector, yes.Vector, no.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FusedMultiplyAdd(FloatLanes a, FloatLanes b, FloatLanes c) =>
        new(Vector512.FusedMultiplyAdd(a.Vector, b.Vector, c.Vector));

    // Functions that need these are computed in double (IFunction.RoundsOnce is false), or by Numerics.InFloats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<FloatLanes> Exp(FloatLanes x, FloatLanes rest) => throw InDoubleOnly();
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<FloatLanes> Expm1(FloatLanes x, FloatLanes rest) => throw InDoubleOnly();
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Log1p(FloatLanes x, FloatLanes rest) => throw InDoubleOnly();
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<FloatLanes> Sin(FloatLanes x, FloatLanes rest) => throw InDoubleOnly();
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<FloatLanes> NormalTail(FloatLanes t) => throw InDoubleOnly();

    /// <summary>The first eight floats as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Lower(FloatLanes x) => new(Vector512.WidenLower(x.Vector));

    /// <summary>The last eight floats as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Upper(FloatLanes x) => new(Vector512.WidenUpper(x.Vector));

    /// <summary>Sixteen floats, each rounded from a double to the nearest, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Narrow(DoubleLanes lower, DoubleLanes upper) => new(Vector512.Narrow(lower.Vector, upper.Vector));

    private static UnreachableException InDoubleOnly() => new("transcendental functions are computed in double lanes");
}
