using Hillock.Lab.State;
using Xunit;

namespace Hillock.Lab.Tests;

public sealed class RunStoreTests : IDisposable
{
    private static readonly StoreSettings Settings = new(StoreSettings.Current, "digits", "0123456789abcdef", false, "build1");
    private readonly string _folder = Directory.CreateTempSubdirectory("hillock-lab").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_kept_is_found_again_to_the_last_bit()
    {
        Open(resume: false).Keep("dying", Run("lr=0.1 seed=1"));
        Trial? found = Open(resume: true).Find("dying", "lr=0.1 seed=1");
        Assert.NotNull(found);
        Assert.Equal([0.1, double.NaN, double.PositiveInfinity, 1 / 3.0], found.Series("loss"));
        Assert.Null(Open(resume: true).Find("leaky", "lr=0.1 seed=1"));
        Assert.Null(Open(resume: true).Find("dying", "lr=0.1 seed=2"));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Without_resume_nothing_of_an_earlier_start_is_found()
    {
        Open(resume: false).Keep("dying", Run("a"));
        Assert.Null(Open(resume: false).Find("dying", "a"));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void A_file_cut_short_is_named_and_left_out(double share)
    {
        Open(resume: false).Keep("dying", Run("a"));
        string file = RunFile();
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(int)(share * bytes.Length)]);
        Assert.Null(Open(resume: true).Find("dying", "a"));
        Assert.Contains(file, Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_number_is_noticed()
    {
        Open(resume: false).Keep("dying", Run("a"));
        string file = RunFile();
        File.WriteAllText(file, File.ReadAllText(file).Replace("0.1,", "0.2,", StringComparison.Ordinal));
        Assert.Null(Open(resume: true).Find("dying", "a"));
        Assert.Contains(file, Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_another_name_is_not_mixed_in()
    {
        RunStore store = Open(resume: false);
        store.Keep("dying", Run("a"));
        store.Keep("dying", Run("b"));
        string[] files = Directory.GetFiles(Path.Combine(_folder, "dying"));
        File.Copy(files[0], files[1], overwrite: true);
        RunStore again = Open(resume: true);
        Assert.True(again.Find("dying", "a") is null ^ again.Find("dying", "b") is null);
        Assert.Single(_warnings);
    }

    [Fact]
    public void Runs_on_other_data_or_of_another_length_are_refused()
    {
        Open(resume: false).Keep("dying", Run("a"));
        Refused(Settings with { Full = true });
        Refused(Settings with { Content = "ffff" });
        Refused(Settings with { Build = "build2" });

        void Refused(StoreSettings other) => Assert.Contains("settings.json",
            Assert.Throws<InvalidDataException>(() => RunStore.Open(_folder, other, true, _warnings.Add)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_without_their_settings_are_refused()
    {
        Open(resume: false).Keep("dying", Run("a"));
        File.WriteAllText(Path.Combine(_folder, "settings.json"), "{");
        Assert.Throws<InvalidDataException>(() => Open(resume: true));
        File.Delete(Path.Combine(_folder, "settings.json"));
        Assert.Throws<InvalidDataException>(() => Open(resume: true));
    }

    private static Trial Run(string key) =>
        new(key, new Dictionary<string, double[]> { ["loss"] = [0.1, double.NaN, double.PositiveInfinity, 1 / 3.0], ["rate"] = [0.01] }, 1.5);

    private RunStore Open(bool resume) => RunStore.Open(_folder, Settings, resume, _warnings.Add);

    private string RunFile() => Assert.Single(Directory.GetFiles(Path.Combine(_folder, "dying")));
}
