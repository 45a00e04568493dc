using System.Diagnostics;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>A training that is killed and goes on.</summary>
public sealed class ResumeTests
{
    private static readonly string[] Options =
        ["--network", "24x3", "--activation", "relu,tanh", "--optimizer", "adam", "--lr", "0.001", "--epochs", "60", "--threads", "1", "--set", "dead-units.share=0.6"];

    [Fact]
    public void A_killed_training_goes_on_to_the_same_weights_and_the_same_json_but_for_seconds()
    {
        using TemporaryFolder folder = new();
        string whole = folder["whole"], killed = folder["killed"], checkpoints = Path.Combine(killed, "checkpoints");
        Kill(["train", "--out", killed, .. Options], () => Directory.Exists(checkpoints) && Directory.GetFiles(checkpoints, "*.checkpoint").Length == 2);
        Assert.False(File.Exists(Path.Combine(killed, "report.json")), "the training was over before it was killed");

        Assert.Equal(0, ToolProcess.Run(["train", "--out", killed, "--check-only", .. Options]).Status);
        Assert.Equal(2, Directory.GetFiles(checkpoints, "*.checkpoint").Length);

        Refused(["--resume", killed, "--lr", "0.002"], "--lr 0.001, not 0.002");
        string damaged = Directory.GetFiles(checkpoints, "tanh*.checkpoint")[0];
        byte[] sound = File.ReadAllBytes(damaged);
        File.WriteAllBytes(damaged, sound[..^9]);
        Refused(["--resume", killed], "is damaged");
        File.WriteAllBytes(damaged, sound);

        ToolResult resumed = ToolProcess.Run("train", "--resume", killed), straight = ToolProcess.Run(["train", "--out", whole, .. Options]);
        Assert.True(resumed.Status == 0 && straight.Status == 0, resumed.Error + straight.Error);
        Assert.Equal(Lines(whole), Lines(killed));
        foreach (string network in new[] { "relu-seed1", "tanh-seed1" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, network, "weights.npz")), File.ReadAllBytes(Path.Combine(killed, network, "weights.npz")));
        Assert.False(Directory.Exists(checkpoints));
        Refused(["--resume", killed], "the training there is complete");
        Refused(["--resume", folder["nowhere"]], "no interrupted training is there");
    }

    private static void Kill(string[] arguments, Func<bool> when)
    {
        ProcessStartInfo start = new("dotnet", [ToolProcess.Program, .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!when() && !process.HasExited) process.WaitForExit(20);
        // SIGKILL on Linux and macOS, TerminateProcess on Windows: nothing is tidied up.
        process.Kill();
        process.WaitForExit();
    }

    private static void Refused(string[] arguments, string said)
    {
        ToolResult result = ToolProcess.Run(["train", .. arguments]);
        Assert.Equal(2, result.Status);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    private static string[] Lines(string folder) =>
    [
        .. File.ReadAllLines(Path.Combine(folder, "report.json"))
            .Where(line => !line.Contains("\"seconds\"", StringComparison.Ordinal) && !line.Contains("\"command\"", StringComparison.Ordinal)),
    ];
}
