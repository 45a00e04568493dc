namespace Hillock;

/// <content>Half: widened to double, computed there and rounded once, so that every result is the nearest Half.</content>
public abstract partial class Activation
{
    // On the stack, and enough that the kernel's own work is what counts.
    private const int Block = 256;

    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float}, Precision)"/>
    public void Forward(ReadOnlySpan<Half> x, Span<Half> y, Precision precision = Precision.Fast)
    {
        Check(x, y);
        Span<double> block = stackalloc double[Block], results = stackalloc double[Block];
        for (int at = 0; at < x.Length; at += Block)
        {
            Span<double> part = Widen(x[at..], block), result = results[..part.Length];
            ForwardOfHalf(part, result);
            for (int i = 0; i < part.Length; i++) y[at + i] = (Half)result[i];
        }
    }

    /// <inheritdoc cref="Derivative(ReadOnlySpan{float}, Span{float}, Precision)"/>
    public void Derivative(ReadOnlySpan<Half> x, Span<Half> d, Precision precision = Precision.Fast)
    {
        Check(x, d);
        Span<double> block = stackalloc double[Block], results = stackalloc double[Block];
        for (int at = 0; at < x.Length; at += Block)
        {
            Span<double> part = Widen(x[at..], block), result = results[..part.Length];
            DerivativeOfHalf(part, result);
            for (int i = 0; i < part.Length; i++) d[at + i] = (Half)result[i];
        }
    }

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Precision)"/>
    public void Backward(ReadOnlySpan<Half> x, ReadOnlySpan<Half> dy, Span<Half> dx, Precision precision = Precision.Fast)
    {
        Check(x, dx);
        Check(dy, dx);
        Span<double> block = stackalloc double[Block], results = stackalloc double[Block];
        for (int at = 0; at < x.Length; at += Block)
        {
            Span<double> part = Widen(x[at..], block), result = results[..part.Length];
            DerivativeOfHalf(part, result);
            for (int i = 0; i < part.Length; i++) dx[at + i] = (Half)((double)dy[at + i] * result[i]);
        }
    }

    private static Span<double> Widen(ReadOnlySpan<Half> source, Span<double> block)
    {
        Span<double> part = block[..Math.Min(source.Length, Block)];
        for (int i = 0; i < part.Length; i++) part[i] = (double)source[i];
        return part;
    }
}
