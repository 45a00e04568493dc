using System.Numerics;

namespace Hillock.Torch.Training;

/// <summary>s ← ρ·s + (1 − ρ)·g², w ← w − rate·g/(√s + ε) (Tieleman and Hinton 2012).</summary>
internal sealed class RmsProp(int length, float rho) : Optimizer
{
    private const float Epsilon = 1e-8f;

    private readonly float[] _square = new float[length];

    public override IReadOnlyList<float[]> State => [_square];

    public override void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate)
    {
        Vector<float> r = new((float)rate), keep = new(rho), take = new(1 - rho), epsilon = new(Epsilon);
        Span<Vector<float>> w = Vectors.Of(weights), s = Vectors.Of(_square);
        ReadOnlySpan<Vector<float>> g = Vectors.Of(gradients);
        for (int i = 0; i < w.Length; i++)
        {
            s[i] = keep * s[i] + take * g[i] * g[i];
            w[i] -= r * g[i] / (Vector.SquareRoot(s[i]) + epsilon);
        }
    }
}
