using System.Diagnostics;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>What a newcomer does first: clone, then the README's command, in a folder that never saw a build.</summary>
public sealed class CleanCloneTests
{
    [Fact]
    public void The_first_command_of_the_readme_works_in_a_fresh_clone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is a shell script");
        Assert.SkipUnless(Directory.Exists(Path.Combine(ToolProcess.Root, ".git")), "the tests do not run inside a git checkout");
        Assert.Contains("./hillock train", File.ReadAllText(Path.Combine(ToolProcess.Root, "README.md")), StringComparison.Ordinal);

        using TemporaryFolder folder = new();
        string clone = folder["clone"];
        ToolResult cloned = Execute("git", folder.Path, "clone", "--quiet", "--no-hardlinks", ToolProcess.Root, clone);
        Assert.SkipUnless(cloned.Status == 0, $"git could not clone: {cloned.Error}");

        ToolResult trained = Execute(Path.Combine(clone, "hillock"), clone, "train");
        Assert.True(trained.Status == 0, trained.Error);
        Assert.Empty(trained.Error);
        Assert.Contains("relu", trained.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(clone, "hillock-out", "train", "report.html")));
        Assert.Empty(Execute("git", clone, "status", "--porcelain").Output);

        // The second call finds everything built.
        string stamp = Path.Combine(clone, ".build", "Hillock.Cli.stamp");
        DateTime built = File.GetLastWriteTimeUtc(stamp);
        Assert.Equal(0, Execute(Path.Combine(clone, "hillock"), clone, "list").Status);
        Assert.Equal(built, File.GetLastWriteTimeUtc(stamp));
    }

    private static ToolResult Execute(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { WorkingDirectory = folder };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return ToolProcess.Run(start);
    }
}
