using Hillock.Kernels;

namespace Hillock;

/// <content>The three verbs on several threads.</content>
public abstract unsafe partial class Activation
{
    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float}, Precision)"/>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The results.</param>
    /// <param name="precision">How near to the truth.</param>
    /// <param name="threads">How many threads at most; 0 for as many as there are processors. Few elements are done on one all the
    /// same.</param>
    /// <remarks>The bits do not depend on the number of threads. Nothing is allocated once the calling thread has done it before.</remarks>
    public void Forward(ReadOnlySpan<float> x, Span<float> y, Precision precision, int threads)
    {
        Check(x, y);
        Run(Verb.Forward, x, x, y, [], precision, threads);
    }

    /// <inheritdoc cref="Derivative(ReadOnlySpan{float}, Span{float}, Precision)"/>
    /// <param name="x">The inputs.</param>
    /// <param name="d">The results.</param>
    /// <param name="precision">How near to the truth.</param>
    /// <param name="threads">How many threads at most; 0 for as many as there are processors. Few elements are done on one all the
    /// same.</param>
    /// <remarks>The bits do not depend on the number of threads. Nothing is allocated once the calling thread has done it before.</remarks>
    public void Derivative(ReadOnlySpan<float> x, Span<float> d, Precision precision, int threads)
    {
        Check(x, d);
        Run(Verb.Derivative, x, x, d, [], precision, threads);
    }

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Precision)"/>
    /// <param name="x">The inputs.</param>
    /// <param name="dy">The gradient with respect to f(x).</param>
    /// <param name="dx">The results.</param>
    /// <param name="precision">How near to the truth.</param>
    /// <param name="threads">How many threads at most; 0 for as many as there are processors. Few elements are done on one all the
    /// same.</param>
    /// <remarks>The bits do not depend on the number of threads. Nothing is allocated once the calling thread has done it before.</remarks>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Precision precision, int threads)
    {
        Check(x, dx);
        Check(dy, dx);
        Run(Verb.Backward, x, dy, dx, [], precision, threads);
    }

    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float}, Precision, int)"/>
    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision, int threads)
    {
        Check(x, y);
        Run(Verb.Forward, x, x, y, [], precision, threads);
    }

    /// <inheritdoc cref="Derivative(ReadOnlySpan{float}, Span{float}, Precision, int)"/>
    public void Derivative(ReadOnlySpan<double> x, Span<double> d, Precision precision, int threads)
    {
        Check(x, d);
        Run(Verb.Derivative, x, x, d, [], precision, threads);
    }

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Precision, int)"/>
    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision, int threads)
    {
        Check(x, dx);
        Check(dy, dx);
        Run(Verb.Backward, x, dy, dx, [], precision, threads);
    }

    /// <summary>What is done to spans; x stands for the output in <see cref="BackwardFromOutput"/>, and for nothing where there are bits.</summary>
    private enum Verb
    {
        Forward,
        Derivative,
        Backward,
        ForwardBits,
        BackwardFromBits,
        BackwardFromOutput,
    }

    /// <returns>False only where <see cref="Verb.ForwardBits"/> found a derivative that a bit cannot tell.</returns>
    private bool Run(Verb verb, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> to, Span<byte> bits, Precision precision, int threads)
    {
        int parts = Parts.Count(to.Length, threads);
        return parts == 1 ? Apply(verb, x, dy, to, bits, precision) : InParts(verb, x, dy, to, bits, precision, parts);
    }

    /// <inheritdoc cref="Run(Verb, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{byte}, Precision, int)"/>
    private bool Run(Verb verb, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> to, Span<byte> bits, Precision precision, int threads)
    {
        int parts = Parts.Count(to.Length, threads);
        return parts == 1 ? Apply(verb, x, dy, to, bits) : InParts(verb, x, dy, to, bits, precision, parts);
    }

    private bool InParts<T>(
        Verb verb, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> to, Span<byte> bits, Precision precision, int parts) where T : unmanaged
    {
        int missed = 0;
        fixed (T* source = x, scale = dy, target = to)
        fixed (byte* packed = bits)
            Parts.Run(to.Length, parts, new Work<T>(this, verb, source, scale, target, packed, precision, &missed));
        return missed == 0;
    }

    private bool Apply(Verb verb, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> to, Span<byte> bits, Precision precision)
    {
        switch (verb)
        {
            case Verb.Forward: ForwardCore(x, to, precision); break;
            case Verb.Derivative: DerivativeCore(x, to, precision); break;
            case Verb.Backward: BackwardCore(x, dy, to, precision); break;
            case Verb.ForwardBits: return ForwardBitsCore(x, to, bits, precision);
            case Verb.BackwardFromBits: BackwardFromBitsCore(bits, dy, to); break;
            default: BackwardFromOutputCore(x, dy, to, precision); break;
        }

        return true;
    }

    private bool Apply(Verb verb, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> to, Span<byte> bits)
    {
        switch (verb)
        {
            case Verb.Forward: ForwardCore(x, to); break;
            case Verb.Derivative: DerivativeCore(x, to); break;
            case Verb.Backward: BackwardCore(x, dy, to); break;
            case Verb.ForwardBits: return ForwardBitsCore(x, to, bits);
            case Verb.BackwardFromBits: BackwardFromBitsCore(bits, dy, to); break;
            default: BackwardFromOutputCore(x, dy, to); break;
        }

        return true;
    }

    // Spans cannot be stored; whoever made this keeps what the pointers point to pinned until it has run.
    private readonly struct Work<T>(
        Activation activation, Verb verb, T* x, T* dy, T* to, byte* bits, Precision precision, int* missed) : IPart where T : unmanaged
    {
        public void Run(int start, int count)
        {
            Span<byte> packed = bits == null ? [] : new(bits + start / 8, BitsLength(count));
            bool told = typeof(T) == typeof(float)
                ? activation.Apply(verb, Part<float>(x, start, count), Part<float>(dy, start, count), Part<float>(to, start, count), packed, precision)
                : activation.Apply(verb, Part<double>(x, start, count), Part<double>(dy, start, count), Part<double>(to, start, count), packed);
            if (!told) Volatile.Write(ref *missed, 1);
        }

        private static Span<TElement> Part<TElement>(T* whole, int start, int count) where TElement : unmanaged =>
            new((TElement*)whole + start, count);
    }
}
