using System.Buffers;
using Hillock.Kernels;

namespace Hillock.Rows;

/// <summary>Runs a function over the rows of a span: checks, widens a row to double, computes, narrows.</summary>
internal sealed class RowActivationOf<TFunction>(double[] parameters)
    : RowActivation(TFunction.Name, TFunction.Parameters, parameters) where TFunction : struct, IRowFunction<TFunction>
{
    private readonly TFunction _function = TFunction.Create(parameters);

    public override RowFacts Facts => _function.Facts;

    public override int OutputLength(int rowLength)
    {
        if (rowLength <= 0) throw new ArgumentException($"A row of {rowLength} elements is none; it has to have at least one.", nameof(rowLength));
        if (rowLength % TFunction.Divisor(_function) != 0)
            throw new ArgumentException($"{this} needs rows whose length is a multiple of {TFunction.Divisor(_function)}, not {rowLength}.", nameof(rowLength));
        return TFunction.OutputLength(_function, rowLength);
    }

    public override void Forward(ReadOnlySpan<float> x, Span<float> y, int rowLength, Precision precision)
    {
        int outputLength = Check<float>(x, y, rowLength, nameof(y));
        CheckOverlap<float>(x, y, nameof(x), nameof(y));
        double[] buffer = ArrayPool<double>.Shared.Rent(rowLength + outputLength);
        Span<double> row = buffer.AsSpan(0, rowLength), result = buffer.AsSpan(rowLength, outputLength);
        for (int i = 0, o = 0; i < x.Length; i += rowLength, o += outputLength)
        {
            Conversion.Widen(x.Slice(i, rowLength), row);
            _function.Forward(row, result, precision);
            Conversion.Narrow(result, y.Slice(o, outputLength));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    public override void Forward(ReadOnlySpan<double> x, Span<double> y, int rowLength, Precision precision)
    {
        int outputLength = Check<double>(x, y, rowLength, nameof(y));
        CheckOverlap<double>(x, y, nameof(x), nameof(y));
        double[] buffer = ArrayPool<double>.Shared.Rent(rowLength);
        Span<double> row = buffer.AsSpan(0, rowLength);
        for (int i = 0, o = 0; i < x.Length; i += rowLength, o += outputLength)
        {
            x.Slice(i, rowLength).CopyTo(row);
            _function.Forward(row, y.Slice(o, outputLength), Precision.Exact);
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int rowLength, Precision precision)
    {
        int outputLength = CheckBackward<float>(x, dy, dx, rowLength);
        double[] buffer = ArrayPool<double>.Shared.Rent(2 * rowLength + outputLength);
        Span<double> row = buffer.AsSpan(0, rowLength), gradient = buffer.AsSpan(rowLength, outputLength);
        Span<double> result = buffer.AsSpan(rowLength + outputLength, rowLength);
        for (int i = 0, o = 0; i < x.Length; i += rowLength, o += outputLength)
        {
            Conversion.Widen(x.Slice(i, rowLength), row);
            Conversion.Widen(dy.Slice(o, outputLength), gradient);
            _function.Backward(row, gradient, result, precision);
            Conversion.Narrow(result, dx.Slice(i, rowLength));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    public override void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, int rowLength, Precision precision)
    {
        int outputLength = CheckBackward<double>(x, dy, dx, rowLength);
        double[] buffer = ArrayPool<double>.Shared.Rent(rowLength + outputLength);
        Span<double> row = buffer.AsSpan(0, rowLength), gradient = buffer.AsSpan(rowLength, outputLength);
        for (int i = 0, o = 0; i < x.Length; i += rowLength, o += outputLength)
        {
            x.Slice(i, rowLength).CopyTo(row);
            dy.Slice(o, outputLength).CopyTo(gradient);
            _function.Backward(row, gradient, dx.Slice(i, rowLength), Precision.Exact);
        }

        ArrayPool<double>.Shared.Return(buffer);
    }
}
