using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Diagnosis;

public sealed class TrainingRuleTests
{
    private static TrainingFacts? Facts(string progress) => progress switch
    {
        "learns" => Patients.Learning,
        "stuck" => Patients.Stuck,
        _ => null,
    };

    private static Finding? Find(string rule, LayerExamination layer, TrainingFacts? training = null) =>
        Patients.Examine(layer, training).SingleOrDefault(finding => finding.Rule == rule);

    [Theory]
    [InlineData("stuck", 1e-2, Severity.Error)]
    [InlineData("stuck", 1e-8, Severity.Error)]
    [InlineData("learns", 1e-8, Severity.Warning)]
    [InlineData("learns", 1e-2, null)]
    [InlineData("unknown", 1e-8, Severity.Warning)]
    [InlineData("unknown", 1e-2, Severity.Info)]
    public void A_vanishing_gradient_is_as_grave_as_what_it_costs(string progress, double weightChange, Severity? severity)
    {
        LayerExamination layer = Patients.Healthy() with { Gradient = Patients.Trace(5, 1e-4, 1e-4), WeightChange = weightChange };
        Finding? finding = Find("vanishing-gradient", layer, Facts(progress));
        Assert.Equal(severity, finding?.Severity);
        if (finding is null) return;
        Assert.Equal((5, 10), (finding.Numbers["looks"], finding.Numbers["sinceStep"]));
        Assert.Equal(1e-4, finding.Numbers["rmsRatio"], 1e-9);
    }

    [Theory]
    [InlineData(3, 1e-4, 0.5, true)]
    [InlineData(3, 0.5, 1e-4, true)]
    [InlineData(3, 50, 1e-4, true)]
    [InlineData(3, 0.01, 0.01, false)]
    [InlineData(2, 1e-4, 1e-4, false)]
    public void Rms_or_median_vanishes_at_three_looks_running(int looks, double rms, double median, bool found) =>
        Assert.Equal(found, Find("vanishing-gradient", Patients.Healthy() with { Gradient = Patients.Trace(looks, rms, median) }, Patients.Stuck) is not null);

    [Fact]
    public void A_look_in_between_breaks_the_run()
    {
        GradientTrace trace = new();
        for (int look = 1; look <= 12; look++) trace.Add(look, look % 3 == 0 ? 1 : 1e-6, 1, 1, 1);
        Assert.Equal((0, 2), (trace.Vanishing.Current, trace.Vanishing.Longest));
        Assert.Null(Find("vanishing-gradient", Patients.Healthy() with { Gradient = trace }, Patients.Stuck));
    }

    [Fact]
    public void Looks_without_a_gradient_to_compare_with_say_nothing()
    {
        GradientTrace trace = new();
        trace.Add(1, 1e-9, null, 0, null);
        trace.Add(2, double.NaN, null, 1, null);
        trace.Add(3, 1, null, double.PositiveInfinity, null);
        Assert.Equal(0, trace.Looks);
        trace.Add(4, 0, null, 1, 0.5);
        Assert.Equal((1, double.NaN), (trace.Vanishing.Current, trace.MedianRatio));
    }

    [Theory]
    [InlineData("stuck", Severity.Error)]
    [InlineData("unknown", Severity.Warning)]
    [InlineData("learns", Severity.Info)]
    public void An_exploding_gradient_is_as_grave_as_what_it_costs(string progress, Severity severity)
    {
        Finding? finding = Find("exploding-gradient", Patients.Healthy() with { Gradient = Patients.Trace(3, 2e3, 1) }, Facts(progress));
        Assert.Equal(severity, finding?.Severity);
        Assert.Contains("1,000 times the output's at 3 looks running", finding!.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2e3)]
    [InlineData(5, 9e2)]
    public void Two_looks_or_a_smaller_ratio_do_not_explode(int looks, double rms) =>
        Assert.Null(Find("exploding-gradient", Patients.Healthy() with { Gradient = Patients.Trace(looks, rms, 1) }, Patients.Stuck));

    [Theory]
    [InlineData(3, 150, true)]
    [InlineData(2, 150, false)]
    [InlineData(5, 60, false)]
    public void A_gradient_norm_explodes_at_a_hundred_times_its_running_median(int looks, double jump, bool found)
    {
        GradientNormTrace norms = new();
        for (int look = 0; look < 40; look++) norms.Add(look, 1 + 0.1 * (look % 3));
        for (int look = 0; look < looks; look++) norms.Add(40 + look, jump * 1.2);
        norms.Add(40 + looks, double.NaN);
        Finding? finding = Find("exploding-gradient", Patients.Healthy(), Patients.Stuck with { GradientNorm = norms });
        Assert.Equal(found, finding is not null);
        if (found) Assert.Equal((null, 40.0), (finding!.Layer, finding.Numbers["sinceStep"]));
    }

    [Theory]
    [InlineData(new[] { 2.3, 2.2, 2.1, 2.08, 2.3, 2.2 }, true)]
    [InlineData(new[] { 2.3, 2.2, 2.1, 2.08, 2.3, 2.06 }, false)]
    [InlineData(new[] { 1.0, 1.0, 1.0, 2.3, 2.3, 2.3 }, true)]
    [InlineData(new[] { 2.3, 2.3 }, false)]
    [InlineData(new[] { 2.3, double.NaN, double.NaN }, false)]
    [InlineData(new double[0], false)]
    public void Stalled_is_a_last_third_no_better_than_a_constant(double[] losses, bool found)
    {
        Finding? finding = Find("stalled", Patients.Healthy(), new() { LossByEpoch = losses, ConstantLoss = 2.3 });
        Assert.Equal(found ? Severity.Warning : null, finding?.Severity);
        Assert.Null(Find("stalled", Patients.Healthy(), new() { LossByEpoch = losses }));
    }

    [Fact]
    public void Where_NaN_began_is_named_and_nothing_else_is_blamed()
    {
        TrainingFacts facts = Patients.Stuck with { NonFinite = new NonFiniteEvent(120, 2, "hidden2", "gradient") };
        Finding finding = Rules.Apply(new() { Layers = [Patients.Healthy(), Patients.Healthy("hidden2")], Training = facts }).Single();
        Assert.Equal(("non-finite", Severity.Error, "hidden2"), (finding.Rule, finding.Severity, finding.Layer));
        Assert.Equal((120, 2), (finding.Numbers["step"], finding.Numbers["epoch"]));
        Assert.Contains("gradient of hidden2, at step 120 in epoch 2", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_in_the_statistics_of_a_trained_model_names_the_first_layer_and_its_units()
    {
        LayerExamination sick = Patients.Layer("relu", 3, (unit, x) => unit == 1 && x > 3 ? double.NaN : x, "second");
        Finding finding = Rules.Apply(new() { Layers = [Patients.Healthy("first"), sick, sick with { Name = "third" }] }).Single();
        Assert.Equal(("non-finite", "second"), (finding.Rule, finding.Layer));
        Assert.Equal([1], finding.Units);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_no_progress() => Assert.Equal(Severity.Error,
        Find("vanishing-gradient", Patients.Healthy() with { Gradient = Patients.Trace(3, 0, 0) }, Patients.Learning with { FinalLoss = double.NaN })?.Severity);
}
