using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// An activation function with its parameters fixed: everything about it stands in the one file that implements this.
/// Value and derivative are written once, on lanes; what they make of NaN does not count (<see cref="SpanKernel"/> passes it through) but for
/// <see cref="ValueKeepsNaN"/>.
/// </summary>
internal interface IFunction<TSelf> where TSelf : struct, IFunction<TSelf>
{
    /// <summary>The name that <see cref="Activation.Parse"/> reads.</summary>
    static abstract string Name { get; }

    /// <summary>The parameters in the order in which <see cref="Create"/> takes them.</summary>
    static virtual IReadOnlyList<FunctionParameter> Parameters => [];

    /// <summary>Whether float lanes round at most once on the way to the result; if not, floats are computed in double.</summary>
    static virtual bool RoundsOnce => false;

    /// <summary>Whether <see cref="Value"/> gives NaN for NaN by itself, so that no lane needs to be put back.</summary>
    static virtual bool ValueKeepsNaN => false;

    /// <summary>The function with these parameters, which have been checked and rounded to the element type.</summary>
    static abstract TSelf Create(ReadOnlySpan<double> parameters);

    /// <summary>Why parameters that are each in range do not go together; null where they do.</summary>
    static virtual string? Refuse(ReadOnlySpan<double> parameters) => null;

    /// <summary>What is known of it with these parameters.</summary>
    FunctionFacts Facts { get; }

    /// <summary>f(x) in every lane.</summary>
    V Value<V>(V x) where V : struct, ILanes<V>;

    /// <summary>f′(x) in every lane.</summary>
    V Derivative<V>(V x) where V : struct, ILanes<V>;

    /// <summary>
    /// f(x) in double for floats, as near as the series is: the short one for <see cref="Precision.Fast"/>, the long one for
    /// <see cref="ExactValue"/>. NaN never reaches it. For functions that round once floats are computed in floats in either precision.
    /// </summary>
    static virtual Estimate FastValue<TSeries>(TSelf function, DoubleLanes x) where TSeries : ISeries => function.Value(x);

    /// <summary>f′(x) in the same way.</summary>
    static virtual Estimate FastDerivative<TSeries>(TSelf function, DoubleLanes x) where TSeries : ISeries => function.Derivative(x);

    /// <summary>
    /// f(x) in double for the first try of <see cref="Precision.Exact"/>, within <see cref="Estimate.Error"/> of the estimate's scale.
    /// Formulas without series, which often end in the very middle between two floats, know their error better.
    /// </summary>
    static virtual Estimate ExactValue(TSelf function, DoubleLanes x) => TSelf.FastValue<LongSeries>(function, x);

    /// <summary>f′(x) in the same way.</summary>
    static virtual Estimate ExactDerivative(TSelf function, DoubleLanes x) => TSelf.FastDerivative<LongSeries>(function, x);

    /// <summary>
    /// <see cref="FloatValue"/> stands for |x| below this; 0 where there is none. Beyond, and for NaN, <see cref="FastValue"/> computes.
    /// </summary>
    static virtual float FloatRange(TSelf function) => 0;

    /// <summary>
    /// f(x) on lanes of float for <see cref="Precision.Fast"/>, by <see cref="Numerics.InFloats"/>: where double lanes lose the race.
    /// </summary>
    static virtual FloatLanes FloatValue(TSelf function, FloatLanes x) => throw new NotSupportedException();

    /// <summary><see cref="FloatDerivative"/> stands for |x| below this; 0 where there is none.</summary>
    static virtual float FloatDerivativeRange(TSelf function) => 0;

    /// <summary>f′(x) in the same way.</summary>
    static virtual FloatLanes FloatDerivative(TSelf function, FloatLanes x) => throw new NotSupportedException();

    /// <summary>
    /// The two values of f′ for a function made of straight pieces: the backward pass then keeps one bit an element, set where f′ is the
    /// second; none where they are equal. null for other functions. An x whose f′ is neither is told apart when the bits are written.
    /// </summary>
    (double Clear, double Set)? Slopes => null;

    /// <summary>
    /// How far, as floats and absolutely, <see cref="DerivativeFromOutput"/> may be from f′(x); 0 where it keeps its relative precision,
    /// so that the output is kept rather than the input; null where f(x) does not tell f′(x).
    /// </summary>
    double? OutputError => null;

    /// <summary>f′(x) in every lane, told from y = f(x), where <see cref="OutputError"/> is not null.</summary>
    static virtual V DerivativeFromOutput<V>(TSelf function, V y) where V : struct, ILanes<V> => function.Derivative(y);

    /// <summary>Whether float lanes are near enough for <see cref="DerivativeFromOutput"/> with <see cref="Precision.Fast"/>.</summary>
    static virtual bool FloatsFromOutput => TSelf.RoundsOnce;

    /// <summary>The same in double for <see cref="Precision.Fast"/> floats.</summary>
    static virtual DoubleLanes FastDerivativeFromOutput(TSelf function, DoubleLanes y) => TSelf.DerivativeFromOutput(function, y);

    /// <summary>∂f/∂p in every lane for the parameter with this index, one of the learnable ones.</summary>
    V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V> => throw new NotSupportedException();
}
