using System.Runtime.InteropServices;

namespace Hillock;

/// <content>Backward passes that need less than the input.</content>
public abstract partial class Activation
{
    /// <summary>
    /// The least from which the gradient of <see cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Precision)"/> comes
    /// out again: to the bit from <see cref="Kept.Nothing"/> and <see cref="Kept.Bits"/> (a NaN in x excepted, see
    /// <see cref="ForwardBits(ReadOnlySpan{float}, Span{float}, Span{byte}, Precision, int)"/>), as <see cref="OutputError"/> says from
    /// <see cref="Kept.Output"/>.
    /// </summary>
    public Kept Kept => CanKeep(Kept.Nothing) ? Kept.Nothing : CanKeep(Kept.Bits) ? Kept.Bits : OutputError == 0 ? Kept.Output : Kept.Input;

    /// <summary>
    /// How far, as floats and absolutely, a derivative told from the output may be from f′(x). 0 where it keeps its relative precision: to
    /// the bit for functions made of straight pieces, one float from that of
    /// <see cref="Derivative(ReadOnlySpan{float}, Span{float}, Precision)"/> for exponential, softplus and log_sigmoid: within 1.5 ulp of the
    /// true value, 1 for all but 0.04 % of inputs (f(x) is rounded, and of the x that give the same float the derivatives differ). null
    /// where f(x) does not tell f′(x).
    /// </summary>
    public abstract double? OutputError { get; }

    /// <summary>The two values of f′ for a function made of straight pieces, the second where the bit is set; equal where there is but
    /// one; null for other functions.</summary>
    private protected abstract (double Clear, double Set)? Slopes { get; }

    /// <summary>The bytes that hold one bit for each of so many elements.</summary>
    public static int BitsLength(int elements) => (int)(((uint)elements + 7) / 8);

    /// <summary>Whether a backward pass can do with this.</summary>
    public bool CanKeep(Kept kept) => kept switch
    {
        Kept.Nothing => Slopes is (double clear, double set) && clear == set,
        Kept.Bits => Slopes is not null,
        Kept.Output => OutputError is not null,
        _ => true,
    };

    /// <summary>y = f(x), and for every element the bit from which the backward pass tells the derivative.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The results; may be x.</param>
    /// <param name="bits"><see cref="BitsLength"/> bytes: element i is bit i mod 8 of byte i/8; what is left of the last byte is 0.</param>
    /// <param name="precision">How near to the truth.</param>
    /// <param name="threads">How many threads at most; 0 for as many as there are processors.</param>
    /// <returns>
    /// Whether the bits tell every derivative. False where some x is NaN, or 0 in abs, whose derivative there is neither 1 nor −1: then the
    /// backward pass needs the inputs. y is right either way.
    /// </returns>
    /// <exception cref="NotSupportedException">The function is not made of straight pieces (<see cref="CanKeep"/>).</exception>
    /// <exception cref="ArgumentException">The lengths do not fit, or memory overlaps.</exception>
    public bool ForwardBits(ReadOnlySpan<float> x, Span<float> y, Span<byte> bits, Precision precision = Precision.Fast, int threads = 1)
    {
        Check(x, y);
        CheckBits(x, bits, nameof(x));
        CheckBits<float>(y, bits, nameof(y));
        return Run(Verb.ForwardBits, x, x, y, bits, precision, threads);
    }

    /// <inheritdoc cref="ForwardBits(ReadOnlySpan{float}, Span{float}, Span{byte}, Precision, int)"/>
    public bool ForwardBits(ReadOnlySpan<double> x, Span<double> y, Span<byte> bits, Precision precision = Precision.Fast, int threads = 1)
    {
        Check(x, y);
        CheckBits(x, bits, nameof(x));
        CheckBits<double>(y, bits, nameof(y));
        return Run(Verb.ForwardBits, x, x, y, bits, precision, threads);
    }

    /// <summary>dx = dy·f′(x) from the bits of a forward pass that told every derivative: the bits of the gradient from x.</summary>
    /// <param name="bits">What the forward pass wrote.</param>
    /// <param name="dy">The gradient with respect to f(x).</param>
    /// <param name="dx">The results; may be dy.</param>
    /// <param name="threads">How many threads at most; 0 for as many as there are processors.</param>
    /// <exception cref="NotSupportedException">The function is not made of straight pieces (<see cref="CanKeep"/>).</exception>
    /// <exception cref="ArgumentException">The lengths do not fit, or memory overlaps.</exception>
    public void BackwardFromBits(ReadOnlySpan<byte> bits, ReadOnlySpan<float> dy, Span<float> dx, int threads = 1)
    {
        Check(dy, dx);
        CheckBits<float>(dx, bits, nameof(dx));
        // Only read.
        Run(Verb.BackwardFromBits, dy, dy, dx, Writable(bits), Precision.Fast, threads);
    }

    /// <inheritdoc cref="BackwardFromBits(ReadOnlySpan{byte}, ReadOnlySpan{float}, Span{float}, int)"/>
    public void BackwardFromBits(ReadOnlySpan<byte> bits, ReadOnlySpan<double> dy, Span<double> dx, int threads = 1)
    {
        Check(dy, dx);
        CheckBits<double>(dx, bits, nameof(dx));
        Run(Verb.BackwardFromBits, dy, dy, dx, Writable(bits), Precision.Fast, threads);
    }

    /// <summary>dx = dy·f′(x), f′ being told from y = f(x) as far as <see cref="OutputError"/> says.</summary>
    /// <param name="y">The outputs.</param>
    /// <param name="dy">The gradient with respect to them.</param>
    /// <param name="dx">The results; may be y or dy.</param>
    /// <param name="precision">How near to the truth.</param>
    /// <param name="threads">How many threads at most; 0 for as many as there are processors.</param>
    /// <exception cref="NotSupportedException">The output does not tell the derivative (<see cref="CanKeep"/>).</exception>
    /// <exception cref="ArgumentException">The lengths differ, or dx overlaps y or dy in part.</exception>
    public void BackwardFromOutput(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, Precision precision = Precision.Fast, int threads = 1)
    {
        Check(y, dx);
        Check(dy, dx);
        Require(Kept.Output);
        Run(Verb.BackwardFromOutput, y, dy, dx, [], precision, threads);
    }

    /// <inheritdoc cref="BackwardFromOutput(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Precision, int)"/>
    public void BackwardFromOutput(
        ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx, Precision precision = Precision.Fast, int threads = 1)
    {
        Check(y, dx);
        Check(dy, dx);
        Require(Kept.Output);
        Run(Verb.BackwardFromOutput, y, dy, dx, [], precision, threads);
    }

    private protected abstract bool ForwardBitsCore(ReadOnlySpan<float> x, Span<float> y, Span<byte> bits, Precision precision);
    private protected abstract bool ForwardBitsCore(ReadOnlySpan<double> x, Span<double> y, Span<byte> bits);
    private protected abstract void BackwardFromBitsCore(ReadOnlySpan<byte> bits, ReadOnlySpan<float> dy, Span<float> dx);
    private protected abstract void BackwardFromBitsCore(ReadOnlySpan<byte> bits, ReadOnlySpan<double> dy, Span<double> dx);
    private protected abstract void BackwardFromOutputCore(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, Precision precision);
    private protected abstract void BackwardFromOutputCore(ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx);

    private static Span<byte> Writable(ReadOnlySpan<byte> bits) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bits), bits.Length);

    private void Require(Kept kept)
    {
        if (CanKeep(kept)) return;
        Kept[] can = [.. Enum.GetValues<Kept>().Where(CanKeep)];
        throw new NotSupportedException(
            $"The derivative of {this} cannot be told from its {kept.ToString().ToLowerInvariant()}; it can from: {string.Join(", ", can).ToLowerInvariant()}.");
    }

    private void CheckBits<T>(ReadOnlySpan<T> elements, ReadOnlySpan<byte> bits, string name) where T : unmanaged
    {
        Require(Kept.Bits);
        int needed = BitsLength(elements.Length);
        if (bits.Length != needed)
            throw new ArgumentException($"bits has {bits.Length} bytes but {name} has {elements.Length} elements, which need {needed}.", nameof(bits));
        if (bits.Overlaps(MemoryMarshal.AsBytes(elements)))
            throw new ArgumentException($"bits overlaps {name}; use separate memory.", nameof(bits));
    }
}
