using System.Numerics;

namespace Hillock.Torch.Training;

/// <summary>s ← s + g², w ← w − rate·g/(√s + ε) (Duchi, Hazan and Singer 2011).</summary>
internal sealed class Adagrad(int length) : Optimizer
{
    private const float Epsilon = 1e-10f;

    private readonly float[] _sum = new float[length];

    public override IReadOnlyList<float[]> State => [_sum];

    public override void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate)
    {
        Vector<float> r = new((float)rate), epsilon = new(Epsilon);
        Span<Vector<float>> w = Vectors.Of(weights), s = Vectors.Of(_sum);
        ReadOnlySpan<Vector<float>> g = Vectors.Of(gradients);
        for (int i = 0; i < w.Length; i++)
        {
            s[i] += g[i] * g[i];
            w[i] -= r * g[i] / (Vector.SquareRoot(s[i]) + epsilon);
        }
    }
}
