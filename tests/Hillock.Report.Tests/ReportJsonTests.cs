using System.Text;
using System.Text.Json;
using Hillock.Diagnosis;
using Hillock.Runs;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class ReportJsonTests
{
    private static readonly Dictionary<string, string[]> Contract = new()
    {
        [""] = ["schema", "data", "runs"],
        ["data"] = ["name", "train", "test", "features", "classes"],
        ["runs"] = ["activation", "seed", "network", "lr", "epochs", "seconds", "train", "test", "history", "layers", "findings", "cures"],
        ["runs/train"] = ["loss", "accuracy"],
        ["runs/test"] = ["loss", "accuracy"],
        ["runs/history"] = ["epoch", "loss", "accuracy"],
        ["runs/layers"] =
        [
            "name", "units", "activation", "samples", "dead", "saturatedLow", "saturatedHigh", "saturatedBoth", "constant", "dormant",
            "zeroFraction", "saturatedFraction", "meanOutput", "stdOutput", "meanAbsDerivative", "gradientRms", "gradientMedian", "gradientGain",
        ],
        ["runs/findings"] = ["rule", "severity", "layer", "units", "grade", "numbers", "evidence", "advice"],
        ["runs/cures"] = ["treatment", "layer", "before", "after", "kept"],
    };

    public static TheoryData<string> Places => [.. Contract.Keys];

    [Theory, MemberData(nameof(Places))]
    public void Every_field_of_the_contract_is_there(string place)
    {
        // The sigmoid run has findings and cures.
        JsonElement element = Parse(SampleReports.Full()).RootElement;
        foreach (string name in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
            element = element.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? list[0] : element.GetProperty(name);
        foreach (string field in Contract[place])
            Assert.True(element.TryGetProperty(field, out _), $"{place} has no {field}");
    }

    [Fact]
    public void Names_of_choices_are_lower_case()
    {
        Run run = SampleReports.Run("relu") with { End = RunEnd.Diverged, Findings = [Finding(Severity.Warning, Grade.Converged)] };
        JsonElement json = Parse(SampleReports.Of(run)).RootElement.GetProperty("runs")[0];
        Assert.Equal("hillock.report/1", Parse(SampleReports.Full()).RootElement.GetProperty("schema").GetString());
        Assert.Equal("diverged", json.GetProperty("end").GetString());
        Assert.Equal("warning", json.GetProperty("findings")[0].GetProperty("severity").GetString());
        Assert.Equal("converged", json.GetProperty("findings")[0].GetProperty("grade").GetString());
        Assert.Equal(0.01, json.GetProperty("lr").GetDouble());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_null(double value)
    {
        Finding finding = Finding(Severity.Error, Grade.Observed) with { Numbers = new Dictionary<string, double> { ["loss"] = value } };
        Run run = SampleReports.Run("relu") with { Train = new(value, value), LearningRate = value, Findings = [finding] };
        JsonElement json = Parse(SampleReports.Of(run)).RootElement.GetProperty("runs")[0];
        Assert.Equal(JsonValueKind.Null, json.GetProperty("train").GetProperty("loss").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("train").GetProperty("accuracy").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("lr").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("findings")[0].GetProperty("numbers").GetProperty("loss").ValueKind);
    }

    [Fact]
    public void What_is_absent_is_null_and_not_left_out()
    {
        Run run = SampleReports.Run("relu") with { LearningRate = null, Test = new(0.5, null) };
        JsonElement json = Parse(SampleReports.Of(run)).RootElement.GetProperty("runs")[0];
        Assert.Equal(JsonValueKind.Null, json.GetProperty("lr").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("test").GetProperty("accuracy").ValueKind);
    }

    [Fact]
    public void A_report_reads_back_and_gives_the_same_bytes()
    {
        Run broken = SampleReports.Run("relu") with { Train = new(double.NaN, null), NonFinite = new(31, 2, "hidden2", "gradient") };
        RunReport report = SampleReports.Full() with { Runs = [.. SampleReports.Full().Runs, broken] };
        byte[] first = Bytes(report);
        RunReport back = ReportJson.Read(new MemoryStream(first));
        Assert.Equal(first, Bytes(back));
        Assert.Equal(first, Bytes(report));
        Assert.True(double.IsNaN(back.Runs[^1].Train.Loss));
        Assert.Equal(report.Runs[1].Layers[4].Dead, back.Runs[1].Layers[4].Dead);
        Assert.Equal(report.Runs[0].Layers[0].PreActivations!.Counts, back.Runs[0].Layers[0].PreActivations!.Counts);
        Assert.Equal(broken.NonFinite, back.Runs[^1].NonFinite);
        Assert.Equal(report.Runs[0].Findings[0].Numbers, back.Runs[0].Findings[0].Numbers);
    }

    [Fact]
    public void Fields_from_the_future_are_passed_over()
    {
        string json = Text(SampleReports.Full()).Replace("\"seed\"", "\"mood\": [{}], \"seed\"", StringComparison.Ordinal);
        Assert.Equal(3, ReportJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))).Runs.Count);
    }

    [Fact]
    public void A_list_of_units_stands_on_one_line() =>
        Assert.Contains("\"dead\": [0,3,7],", Text(SampleReports.Of(WithDead(0, 3, 7))), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{", "not a report")]
    [InlineData("null", "is null")]
    [InlineData("{\"schema\": \"hillock.report/1\"}", "data")]
    [InlineData("{\"schema\":\"hillock.report/2\",\"data\":{\"name\":\"\",\"train\":1,\"test\":1,\"features\":1},\"runs\":[]}", "hillock.report/2")]
    public void A_file_that_is_no_report_is_refused_with_its_name_and_place(string text, string part)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("old.json");
        File.WriteAllText(path, text);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ReportJson.Read(path));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("new/report.json");
        ReportJson.Write(SampleReports.Full(), path);
        ReportJson.Write(SampleReports.Of(), path);
        Assert.Empty(ReportJson.Read(path).Runs);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("report.json"));
        Assert.ThrowsAny<Exception>(() => ReportJson.Write(SampleReports.Full(), folder.File("report.json")));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static Finding Finding(Severity severity, Grade grade) =>
        new("dead-units", severity, "hidden1", [1], grade, new Dictionary<string, double>(), "Seen.", "Do.");

    private static Run WithDead(params int[] dead)
    {
        Run run = SampleReports.Run("relu", layers: 1);
        return run with { Layers = [run.Layers[0] with { Dead = dead }] };
    }

    private static byte[] Bytes(RunReport report)
    {
        MemoryStream stream = new();
        ReportJson.Write(report, stream);
        return stream.ToArray();
    }

    private static string Text(RunReport report) => Encoding.UTF8.GetString(Bytes(report));

    private static JsonDocument Parse(RunReport report) => JsonDocument.Parse(Bytes(report));
}
