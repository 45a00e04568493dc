namespace Hillock;

/// <summary>
/// What is known of an activation function besides how to compute it. Kernels, modules, statistics, lists, plots and exports read
/// these facts; they stand in the function's own file and depend on its parameters.
/// </summary>
public sealed record FunctionFacts
{
    /// <summary>The function's full name: "Leaky rectified linear unit".</summary>
    public required string Title { get; init; }

    /// <summary>f(x) as text.</summary>
    public required string Formula { get; init; }

    /// <summary>f′(x) as text, the value at a kink included.</summary>
    public required string DerivativeFormula { get; init; }

    /// <summary>The infimum of f.</summary>
    public required double Minimum { get; init; }

    /// <summary>The supremum of f.</summary>
    public required double Maximum { get; init; }

    /// <summary>The supremum of |f′|, which is the function's Lipschitz constant.</summary>
    public required double MaxSlope { get; init; }

    /// <summary>
    /// The supremum of |f″| between the kinks, where f′ changes without a jump: 0 for a function of straight pieces, ∞ where there is none.
    /// </summary>
    public required double MaxCurvature { get; init; }

    /// <summary>The tail towards −∞.</summary>
    public required Tail LowerTail { get; init; }

    /// <summary>The tail towards +∞.</summary>
    public required Tail UpperTail { get; init; }

    /// <summary>
    /// The inputs at which f has no derivative; the value used there is the derivative from the left unless the formula says otherwise.
    /// </summary>
    public IReadOnlyList<double> Kinks { get; init; } = [];

    /// <summary>The inputs at which f changes between rising and falling; empty for a monotone function.</summary>
    public IReadOnlyList<double> TurningPoints { get; init; } = [];

    /// <summary>Whether f(−x) = −f(x), so that centred inputs give centred outputs.</summary>
    public bool ZeroCentred { get; init; }

    /// <summary>Who introduced it, when and where.</summary>
    public required FunctionSource Source { get; init; }

    /// <summary>
    /// f in primitive ONNX operators, as <see cref="PrimitiveExpression.Parse"/> reads it: x is the input, parameters stand by their names.
    /// A formula, not a numerical recipe: near 0 and in the tails it may lose digits that the kernels keep.
    /// </summary>
    public required string Primitives { get; init; }

    /// <summary>What other libraries call it.</summary>
    public required ForeignNames Names { get; init; }
}
