using System.Text.Json;
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
