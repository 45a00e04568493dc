using Hillock.Diagnosis;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Diagnosis;

/// <summary>The rules about input, start, steps and output.</summary>
public sealed class FurtherRuleTests
{
    private static Finding? Find(string rule, TrainingFacts training, params LayerExamination[] layers) =>
        Rules.Apply(new() { Layers = layers, Training = training }).SingleOrDefault(finding => finding.Rule == rule);

    private static TrainingFacts Facts(string progress) => progress switch { "learns" => Patients.Learning, "stuck" => Patients.Stuck, _ => new() };

    private static UnitStatistics Input(Func<int, double, double> x, int features = 4) => Patients.Layer("identity", features, x).Statistics;

    private static UpdateTrace Updates(int steps, double size, double oneSigned = 0, double cosine = 0)
    {
        UpdateTrace trace = new();
        for (int step = 0; step < steps; step++) trace.Add(size, oneSigned, cosine);
        return trace;
    }

    [Theory]
    [InlineData(2.1, true)]
    [InlineData(1.9, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void A_vector_received_is_off_centre_above_two(double gamma, bool found)
    {
        Finding? finding = Find("not-zero-centred", Patients.Learning, Patients.Healthy() with { ReceivedOffCentre = gamma });
        Assert.Equal(found, finding is not null);
        if (found) Assert.Equal((Severity.Info, gamma), (finding!.Severity, finding.Numbers["gamma"]));
    }

    [Fact]
    public void Off_centre_is_the_length_of_the_mean_over_that_of_the_deviation() =>
        Assert.Equal(Math.Sqrt(9 + 16) / Math.Sqrt(1 + 4), Input((unit, x) => unit == 0 ? 3 + x : 4 + 2 * x, 2).OffCentre, 0.1);

    [Theory]
    [InlineData("unknown", 20, 0, Severity.Warning)]
    [InlineData("unknown", 0, 20, Severity.Warning)]
    [InlineData("stuck", 20, 0, Severity.Warning)]
    [InlineData("learns", 20, 0, Severity.Info)]
    [InlineData("stuck", 5, 5, null)]
    public void Features_far_from_zero_or_widely_spread_are_as_grave_as_what_they_cost(string progress, double mean, double deviation, Severity? severity)
    {
        Finding? finding = Find("abnormal-input", Facts(progress) with { Input = Input((feature, x) => feature == 2 ? mean + deviation * x : x) });
        Assert.Equal(severity, finding?.Severity);
        if (finding is not null) Assert.Equal((4, 1, 2), (finding.Numbers["features"], finding.Numbers["abnormal"], finding.Numbers["worstFeature"]));
    }

    [Fact]
    public void Features_that_are_all_constant_are_an_error_and_one_is_none()
    {
        Assert.Equal(Severity.Error, Find("abnormal-input", new() { Input = Input((feature, _) => feature) })?.Severity);
        Assert.Null(Find("abnormal-input", new() { Input = Input((feature, x) => feature == 0 ? 1 : x) }));
    }

    [Theory]
    [InlineData("cross_entropy", "relu", true)]
    [InlineData("cross_entropy", "sigmoid", true)]
    [InlineData("cross_entropy", "softmax", true)]
    [InlineData("cross_entropy", "identity", false)]
    [InlineData("cross_entropy", "leaky_relu", false)]
    [InlineData("cross_entropy", "log_softmax", false)]
    [InlineData("bce", "softmax", true)]
    [InlineData("bce", "sigmoid", false)]
    [InlineData("mse", "relu", true)]
    [InlineData("mse", "identity", false)]
    public void An_output_that_does_not_fit_the_loss_is_an_error(string loss, string output, bool found)
    {
        TrainingFacts facts = new() { LossFunction = loss, OutputFunction = output, Targets = loss == "mse" ? (-1.5, 2) : null };
        Assert.Equal(found ? Severity.Error : null, Find("output-mismatch", facts)?.Severity);
        if (found) Assert.Equal(Severity.Info, Find("output-mismatch", facts with { LossByEpoch = [0.1], ConstantLoss = 2 })!.Severity);
    }

    [Theory]
    [InlineData(0.001, "stuck", Severity.Warning)]
    [InlineData(0.001, "learns", Severity.Info)]
    [InlineData(0.001, "unknown", Severity.Warning)]
    [InlineData(100, "stuck", Severity.Warning)]
    [InlineData(0.7, "stuck", null)]
    public void An_initialisation_that_does_not_keep_the_variance_is_found_before_the_first_step(double ratio, string progress, Severity? severity)
    {
        LayerExamination first = Patients.Layer("tanh", 64, (_, x) => x), second = Patients.Layer("tanh", 64, (_, x) => x, "hidden2");
        Finding? finding = Find("poor-initialisation", Facts(progress), first with { StartVariance = 2 }, second with { StartVariance = 2 * ratio });
        Assert.Equal((severity, severity is null ? null : "hidden2"), (finding?.Severity, finding?.Layer));
        if (finding is not null) Assert.Equal(ratio, finding.Numbers["varianceRatio"], 1e-12);
    }

    [Fact]
    public void Narrow_layers_are_allowed_more_and_the_first_is_compared_with_the_input()
    {
        LayerExamination narrow = Patients.Layer("tanh", 4, (_, x) => x) with { StartVariance = 3.5 }, wide = Patients.Layer("tanh", 400, (_, x) => x) with { StartVariance = 3.5 };
        TrainingFacts facts = new() { Input = Input((_, x) => x) };
        Assert.Null(Find("poor-initialisation", facts, narrow));
        Assert.NotNull(Find("poor-initialisation", facts, wide));
    }

    [Theory]
    [InlineData("relu", 5, 2, true)]
    [InlineData("relu", 5, 1, false)]
    [InlineData("relu", 10, 3, false)]
    [InlineData("tanh", 5, 2, false)]
    public void Few_relus_in_many_layers_may_be_dead_from_the_start(string function, int units, int layers, bool found)
    {
        LayerExamination[] network = [.. Enumerable.Range(1, layers).Select(i => Patients.Layer(function, units, (_, x) => x, $"hidden{i}") with { StartVariance = 1 })];
        Finding? finding = Find("poor-initialisation", new(), network);
        Assert.Equal(found, finding is not null);
        if (found) Assert.Equal(1 - Math.Pow(1 - 1.0 / 32, 2), finding!.Numbers["bornDeadBound"], 1e-12);
    }

    [Theory]
    [InlineData(0.5, "stuck", Severity.Warning)]
    [InlineData(0.5, "learns", Severity.Info)]
    [InlineData(1e-7, "stuck", Severity.Warning)]
    [InlineData(1e-7, "learns", null)]
    [InlineData(1e-3, "stuck", null)]
    public void Steps_too_long_or_too_short_for_most_layers_are_found(double size, string progress, Severity? severity)
    {
        LayerExamination usual = Patients.Healthy("hidden3") with { Updates = Updates(9, 1e-3) };
        Assert.Equal(severity, Find("learning-rate", Facts(progress),
            Patients.Healthy() with { Updates = Updates(9, size) }, Patients.Healthy("hidden2") with { Updates = Updates(9, size) }, usual)?.Severity);
        Assert.Null(Find("learning-rate", Facts(progress), Patients.Healthy() with { Updates = Updates(9, size) }, usual));
    }

    [Theory]
    [InlineData(20, 0.6, -0.3, true)]
    [InlineData(20, 0.4, -0.3, false)]
    [InlineData(20, 0.6, -0.1, false)]
    [InlineData(19, 0.6, -0.3, false)]
    public void Units_that_move_all_weights_one_way_and_back_zig_zag(int steps, double share, double cosine, bool found) =>
        Assert.Equal(found ? Severity.Info : null,
            Find("zig-zag", Patients.Learning, Patients.Healthy() with { Updates = Updates(steps, 0.01, share, cosine) })?.Severity);

    [Fact]
    public void Only_the_latest_twenty_updates_count()
    {
        UpdateTrace trace = Updates(50, 0.9, 1, -1);
        for (int step = 0; step < 20; step++) trace.Add(0.001, 0, 0.5);
        trace.Add(double.NaN, 1, -1);
        Assert.Equal((0.001, 0, 0.5), (trace.MedianSize, trace.OneSignedShare, trace.MeanCosine));
    }

    [Theory]
    [InlineData(new[] { 2.3, 2.0, 2.3, 2.0, 2.3, 2.0 }, Severity.Warning)]
    [InlineData(new[] { 2.3, 0.4, 0.9, 0.4, 0.9, 0.4 }, Severity.Info)]
    [InlineData(new[] { 2.3, 1.5, 1.4, 1.3, 1.35, 1.2 }, null)]
    [InlineData(new[] { 2.3, 2.0, 2.3, 2.0 }, null)]
    public void A_loss_that_turns_in_a_fifth_of_the_epochs_oscillates(double[] losses, Severity? severity) =>
        Assert.Equal(severity, Find("oscillating", new() { LossByEpoch = losses, ConstantLoss = 2.3 })?.Severity);

    [Fact]
    public void A_good_accuracy_is_progress_even_where_few_wrong_answers_cost_much() =>
        Assert.Null(Find("exploding-gradient", new() { LossByEpoch = [50], ConstantLoss = 1, Accuracy = 0.9, ChanceAccuracy = 0.3 },
            Patients.Healthy() with { Gradient = Patients.Trace(3, 2e3, 1) }) is { Severity: Severity.Error } error ? error : null);

    [Fact]
    public void Deaths_tell_what_happened_and_who_starves()
    {
        UnitTimeline timeline = Patients.Timeline("aaddd", "ddddd", "addda");
        LayerExamination layer = Patients.WithDead(2, 3) with
        {
            Timeline = timeline,
            Deaths = new Dictionary<int, Death> { [0] = new(30, 20, -4.5, 0.31, double.NaN, 40), [1] = new(10, 0, double.NaN, double.NaN, double.NaN, double.NaN) },
        };
        Finding finding = Patients.Examine(layer).Single(f => f.Rule == "dead-units");
        Assert.Equal((1, -4.5, 0.31, 40), (finding.Numbers["bornDead"], finding.Numbers["biasChange"], finding.Numbers["weightChange"], finding.Numbers["inputJump"]));
        Assert.Equal(1.0 / 3, finding.Numbers["cameBackShare"]);
        Assert.Contains("between steps 20 and 30, a bias moved by -4.5, incoming weights changed by 31 %, the largest input was 40 times the usual", finding.Evidence, StringComparison.Ordinal);

        IReadOnlyList<Finding> chain = Rules.Apply(new() { Layers = [Patients.WithDead(3, 3), Patients.WithDead(3, 3) with { Name = "hidden2" }] });
        Assert.Equal([0, 3], chain.Select(f => f.Numbers.GetValueOrDefault("starved")));
        Assert.Contains("hidden1, the layer before, lets nothing of the input through", chain[1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_that_died_since_is_dead_though_the_window_saw_it_fire()
    {
        UnitTimeline timeline = new(3);
        for (int look = 1; look <= 6; look++)
            timeline.Add(look, [look > 2 ? UnitState.Silent : UnitState.Alive, UnitState.Alive, look > 2 && look < 5 ? UnitState.Silent : UnitState.Alive], 60);
        LayerExamination layer = Patients.Layer("relu", 3, (_, x) => x) with { Timeline = timeline };
        Assert.Empty(layer.Classify(ThresholdSet.Defaults).Dead);
        Assert.Equal([0], (layer with { FromLooks = true }).Classify(ThresholdSet.Defaults).Dead);
    }
}
