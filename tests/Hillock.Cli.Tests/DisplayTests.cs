using System.Diagnostics;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>A live display where somebody watches, plain lines where nobody does.</summary>
public sealed class DisplayTests
{
    private static readonly string[] Arguments =
        ["train", "--network", "12x2", "--activation", "relu,tanh", "--epochs", "6", "--lr", "0.1", "--out"];

    [Fact]
    public void Into_a_pipe_go_lines_without_escape_codes_with_scores_and_the_time_left()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run([.. Arguments, folder["out"]]);
        Assert.Equal(0, result.Status);
        Assert.DoesNotContain('\u001B', result.Output);
        Assert.Matches(@"epoch +6/6 +tanh +loss .* accuracy .* s left", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void On_a_terminal_a_table_for_each_network_lives_with_layers_and_sparklines()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "needs script, which gives a program a terminal");
        using TemporaryFolder folder = new();
        string program = Path.Combine(ToolProcess.Root, "src", "Hillock.Cli", "bin", "Release", "net10.0", "Hillock.Cli.dll");
        ProcessStartInfo start = new("/usr/bin/script", ["-qec", $"dotnet {program} {string.Join(' ', Arguments)} {folder["out"]}", "/dev/null"]);
        start.Environment["TERM"] = "xterm-256color";
        ToolResult result = ToolProcess.Run(start);
        Assert.Equal(0, result.Status);
        Assert.Contains('\u001B', result.Output);
        Assert.Contains("silent", result.Output, StringComparison.Ordinal);
        Assert.Contains("hidden2", result.Output, StringComparison.Ordinal);
        Assert.Contains(result.Output, c => c is >= '▁' and <= '█');
        Assert.Contains("Ctrl-C stops and still reports", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_leaves_only_the_verdict()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run([.. Arguments, folder["out"], "--quiet"]);
        Assert.DoesNotContain("epoch ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Report: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_seeds_make_a_run_each()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run("train", "--data", "blobs", "--network", "8", "--activation", "tanh", "--epochs", "2", "--lr", "0.1",
            "--seed", "3,4", "--out", folder["out"]);
        Assert.Equal(0, result.Status);
        Assert.Contains("tanh (seed 3)", result.Output, StringComparison.Ordinal);
        Assert.Contains("tanh (seed 4)", result.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(folder["out"], "tanh-seed4")));
    }
}
