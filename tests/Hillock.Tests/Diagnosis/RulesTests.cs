using System.Globalization;
using Hillock.Diagnosis;
using Xunit;

namespace Hillock.Tests.Diagnosis;

public sealed class RulesTests
{
    [Fact]
    public void A_healthy_network_has_no_finding() => Assert.Empty(Rules.Apply(new()
    {
        Layers = [Patients.Healthy() with { Gradient = Patients.Trace(100, 0.3, 0.3), Timeline = Patients.Timeline("aaa"), WeightChange = 0.01 }],
        Training = Patients.Learning,
    }));

    [Fact]
    public void A_network_without_layers_has_no_finding() => Assert.Empty(Rules.Apply(new() { Layers = [] }));

    [Fact]
    public void The_gravest_comes_first_then_rules_then_layers_in_order()
    {
        IReadOnlyList<Finding> findings = Rules.Apply(new()
        {
            Layers =
            [
                Patients.WithDead(1, 10) with { Name = "hidden1" }, Patients.WithDead(2, 10) with { Name = "hidden2" },
                Patients.WithDead(6, 10) with { Name = "hidden3" },
                Patients.Healthy("hidden4") with { Gradient = Patients.Trace(3, 1e-6, 1e-6) },
            ],
            Training = Patients.Stuck,
        });
        Assert.Equal(
            [("vanishing-gradient", "hidden4"), ("dead-units", "hidden3"), ("stalled", null), ("dead-units", "hidden1"), ("dead-units", "hidden2")],
            findings.Select(f => (f.Rule, f.Layer)));
    }

    [Fact]
    public void Every_threshold_has_one_name_that_begins_with_its_rule_and_a_reason()
    {
        Assert.Equal(Rules.Thresholds.Count, Rules.Thresholds.Select(t => t.Name).Distinct().Count());
        Assert.All(Rules.Thresholds, threshold =>
        {
            Assert.Contains(threshold.Name.Split('.')[0], Rules.Names);
            Assert.NotEmpty(threshold.Unit);
            Assert.NotEmpty(threshold.Reason);
        });
    }

    [Fact]
    public void The_rules_are_those_of_the_contract() => Assert.Equal(
        [
            "abnormal-input", "constant-units", "dead-units", "dormant-units", "exploding-gradient", "learning-rate", "non-finite", "not-zero-centred",
            "oscillating", "output-mismatch", "poor-initialisation", "saturated-units", "stalled", "vanishing-gradient", "zig-zag",
        ],
        Rules.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void Sentences_are_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string here = Patients.Examine(Patients.WithDead(1, 3))[0].Evidence;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(here, Patients.Examine(Patients.WithDead(1, 3))[0].Evidence);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("dead-units.shaer=0.6", "'dead-units.share'")]
    [InlineData("dead-units.share", "name=number")]
    [InlineData("dead-units.share=lots", "'lots' is not a finite number")]
    [InlineData("dead-units.share=NaN", "not a finite number")]
    public void A_threshold_that_cannot_be_read_is_answered_with_how_to_mend_it(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SpecificationException>(() => ThresholdSet.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Thresholds_are_read_from_one_text_or_several()
    {
        ThresholdSet set = ThresholdSet.Parse("dead-units.share=0.6, stalled.margin = 0.05");
        Assert.Equal(2, set.Overrides.Count);
        Threshold share = Rules.Thresholds.Single(t => t.Name == "dead-units.share");
        Assert.Equal(0.6, set[share]);
        Assert.Equal(0.7, ThresholdSet.Parse(["dead-units.share=0.1", "dead-units.share=0.7"])[share]);
        Assert.Equal((0.5, 0.8), (ThresholdSet.Defaults[share], set.With(share, 0.8)[share]));
        Assert.Equal(0.6, set["dead-units.share"]);
        Assert.Contains("'dead-units.share'", Assert.Throws<ArgumentException>(() => set["dead-unit.share"]).Message, StringComparison.Ordinal);
    }
}
