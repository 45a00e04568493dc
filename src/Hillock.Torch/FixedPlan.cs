using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>A function whose parameters are numbers.</summary>
internal sealed class FixedPlan(Activation activation, Kept keeps) : ActivationPlan
{
    public Kept Keeps => keeps;

    /// <summary>What is kept unless asked otherwise; see <see cref="ActivationModule"/>.</summary>
    public static Kept LeastOf(Activation activation) =>
        activation.Kept == Kept.Bits && activation.OutputError == 0 ? Kept.Output : activation.Kept;

    public override Tensor Forward(Tensor x, out Tensor? kept)
    {
        if (keeps == Kept.Bits) return ForwardBits(x, out kept);
        Tensor y = empty_like(x);
        if (x.dtype == ScalarType.Float32) activation.Forward(x.Span<float>(), y.Span<float>(), Precision.Fast, get_num_threads());
        else activation.Forward(x.Span<double>(), y.Span<double>(), Precision.Fast, get_num_threads());
        kept = keeps switch { Kept.Nothing => null, Kept.Output => y, _ => x };
        return y;
    }

    public override Tensor[] Backward(Tensor? kept, Tensor dy)
    {
        if (kept is null)
        {
            double slope = activation.Derivative(1);
            return [slope == 1 ? dy : dy * slope];
        }

        Tensor dx = empty_like(dy);
        int threads = get_num_threads();
        if (dy.dtype == ScalarType.Float32)
        {
            if (kept.dtype == ScalarType.Byte) activation.BackwardFromBits(kept.Span<byte>(), dy.Span<float>(), dx.Span<float>(), threads);
            else if (keeps == Kept.Output) activation.BackwardFromOutput(kept.Span<float>(), dy.Span<float>(), dx.Span<float>(), Precision.Fast, threads);
            else activation.Backward(kept.Span<float>(), dy.Span<float>(), dx.Span<float>(), Precision.Fast, threads);
        }
        else
        {
            if (kept.dtype == ScalarType.Byte) activation.BackwardFromBits(kept.Span<byte>(), dy.Span<double>(), dx.Span<double>(), threads);
            else if (keeps == Kept.Output) activation.BackwardFromOutput(kept.Span<double>(), dy.Span<double>(), dx.Span<double>(), Precision.Fast, threads);
            else activation.Backward(kept.Span<double>(), dy.Span<double>(), dx.Span<double>(), Precision.Fast, threads);
        }

        return [dx];
    }

    private Tensor ForwardBits(Tensor x, out Tensor? kept)
    {
        Tensor y = empty_like(x), bits = empty(Activation.BitsLength((int)x.NumberOfElements), ScalarType.Byte);
        bool told = x.dtype == ScalarType.Float32
            ? activation.ForwardBits(x.Span<float>(), y.Span<float>(), bits.Span<byte>(), Precision.Fast, get_num_threads())
            : activation.ForwardBits(x.Span<double>(), y.Span<double>(), bits.Span<byte>(), Precision.Fast, get_num_threads());
        // A NaN, or a zero in abs, is more than a bit can tell: this batch keeps its input.
        kept = told ? bits : x;
        return y;
    }
}
