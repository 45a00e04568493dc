using System.Buffers;

namespace Hillock;

/// <content>Half: widened to double, computed there and rounded once.</content>
public abstract partial class RowActivation
{
    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float}, int, Precision)"/>
    public void Forward(ReadOnlySpan<Half> x, Span<Half> y, int rowLength, Precision precision = Precision.Fast)
    {
        int outputLength = Check<Half>(x, y, rowLength, nameof(y));
        CheckOverlap<Half>(x, y, nameof(x), nameof(y));
        double[] buffer = ArrayPool<double>.Shared.Rent(rowLength + outputLength);
        Span<double> row = buffer.AsSpan(0, rowLength), result = buffer.AsSpan(rowLength, outputLength);
        for (int i = 0, o = 0; i < x.Length; i += rowLength, o += outputLength)
        {
            Widen(x.Slice(i, rowLength), row);
            Forward(row, result, rowLength, precision);
            Narrow(result, y.Slice(o, outputLength));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, Precision)"/>
    public void Backward(ReadOnlySpan<Half> x, ReadOnlySpan<Half> dy, Span<Half> dx, int rowLength, Precision precision = Precision.Fast)
    {
        int outputLength = CheckBackward<Half>(x, dy, dx, rowLength);
        double[] buffer = ArrayPool<double>.Shared.Rent(2 * rowLength + outputLength);
        Span<double> row = buffer.AsSpan(0, rowLength), gradient = buffer.AsSpan(rowLength, outputLength);
        Span<double> result = buffer.AsSpan(rowLength + outputLength, rowLength);
        for (int i = 0, o = 0; i < x.Length; i += rowLength, o += outputLength)
        {
            Widen(x.Slice(i, rowLength), row);
            Widen(dy.Slice(o, outputLength), gradient);
            Backward(row, gradient, result, rowLength, precision);
            Narrow(result, dx.Slice(i, rowLength));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    private static void Widen(ReadOnlySpan<Half> source, Span<double> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = (double)source[i];
    }

    private static void Narrow(ReadOnlySpan<double> source, Span<Half> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = (Half)source[i];
    }
}
