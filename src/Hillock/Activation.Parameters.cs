namespace Hillock;

/// <content>Gradients of the learnable parameters: prelu's slope, silu's beta, snake's a and their kin.</content>
public abstract partial class Activation
{
    private const int SumBlock = 256;

    /// <summary>d = ∂f(x)/∂p for every element.</summary>
    /// <param name="parameter">The name of a parameter that is <see cref="FunctionParameter.Learnable"/>.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="d">The derivatives.</param>
    /// <exception cref="ArgumentException">The parameter does not exist or is not learnable, or the spans do not fit.</exception>
    public void ParameterDerivative(string parameter, ReadOnlySpan<float> x, Span<float> d)
    {
        Check(x, d);
        ParameterDerivativeCore(Learnable(parameter), x, d);
    }

    /// <inheritdoc cref="ParameterDerivative(string, ReadOnlySpan{float}, Span{float})"/>
    public void ParameterDerivative(string parameter, ReadOnlySpan<double> x, Span<double> d)
    {
        Check(x, d);
        ParameterDerivativeCore(Learnable(parameter), x, d);
    }

    /// <summary>
    /// Σ dy·∂f(x)/∂p: the gradient of a loss with respect to a parameter that all these elements share. Summed in double in blocks of 256
    /// from the first to the last, so the bits depend on nothing but the values.
    /// </summary>
    /// <param name="parameter">The name of a parameter that is <see cref="FunctionParameter.Learnable"/>.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="dy">The gradient with respect to f(x).</param>
    /// <exception cref="ArgumentException">The parameter does not exist or is not learnable, or the lengths differ.</exception>
    public double ParameterGradient(string parameter, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        int index = Learnable(parameter);
        CheckLengths(x.Length, dy.Length);
        Span<float> block = stackalloc float[SumBlock];
        double total = 0;
        for (int at = 0; at < x.Length; at += SumBlock)
        {
            Span<float> part = block[..Math.Min(SumBlock, x.Length - at)];
            ParameterDerivativeCore(index, x.Slice(at, part.Length), part);
            double sum = 0;
            for (int i = 0; i < part.Length; i++) sum += (double)dy[at + i] * part[i];
            total += sum;
        }

        return total;
    }

    /// <inheritdoc cref="ParameterGradient(string, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public double ParameterGradient(string parameter, ReadOnlySpan<double> x, ReadOnlySpan<double> dy)
    {
        int index = Learnable(parameter);
        CheckLengths(x.Length, dy.Length);
        Span<double> block = stackalloc double[SumBlock];
        double total = 0;
        for (int at = 0; at < x.Length; at += SumBlock)
        {
            Span<double> part = block[..Math.Min(SumBlock, x.Length - at)];
            ParameterDerivativeCore(index, x.Slice(at, part.Length), part);
            double sum = 0;
            for (int i = 0; i < part.Length; i++) sum += dy[at + i] * part[i];
            total += sum;
        }

        return total;
    }

    private int Learnable(string parameter)
    {
        for (int i = 0; i < _parameters.Count; i++)
            if (_parameters[i].Name == parameter && _parameters[i].Learnable) return i;
        string[] learnable = [.. _parameters.Where(p => p.Learnable).Select(p => p.Name)];
        throw new ArgumentException(
            $"{Name} has no learnable parameter '{parameter}'; {(learnable.Length == 0 ? "it has none" : "it has " + string.Join(", ", learnable))}.",
            nameof(parameter));
    }

    private static void CheckLengths(int x, int dy)
    {
        if (x != dy) throw new ArgumentException($"x has {x} elements but dy has {dy}; they must be equally long.", nameof(dy));
    }
}
