using System.Numerics;

namespace Hillock.Torch.Training;

/// <summary>v ← β·v + g, w ← w − rate·v (Polyak 1964, in PyTorch's form).</summary>
internal sealed class Momentum(int length, float beta) : Optimizer
{
    private readonly float[] _velocity = new float[length];

    public override IReadOnlyList<float[]> State => [_velocity];

    public override void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate)
    {
        Vector<float> r = new((float)rate), b = new(beta);
        Span<Vector<float>> w = Vectors.Of(weights), v = Vectors.Of(_velocity);
        ReadOnlySpan<Vector<float>> g = Vectors.Of(gradients);
        for (int i = 0; i < w.Length; i++)
        {
            v[i] = b * v[i] + g[i];
            w[i] -= r * v[i];
        }
    }
}
