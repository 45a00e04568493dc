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
    // Elements that were forgotten, with the step after which their own count began.
    private readonly Dictionary<int, int> _reborn = [];
    private int _steps;

    public override IReadOnlyList<float[]> State => [_mean, _square];

    public override void Pass(StateStream state)
    {
        base.Pass(state);
        _steps = state.Value(_steps);
        List<(int Element, int Born)> reborn = [.. _reborn.Select(pair => (pair.Key, pair.Value))];
        state.List(reborn, state.Value);
        _reborn.Clear();
        foreach ((int element, int born) in reborn) _reborn[element] = born;
    }

    public override void Forget(IEnumerable<int> elements)
    {
        int[] forgotten = [.. elements];
        base.Forget(forgotten);
        if (_steps == 0) return;
        foreach (int element in forgotten) _reborn[element] = _steps;
    }

    public override void TakeOver(Optimizer other, IReadOnlyList<(int From, int To, int Count)> windows)
    {
        base.TakeOver(other, windows);
        Adam adam = (Adam)other;
        _steps = adam._steps;
        // What the other does not have begins now.
        bool[] known = new bool[_mean.Length];
        foreach ((int from, int to, int count) in windows)
            for (int i = 0; i < count; i++)
            {
                known[to + i] = true;
                if (adam._reborn.TryGetValue(from + i, out int born)) _reborn[to + i] = born;
            }

        for (int i = 0; i < known.Length && _steps > 0; i++)
            if (!known[i]) _reborn[i] = _steps;
    }

    public override void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate)
    {
        _steps++;
        double first = 1 - Math.Pow(beta1, _steps), second = 1 - Math.Pow(beta2, _steps);
        Vector<float> r = new((float)(rate / first)), root = new((float)Math.Sqrt(second)), epsilon = new(Epsilon);
        Vector<float> b1 = new((float)beta1), c1 = new((float)(1 - beta1)), b2 = new((float)beta2), c2 = new((float)(1 - beta2));
        Span<Vector<float>> w = Vectors.Of(weights), m = Vectors.Of(_mean), s = Vectors.Of(_square);
        ReadOnlySpan<Vector<float>> g = Vectors.Of(gradients);
        (int Element, int Born, float Weight)[] reborn = _reborn.Count == 0 ? [] : Reborn(weights);
        for (int i = 0; i < w.Length; i++)
        {
            m[i] = b1 * m[i] + c1 * g[i];
            s[i] = b2 * s[i] + c2 * g[i] * g[i];
            w[i] -= r * m[i] / (Vector.SquareRoot(s[i]) / root + epsilon);
        }

        // With the common count their first steps would be several times too long, which kills units at once.
        foreach ((int element, int born, float weight) in reborn)
        {
            double own1 = 1 - Math.Pow(beta1, _steps - born), own2 = 1 - Math.Pow(beta2, _steps - born);
            weights[element] = (float)(weight - rate / own1 * _mean[element] / (Math.Sqrt(_square[element] / own2) + Epsilon));
        }
    }

    // Once the correction of the own count is 1 to float's last bit there is no more difference.
    private (int, int, float)[] Reborn(ReadOnlySpan<float> weights)
    {
        foreach ((int element, int born) in _reborn)
            if ((float)(1 - Math.Pow(Math.Max(beta1, beta2), _steps - born)) == 1) _reborn.Remove(element);
        (int, int, float)[] reborn = new (int, int, float)[_reborn.Count];
        int i = 0;
        foreach ((int element, int born) in _reborn) reborn[i++] = (element, born, weights[element]);
        return reborn;
    }
}
