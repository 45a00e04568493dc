using Hillock.Diagnosis;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

/// <summary>Units made dead, constant, saturated or dormant at known places, among decoys that come close and are none of it.</summary>
public sealed class PlantedFaultTests
{
    private const int Units = 40;
    private const int Samples = 1000;

    public static TheoryData<string, int, bool> Cases
    {
        get
        {
            TheoryData<string, int, bool> data = [];
            foreach (string function in (string[])["sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus"])
            {
                data.Add(function, 1, false);
                data.Add(function, 4, false);
                data.Add(function, 20, false);
                data.Add(function, 20, true);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Exactly_the_planted_units_are_found(string function, int positions, bool channelsLast)
    {
        Activation activation = Activation.Parse(function);
        UnitLayout layout = new(Samples, Units, positions, channelsLast);
        Planter planter = new(activation, layout);
        Tail low = activation.Facts.LowerTail, high = activation.Facts.UpperTail;
        bool flat = TailBounds.Of(activation, 0.01).SilentLow > -200;

        List<int> dead = [], constant = [], lows = [], highs = [], both = [];
        if (flat)
        {
            planter.Always(3, -200);
            planter.Vary(17, -900, -300);
            dead.AddRange([3, 17]);
            // The decoys: fires for 0.1 % of the samples, for 1 %, and 92 % zeros in the healthy rest of a relu.
            planter.Fires(5, Samples / 1000);
            planter.Fires(21, Samples / 100);
        }

        planter.Always(8, 0.5f);
        constant.Add(8);
        if (low.Kind == TailKind.Saturating)
        {
            planter.Share(11, 0.96, -15);
            lows.Add(11);
            planter.Share(12, 0.94, -15);
            // Nearly all the time far out: elsewhere than at 0.1 % the output hardly moves.
            if (flat) lows.AddRange([5, 21]);
        }

        if (high.Kind == TailKind.Saturating)
        {
            planter.Share(25, 0.96, 15);
            highs.Add(25);
            planter.Share(26, 0.94, 15);
        }

        if (low.Kind == TailKind.Saturating && high.Kind == TailKind.Saturating)
        {
            planter.Share(31, 0.5, 15, 0.46, -15);
            both.Add(31);
            planter.Share(32, 0.5, 15, 0.44, -15);
        }

        UnitLists lists = planter.Observe().Classify();
        Assert.Equal(dead, lists.Dead);
        Assert.Equal(constant, lists.Constant);
        Assert.Equal(lows.Order(), lists.SaturatedLow);
        Assert.Equal(highs, lists.SaturatedHigh);
        Assert.Equal(both, lists.SaturatedBoth);
        if (activation.Value(0) != 0) Assert.Empty(lists.Dormant);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("elu")]
    [InlineData("leaky_relu")]
    public void Dormant_is_what_contributes_a_fortieth_of_the_mean(string function)
    {
        Planter planter = new(Activation.Parse(function), new(Samples, Units));
        planter.Vary(4, 0.001f, 0.002f);
        planter.Vary(9, 0.1f, 0.2f);
        Assert.Equal([4], planter.Observe().Classify().Dormant);
    }

    [Fact]
    public void A_healthy_relu_layer_with_92_percent_zeros_gives_no_finding()
    {
        // z = N(0, 1.4) − 2 has 92.4 % of its mass below 0.
        UnitLayout layout = new(4000, 64);
        Activation relu = Activation.Parse("relu");
        Random random = new(11);
        float[] z = [.. Enumerable.Range(0, layout.Length).Select(_ => (float)(1.4 * Layer.Gauss(random) - 2))];
        UnitStatistics statistics = new(relu, 64);
        statistics.Observe(z, Layer.Outputs(relu, z), layout);
        Assert.InRange(statistics.ZeroFraction, 0.91, 0.93);
        Assert.Empty(Rules.Apply(new() { Layers = [new() { Name = "hidden1", Statistics = statistics }] }));
    }

    [Fact]
    public void Under_200_samples_nothing_is_called_dead_and_under_30_nothing_constant()
    {
        Activation relu = Activation.Parse("relu");
        foreach (int samples in (int[])[29, 30, 199, 200])
        {
            UnitStatistics statistics = new(relu, 2);
            float[] z = [.. Enumerable.Repeat(-1f, 2 * samples)];
            for (int i = 1; i < z.Length; i += 2) z[i] = 3;
            statistics.Observe(z, Layer.Outputs(relu, z), new(samples, 2));
            Assert.Equal(samples == 200 ? [0] : [], statistics.Classify().Dead);
            Assert.Equal(samples >= 30 ? [1] : [], statistics.Classify().Constant);
            Assert.Empty(statistics.Classify().Dormant);
        }
    }

    [Fact]
    public void A_unit_that_switches_between_its_rails_tells_them_apart_and_is_not_dead()
    {
        Planter planter = new(Activation.Parse("tanh"), new(Samples, Units));
        planter.Always(6, -200);
        for (int sample = 0; sample < Samples; sample += 2) planter.Set(6, sample, 200);
        UnitLists lists = planter.Observe().Classify();
        Assert.Empty(lists.Dead);
        Assert.Equal([6], lists.SaturatedBoth);
    }

    [Fact]
    public void A_unit_with_a_NaN_is_in_no_list()
    {
        Planter planter = new(Activation.Parse("relu"), new(Samples, Units));
        planter.Always(3, -5);
        planter.Always(4, -5);
        planter.Set(4, 100, float.NaN);
        Assert.Equal([3], planter.Observe().Classify().Dead);
    }

    [Fact]
    public void States_tell_silent_saturated_and_alive()
    {
        Planter planter = new(Activation.Parse("tanh"), new(100, Units));
        planter.Always(0, -200);
        planter.Share(1, 0.96, 15);
        UnitState[] states = new UnitState[Units];
        planter.Observe().States(states);
        Assert.Equal([UnitState.Silent, UnitState.Saturated, UnitState.Alive], states[..3]);
        Assert.All(states[2..], state => Assert.Equal(UnitState.Alive, state));
    }

    private sealed class Planter
    {
        private readonly Activation _activation;
        private readonly UnitLayout _layout;
        private readonly float[] _z;
        private readonly Random _random = new(42);

        public Planter(Activation activation, UnitLayout layout)
        {
            _activation = activation;
            _layout = layout;
            _z = [.. Enumerable.Range(0, layout.Length).Select(_ => (float)Layer.Gauss(_random))];
        }

        public void Set(int unit, int sample, float z)
        {
            for (int position = 0; position < _layout.Positions; position++)
                _z[_layout.ChannelsLast
                    ? (sample * _layout.Positions + position) * _layout.Units + unit
                    : (sample * _layout.Units + unit) * _layout.Positions + position] = z;
        }

        public void Always(int unit, float z)
        {
            for (int sample = 0; sample < _layout.Samples; sample++) Set(unit, sample, z);
        }

        public void Vary(int unit, float low, float high)
        {
            for (int sample = 0; sample < _layout.Samples; sample++) Set(unit, sample, low + (high - low) * _random.NextSingle());
        }

        /// <summary>Far out on the lower side but for so many samples, in which one position alone fires.</summary>
        public void Fires(int unit, int samples)
        {
            Always(unit, -200);
            for (int sample = 0; sample < samples; sample++)
            {
                int index = (_layout.ChannelsLast
                    ? sample * 7 * _layout.Positions * _layout.Units + unit
                    : (sample * 7 * _layout.Units + unit) * _layout.Positions);
                _z[index] = 0.5f + _random.NextSingle();
            }
        }

        /// <summary>A share of the samples at one value, another share at another, the rest as they were.</summary>
        public void Share(int unit, double share, float z, double otherShare = 0, float other = 0)
        {
            for (int sample = 0; sample < _layout.Samples; sample++)
            {
                // The rest stays on the slope.
                Set(unit, sample, _random.NextSingle());
                if (sample < share * _layout.Samples) Set(unit, sample, z + _random.NextSingle());
                else if (sample < (share + otherShare) * _layout.Samples) Set(unit, sample, other + _random.NextSingle());
            }
        }

        public UnitStatistics Observe()
        {
            UnitStatistics statistics = new(_activation, _layout.Units);
            // In batches, as a probe would.
            float[] a = Layer.Outputs(_activation, _z);
            int sampleLength = _layout.Units * _layout.Positions;
            for (int sample = 0; sample < _layout.Samples; sample += 128)
            {
                UnitLayout batch = _layout with { Samples = Math.Min(128, _layout.Samples - sample) };
                statistics.Observe(_z.AsSpan(sample * sampleLength, batch.Length), a.AsSpan(sample * sampleLength, batch.Length), batch);
            }

            return statistics;
        }
    }
}
