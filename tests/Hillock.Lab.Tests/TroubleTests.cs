using System.Text.Json;
using Hillock.Diagnosis;
using Hillock.Lab.Trouble;
using Xunit;

namespace Hillock.Lab.Tests;

/// <summary>The benchmark of trainings that go well or wrong.</summary>
public sealed class TroubleTests
{
    [Fact]
    public void Cases_follow_from_the_seed_about_half_are_meant_to_be_healthy_and_none_is_long()
    {
        TroubleCase[] cases = [.. Enumerable.Range(0, 400).Select(index => TroubleFamilies.Draw(7, index, []))];
        Assert.Equal(cases, Enumerable.Range(0, 400).Select(index => TroubleFamilies.Draw(7, index, [])));
        Assert.InRange(cases.Count(trouble => trouble.Fault == Fault.None), 160, 240);
        Assert.Equal(
            ["blobs D", "blobs E", "blobs G", "blobs N", "circle D", "circle E", "circle G", "circle N", "image D", "image G", "image N", "oscillating", "output"],
            cases.Select(trouble => trouble.Family).Where(family => !family.EndsWith("x100", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
        Assert.All(cases, trouble => Assert.InRange(trouble.Epochs * (trouble.Data == "digits" ? 1293.0 : 630) / trouble.Batch, 1, 3000));
        Assert.NotEqual(cases[0], TroubleFamilies.Draw(8, 0, []));
    }

    [Fact]
    public void Planted_faults_are_all_found_and_nothing_else_is()
    {
        PlantedScore score = PlantedFaults.Score(5, TestContext.Current.CancellationToken);
        Assert.Equal((1.0, 1.0), (score.Precision, score.Recall));
        Assert.InRange(score.Units, 60, 400);
        Assert.InRange(score.Decoys, 50, 200);
    }

    [Fact]
    public void The_sums_are_those_of_counting_by_hand()
    {
        TroubleResult[] results =
        [
            Of(TroubleKind.Healthy, 0.9, cured: new(0.9, 0.1, 12, 105)) with { Cures = [new("x", null, 1, 2, false, false, 10, ["stalled"])] },
            Of(TroubleKind.Healthy, 0.9, cured: new(0.9, 0.1, 10, 100)) with { FalseAlarm = Severity.Warning },
            Of(TroubleKind.Healthy, 0.9, cured: new(0.9, 0.1, 10, 100)) with { FalseAlarm = Severity.Error },
            Of(TroubleKind.Healthy, 0.9, cured: new(0.9, 0.1, 10, 100)),
            Of(TroubleKind.Between, 0.7),
            // Gone, better, and healthy: 0.5 is chance and 0.9 the reference, so 0.86 is nine tenths of the way.
            Of(TroubleKind.Broken, 0.5, cured: new(0.87, 0.1, 20, 185)) with { Detected = true, DetectedByOwnRule = true, SymptomGone = true },
            // Gone and better, no more.
            Of(TroubleKind.Broken, 0.5, cured: new(0.8, 0.1, 18, 150)) with { Detected = true, SymptomGone = true },
            // Gone, and worse.
            Of(TroubleKind.Broken, 0.5, cured: new(0.4, 0.1, 18, 150)) with { Detected = true, SymptomGone = true },
            // Not gone, however well it does; it broke off after a step, so its time says nothing.
            Of(TroubleKind.Broken, 0.5, cured: new(0.9, 0.1, 900, 150), steps: 1),
        ];
        TroubleSummary sum = TroubleSummary.Of(results, null);
        Assert.Equal((4, 4, 1), (sum.Healthy, sum.Broken, sum.Between));
        Assert.Equal((0.75, 0.25), (sum.Detection!.Value, sum.DetectionByOwnRule!.Value));
        Assert.Equal((0.25, 0.25), (sum.FalseErrors!.Value, sum.FalseWarnings!.Value));
        Assert.Equal((0.75, 0.5, 0.25), (sum.CuredA!.Value, sum.CuredB!.Value, sum.CuredC!.Value));
        Assert.Equal((2 + 1.8 + 1.8) / 3, sum.Cost!.Value, 12);
        Assert.Equal(4.2 / 4, sum.CostHealthy!.Value, 12);
        Assert.Equal((1.85, 1.0125, 1), (sum.MostSteps!.Value, sum.StepsHealthy!.Value, sum.Meddled));
        Assert.Null(TroubleSummary.Of([], null).Detection);

        static TroubleResult Of(TroubleKind kind, double accuracy, TroubleOutcome? cured = null, int steps = 100) => new()
        {
            Family = "f",
            Fault = Fault.None,
            Kind = kind,
            Train = "",
            Reference = 0.9,
            Chance = 0.5,
            Steps = 100,
            Untouched = new(accuracy, 0.1, 10, steps),
            Cured = cured,
            Detected = false,
            DetectedByOwnRule = false,
            Halfway = [],
            Findings = [],
        };
    }

    [Fact]
    public void A_fault_is_named_by_a_warning_of_its_rules_and_a_raw_input_is_one_in_every_family()
    {
        TroubleCase dying = TroubleFamilies.Draw(1, 0, []) with { Fault = Fault.Dying, Scale = null };
        TroubleFinding Finding(string rule, Severity severity) => new(rule, severity, [], "");
        Assert.True(FaultRules.Name(FaultRules.Of(dying), [Finding("dead-units", Severity.Warning)]));
        Assert.False(FaultRules.Name(FaultRules.Of(dying), [Finding("dead-units", Severity.Info), Finding("stalled", Severity.Error), Finding("abnormal-input", Severity.Warning)]));
        Assert.True(FaultRules.Name(FaultRules.Of(dying with { Scale = "x100" }), [Finding("abnormal-input", Severity.Warning)]));
        Assert.True(FaultRules.Name(FaultRules.Of(dying), [Finding("poor-initialisation", Severity.Warning)]));
        Assert.False(FaultRules.Name(FaultRules.Own(dying), [Finding("poor-initialisation", Severity.Warning)]));
    }

    [Fact]
    public void Finished_cases_are_taken_over_and_damaged_ones_made_again()
    {
        string folder = Directory.CreateTempSubdirectory("hillock-trouble").FullName;
        try
        {
            // The first case of this seed is over after a few steps: exponentials that overflow.
            int seed = Enumerable.Range(1, 1000).First(s => TroubleFamilies.Draw(s, 0, []) is { Fault: Fault.Exploding, Optimizer: "adagrad", Rate: 1, Scale: null });
            TroubleSettings settings = new() { Cases = 1, Seed = seed, Folder = folder, Resume = true };
            View view = new();
            TroubleReport first = TroubleRunner.Run(settings, view, TestContext.Current.CancellationToken);
            TroubleReport second = TroubleRunner.Run(settings, view, TestContext.Current.CancellationToken);
            // Seconds too: it was read, not made again.
            Assert.Equal(Json(first), Json(second));
            Assert.Equal((TroubleKind.Broken, true), (first.Cases[0].Kind, first.Cases[0].Detected));
            Assert.Empty(view.Warnings);

            string file = Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "cases")));
            File.WriteAllText(file, File.ReadAllText(file)[..100]);
            TroubleReport third = TroubleRunner.Run(settings, view, TestContext.Current.CancellationToken);
            Assert.Contains("is damaged", Assert.Single(view.Warnings), StringComparison.Ordinal);
            Assert.Equal(first.Cases[0].Untouched.Accuracy, third.Cases[0].Untouched.Accuracy);

            File.WriteAllText(file, File.ReadAllText(file).Replace(first.Cases[0].Build, "another", StringComparison.Ordinal));
            Assert.Equal(first.Cases[0].Build, TroubleRunner.Run(settings, view, TestContext.Current.CancellationToken).Cases[0].Build);
            Assert.Contains("of another build", view.Warnings[^1], StringComparison.Ordinal);

            using JsonDocument document = JsonDocument.Parse(Json(third));
            Assert.Equal("hillock.trouble/1", document.RootElement.GetProperty("schema").GetString());
            JsonElement made = document.RootElement.GetProperty("cases")[0];
            Assert.Equal(("broken", JsonValueKind.Null), (made.GetProperty("kind").GetString(), made.GetProperty("falseAlarm").ValueKind));
            Assert.Equal(1, document.RootElement.GetProperty("summary").GetProperty("detection").GetDouble());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Json(TroubleReport report)
    {
        using MemoryStream stream = new();
        TroubleJson.Write(report, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class View : ITroubleView
    {
        public List<string> Warnings { get; } = [];

        public void Done(int index, TroubleResult result, int done, int cases)
        {
        }

        public void Warn(string message) => Warnings.Add(message);
    }
}
