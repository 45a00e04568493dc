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
            _function.Forward(row, result);
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
            _function.Forward(row, y.Slice(o, outputLength));
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
            _function.Backward(row, gradient, result);
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
            _function.Backward(row, gradient, dx.Slice(i, rowLength));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    private int CheckBackward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> dx, int rowLength)
    {
        int outputLength = Check(x, dy, rowLength, nameof(dy));
        if (dx.Length != x.Length)
            throw new ArgumentException($"x has {x.Length} elements but dx has {dx.Length}; they must be equally long.", nameof(dx));
        CheckOverlap(x, dx, nameof(x), nameof(dx));
        CheckOverlap(dy, dx, nameof(dy), nameof(dx));
        return outputLength;
    }

    private int Check<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> result, int rowLength, string name)
    {
        int outputLength = OutputLength(rowLength);
        if (x.Length % rowLength != 0)
            throw new ArgumentException($"x has {x.Length} elements, which are no whole rows of {rowLength}.", nameof(x));
        long needed = (long)x.Length / rowLength * outputLength;
        return needed == result.Length ? outputLength
            : throw new ArgumentException($"{name} has {result.Length} elements but {x.Length / rowLength} rows need {needed}.", name);
    }

    private static void CheckOverlap<T>(ReadOnlySpan<T> source, ReadOnlySpan<T> target, string sourceName, string targetName)
    {
        if (source.Overlaps(target, out int offset) && (offset != 0 || source.Length != target.Length))
            throw new ArgumentException(
                $"{targetName} overlaps {sourceName}, shifted by {offset} elements; use the same memory or separate memory.", targetName);
    }
}
