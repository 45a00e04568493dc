using System.Numerics;

namespace Hillock.Torch.Training;

/// <summary>
/// Adam (Kingma and Ba 2015): w ← w − rate·m̂/(√ŝ + ε), m and s being running means of g and g², corrected for their start at 0.
/// </summary>
internal sealed class Adam(int length, double beta1, double beta2) : Optimizer
{
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[length];
    private readonly float[] _square = new float[length];
    private int _steps;

    public override IReadOnlyList<float[]> State => [_mean, _square];

    public override void Pass(StateStream state)
    {
        base.Pass(state);
        _steps = state.Value(_steps);
    }

    public override void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate)
    {
        _steps++;
        double first = 1 - Math.Pow(beta1, _steps), second = 1 - Math.Pow(beta2, _steps);
        Vector<float> r = new((float)(rate / first)), root = new((float)Math.Sqrt(second)), epsilon = new(Epsilon);
        Vector<float> b1 = new((float)beta1), c1 = new((float)(1 - beta1)), b2 = new((float)beta2), c2 = new((float)(1 - beta2));
        Span<Vector<float>> w = Vectors.Of(weights), m = Vectors.Of(_mean), s = Vectors.Of(_square);
        ReadOnlySpan<Vector<float>> g = Vectors.Of(gradients);
        for (int i = 0; i < w.Length; i++)
        {
            m[i] = b1 * m[i] + c1 * g[i];
            s[i] = b2 * s[i] + c2 * g[i] * g[i];
            w[i] -= r * m[i] / (Vector.SquareRoot(s[i]) / root + epsilon);
        }
    }
}
