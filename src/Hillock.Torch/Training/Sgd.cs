using System.Numerics;

namespace Hillock.Torch.Training;

/// <summary>w ← w − rate·g.</summary>
internal sealed class Sgd : Optimizer
{
    public override IReadOnlyList<float[]> State => [];

    public override void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate)
    {
        Vector<float> r = new((float)rate);
        Span<Vector<float>> w = Vectors.Of(weights);
        ReadOnlySpan<Vector<float>> g = Vectors.Of(gradients);
        for (int i = 0; i < w.Length; i++) w[i] -= r * g[i];
    }
}
