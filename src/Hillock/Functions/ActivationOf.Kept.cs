using Hillock.Kernels;

namespace Hillock.Functions;

/// <content>Backward passes that need less than the input.</content>
internal sealed partial class ActivationOf<TFunction>
{
    // Few enough that the inputs are still in the cache when the second kernel reads them; whole bytes of bits.
    private const int BitsBlock = 4096;

    public override double? OutputError { get; }

    private protected override (double Clear, double Set)? Slopes { get; }

    private protected override bool ForwardBitsCore(ReadOnlySpan<float> x, Span<float> y, Span<byte> bits, Precision precision)
    {
        bool told = true;
        for (int at = 0; at < x.Length; at += BitsBlock)
        {
            int count = Math.Min(BitsBlock, x.Length - at);
            // The bits first: y may be x.
            told &= BitKernel.Pack(
                new DerivativeOf<TFunction>(_ofFloat), _ofFloat.Slopes!.Value, x.Slice(at, count), bits.Slice(at / 8, BitsLength(count)));
            ForwardCore(x.Slice(at, count), y.Slice(at, count), precision);
        }

        return told;
    }

    private protected override bool ForwardBitsCore(ReadOnlySpan<double> x, Span<double> y, Span<byte> bits)
    {
        bool told = true;
        for (int at = 0; at < x.Length; at += BitsBlock)
        {
            int count = Math.Min(BitsBlock, x.Length - at);
            told &= BitKernel.Pack(
                new DerivativeOf<TFunction>(_ofDouble), _ofDouble.Slopes!.Value, x.Slice(at, count), bits.Slice(at / 8, BitsLength(count)));
            ForwardCore(x.Slice(at, count), y.Slice(at, count));
        }

        return told;
    }

    private protected override void BackwardFromBitsCore(ReadOnlySpan<byte> bits, ReadOnlySpan<float> dy, Span<float> dx) =>
        BitKernel.Scale(_ofFloat.Slopes!.Value, bits, dy, dx);

    private protected override void BackwardFromBitsCore(ReadOnlySpan<byte> bits, ReadOnlySpan<double> dy, Span<double> dx) =>
        BitKernel.Scale(_ofDouble.Slopes!.Value, bits, dy, dx);

    private protected override void BackwardFromOutputCore(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, Precision precision)
    {
        TFunction f = _ofFloat;
        if (TFunction.RoundsOnce || precision == Precision.Fast && TFunction.FloatsFromOutput) SpanKernel.RunScaled(new FloatStep<OutputDerivativeOf<TFunction>>(new(f)), y, dy, dx);
        else if (precision == Precision.Fast) SpanKernel.RunScaled(new WidenedStep<FastOutputDerivativeOf<TFunction>>(new(f)), y, dy, dx);
        else SpanKernel.RunScaled(new WidenedStep<OutputDerivativeOf<TFunction>>(new(f)), y, dy, dx);
    }

    private protected override void BackwardFromOutputCore(ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx) =>
        SpanKernel.RunScaled(new OutputDerivativeOf<TFunction>(_ofDouble), y, dy, dx);
}
