using Hillock.Data;

namespace Hillock.Cli.Apply;

/// <summary>A function over the rows of an array: along its last axis.</summary>
internal sealed class RowFunction(RowActivation function, Precision precision) : IFileFunction
{
    public (int Row, int Result, NpyLayout Output) Plan(NpyLayout input)
    {
        if (input.Shape.Count == 0)
            throw new InvalidDataException($"a single number has no last axis for {function} to work along; give an array");
        if (input.Fortran && input.Shape.Count > 1)
            throw new InvalidDataException(
                $"the array is in Fortran order, where the numbers of a row lie apart; save it with numpy.ascontiguousarray for {function}");
        long row = input.Shape[^1];
        if (row is 0 or > int.MaxValue / 4)
            throw new InvalidDataException($"rows of {row} numbers cannot be worked on; {function} needs 1 to {int.MaxValue / 4} in the last axis");
        int result = Length((int)row);
        return ((int)row, result, input with { Shape = [.. input.Shape.SkipLast(1), result] });
    }

    public void Run(ReadOnlySpan<float> x, Span<float> y, int row) => function.Forward(x, y, row, precision);

    public void Run(ReadOnlySpan<double> x, Span<double> y, int row) => function.Forward(x, y, row, precision);

    public void Run(ReadOnlySpan<Half> x, Span<Half> y, int row) => function.Forward(x, y, row, precision);

    public override string ToString() => $"{function}";

    private int Length(int row)
    {
        try
        {
            return function.OutputLength(row);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"the last axis has {row} numbers, which {function} cannot work on ({exception.Message.Split(" (")[0]})");
        }
    }
}
