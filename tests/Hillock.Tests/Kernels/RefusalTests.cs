using System.Runtime.InteropServices;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Spans that cannot be right are refused before anything is written, with a message that says which and by how much.</summary>
public sealed class RefusalTests
{
    private static readonly Activation Sigmoid = Activation.Parse("sigmoid");

    [Fact]
    public void Different_lengths()
    {
        Check(() => Sigmoid.Forward(new float[3], new float[4]), "x has 3 elements but y has 4", "y");
        Check(() => Sigmoid.Derivative(new double[5], new double[4]), "x has 5 elements but d has 4", "d");
        Check(() => Sigmoid.Backward(new float[3], new float[2], new float[3]), "dy has 2 elements but dx has 3", "dx");
        Check(() => Sigmoid.Backward(new double[4], new double[3], new double[3]), "x has 4 elements but dx has 3", "dx");
    }

    [Fact]
    public void Overlap_in_part()
    {
        float[] memory = new float[100];
        Check(() => Sigmoid.Forward(memory.AsSpan(0, 50), memory.AsSpan(3, 50)), "y overlaps x, shifted by 3 elements", "y");
        Check(() => Sigmoid.Forward(memory.AsSpan(3, 50), memory.AsSpan(0, 50)), "y overlaps x, shifted by -3 elements", "y");
        Check(() => Sigmoid.Backward(new float[50], memory.AsSpan(0, 50), memory.AsSpan(49, 50)), "dx overlaps dy, shifted by 49 elements", "dx");
        double[] doubles = new double[100];
        Check(() => Sigmoid.Derivative(doubles.AsSpan(0, 50), doubles.AsSpan(1, 50)), "d overlaps x, shifted by 1 element", "d");
    }

    [Fact]
    public void Bits_that_do_not_fit()
    {
        Activation relu = Activation.Parse("relu");
        Check(() => relu.ForwardBits(new float[17], new float[17], new byte[2]), "bits has 2 bytes but x has 17 elements, which need 3", "bits");
        Check(() => relu.ForwardBits(new float[3], new float[4], new byte[1]), "x has 3 elements but y has 4", "y");
        Check(() => relu.BackwardFromBits(new byte[2], new double[8], new double[8]), "bits has 2 bytes but dx has 8 elements, which need 1", "bits");
        Check(() => relu.BackwardFromOutput(new float[3], new float[2], new float[2]), "y has 3 elements but dx has 2", "dx");
        float[] memory = new float[100];
        byte[] bits = new byte[400];
        Check(() => relu.ForwardBits(Floats(bits)[..50], memory.AsSpan(0, 50), bits.AsSpan(100, 7)), "bits overlaps x", "bits");
        Check(() => relu.ForwardBits(memory.AsSpan(0, 50), Floats(bits)[..50], bits.AsSpan(193, 7)), "bits overlaps y", "bits");
        Check(() => relu.BackwardFromBits(bits.AsSpan(193, 7), memory.AsSpan(0, 50), Floats(bits)[..50]), "bits overlaps dx", "bits");
        Check(() => relu.BackwardFromBits(bits.AsSpan(0, 7), memory.AsSpan(0, 50), memory.AsSpan(1, 50)), "dx overlaps dy, shifted by 1 element", "dx");
        Check(() => relu.BackwardFromOutput(memory.AsSpan(0, 50), new float[50], memory.AsSpan(1, 50)), "dx overlaps y, shifted by 1 element", "dx");
        relu.ForwardBits(memory.AsSpan(0, 50), Floats(bits)[..50], bits.AsSpan(200, 7));

        static Span<float> Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
    }

    [Fact]
    public void Neighbours_do_not_overlap()
    {
        float[] memory = new float[100];
        Sigmoid.Forward(memory.AsSpan(0, 50), memory.AsSpan(50, 50));
        Sigmoid.Backward(memory.AsSpan(0, 20), memory.AsSpan(20, 20), memory.AsSpan(40, 20));
        Assert.Equal(0.5f, memory[99]);
    }

    private static void Check(Action run, string part, string name)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(run);
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(name, thrown.ParamName);
    }
}
