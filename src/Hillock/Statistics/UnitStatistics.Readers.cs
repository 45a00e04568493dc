using Hillock.Diagnosis;

namespace Hillock.Statistics;

// What can be read from the statistics; see UnitStatistics.cs for what is counted.
public sealed partial class UnitStatistics
{
    /// <summary>Share of outputs that are exactly 0; NaN where nothing was observed.</summary>
    public double ZeroFraction => Fraction(_a.State.First);

    /// <summary>Share of observations on the saturated part of a saturating tail; NaN where nothing was observed.</summary>
    public double SaturatedFraction => Fraction(_z.State.First) + Fraction(_z.State.Second);

    /// <summary>Mean output over all observations.</summary>
    public double MeanOutput => Whole(_a.State).Mean;

    /// <summary>Standard deviation of the output over all observations.</summary>
    public double StdOutput => Math.Sqrt(Whole(_a.State).Variance);

    /// <summary>The variance of z over the observations of a unit, averaged over the units; NaN where nothing was observed.</summary>
    /// <remarks>What the data make of z: differences between the units' means are no signal, and left out.</remarks>
    public double PreActivationVariance
    {
        get
        {
            double sum = 0;
            int units = 0;
            for (int unit = 0; unit < Units; unit++)
            {
                double variance = Of(_z.State, unit).Variance;
                if (!double.IsFinite(variance)) continue;
                sum += variance;
                units++;
            }

            return sum / units;
        }
    }

    /// <summary>γ = ‖mean‖ / ‖std‖ of the vector of outputs: 0 for one centred on 0; NaN where nothing was observed, ∞ where nothing varies.</summary>
    public double OffCentre
    {
        get
        {
            double means = 0, variances = 0;
            for (int unit = 0; unit < Units; unit++)
            {
                Spread spread = Of(_a.State, unit);
                if (!double.IsFinite(spread.Mean)) continue;
                means += spread.Mean * spread.Mean;
                variances += spread.Variance;
            }

            return Math.Sqrt(means / variances);
        }
    }

    /// <summary>Mean of |f′(z)|, from one sample in <see cref="DetailEvery"/>.</summary>
    public double MeanAbsDerivative => _detail.MeanAbsDerivative;

    /// <summary>The distribution of z over all units, from one sample in <see cref="DetailEvery"/>.</summary>
    public Histogram PreActivations => _detail.Histogram;

    /// <summary>Root mean square of δ over the layer; null where no gradient was observed.</summary>
    public double? GradientRms => _gradient.Rms;

    /// <summary>Median of |δ| over the layer, zeros included, within 3.2 %; null where no gradient was observed.</summary>
    public double? GradientMedian => _gradient.Median(withZeros: true);

    /// <summary>Median of |δ| over the δ that are not 0, within 3.2 %; null where there are none.</summary>
    /// <remarks>The gate of a relu makes zeros of δ where nothing vanishes; this leaves them out.</remarks>
    public double? GradientMedianNonZero => _gradient.Median(withZeros: false);

    /// <summary>Values of z and a that were NaN or ±∞.</summary>
    public long NonFinite => _z.State.NonFinite.Sum() + _a.State.NonFinite.Sum();

    /// <summary>Values of δ that were NaN or ±∞.</summary>
    public long NonFiniteGradients => _gradient.NonFinite;

    /// <summary>Everything about one unit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public UnitSummary this[int unit]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(unit);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, Units);
            TallyState z = _z.State, a = _a.State;
            long gradients = GradientObservations / Units;
            return new(
                z.Third[unit], a.First[unit], z.First[unit], z.Second[unit], z.NonFinite[unit] + a.NonFinite[unit],
                Of(z, unit), Of(a, unit), a.Magnitude[unit] / a.Count[unit],
                gradients > 0 ? Math.Sqrt(_gradient.Squares[unit] / gradients) : null);
        }
    }

    /// <summary>
    /// The lists of units that are dead, constant, saturated or dormant, in this order of precedence. Units with a NaN or ±∞ are in none.
    /// Nothing is called dead under 200 samples, and nothing constant under 30.
    /// </summary>
    /// <param name="thresholds">The numbers to judge by; the defaults where null.</param>
    public UnitLists Classify(ThresholdSet? thresholds = null) => UnitClassifier.Classify(this, thresholds ?? ThresholdSet.Defaults);

    /// <summary>What each unit did over everything observed: silent, saturated or alive.</summary>
    /// <exception cref="ArgumentException">There is not one place for each unit.</exception>
    public void States(Span<UnitState> states, ThresholdSet? thresholds = null)
    {
        if (states.Length != Units) throw new ArgumentException($"{states.Length} states for {Units} units.", nameof(states));
        double saturated = Observations * (thresholds ?? ThresholdSet.Defaults)[SaturatedUnits.Share];
        for (int unit = 0; unit < Units; unit++)
            states[unit] =
                _z.State.Third[unit] == 0 && _z.State.NonFinite[unit] == 0 && Samples > 0
                    && _a.State.Minimum[unit] == _a.State.Maximum[unit] ? UnitState.Silent
                : Samples > 0 && _z.State.First[unit] + _z.State.Second[unit] >= saturated ? UnitState.Saturated
                : UnitState.Alive;
    }

    private double Fraction(long[] counts)
    {
        long sum = 0;
        for (int unit = 0; unit < Units; unit++) sum += counts[unit];
        return sum / ((double)Observations * Units);
    }

    private static Spread Of(TallyState state, int unit) => state.Count[unit] == 0
        ? new(double.NaN, double.NaN, double.NaN, double.NaN)
        : new(state.Origin[unit] + state.MeanOffset[unit], state.Squares[unit] / state.Count[unit], state.Minimum[unit], state.Maximum[unit]);

    private Spread Whole(TallyState state)
    {
        // All units together by the formula that joins parts, in the order of the units.
        TallyState whole = new(1, 1, sumsMagnitude: false);
        for (int unit = 0; unit < Units; unit++) whole.MergeUnit(0, state, unit);
        return Of(whole, 0);
    }
}
