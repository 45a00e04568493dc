using System.Diagnostics;
using System.Globalization;
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

    // Time on the processor, not on the clock: what else the machine does must not fail a test.
    [Theory, MemberData(nameof(QuickCommands))]
    public void Quick_commands_take_under_half_a_second_of_the_processor(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the shell that tells the processor time of a command is not there");
        TimeSpan best = Enumerable.Range(0, 5).Min(_ => ProcessorTime(Words(command)));
        Assert.InRange(best, TimeSpan.FromMilliseconds(1), Limit);
    }

    private static TimeSpan ProcessorTime(string[] words)
    {
        ProcessStartInfo start = new("bash", ["-c", "\"$@\" > /dev/null && times", "bash", "dotnet", ToolProcess.Program, .. words]);
        ToolResult result = ToolProcess.Run(start);
        Assert.Equal(0, result.Status);
        // Two lines, the shell's own and its children's: 0m0.093s 0m0.031s.
        string[] children = result.Output.Trim().Split('\n')[1].Split(' ');
        return children.Aggregate(TimeSpan.Zero, (sum, part) =>
            sum + TimeSpan.ParseExact(part.Trim(), @"m\ms\.fff\s", CultureInfo.InvariantCulture));
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
