using System.Diagnostics;
using Xunit;

namespace Hillock.Cli.Tests;

public sealed class QuickCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(0.5);

    public static TheoryData<string> QuickCommands => ["list", "show relu", "--help", "train --help"];

    private static string[] Words(string command) => command.Split(' ');

    [Theory, MemberData(nameof(QuickCommands))]
    public void Quick_commands_never_load_libtorch(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the dynamic loader tells what it loads on Linux only");
        ToolResult result = ToolProcess.Run(start => start.Environment["LD_DEBUG"] = "files", Words(command));
        Assert.Equal(0, result.Status);
        Assert.Contains("libcoreclr", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(QuickCommands))]
    public void Quick_commands_answer_in_under_half_a_second(string command)
    {
        // The best of many: what else the machine does must not fail a test.
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 20 && best >= Limit; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(0, ToolProcess.Run(Words(command)).Status);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed < best) best = elapsed;
        }

        Assert.True(best < Limit, $"{command} took {best.TotalSeconds:F2} s at best");
    }

    [Fact]
    public void List_names_every_function()
    {
        string output = ToolProcess.Run("list").Output;
        Assert.All(["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "exponential"],
            name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Show_gives_formula_facts_and_a_plot()
    {
        string output = ToolProcess.Run("show", "leaky_relu(slope=0.2)").Output;
        Assert.Contains("slope·x", output, StringComparison.Ordinal);
        Assert.Contains("0.2", output, StringComparison.Ordinal);
        Assert.Contains("Maas", output, StringComparison.Ordinal);
        Assert.Contains(output, c => c is > '\u2800' and <= '\u28FF');
    }
}
