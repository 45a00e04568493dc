using System.Numerics.Tensors;

namespace Hillock.Bench.Functions.Peers;

/// <summary>System.Numerics.Tensors: few functions, no derivatives, one thread always.</summary>
internal sealed unsafe class TensorPrimitivesPeer : IPeer
{
    // Each writes its loop out: what a delegate costs would count with 256 floats.
    private static readonly Dictionary<string, Func<Floats, Floats, Action<int>>> Functions = new()
    {
        ["relu"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Max(x.Span, 0f, y.Span); },
        ["relu6"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Clamp(x.Span, 0f, 6f, y.Span); },
        ["hard_tanh"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Clamp(x.Span, -1f, 1f, y.Span); },
        ["sigmoid"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Sigmoid(x.Span, y.Span); },
        ["tanh"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Tanh(x.Span, y.Span); },
        ["exponential"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Exp(x.Span, y.Span); },
        ["abs"] = (x, y) => times => { for (int i = 0; i < times; i++) TensorPrimitives.Abs(x.Span, y.Span); },
    };

    public string Name => "TensorPrimitives";

    public string Version => PackageVersion.Of(typeof(TensorPrimitives).Assembly);

    public Call? Create(Cell cell, Workspace workspace)
    {
        if (!cell.IsForward || !Functions.TryGetValue(cell.Activation.Name, out var function)) return null;
        return new(Name, function(new(workspace.XPointer, workspace.Length), new(workspace.ResultPointer, workspace.Length)))
        {
            Note = cell.Threads == 1 ? null : "one thread: it has no other way",
        };
    }

    public void Dispose()
    {
    }

    private readonly struct Floats(float* pointer, int length)
    {
        public Span<float> Span => new(pointer, length);
    }
}
