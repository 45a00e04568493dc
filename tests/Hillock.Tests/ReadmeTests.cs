using Xunit;

namespace Hillock.Tests;

/// <summary>The README's library example, run here line by line, with what it says it prints.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_prints_what_its_comments_say()
    {
        using StringWriter written = new();
        TextWriter Console = written;

        Activation leaky = Activation.Parse("leaky_relu(slope=0.2)");
        float[] x = [-2, -1, 0, 1, 2], y = new float[5], dx = new float[5];
        leaky.Forward(x, y);                                 // y = f(x), any length, in place if you like
        leaky.Backward(x, dy: [1, 1, 1, 1, 1], dx);          // dx = dy · f′(x)
        Console.WriteLine(string.Join(" ", y));              // -0.4 -0.2 0 1 2
        Console.WriteLine(string.Join(" ", dx));             // 0.2 0.2 0.2 1 1
        Console.WriteLine(leaky.Facts.Formula);              // x for x > 0, else slope·x

        string[] promised = [.. Example().Where(line => line.StartsWith("Console", StringComparison.Ordinal)).Select(line => line.Split("// ")[1])];
        Assert.Equal(promised, written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_readme_shows_the_lines_that_are_tested_here()
    {
        string here = File.ReadAllText(Path.Combine(Root(), "tests", "Hillock.Tests", "ReadmeTests.cs"));
        string[] example = Example();
        Assert.InRange(example.Length, 5, 12);
        // Here the namespace is known.
        Assert.Equal("using Hillock;", example[0]);
        Assert.All(example[1..], line => Assert.Contains(line, here, StringComparison.Ordinal));
    }

    private static string[] Example()
    {
        string readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        return readme.Split("```csharp")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "Hillock.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder!;
    }
}
