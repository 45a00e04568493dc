using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Bench.Functions;

/// <summary>
/// The memory that every contender reads and writes, the same for all: tensors, since libtorch takes no foreign memory, and pointers to
/// their elements for everybody else.
/// </summary>
internal sealed unsafe class Workspace : IDisposable
{
    // A whole period of random numbers is far more than a processor remembers, and quick to make.
    private const int Period = 1 << 20;
    private const double Deviation = 2;

    // e^(−x²) and the tail of gelu are subnormal beyond; those would slow some contenders and not others.
    private const double Bound = 9;

    private Workspace(Tensor x, Tensor dy, Tensor kept, Tensor result) => (X, Dy, Kept, Result) = (x, dy, kept, result);

    /// <summary>The inputs.</summary>
    public Tensor X { get; }

    /// <summary>The gradient with respect to f(x).</summary>
    public Tensor Dy { get; }

    /// <summary>What a library keeps from its forward pass for the backward pass.</summary>
    public Tensor Kept { get; }

    /// <summary>Where results go.</summary>
    public Tensor Result { get; }

    public int Length => (int)X.NumberOfElements;
    public float* XPointer => Pointer(X);
    public float* DyPointer => Pointer(Dy);
    public float* KeptPointer => Pointer(Kept);
    public float* ResultPointer => Pointer(Result);

    /// <summary>
    /// Inputs as training sees them: normal with standard deviation 2, cut at ±9; dy normal with standard deviation 1; always the same.
    /// </summary>
    public static Workspace Random(int length)
    {
        Workspace workspace = Empty(length);
        Fill(Floats(workspace.X), 1, Deviation);
        Fill(Floats(workspace.Dy), 2, 1);
        return workspace;
    }

    /// <summary>These inputs, and dy = 1.</summary>
    public static Workspace Of(ReadOnlySpan<float> x)
    {
        Workspace workspace = Empty(x.Length);
        x.CopyTo(Floats(workspace.X));
        workspace.Dy.fill_(1);
        return workspace;
    }

    /// <summary>The first so many elements, the same memory.</summary>
    public Workspace First(int length) =>
        new(X.narrow(0, 0, length), Dy.narrow(0, 0, length), Kept.narrow(0, 0, length), Result.narrow(0, 0, length));

    /// <summary>Takes what a forward pass would have kept.</summary>
    public Tensor Keep(Tensor values)
    {
        using (values) Kept.copy_(values);
        return Kept;
    }

    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    public void Dispose()
    {
        X.Dispose();
        Dy.Dispose();
        Kept.Dispose();
        Result.Dispose();
    }

    private static Workspace Empty(int length) => new(zeros(length), zeros(length), zeros(length), zeros(length));

    private static float* Pointer(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    private static void Fill(Span<float> values, int seed, double deviation)
    {
        Random random = new(seed);
        Span<float> first = values[..Math.Min(Period, values.Length)];
        for (int i = 0; i < first.Length; i++)
        {
            double value;
            do
            {
                // Box and Muller 1958.
                value = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            } while (Math.Abs(value) > Bound);
            first[i] = (float)value;
        }

        for (int at = first.Length; at < values.Length; at += first.Length)
            first[..Math.Min(first.Length, values.Length - at)].CopyTo(values[at..]);
    }
}
