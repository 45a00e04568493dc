using Hillock.Diagnosis;

namespace Hillock.Statistics;

/// <summary>
/// What is counted for every unit of a layer, wherever its values come from: z = pre-activation, a = f(z), and optionally δ = ∂L/∂z.
/// Nothing is allocated per batch once warm; memory grows with the units, not with the samples. Not thread-safe: give each thread its
/// own and <see cref="Merge"/> them.
/// </summary>
/// <remarks>
/// The pass reads every z and a once. Per unit it gathers: minimum, maximum, mean and Σ(x − mean)² of z and of a (moments in double),
/// Σ|a|, outputs that are exactly 0, observations saturated on either tail, samples that fire (f′(z) ≠ 0, for a channel at any
/// position), and NaN and ±∞, which enter nothing else. Saturation and firing are comparisons with bounds found once per activation from
/// its float derivative; where f′ is 0 elsewhere than on two tails, firing is told by the derivative itself, tile by tile. Of every
/// <see cref="DetailEvery"/>th sample a histogram of z and the mean of |f′(z)| are kept too.
/// Merging adds counts, extremes and histograms to the same bits in any order; moments (Chan, Golub and LeVeque 1979) agree to 1e-12
/// relative in any order and have the same bits in the same order.
/// </remarks>
public sealed partial class UnitStatistics
{
    /// <summary>The share of its supremum below which |f′| counts as saturated, unless another is given.</summary>
    public const double DefaultSaturatedSlope = 0.01;

    private readonly UnitTally<PreActivationMarks> _z;
    private readonly UnitTally<OutputMarks> _a;
    private readonly FiringByDerivative? _firing;
    private readonly DetailSample _detail;
    private readonly GradientTally _gradient;
    private float[] _computed = [];

    /// <summary>Statistics of a layer, with nothing counted yet.</summary>
    /// <param name="activation">The layer's activation function.</param>
    /// <param name="units">Neurons of a dense layer, channels of a convolution.</param>
    /// <param name="detailEvery">One sample in so many feeds the histogram of z and the mean of |f′|; 1 takes all.</param>
    /// <param name="saturatedSlope">The share of its supremum below which |f′| on a saturating tail counts as saturated.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public UnitStatistics(Activation activation, int units, int detailEvery = 8, double saturatedSlope = DefaultSaturatedSlope)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(detailEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(saturatedSlope);
        Activation = activation;
        Units = units;
        DetailEvery = detailEvery;
        SaturatedSlope = saturatedSlope;
        Bounds = TailBounds.Of(activation, saturatedSlope);
        _z = new(units, new(Bounds));
        _a = new(units, default);
        _firing = Bounds.SilenceIsTails ? null : new(activation, _z.State);
        _detail = new(activation);
        _gradient = new(units);
    }

    /// <summary>The layer's activation function.</summary>
    public Activation Activation { get; }

    /// <summary>Neurons of a dense layer, channels of a convolution.</summary>
    public int Units { get; }

    /// <summary>One sample in so many feeds the histogram of z and the mean of |f′|.</summary>
    public int DetailEvery { get; }

    /// <summary>The share of its supremum below which |f′| on a saturating tail counts as saturated.</summary>
    public double SaturatedSlope { get; }

    /// <summary>Samples observed.</summary>
    public long Samples { get; private set; }

    /// <summary>Values of z (and of a) observed for each unit: samples × positions.</summary>
    public long Observations { get; private set; }

    /// <summary>Values of δ observed, over all units.</summary>
    public long GradientObservations => _gradient.Observations;

    internal TailBounds Bounds { get; }

    /// <summary>Counts a batch: one vectorised pass over z and a = f(z).</summary>
    /// <exception cref="ArgumentException">A length does not fit the layout, or the layout these statistics.</exception>
    public void Observe(ReadOnlySpan<float> z, ReadOnlySpan<float> a, UnitLayout layout)
    {
        Check(z, layout, nameof(z));
        Check(a, layout, nameof(a));
        AddDetail(z, layout);
        int sampleLength = layout.Units * layout.Positions;
        int step = layout.Positions == 1 ? UnitTally<OutputMarks>.TileRows : 1;
        for (int sample = 0; sample < layout.Samples; sample += step)
        {
            int rows = Math.Min(step, layout.Samples - sample);
            ReadOnlySpan<float> zTile = z.Slice(sample * sampleLength, rows * sampleLength);
            ReadOnlySpan<float> aTile = a.Slice(sample * sampleLength, rows * sampleLength);
            _firing?.Add(zTile, layout);
            if (layout.Positions == 1)
            {
                _z.AddRows(z[(sample * sampleLength)..], rows, partOfSample: false);
                _a.AddRows(a[(sample * sampleLength)..], rows, partOfSample: false);
            }
            else
            {
                _z.AddSample(zTile, layout.Positions, layout.ChannelsLast);
                _a.AddSample(aTile, layout.Positions, layout.ChannelsLast);
            }
        }

        Samples += layout.Samples;
        Observations += (long)layout.Samples * layout.Positions;
    }

    /// <summary>Counts a batch of which only z is at hand: f(z) is computed a part at a time, which costs less than reading it from memory.</summary>
    /// <exception cref="ArgumentException">The length does not fit the layout, or the layout these statistics.</exception>
    public void ObservePreActivations(ReadOnlySpan<float> z, UnitLayout layout)
    {
        Check(z, layout, nameof(z));
        AddDetail(z, layout);
        int sampleLength = layout.Units * layout.Positions, longest = UnitTally<OutputMarks>.LongestRun;
        bool byRuns = !layout.ChannelsLast && layout.Positions >= UnitTally<OutputMarks>.ShortestRun;
        int step = layout.Positions == 1 ? UnitTally<OutputMarks>.TileRows : 1;
        int part = byRuns ? Math.Min(longest, layout.Positions) : step * sampleLength;
        if (_computed.Length < part) _computed = new float[part];
        for (int sample = 0; sample < layout.Samples; sample += step)
        {
            int rows = Math.Min(step, layout.Samples - sample);
            ReadOnlySpan<float> tile = z.Slice(sample * sampleLength, rows * sampleLength);
            _firing?.Add(tile, layout);
            for (int unit = 0; byRuns && unit < layout.Units; unit++)
                for (int start = 0; start < layout.Positions; start += longest)
                {
                    int length = Math.Min(longest, layout.Positions - start);
                    bool isLast = start + length == layout.Positions;
                    ReadOnlySpan<float> run = tile.Slice(unit * layout.Positions + start, length);
                    _z.AddRun(run, unit, isLast);
                    _a.AddRun(Computed(run), unit, isLast);
                }

            if (byRuns) continue;
            if (layout.Positions == 1)
            {
                _z.AddRows(z[(sample * sampleLength)..], rows, partOfSample: false);
                _a.AddRows(Computed(tile), rows, partOfSample: false);
            }
            else
            {
                // Turned round once for both.
                if (!layout.ChannelsLast) tile = _z.Transposed(tile, layout.Positions);
                _z.AddSample(tile, layout.Positions, channelsLast: true);
                _a.AddSample(Computed(tile), layout.Positions, channelsLast: true);
            }
        }

        Samples += layout.Samples;
        Observations += (long)layout.Samples * layout.Positions;
    }

    /// <summary>Counts the gradient δ = ∂L/∂z of a batch: Σδ² of every unit, and the distribution of |δ| over the layer.</summary>
    /// <exception cref="ArgumentException">The length does not fit the layout, or the layout these statistics.</exception>
    public void ObserveGradient(ReadOnlySpan<float> delta, UnitLayout layout)
    {
        Check(delta, layout, nameof(delta));
        _gradient.Add(delta, layout);
    }

    /// <summary>Adds what another part of the same layer's data gave; <paramref name="other"/> stays as it is.</summary>
    /// <exception cref="ArgumentException">The other describes a layer of another size, function or saturation slope.</exception>
    public void Merge(UnitStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other == this) throw new ArgumentException("Statistics cannot be merged with themselves.", nameof(other));
        if (other.Units != Units || other.Activation.ToString() != Activation.ToString() || other.SaturatedSlope != SaturatedSlope)
            throw new ArgumentException(
                $"{other.Units} units of {other.Activation} (saturated below {other.SaturatedSlope}) cannot be merged into "
                + $"{Units} of {Activation} (saturated below {SaturatedSlope}).", nameof(other));
        _z.State.Merge(other._z.State);
        _a.State.Merge(other._a.State);
        _detail.Merge(other._detail);
        _gradient.Merge(other._gradient);
        Samples += other.Samples;
        Observations += other.Observations;
    }

    /// <summary>Forgets everything, to start a new window without allocating.</summary>
    public void Clear()
    {
        _z.State.Clear();
        _a.State.Clear();
        _detail.Clear();
        _gradient.Clear();
        Samples = Observations = 0;
    }

    private void AddDetail(ReadOnlySpan<float> z, UnitLayout layout)
    {
        int sampleLength = layout.Units * layout.Positions;
        // The first index at or after Samples that is a multiple of DetailEvery.
        long next = (DetailEvery - Samples % DetailEvery) % DetailEvery;
        for (long sample = next; sample < layout.Samples; sample += DetailEvery)
            _detail.Add(z.Slice((int)sample * sampleLength, sampleLength));
    }

    private ReadOnlySpan<float> Computed(ReadOnlySpan<float> z)
    {
        Span<float> a = _computed.AsSpan(0, z.Length);
        Activation.Forward(z, a);
        return a;
    }

    private void Check(ReadOnlySpan<float> values, UnitLayout layout, string name)
    {
        if (layout.Units != Units || layout.Positions < 1 || layout.Samples < 0)
            throw new ArgumentException(
                $"{layout} does not fit {Units} units; samples ≥ 0, positions ≥ 1 and as many units are needed.", nameof(layout));
        if (values.Length != layout.Length)
            throw new ArgumentException($"{name} has {values.Length} values but {layout} holds {layout.Length}.", name);
    }
}
