using Hillock.Statistics;

namespace Hillock.Bounds;

/// <summary>
/// What an activation function can make of an interval, and straight lines below and above it there: from the function's turning points,
/// kinks, slopes and curvature, for every number of the interval, as a model with float arithmetic computes it.
/// </summary>
/// <remarks>
/// Between turning points and kinks a function is monotone, so its values at the ends and at those points bound it; beside a kink, where
/// it may jump, its values at the neighbouring doubles count too. A model's own code for a function may be off: for a function of
/// straight pieces by a few roundings, for others by 2^-18 of max(1, |x|, |y|) in floats, |x| left out where the function is bounded. That
/// is an allowance, not a measurement of every operator of ONNX Runtime.
/// </remarks>
public sealed class ActivationBounds
{
    // Enough for bounds within 1e-4 of the best on the intervals that occur; twice as many gain nothing that shows.
    private const int Segments = 64;

    private readonly FunctionFacts _facts;
    private readonly FloatFormat _format;
    private readonly double _tolerance;
    private readonly TailBounds _tails;
    private readonly double[] _kinks;
    private readonly double[] _breaks;

    /// <summary>The bounds of a function in a model.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="format">The model's arithmetic; floats unless given.</param>
    /// <param name="tolerance">
    /// How far what the model computes may be from the function, relative to max(1, |x|, |y|), and its kinks from where they should be: for
    /// a form that was only recognised by its values.
    /// </param>
    public ActivationBounds(Activation activation, FloatFormat? format = null, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Activation = activation;
        _facts = activation.Facts;
        _format = format ?? FloatFormat.Binary32;
        _tolerance = tolerance;
        _tails = TailBounds.Of(activation, UnitStatistics.DefaultSaturatedSlope);
        _kinks = [.. _facts.Kinks.SelectMany(k => new[] { Math.BitDecrement(k), k, Math.BitIncrement(k) })];
        _breaks = [.. _kinks, .. _facts.TurningPoints];
    }

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    /// <summary>Whether the function is made of straight pieces.</summary>
    public bool IsStraight => _facts.MaxCurvature == 0;

    /// <summary>Whether f′, as a float, is 0 on the whole interval and f constant, on one of the function's flat sides.</summary>
    public bool IsSilent(Interval z) =>
        !_tails.NeverFires && (z.High <= _tails.SilentLow - Shift(_tails.SilentLow) || z.Low >= _tails.SilentHigh + Shift(_tails.SilentHigh));

    /// <summary>Whether |f′| stays under a hundredth of its supremum on the lower saturating side.</summary>
    public bool IsSaturatedLow(Interval z) => z.High <= _tails.SaturatedLow;

    /// <summary>Whether |f′| stays under a hundredth of its supremum on the upper saturating side.</summary>
    public bool IsSaturatedHigh(Interval z) => z.Low >= _tails.SaturatedHigh;

    /// <summary>Whether the whole interval lies beyond the off side of a function that has one and leaves it at a kink: z above 0 for relu.</summary>
    public bool IsOn(Interval z) =>
        z.IsFinite && !_tails.NeverFires && _facts.LowerTail.Kind == TailKind.Off && _facts.Kinks.Count > 0
        && z.Low > _facts.Kinks[0] + Shift(_facts.Kinks[0]) && z.High < _tails.SilentHigh - Shift(_tails.SilentHigh);

    /// <summary>Whether the function is one straight line over the interval, so that its bounds need not be any tighter.</summary>
    public bool IsLinear(Interval z) => IsStraight && !_facts.Kinks.Any(k => k + Shift(k) > z.Low && k - Shift(k) < z.High);

    /// <summary>An interval that holds f(x) for every x of the interval.</summary>
    public Interval Range(Interval x)
    {
        if (!x.IsFinite) return Interval.Unknown;
        Interval exact = Exact(x);
        Interval range = exact.Widened(Error(x, exact.Low), Error(x, exact.High));
        return range.Magnitude <= _format.Largest ? range : Interval.Unknown;
    }

    /// <summary>Lines with Below ≤ f(x) ≤ Above for every x of the interval, chosen for the smallest distance in its middle.</summary>
    /// <exception cref="ArgumentException">The interval is not finite.</exception>
    public (Line Below, Line Above) Lines(Interval x)
    {
        if (!x.IsFinite) throw new ArgumentException("There are no lines over an interval without end.", nameof(x));
        Interval range = Exact(x);
        double error = Math.Max(Error(x, range.Low), Error(x, range.High));
        // Where it jumps is not known to the last digit: no line follows it there.
        if (double.IsInfinity(_facts.MaxSlope) && IsStraight && !IsLinear(x))
            return (new(0, Math.BitDecrement(range.Low - error)), new(0, Math.BitIncrement(range.High + error)));
        double[] points = Points(x), y = new double[points.Length];
        Activation.Forward(points, y);
        double middle = x.Low + (x.High - x.Low) / 2, best = double.PositiveInfinity, worst = double.NegativeInfinity;
        Line above = default, below = default;
        foreach (double slope in Slopes(x, middle))
        {
            // What doubles lose here, and what they lose when the line is used.
            double slack = error + Math.ScaleB(range.Magnitude + Math.Abs(slope) * x.Magnitude, -46);
            (double low, double high) = Offsets(points, y, slope);
            Line over = new(slope, Math.BitIncrement(high + slack)), under = new(slope, Math.BitDecrement(low - slack));
            if (over.At(middle) < best) (best, above) = (over.At(middle), over);
            if (under.At(middle) > worst) (worst, below) = (under.At(middle), under);
        }

        return (below, above);
    }

    private Interval Exact(Interval x)
    {
        double[] at = [x.Low, x.High, .. _breaks.Where(b => x.Contains(b) || x.Widened(Shift(b), Shift(b)).Contains(b))], y = new double[at.Length];
        Activation.Forward(at, y);
        return new(y.Min(), y.Max());
    }

    // A parameter that went through text or another format may be off by a rounding or two; 0 is 0.
    private double Shift(double kink) => !double.IsFinite(kink) ? 0 : _tolerance * Math.Max(1, Math.Abs(kink)) + 4 * _format.UnitRoundoff * Math.Abs(kink);

    // How far a model's own code may be from f(x) = y somewhere in the interval.
    private double Error(Interval x, double y)
    {
        if (_tolerance > 0) return (_tolerance + 64 * _format.UnitRoundoff) * Math.Max(1, Math.Max(x.Magnitude, Math.Abs(y)));
        double u = _format.UnitRoundoff;
        if (!IsStraight)
        {
            bool bounded = double.IsFinite(_facts.Minimum) && double.IsFinite(_facts.Maximum);
            double scale = bounded ? Math.Max(Math.Abs(_facts.Minimum), Math.Abs(_facts.Maximum)) : Math.Max(x.Magnitude, Math.Abs(y));
            return 64 * u * Math.Max(1, scale);
        }

        // A slope·x + offset loses digits of both before the piece ends, which may itself be off; nothing is lost around a kink at 0.
        double slope = double.IsInfinity(_facts.MaxSlope) ? 1 : _facts.MaxSlope;
        double inner = _facts.Kinks.Count == 0 ? 0 : slope * Math.Min(x.Magnitude, _facts.Kinks.Max(Math.Abs));
        return 4 * u * (Math.Abs(y) + inner);
    }

    private double[] Points(Interval x)
    {
        IEnumerable<double> inner = _breaks.Where(p => p > x.Low && p < x.High);
        if (!IsStraight) inner = inner.Concat(Enumerable.Range(1, Segments - 1).Select(i => x.Low + (x.High - x.Low) * i / Segments).Where(p => p > x.Low && p < x.High));
        return x.IsPoint ? [x.Low] : [x.Low, .. inner.Order().Distinct(), x.High];
    }

    private IEnumerable<double> Slopes(Interval x, double middle)
    {
        if (x.IsPoint) return [0];
        double chord = (Activation.Value(x.High) - Activation.Value(x.Low)) / (x.High - x.Low);
        return ((double[])[chord, Activation.Derivative(x.Low), Activation.Derivative(x.High), Activation.Derivative(middle), 0]).Where(double.IsFinite).Distinct();
    }

    /// <summary>The smallest and largest of f(x) − slope·x: at the points, and between two of them no further out than the curvature allows.</summary>
    private (double Low, double High) Offsets(double[] x, double[] y, double slope)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            double here = y[i] - slope * x[i];
            low = Math.Min(low, here);
            high = Math.Max(high, here);
            // Nothing lies between neighbouring doubles.
            if (i == 0 || Math.BitIncrement(x[i - 1]) >= x[i]) continue;
            if (double.IsInfinity(_facts.MaxCurvature))
            {
                // Monotone between two points: f and slope·x each at its worst end.
                low = Math.Min(low, Math.Min(y[i - 1], y[i]) - Math.Max(slope * x[i - 1], slope * x[i]));
                high = Math.Max(high, Math.Max(y[i - 1], y[i]) - Math.Min(slope * x[i - 1], slope * x[i]));
            }
            else if (!IsStraight)
            {
                double before = y[i - 1] - slope * x[i - 1], bend = _facts.MaxCurvature * (x[i] - x[i - 1]) * (x[i] - x[i - 1]) / 8;
                low = Math.Min(low, Math.Min(before, here) - bend);
                high = Math.Max(high, Math.Max(before, here) + bend);
            }
        }

        return (low, high);
    }
}
