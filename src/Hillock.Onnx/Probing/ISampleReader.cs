namespace Hillock.Onnx.Probing;

/// <summary>Samples for an input of a model, read from front to back.</summary>
public interface ISampleReader : IDisposable
{
    /// <summary>What errors call it: a path.</summary>
    string Name { get; }

    /// <summary>The sizes of one sample; empty where a sample is a single number.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>Reads as many whole samples as are left and fit; returns how many, 0 at the end.</summary>
    int Read(Span<float> values);
}
