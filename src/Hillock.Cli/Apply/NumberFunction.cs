using Hillock.Data;

namespace Hillock.Cli.Apply;

/// <summary>f or f′ of every number.</summary>
internal sealed class NumberFunction(Activation function, bool derivative, Precision precision) : IFileFunction
{
    public (int Row, int Result, NpyLayout Output) Plan(NpyLayout input) => (1, 1, input);

    public void Run(ReadOnlySpan<float> x, Span<float> y, int row)
    {
        if (derivative) function.Derivative(x, y, precision);
        else function.Forward(x, y, precision);
    }

    public void Run(ReadOnlySpan<double> x, Span<double> y, int row)
    {
        if (derivative) function.Derivative(x, y, precision);
        else function.Forward(x, y, precision);
    }

    public void Run(ReadOnlySpan<Half> x, Span<Half> y, int row)
    {
        if (derivative) function.Derivative(x, y, precision);
        else function.Forward(x, y, precision);
    }

    public override string ToString() => derivative ? $"{function}′" : $"{function}";
}
