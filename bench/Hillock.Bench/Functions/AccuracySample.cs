namespace Hillock.Bench.Functions;

/// <summary>
/// Inputs where implementations go wrong (tails, near 0, beside kinks, ±∞, and what training sees), and the judgement of a peer's results
/// for them, against our double functions, which lie within 2 ulp of double.
/// </summary>
internal sealed class AccuracySample
{
    /// <summary>The largest error, in ulp, of a result that counts as sound.</summary>
    public const double Sound = 4;

    // Near a root of the derivative an absolute error of this size is as good as any, ours included.
    private const double NearRoot = 1.0 / 8, AtRoot = 1.0 / (1 << 27);
    private const float SmallestNormal = 1.17549435e-38f;
    private readonly Activation _activation;
    private readonly float[] _inputs;

    public AccuracySample(Activation activation)
    {
        _activation = activation;
        _inputs = [.. Choose(activation.Facts)];
    }

    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>The worst of a peer's results, y = f(x) or f′(x).</summary>
    public PeerAccuracy Judge(string peer, Direction direction, ReadOnlySpan<float> results)
    {
        double worst = 0;
        float at = 0, nanAt = 0;
        bool makesNaN = false;
        for (int i = 0; i < _inputs.Length; i++)
        {
            float x = _inputs[i];
            // Which side's derivative stands at a kink is a choice.
            if (direction == Direction.Backward && _activation.Facts.Kinks.Contains(x)) continue;
            double truth = direction == Direction.Forward ? _activation.Value((double)x) : _activation.Derivative((double)x);
            if (double.IsNaN(truth)) continue;
            if (float.IsNaN(results[i])) (makesNaN, nanAt) = (true, x);
            else if (Error(results[i], truth) is double error && error > worst && !IsNearRoot(direction, x, results[i], truth))
                (worst, at) = (error, x);
        }

        return new(_activation.Name, direction, peer, double.IsFinite(worst) ? worst : null, makesNaN ? nanAt : at, makesNaN);
    }

    /// <summary>
    /// The distance in units of the last place that a float of the true value's size has; results below the normal range may be flushed to 0, as
    /// processors are set to do, without counting.
    /// </summary>
    public static double Error(float result, double truth)
    {
        float nearest = (float)truth;
        if (result == nearest) return 0;
        if (!float.IsFinite(nearest) || !float.IsFinite(result)) return double.PositiveInfinity;
        if (result == 0 && Math.Abs(truth) < SmallestNormal) return 0;
        float size = Math.Abs(nearest);
        double ulp = size >= SmallestNormal ? Math.ScaleB(1, Math.ILogB(size) - 23) : float.Epsilon;
        return Math.Abs(result - truth) / ulp;
    }

    private bool IsNearRoot(Direction direction, float x, float result, double truth) =>
        direction == Direction.Backward && Math.Abs(result - truth) <= AtRoot
        && _activation.Facts.TurningPoints.Any(root => Math.Abs(x - root) < NearRoot);

    private static List<float> Choose(FunctionFacts facts)
    {
        List<float> inputs = [0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -float.MaxValue];
        // Every power of two that is a normal float, and some between.
        for (int exponent = -126; exponent < 128; exponent++)
            foreach (double digits in (double[])[1, 1.2345678, 1.5, 1.8765432])
                inputs.AddRange([(float)Math.ScaleB(digits, exponent), -(float)Math.ScaleB(digits, exponent)]);
        for (double x = -110; x <= 110; x += 1.0 / 64) inputs.Add((float)x);
        foreach (double place in facts.Kinks.Concat(facts.TurningPoints))
            inputs.AddRange([(float)place, MathF.BitIncrement((float)place), MathF.BitDecrement((float)place)]);
        // Sums of three uniform numbers: nearly normal.
        Random random = new(7);
        for (int i = 0; i < 4096; i++)
            inputs.Add((float)(4 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
        return inputs;
    }
}
