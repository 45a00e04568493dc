namespace Hillock.Tests.Kernels;

/// <summary>What a kernel computes.</summary>
public enum Mode
{
    Forward,
    Derivative,
    Backward,
    FromBits,
    FromOutput,
}

/// <summary>
/// Runs all kernels through one door, for tests that hold for all of them. A gradient from what a function cannot keep is the one from its
/// input.
/// </summary>
internal static class Kernel
{
    public static void Run(Activation f, Mode mode, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> y, Precision precision = Precision.Fast)
    {
        if (mode == Mode.Forward) f.Forward(x, y, precision);
        else if (mode == Mode.Derivative) f.Derivative(x, y, precision);
        else if (mode == Mode.FromBits && f.CanKeep(Kept.Bits))
        {
            byte[] bits = new byte[Activation.BitsLength(x.Length)];
            f.ForwardBits(x, new float[x.Length], bits, precision);
            f.BackwardFromBits(bits, dy, y);
        }
        else if (mode == Mode.FromOutput && f.CanKeep(Kept.Output)) f.BackwardFromOutput(x, dy, y, precision);
        else f.Backward(x, dy, y, precision);
    }

    public static void Run(Activation f, Mode mode, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> y)
    {
        if (mode == Mode.Forward) f.Forward(x, y);
        else if (mode == Mode.Derivative) f.Derivative(x, y);
        else if (mode == Mode.FromBits && f.CanKeep(Kept.Bits))
        {
            byte[] bits = new byte[Activation.BitsLength(x.Length)];
            f.ForwardBits(x, new double[x.Length], bits);
            f.BackwardFromBits(bits, dy, y);
        }
        else if (mode == Mode.FromOutput && f.CanKeep(Kept.Output)) f.BackwardFromOutput(x, dy, y);
        else f.Backward(x, dy, y);
    }
}
