namespace Hillock.Torch;

/// <summary>A hidden layer in a pass: arrays of samples × units (× positions), sample after sample.</summary>
/// <param name="name">hidden1, hidden2 …</param>
/// <param name="z">The pre-activations.</param>
public sealed class ProbedLayer(string name, float[] z)
{
    /// <summary>hidden1, hidden2 …</summary>
    public string Name { get; } = name;

    /// <summary>The pre-activations.</summary>
    public float[] Z { get; } = z;

    /// <summary>The outputs a = f(z).</summary>
    public float[] A { get; internal set; } = [];

    /// <summary>δ = ∂L/∂z.</summary>
    public float[] Delta { get; internal set; } = [];
}
