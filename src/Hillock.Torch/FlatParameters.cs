using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>
/// All weights of a network in one piece of memory and all their gradients in another, each layer's tensors being windows into them: an
/// optimizer's step, the gradient's norm and a copy of the weights are then one pass each instead of one for each tensor.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    // Windows begin at whole cache lines, as fresh tensors do.
    private const int Alignment = 16;

    private readonly Tensor _values;
    private readonly Tensor _gradients;
    private readonly List<Window> _windows = [];

    /// <param name="sizes">The number of elements of each array.</param>
    public FlatParameters(IEnumerable<(string Name, long[] Shape)> sizes)
    {
        int length = 0;
        foreach ((string name, long[] shape) in sizes)
        {
            int count = (int)shape.Aggregate(1L, (a, b) => checked(a * b));
            _windows.Add(new(name, length, count, shape));
            length += (count + Alignment - 1) / Alignment * Alignment;
        }

        _values = zeros(length, ScalarType.Float32).DetachFromDisposeScope();
        _gradients = zeros(length, ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>Every weight; the gaps between windows stay 0.</summary>
    public Span<float> Values => _values.Span<float>();

    /// <summary>Every gradient, summed up by each backward pass until cleared.</summary>
    public Span<float> Gradients => _gradients.Span<float>();

    public IReadOnlyList<Window> Windows => _windows;

    /// <summary>A parameter that is a window, gradient included.</summary>
    public Parameter CreateParameter(string name)
    {
        Window window = _windows.First(w => w.Name == name);
        using var scope = NewDisposeScope();
        Parameter parameter = new(_values.narrow(0, window.Offset, window.Count).view(window.Shape).detach());
        parameter.grad = _gradients.narrow(0, window.Offset, window.Count).view(window.Shape).detach();
        return (Parameter)parameter.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _values.Dispose();
        _gradients.Dispose();
    }

    internal sealed record Window(string Name, int Offset, int Count, long[] Shape)
    {
        /// <summary>Whether these are the connections of an affine map: neither biases nor a normalisation's scales.</summary>
        public bool Connects { get; } = Name.EndsWith(".weight", StringComparison.Ordinal) && !Name.Contains(".bn.", StringComparison.Ordinal);

        /// <summary>The window's part of all values or all gradients.</summary>
        public Span<float> Of(Span<float> all) => all.Slice(Offset, Count);
    }
}
