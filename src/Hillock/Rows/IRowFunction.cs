namespace Hillock.Rows;

/// <summary>
/// A function over a row, written once in double on a whole row; <see cref="RowActivationOf{TFunction}"/> widens other types.
/// </summary>
internal interface IRowFunction<TSelf> where TSelf : struct, IRowFunction<TSelf>
{
    /// <summary>The name that <see cref="RowActivation.Parse"/> reads.</summary>
    static abstract string Name { get; }

    /// <summary>The parameters in the order in which <see cref="Create"/> takes them.</summary>
    static virtual IReadOnlyList<FunctionParameter> Parameters => [];

    static abstract TSelf Create(ReadOnlySpan<double> parameters);

    /// <summary>What is known of it.</summary>
    RowFacts Facts { get; }

    /// <summary>A row has to be a multiple of this.</summary>
    static virtual int Divisor(TSelf function) => 1;

    /// <summary>How long the result of a row is.</summary>
    static virtual int OutputLength(TSelf function, int rowLength) => rowLength;

    /// <summary>y = f(x), as near as a double is with <see cref="Precision.Exact"/>, else as a float needs it; y is not x.</summary>
    void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision);

    /// <summary>dx = dy·∂f/∂x in the same way; dx is neither x nor dy.</summary>
    void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision);
}
