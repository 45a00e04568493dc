using System.Runtime.InteropServices;
using Hillock.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Bench;

/// <summary>
/// What a deep network keeps between the forward and the backward pass, as the C library counts it: the bytes that are allocated after the
/// forward pass, when nothing but the loss is held, less those before it.
/// </summary>
internal static partial class KeptMemory
{
    public const int Layers = 20, Width = 512, Batch = 256;

    /// <summary>Whether this C library tells how much it has given out: glibc 2.33 and later.</summary>
    public static bool CanMeasure
    {
        get
        {
            try
            {
                return OperatingSystem.IsLinux() && Allocated() > 0;
            }
            catch (EntryPointNotFoundException)
            {
                return false;
            }
        }
    }

    /// <summary>Bytes kept for each element of a hidden layer's output: by its activation, and by the linear layer that follows.</summary>
    /// <param name="activation">Makes an activation.</param>
    /// <param name="residual">Whether a layer's output is x + f(linear(x)) instead of f(linear(x)).</param>
    public static double BytesPerElement(Func<nn.Module<Tensor, Tensor>> activation, bool residual)
    {
        using Sequential model = nn.Sequential();
        for (int layer = 0; layer < Layers; layer++) model.append($"layer{layer}", new Layer(nn.Linear(Width, Width), activation(), residual));
        model.append("output", nn.Linear(Width, 10));
        using Tensor x = randn(Batch, Width);
        long[] kept = new long[5];
        for (int i = -2; i < kept.Length; i++)
        {
            long before = AllocatedNow();
            using Tensor loss = Loss();
            if (i >= 0) kept[i] = AllocatedNow() - before;
            loss.backward();
        }

        return Interleaved.Median(Array.ConvertAll(kept, bytes => (double)bytes)) / ((double)Layers * Width * Batch);

        Tensor Loss()
        {
            using var scope = NewDisposeScope();
            return model.call(x).sum().MoveToOuterDisposeScope();
        }
    }

    // Handles that only the garbage collector still knows would count as kept.
    private static long AllocatedNow()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Allocated();
    }

    private static long Allocated()
    {
        AllocatorState state = ReadState();
        return (long)(state.InUse + state.Mapped);
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial AllocatorState ReadState();

    // struct mallinfo2 of glibc: ten counts of bytes or blocks.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct AllocatorState
    {
        private readonly nuint _arena, _blocks, _fastBlocks, _mappedBlocks;
        public readonly nuint Mapped;
        private readonly nuint _unused, _fastBytes;
        public readonly nuint InUse;
        private readonly nuint _free, _releasable;
    }

    private sealed class Layer : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _linear;
        private readonly nn.Module<Tensor, Tensor> _activation;
        private readonly bool _residual;

        public Layer(Linear linear, nn.Module<Tensor, Tensor> activation, bool residual) : base("Layer")
        {
            (_linear, _activation, _residual) = (linear, activation, residual);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor y = _activation.call(_linear.call(input));
            return (_residual ? input + y : y).MoveToOuterDisposeScope();
        }
    }
}
