using Hillock.Diagnosis;
using Xunit;

namespace Hillock.Tests.Diagnosis;

public sealed class UnitRuleTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, Severity.Info)]
    [InlineData(5, Severity.Info)]
    [InlineData(6, Severity.Warning)]
    [InlineData(9, Severity.Warning)]
    [InlineData(10, Severity.Error)]
    public void Dead_units_are_waste_then_a_warning_above_half_and_an_error_when_nothing_is_left(int dead, Severity? severity)
    {
        Finding? finding = Patients.Examine(Patients.WithDead(dead, 10)).SingleOrDefault();
        Assert.Equal(severity, finding?.Severity);
        // In a network that has learnt they are waste, however many, as long as something passes.
        Severity? learnt = severity == Severity.Warning ? Severity.Info : severity;
        Assert.Equal(learnt, Patients.Examine(Patients.WithDead(dead, 10), Patients.Learning).SingleOrDefault()?.Severity);
        if (finding is null) return;
        Assert.Equal(("dead-units", "hidden1", Grade.Observed), (finding.Rule, finding.Layer, finding.Grade));
        Assert.Equal(Enumerable.Range(0, dead), finding.Units);
        Assert.Equal((10, dead, dead / 10.0, 1000, 0.003),
            (finding.Numbers["units"], finding.Numbers["dead"], finding.Numbers["share"], finding.Numbers["samples"], finding.Numbers["firingRateBound"]));
        Assert.Contains($"{dead} of 10 units ({dead * 10} %)", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("1,000 samples", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("0.3 %", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_dead_and_constant_units_alone_is_blocked()
    {
        LayerExamination layer = Patients.Layer("relu", 4, (unit, _) => unit < 3 ? -1 : 2);
        IReadOnlyList<Finding> findings = Patients.Examine(layer);
        Assert.Equal([("dead-units", Severity.Error), ("constant-units", Severity.Error)], findings.Select(f => (f.Rule, f.Severity)));
        Assert.Equal([3], findings[1].Units);
    }

    [Fact]
    public void One_constant_unit_is_a_fact()
    {
        Finding finding = Patients.Examine(Patients.Layer("tanh", 4, (unit, x) => unit == 2 ? 0.5 : x)).Single();
        Assert.Equal(("constant-units", Severity.Info), (finding.Rule, finding.Severity));
        Assert.Equal([2], finding.Units);
    }

    [Fact]
    public void A_dormant_unit_is_a_fact()
    {
        Finding finding = Patients.Examine(Patients.Layer("tanh", 4, (unit, x) => unit == 1 ? x / 1000 : x)).Single();
        Assert.Equal(("dormant-units", Severity.Info), (finding.Rule, finding.Severity));
        Assert.Equal([1], finding.Units);
        Assert.Contains("1 of 4 units (25 %)", finding.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ddd", 3, Grade.Converged, 10)]
    [InlineData("aaddddd", 3, Grade.Converged, 30)]
    [InlineData("addda", 3, Grade.Observed, null)]
    [InlineData("aaadd", 3, Grade.Observed, null)]
    [InlineData("aaadd", 2, Grade.Converged, 40)]
    public void A_death_is_converged_after_three_silent_looks_up_to_the_last(string looks, int needed, Grade grade, int? since)
    {
        LayerExamination layer = Patients.WithDead(1, 3) with { Timeline = Patients.Timeline(looks, new('a', looks.Length), new('a', looks.Length)) };
        Finding finding = Patients.Examine(layer, thresholds: ThresholdSet.Parse($"dead-units.looks={needed}")).Single();
        Assert.Equal(grade, finding.Grade);
        Assert.Equal(since, finding.Numbers.TryGetValue("sinceStep", out double step) ? (int?)step : null);
        if (since is not null) Assert.Contains($"silent since step {since}", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_as_sure_as_its_least_sure_unit_and_says_how_many_are()
    {
        LayerExamination layer = Patients.WithDead(2, 3) with { Timeline = Patients.Timeline("ddddd", "aaadd", "aaaaa") };
        Finding finding = Patients.Examine(layer).Single();
        Assert.Equal((Grade.Observed, 1, 1), (finding.Grade, finding.Numbers["converged"], finding.Numbers["bornDead"]));
    }

    [Fact]
    public void A_few_saturated_units_are_a_fact_even_where_nothing_is_learnt()
    {
        LayerExamination layer = Patients.Layer("sigmoid", 10, (unit, x) => unit == 3 ? -10 + x : unit == 7 ? 10 + x : x);
        Finding finding = Patients.Examine(layer, Patients.Stuck).Single(f => f.Rule == "saturated-units");
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Equal([3, 7], finding.Units);
        Assert.Equal((1, 1, 0), (finding.Numbers["low"], finding.Numbers["high"], finding.Numbers["both"]));
        Assert.Equal(0.2, finding.Numbers["saturatedFraction"], 0.01);
    }

    [Theory]
    [InlineData(null, Severity.Info)]
    [InlineData(true, Severity.Info)]
    [InlineData(false, Severity.Warning)]
    public void A_layer_saturated_by_half_is_found_though_no_unit_is_and_hurts_where_nothing_is_learnt(bool? learns, Severity severity)
    {
        LayerExamination layer = Patients.Layer("sigmoid", 10, (_, x) => 12 * x);
        Finding finding = Patients.Examine(layer, learns switch { null => null, true => Patients.Learning, false => Patients.Stuck })
            .Single(f => f.Rule == "saturated-units");
        Assert.Equal(severity, finding.Severity);
        Assert.Empty(finding.Units);
        Assert.InRange(finding.Numbers["saturatedFraction"], 0.5, 0.7);
    }

    [Fact]
    public void A_sigmoid_layer_on_its_slope_is_healthy() =>
        Assert.Empty(Patients.Examine(Patients.Layer("sigmoid", 10, (_, x) => 2 * x), Patients.Learning));

    [Theory]
    [InlineData("dead-units.share=0.2", Severity.Warning)]
    [InlineData("dead-units.share=0.6", Severity.Info)]
    [InlineData("dead-units.samples=1001", null)]
    public void Thresholds_can_be_set(string text, Severity? severity) =>
        Assert.Equal(severity, Patients.Examine(Patients.WithDead(3, 10), thresholds: ThresholdSet.Parse(text)).FirstOrDefault(f => f.Rule == "dead-units")?.Severity);

    [Theory]
    [InlineData(0.45, Severity.Warning)]
    [InlineData(0.47, Severity.Info)]
    [InlineData(null, Severity.Info)]
    public void With_an_accuracy_near_chance_progress_is_hurt_whatever_the_loss(double? accuracy, Severity severity) =>
        // Four tenths of the way from 0.1 to 1 are 0.46.
        Assert.Equal(severity, Patients.Examine(Patients.WithDead(8, 10), Patients.Learning with { Accuracy = accuracy, ChanceAccuracy = 0.1 }).Single(f => f.Rule == "dead-units").Severity);
}
