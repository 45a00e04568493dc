using System.Runtime.CompilerServices;
using Hillock.Functions;
using Hillock.Numerics;

namespace Hillock.Kernels;

/// <summary>What <see cref="SpanKernel"/> does to each vector.</summary>
internal interface IOperation
{
    /// <summary>Whether NaN gives NaN by itself.</summary>
    static virtual bool KeepsNaN => false;

    V Apply<V>(V x) where V : struct, ILanes<V>;
}

/// <summary>An operation of which a first try in double knows how far off it may be.</summary>
internal interface IEstimatedOperation : IOperation
{
    Estimate Estimate(DoubleLanes x);
}

/// <summary>What <see cref="SpanKernel"/> does to floats where they are near enough.</summary>
internal interface IFloatOperation
{
    FloatLanes Apply(FloatLanes x);
}

/// <summary>f.</summary>
internal readonly struct ValueOf<TFunction>(TFunction function) : IOperation where TFunction : struct, IFunction<TFunction>
{
    public static bool KeepsNaN => TFunction.ValueKeepsNaN;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> => function.Value(x);
}

/// <summary>f′.</summary>
internal readonly struct DerivativeOf<TFunction>(TFunction function) : IOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> => function.Derivative(x);
}

/// <summary>f as a float needs it, on lanes of double.</summary>
internal readonly struct FastValueOf<TFunction>(TFunction function) : IOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> =>
        Unsafe.BitCast<DoubleLanes, V>(TFunction.FastValue<ShortSeries>(function, Unsafe.BitCast<V, DoubleLanes>(x)).Value);
}

/// <summary>f′ as a float needs it, on lanes of double.</summary>
internal readonly struct FastDerivativeOf<TFunction>(TFunction function) : IOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> =>
        Unsafe.BitCast<DoubleLanes, V>(TFunction.FastDerivative<ShortSeries>(function, Unsafe.BitCast<V, DoubleLanes>(x)).Value);
}

/// <summary>f, and a first try at it.</summary>
internal readonly struct ExactValueOf<TFunction>(TFunction function) : IEstimatedOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> => function.Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Estimate Estimate(DoubleLanes x) => TFunction.ExactValue(function, x);
}

/// <summary>f′, and a first try at it.</summary>
internal readonly struct ExactDerivativeOf<TFunction>(TFunction function) : IEstimatedOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> => function.Derivative(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Estimate Estimate(DoubleLanes x) => TFunction.ExactDerivative(function, x);
}

/// <summary>f′ told from y = f(x).</summary>
internal readonly struct OutputDerivativeOf<TFunction>(TFunction function) : IOperation
    where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V y) where V : struct, ILanes<V> => TFunction.DerivativeFromOutput(function, y);
}

/// <summary>f′ told from y = f(x) as a float needs it, on lanes of double.</summary>
internal readonly struct FastOutputDerivativeOf<TFunction>(TFunction function) : IOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V y) where V : struct, ILanes<V> =>
        Unsafe.BitCast<DoubleLanes, V>(TFunction.FastDerivativeFromOutput(function, Unsafe.BitCast<V, DoubleLanes>(y)));
}

/// <summary>∂f/∂p.</summary>
internal readonly struct ParameterDerivativeOf<TFunction>(TFunction function, int parameter) : IOperation
    where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : struct, ILanes<V> => function.ParameterDerivative(parameter, x);
}

/// <summary>f on lanes of float.</summary>
internal readonly struct FloatValueOf<TFunction>(TFunction function) : IFloatOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatLanes Apply(FloatLanes x) => TFunction.FloatValue(function, x);
}

/// <summary>f′ on lanes of float.</summary>
internal readonly struct FloatDerivativeOf<TFunction>(TFunction function) : IFloatOperation where TFunction : struct, IFunction<TFunction>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatLanes Apply(FloatLanes x) => TFunction.FloatDerivative(function, x);
}
