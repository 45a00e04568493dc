using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Numerics;

namespace Hillock.Kernels;

/// <summary>Eight doubles.</summary>
internal readonly struct DoubleLanes(Vector512<double> vector) : ILanes<DoubleLanes>
{
    public const int Count = 8;

    public Vector512<double> Vector { get; } = vector;

    /// <summary>The same number in every lane, so that formulas can be written with plain numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator DoubleLanes(double value) => Constant(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Constant(double value) => new(Vector512.Create(value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator +(DoubleLanes a, DoubleLanes b) => new(a.Vector + b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator -(DoubleLanes a, DoubleLanes b) => new(a.Vector - b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator *(DoubleLanes a, DoubleLanes b) => new(a.Vector * b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator /(DoubleLanes a, DoubleLanes b) => new(a.Vector / b.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator -(DoubleLanes a) => new(-a.Vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator >(DoubleLanes a, DoubleLanes b) => new(Vector512.GreaterThan(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator <(DoubleLanes a, DoubleLanes b) => new(Vector512.LessThan(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator >=(DoubleLanes a, DoubleLanes b) => new(Vector512.GreaterThanOrEqual(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator <=(DoubleLanes a, DoubleLanes b) => new(Vector512.LessThanOrEqual(a.Vector, b.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes IsNaN(DoubleLanes x) => new(Vector512.IsNaN(x.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Abs(DoubleLanes x) => new(Vector512.Abs(x.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Sqrt(DoubleLanes x) => new(Vector512.Sqrt(x.Vector));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes CopySign(DoubleLanes magnitude, DoubleLanes sign) => new(Vector512.CopySign(magnitude.Vector, sign.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Select(DoubleLanes mask, DoubleLanes yes, DoubleLanes no) =>
        new(Blend.Select(mask.Vector, yes.Vector, no.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes FusedMultiplyAdd(DoubleLanes a, DoubleLanes b, DoubleLanes c) =>
        new(Vector512.FusedMultiplyAdd(a.Vector, b.Vector, c.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<DoubleLanes> Exp(DoubleLanes x, DoubleLanes rest) => Outlined.Of<ExpSeries, Pair<DoubleLanes>, Scaled<DoubleLanes>>(new(x, rest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<DoubleLanes> Expm1(DoubleLanes x, DoubleLanes rest) => Outlined.Of<Expm1Series, Pair<DoubleLanes>, Pair<DoubleLanes>>(new(x, rest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Log1p(DoubleLanes x, DoubleLanes rest) => Outlined.Of<Log1pSeries, Pair<DoubleLanes>, DoubleLanes>(new(x, rest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<DoubleLanes> Sin(DoubleLanes x, DoubleLanes rest) => Outlined.Of<SinSeries, Pair<DoubleLanes>, Pair<DoubleLanes>>(new(x, rest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<DoubleLanes> NormalTail(DoubleLanes t) => Outlined.Of<NormalTailSeries, Pair<DoubleLanes>, Pair<DoubleLanes>>(new(t, t));

    private readonly struct ExpSeries : IPiece<Pair<DoubleLanes>, Scaled<DoubleLanes>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Scaled<DoubleLanes> Of(Pair<DoubleLanes> x) => Exponential.Exp(x.High.Vector, x.Low.Vector);
    }

    private readonly struct Expm1Series : IPiece<Pair<DoubleLanes>, Pair<DoubleLanes>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pair<DoubleLanes> Of(Pair<DoubleLanes> x) => Exponential.Expm1(x.High.Vector, x.Low.Vector);
    }

    private readonly struct Log1pSeries : IPiece<Pair<DoubleLanes>, DoubleLanes>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static DoubleLanes Of(Pair<DoubleLanes> x) => new(Logarithm.Log1p(x.High.Vector, x.Low.Vector));
    }

    private readonly struct SinSeries : IPiece<Pair<DoubleLanes>, Pair<DoubleLanes>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pair<DoubleLanes> Of(Pair<DoubleLanes> x) => Sine.Sin(x.High.Vector, x.Low.Vector);
    }

    private readonly struct NormalTailSeries : IPiece<Pair<DoubleLanes>, Pair<DoubleLanes>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pair<DoubleLanes> Of(Pair<DoubleLanes> t) => Numerics.NormalTail.Ratio(t.High);
    }
}
