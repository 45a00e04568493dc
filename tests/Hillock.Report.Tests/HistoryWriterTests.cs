using System.Text.Json;
using Hillock.Runs;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class HistoryWriterTests
{
    [Fact]
    public void There_is_a_line_for_each_run_and_epoch_with_all_that_is_known_of_it()
    {
        RunReport report = SampleReports.Full(layers: 2, units: 4, epochs: 3);
        JsonElement[] lines = Lines(report);
        Assert.Equal(9, lines.Length);
        JsonElement line = lines[4];
        EpochRecord epoch = report.Runs[1].History[1];
        Assert.Equal("relu", line.GetProperty("activation").GetString());
        Assert.Equal(1, line.GetProperty("seed").GetInt32());
        Assert.Equal(2, line.GetProperty("epoch").GetInt32());
        Assert.Equal(82, line.GetProperty("step").GetInt32());
        Assert.Equal(epoch.Loss, line.GetProperty("loss").GetDouble());
        Assert.Equal(epoch.Accuracy, line.GetProperty("accuracy").GetDouble());
        Assert.Equal(epoch.Validation!.Loss, line.GetProperty("validation").GetProperty("loss").GetDouble());
        Assert.Equal("hidden2", line.GetProperty("layers")[1].GetProperty("name").GetString());
        Assert.Equal(epoch.Layers[1].GradientRms, line.GetProperty("layers")[1].GetProperty("gradientRms").GetDouble());
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_null()
    {
        Run run = SampleReports.Run("relu", epochs: 1);
        run = run with { History = [run.History[0] with { Loss = double.NaN }] };
        Assert.Equal(JsonValueKind.Null, Lines(SampleReports.Of(run)).Single().GetProperty("loss").ValueKind);
    }

    private static JsonElement[] Lines(RunReport report)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("history.jsonl");
        HistoryWriter.Write(report, path);
        return [.. File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
