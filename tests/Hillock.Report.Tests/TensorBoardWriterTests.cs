using Hillock.Runs;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class TensorBoardWriterTests
{
    private static readonly TimeProvider Noon = new FixedTime(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    [Fact]
    public void The_readers_own_check_is_the_published_one() => Assert.Equal(0xE3069283, EventFileReader.Crc32C("123456789"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_run_has_a_folder_with_its_curves(int index)
    {
        using TemporaryFolder folder = new();
        RunReport report = SampleReports.Full(layers: 2, units: 64, epochs: 4);
        TensorBoardWriter.Write(report, folder.Path, Noon);
        Assert.Equal(["leaky_relu-seed1", "relu-seed1", "sigmoid-seed1"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order());

        Run run = report.Runs[index];
        Assert.True(run.Layers[1].Dead.Count + run.Layers[1].SaturatedHigh.Count > 0);
        List<EventFileReader.Event> events = EventFileReader.Read(folder.File($"{run.Activation}-seed1/events.out.tfevents.1800000000.hillock"));
        Assert.Equal("brain.Event:2", events[0].Version);
        foreach (EpochRecord epoch in run.History)
        {
            Dictionary<string, float> points = events.Where(e => e.Step == epoch.Step && e.Tag is not null).ToDictionary(e => e.Tag!, e => e.Value!.Value);
            Assert.Equal(4 + 2 * 4, points.Count);
            Assert.Equal((float)epoch.Loss, points["loss/train"]);
            Assert.Equal((float)epoch.Accuracy!, points["accuracy/train"]);
            Assert.Equal((float)epoch.Validation!.Loss, points["loss/validation"]);
            Assert.Equal(epoch.Layers[1].Silent, points["silent/hidden2"]);
            Assert.Equal(epoch.Layers[1].SaturatedLow + epoch.Layers[1].SaturatedHigh, points["saturated/hidden2"]);
            Assert.Equal((float)epoch.Layers[1].ZeroFraction, points["zero_fraction/hidden2"]);
            Assert.Equal((float)epoch.Layers[1].GradientRms!, points["gradient_rms/hidden2"]);
        }
    }

    [Fact]
    public void The_last_epoch_is_now_and_the_first_event_the_start_of_the_run()
    {
        using TemporaryFolder folder = new();
        Run run = SampleReports.Run("relu", epochs: 4) with { Seconds = 8 };
        TensorBoardWriter.Write(SampleReports.Of(run), folder.Path, Noon);
        List<EventFileReader.Event> events = EventFileReader.Read(Directory.GetFiles(folder.File("relu-seed1")).Single());
        Assert.Equal([1_799_999_992, 1_799_999_994, 1_799_999_996, 1_799_999_998, 1_800_000_000], events.Select(e => e.WallTime).Distinct());
    }

    [Fact]
    public void What_an_earlier_run_left_is_replaced_and_what_others_wrote_is_kept()
    {
        using TemporaryFolder folder = new();
        Run run = SampleReports.Run("relu");
        TensorBoardWriter.Write(SampleReports.Of(run), folder.Path, new FixedTime(DateTimeOffset.UnixEpoch));
        File.WriteAllText(folder.File("relu-seed1/events.out.tfevents.1.theirs"), "");
        TensorBoardWriter.Write(SampleReports.Of(run), folder.Path, Noon);
        Assert.Equal(
            ["events.out.tfevents.1.theirs", "events.out.tfevents.1800000000.hillock"],
            Directory.GetFiles(folder.File("relu-seed1")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Names_that_are_no_folders_have_folders_all_the_same()
    {
        using TemporaryFolder folder = new();
        Run run = SampleReports.Run("relu"), parameter = SampleReports.Run("leaky_relu(slope=0.2)"), strange = SampleReports.Run("../a:b");
        TensorBoardWriter.Write(SampleReports.Of(run, parameter, strange), folder.Path, Noon);
        Assert.Equal(
            ["a_b-seed1", "leaky_relu-slope0.2-seed1", "relu-seed1"],
            Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_diverged_run_shows_its_NaN_and_an_absent_number_has_no_point()
    {
        using TemporaryFolder folder = new();
        Run run = SampleReports.Run("relu", epochs: 1);
        run = run with { History = [run.History[0] with { Loss = double.NaN, Accuracy = null, Validation = null }] };
        TensorBoardWriter.Write(SampleReports.Of(run), folder.Path, Noon);
        List<EventFileReader.Event> events = EventFileReader.Read(Directory.GetFiles(folder.File("relu-seed1")).Single());
        Assert.True(float.IsNaN(events.Single(e => e.Tag == "loss/train").Value!.Value));
        Assert.DoesNotContain(events, e => e.Tag is "accuracy/train" or "loss/validation");
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
