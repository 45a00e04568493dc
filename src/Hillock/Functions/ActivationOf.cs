using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>Binds one function to the kernels, for each element type with the parameters rounded to that type.</summary>
internal sealed partial class ActivationOf<TFunction> : Activation where TFunction : struct, IFunction<TFunction>
{
    private readonly TFunction _ofDouble;
    private readonly TFunction _ofFloat;
    private readonly TFunction _ofHalf;

    public ActivationOf(double[] parameters) : base(TFunction.Name, TFunction.Parameters, parameters)
    {
        _ofDouble = TFunction.Create(parameters);
        _ofFloat = TFunction.Create(Array.ConvertAll(parameters, p => (double)(float)p));
        _ofHalf = TFunction.Create([.. parameters.Zip(TFunction.Parameters, AsHalf)]);
        (Slopes, OutputError) = (_ofDouble.Slopes, _ofDouble.OutputError);
    }

    private protected override Activation Create(double[] parameters) =>
        TFunction.Refuse(parameters) is string reason ? throw new ArgumentException($"{Name}: {reason}") : new ActivationOf<TFunction>(parameters);

    private protected override FunctionFacts CreateFacts() => _ofDouble.Facts;

    private protected override void ForwardCore(ReadOnlySpan<float> x, Span<float> y, Precision precision)
    {
        TFunction f = _ofFloat;
        if (TFunction.RoundsOnce) SpanKernel.Run(new FloatStep<ValueOf<TFunction>>(new(f)), x, y);
        else if (precision == Precision.Exact) SpanKernel.Run(new ExactStep<ExactValueOf<TFunction>>(new(f)), x, y);
        else if (TFunction.FloatRange(f) is > 0 and float range) SpanKernel.Run(new RangedStep<FloatValueOf<TFunction>, FastValueOf<TFunction>>(new(f), new(f), range), x, y);
        else SpanKernel.Run(new WidenedStep<FastValueOf<TFunction>>(new(f)), x, y);
    }

    private protected override void DerivativeCore(ReadOnlySpan<float> x, Span<float> d, Precision precision) => Slope(x, default, d, precision);

    private protected override void BackwardCore(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Precision precision) =>
        Slope(x, dy, dx, precision);

    private protected override void ParameterDerivativeCore(int parameter, ReadOnlySpan<float> x, Span<float> d) =>
        SpanKernel.Run(new WidenedStep<ParameterDerivativeOf<TFunction>>(new(_ofFloat, parameter)), x, d);

    private protected override void ForwardCore(ReadOnlySpan<double> x, Span<double> y) =>
        SpanKernel.Run(new ValueOf<TFunction>(_ofDouble), x, y);

    private protected override void DerivativeCore(ReadOnlySpan<double> x, Span<double> d) =>
        SpanKernel.Run(new DerivativeOf<TFunction>(_ofDouble), x, d);

    private protected override void BackwardCore(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        SpanKernel.RunScaled(new DerivativeOf<TFunction>(_ofDouble), x, dy, dx);

    private protected override void ParameterDerivativeCore(int parameter, ReadOnlySpan<double> x, Span<double> d) =>
        SpanKernel.Run(new ParameterDerivativeOf<TFunction>(_ofDouble, parameter), x, d);

    private protected override void ForwardOfHalf(ReadOnlySpan<double> x, Span<double> y) =>
        HalfRounding.Run(new ExactValueOf<TFunction>(_ofHalf), x, y);

    private protected override void DerivativeOfHalf(ReadOnlySpan<double> x, Span<double> d) =>
        HalfRounding.Run(new ExactDerivativeOf<TFunction>(_ofHalf), x, d);

    /// <summary>d = f′(x), times dy where that is given.</summary>
    private void Slope(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> d, Precision precision)
    {
        TFunction f = _ofFloat;
        if (TFunction.RoundsOnce) Slope(new FloatStep<DerivativeOf<TFunction>>(new(f)), x, dy, d);
        else if (precision == Precision.Exact) Slope(new ExactStep<ExactDerivativeOf<TFunction>>(new(f)), x, dy, d);
        else if (TFunction.FloatDerivativeRange(f) is > 0 and float range) Slope(new RangedStep<FloatDerivativeOf<TFunction>, FastDerivativeOf<TFunction>>(new(f), new(f), range), x, dy, d);
        else Slope(new WidenedStep<FastDerivativeOf<TFunction>>(new(f)), x, dy, d);
    }

    private static void Slope<TStep>(TStep step, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> d) where TStep : struct, IStep<float>
    {
        if (dy.IsEmpty) SpanKernel.Run(step, x, d);
        else SpanKernel.RunScaled(step, x, dy, d);
    }

    // A parameter that Half cannot hold within its range (1e-10 becomes 0) stays as it is in float.
    private static double AsHalf(double value, FunctionParameter parameter)
    {
        double half = (double)(Half)value;
        return double.IsFinite(half) && parameter.Allows(half) || double.IsInfinity(value) ? half : (float)value;
    }
}
