using System.Runtime.CompilerServices;
using Hillock.Functions;
using Hillock.Kernels;

namespace Hillock.Rows;

/// <summary>
/// a·f(b) for the halves a and b of a row: glu (f the sigmoid), reglu, geglu, swiglu (relu, gelu, silu);
/// da = g·f(b), db = g·a·f′(b).
/// </summary>
internal readonly struct GatedRow<TFunction> : IRowFunction<GatedRow<TFunction>> where TFunction : struct, IFunction<TFunction>
{
    private static readonly TFunction Default = TFunction.Create([.. TFunction.Parameters.Select(p => p.Default)]);

    public static string Name =>
        TFunction.Name == Sigmoid.Name ? "glu" : TFunction.Name == Relu.Name ? "reglu" : TFunction.Name == Gelu.Name ? "geglu" : "swiglu";

    public static GatedRow<TFunction> Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new(
        $"Gated linear unit, gate {TFunction.Name}", $"a·{TFunction.Name}(b), a and b the halves of the row",
        $"g·{TFunction.Name}(b), g·a·{TFunction.Name}′(b)",
        Name == "glu"
            ? new FunctionSource("Dauphin, Fan, Auli and Grangier", 2017, "Language modeling with gated convolutional networks")
            : new FunctionSource("Shazeer", 2020, "GLU variants improve transformer"),
        Name == "glu" ? new("nn.GLU", "glu", "jax.nn.glu", null) : new(null, null, null, null));

    public static int Divisor(GatedRow<TFunction> function) => 2;

    public static int OutputLength(GatedRow<TFunction> function, int rowLength) => rowLength / 2;

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        if (IsFast(precision)) Run(new ValueForFloat(Default), x, y);
        else Run(new ValueOf<TFunction>(Default), x, y);
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        if (IsFast(precision)) Run(new ValueForFloat(Default), new SlopeForFloat(Default), x, dy, dx);
        else Run(new ValueOf<TFunction>(Default), new DerivativeOf<TFunction>(Default), x, dy, dx);
    }

    // What gelu leaves out for a float, below 1e-50, a large factor would bring back.
    private static bool IsFast(Precision precision) => precision == Precision.Fast && typeof(TFunction) != typeof(Gelu);

    private static void Run<TValue>(TValue value, ReadOnlySpan<double> x, Span<double> y) where TValue : struct, IOperation
    {
        int half = y.Length;
        SpanKernel.RunScaled(value, x[half..], x[..half], y);
    }

    private static void Run<TValue, TSlope>(TValue value, TSlope slope, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx)
        where TValue : struct, IOperation where TSlope : struct, IOperation
    {
        int half = dy.Length;
        ReadOnlySpan<double> a = x[..half], b = x[half..];
        SpanKernel.RunScaled(value, b, dy, dx[..half]);
        Span<double> db = dx[half..];
        SpanKernel.RunScaled(slope, b, dy, db);
        for (int i = 0; i < half; i++) db[i] *= a[i];
    }

    // To some 42 bits: the product, rounded to a float, is the nearest.
    private readonly struct ValueForFloat(TFunction function) : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILanes<V> =>
            Unsafe.BitCast<DoubleLanes, V>(TFunction.ExactValue(function, Unsafe.BitCast<V, DoubleLanes>(x)).Value);
    }

    private readonly struct SlopeForFloat(TFunction function) : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILanes<V> =>
            Unsafe.BitCast<DoubleLanes, V>(TFunction.ExactDerivative(function, Unsafe.BitCast<V, DoubleLanes>(x)).Value);
    }
}
