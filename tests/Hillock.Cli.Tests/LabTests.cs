using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Hillock.Cli.Tests;

public sealed class LabTests
{
    [Fact]
    public void Lab_list_names_every_claim()
    {
        ToolResult result = ToolProcess.Run("lab", "list");
        Assert.Equal(0, result.Status);
        string[] ids =
        [
            "partition", "saturation", "initialisation", "jacobian", "zero-centred", "zig-zag", "relu-flow", "relu-speed", "sparsity", "disentangling", "regularisation",
            "dead-role", "variable-size", "separability", "recovery", "dying", "born-dead", "leaky", "successors",
        ];
        Assert.Equal(ids, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("saturation", "lab", "saturaton")]
    [InlineData("train-images-idx3-ubyte", "lab", "born-dead", "--data", "mnist:no-such-folder")]
    [InlineData("nowhere", "lab", "born-dead", "--resume", "nowhere")]
    [InlineData("--threads", "lab", "born-dead", "--threads", "0")]
    public void Bad_input_ends_with_one_line(string named, params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(arguments);
        Assert.Equal(2, result.Status);
        Assert.Contains(named, Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lab_that_was_killed_goes_on_with_the_runs_that_were_finished_and_leaves_out_a_damaged_one()
    {
        using TemporaryFolder folder = new();
        string whole = Path.Combine(folder.Path, "whole"), killed = Path.Combine(folder.Path, "killed"), runs = Path.Combine(killed, "state", "born-dead");
        Assert.Equal(0, ToolProcess.Run("lab", "born-dead", "--out", whole, "--quiet").Status);
        Directory.CreateDirectory(killed);
        using (FileSystemWatcher watcher = new(killed) { IncludeSubdirectories = true })
        using (Process process = ToolProcess.Start("lab", "born-dead", "--out", killed, "--threads", "1"))
        {
            // A change between two waits is made up for by the next one, or by the end of the second.
            while (!process.HasExited && (!Directory.Exists(runs) || Directory.GetFiles(runs, "*.json").Length < 3))
                watcher.WaitForChanged(WatcherChangeTypes.All, 1000);
            process.Kill();
            process.WaitForExit();
        }

        string[] finished = [.. Directory.GetFiles(runs, "*.json").Order(StringComparer.Ordinal)];
        Assert.InRange(finished.Length, 3, 19);
        DateTime kept = File.GetLastWriteTimeUtc(finished[0]);
        File.WriteAllText(finished[1], File.ReadAllText(finished[1])[..40]);
        ToolResult result = ToolProcess.Run("lab", "born-dead", "--resume", killed, "--quiet");
        Assert.Equal(0, result.Status);
        Assert.Equal(kept, File.GetLastWriteTimeUtc(finished[0]));
        Assert.Contains(finished[1], result.Error, StringComparison.Ordinal);
        Assert.Equal(Numbers(whole), Numbers(killed));
        Assert.True(File.Exists(Path.Combine(killed, "index.html")));
    }

    [Fact]
    public void Runs_of_another_version_are_not_mixed_in()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, ToolProcess.Run("lab", "born-dead", "--out", folder.Path, "--quiet").Status);
        ToolResult result = ToolProcess.Run("lab", "born-dead", "--full", "--resume", folder.Path);
        Assert.Equal(2, result.Status);
        Assert.Contains("settings.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_with_data_that_have_no_family_ends_with_status_2()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run("lab", "trouble", "--cases", "1", "--data", "blobs", "--out", folder["out"]);
        Assert.Equal(2, result.Status);
        Assert.Contains("fashion-mnist", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    private static string Numbers(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "lab.json")));
        Assert.Equal("hillock.lab/1", document.RootElement.GetProperty("schema").GetString());
        JsonElement claim = document.RootElement.GetProperty("claims")[0];
        Assert.True(claim.GetProperty("verdict").GetString() is "holds" or "holds-if" or "does-not-hold");
        return claim.GetProperty("numbers").GetRawText();
    }
}
