using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>hillock list and hillock show: all facts of all functions, readable at any width, with and without colours.</summary>
public sealed partial class FunctionCommandTests
{
    [Fact]
    public void The_json_of_list_holds_every_fact_of_every_function()
    {
        using JsonDocument document = JsonDocument.Parse(ToolProcess.Run("list", "--json", "-").Output);
        JsonElement[] functions = [.. document.RootElement.GetProperty("functions").EnumerateArray()];
        Assert.Equal(Activation.All.Select(f => f.Name), functions.Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(RowActivation.All.Select(f => f.Name), document.RootElement.GetProperty("rowFunctions").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        foreach ((Activation activation, JsonElement json) in Activation.All.Zip(functions))
        {
            FunctionFacts facts = activation.Facts;
            Assert.Equal(facts.Formula, json.GetProperty("formula").GetString());
            Assert.Equal(facts.DerivativeFormula, json.GetProperty("derivative").GetString());
            Same(facts.Minimum, json.GetProperty("minimum"));
            Same(facts.Maximum, json.GetProperty("maximum"));
            Same(facts.MaxSlope, json.GetProperty("lipschitz"));
            Same(facts.LowerTail.Limit, json.GetProperty("lowerTail").GetProperty("limit"));
            Assert.Equal(facts.ZeroCentred, json.GetProperty("zeroCentred").GetBoolean());
            Assert.Equal(facts.TurningPoints.Count == 0, json.GetProperty("monotone").GetBoolean());
            Assert.Equal(facts.Kinks, json.GetProperty("kinks").EnumerateArray().Select(kink => kink.GetDouble()));
            Assert.Equal(facts.Source.Year, json.GetProperty("source").GetProperty("year").ValueKind == JsonValueKind.Null ? null : json.GetProperty("source").GetProperty("year").GetInt32());
            Assert.Equal(facts.Names.Onnx, json.GetProperty("names").GetProperty("onnx").GetString());
            Assert.Equal(facts.Primitives, json.GetProperty("primitives").GetString());
            Assert.Equal(activation.Parameters.Select(p => p.Name), json.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        }

        static void Same(double value, JsonElement json)
        {
            if (double.IsFinite(value)) Assert.Equal(value, json.GetDouble());
            else Assert.Equal(JsonValueKind.Null, json.ValueKind);
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void No_line_is_broken_at_any_width(int width)
    {
        string[] lines = OnTerminal(width, "list --no-color");
        string[] table = [.. lines.TakeWhile(line => line.Length > 0)];
        Assert.Equal(Activation.All.Count + 1, table.Length);
        Assert.All(table, line => Assert.True(line.Length <= width, line));
        Assert.Contains("range", table[0], StringComparison.Ordinal);
        Assert.Contains("to +∞", table[0], StringComparison.Ordinal);
        Assert.Equal(width == 160, table[0].Contains("PyTorch", StringComparison.Ordinal));
        Assert.Equal(Activation.All.Select(f => f.Name), table.Skip(1).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Without_colours_dashes_and_bands_with_a_legend_tell_the_parts()
    {
        string[] lines = OnTerminal(80, "show relu6 --no-color");
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        string band = Assert.Single(lines, line => line.Contains("░ off ░", StringComparison.Ordinal));
        Assert.Contains("▓", band, StringComparison.Ordinal);
        Assert.True(band.IndexOf('░', StringComparison.Ordinal) < band.IndexOf('▓', StringComparison.Ordinal), band);
        Assert.Contains(lines, line => line.Contains("░ off (|f′| below 1 %)", StringComparison.Ordinal) && line.Contains("▓ saturates", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("leaky_relu(slope=0.2)", "leaky_relu(slope=0.2)", "0.2 (0.01 unless given")]
    [InlineData("swish", "silu", "also called")]
    [InlineData("onnx:HardSigmoid", "onnx:hard_sigmoid", "min(max(alpha·x + beta, 0), 1)")]
    [InlineData("gelu", "gelu", "no, turns at −0.7518")]
    [InlineData("tanh", "tanh", "yes, f(−x) = −f(x)")]
    [InlineData("elu", "elu", "Fast and accurate deep network learning")]
    [InlineData("softmax", "softmax", "[−1, 0.5, 2, 1] becomes [0.03034, 0.136, 0.6095, 0.2242]")]
    [InlineData("maxout(pieces=3)", "maxout(pieces=3)", "[−1, 0.5, 2, 1, −3, 0] becomes [2, 1]")]
    [InlineData("crelu", "crelu", "g₁ for x > 0")]
    public void Show_accepts_parameters_aliases_dialects_and_functions_over_a_row(string text, string name, string says)
    {
        ToolResult result = ToolProcess.Run("show", text);
        Assert.True(result.Status == 0, result.Error);
        Assert.StartsWith(name + "  ", result.Output, StringComparison.Ordinal);
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_is_one_picture_with_its_style_and_json_the_facts_of_one()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run("show", "hard_shrink(lambda=1)", "--svg", folder["f.svg"], "--json", folder["f.json"]);
        Assert.Equal(0, result.Status);
        XElement picture = XElement.Load(folder["f.svg"]);
        Assert.Equal("svg", picture.Name.LocalName);
        Assert.Contains("prefers-color-scheme", picture.Value, StringComparison.Ordinal);
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllText(folder["f.json"]));
        Assert.Equal(1, Assert.Single(facts.RootElement.GetProperty("functions").EnumerateArray()).GetProperty("parameters")[0].GetProperty("value").GetDouble());
    }

    // script gives a program a terminal; its size is set inside.
    private static string[] OnTerminal(int columns, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "needs script, which gives a program a terminal");
        ProcessStartInfo start = new("/usr/bin/script", ["-qec", $"stty cols {columns} rows 60; dotnet {ToolProcess.Program} {arguments}", "/dev/null"]);
        start.Environment["TERM"] = "xterm-256color";
        ToolResult result = ToolProcess.Run(start);
        Assert.True(result.Status == 0, result.Output + result.Error);
        if (arguments.Contains("--no-color", StringComparison.Ordinal)) Assert.DoesNotMatch(Colour(), result.Output);
        return [.. Escape().Replace(result.Output, "").Split('\n').Select(line => line.TrimEnd('\r', ' '))];
    }

    // Bold and dim are no colours.
    [GeneratedRegex("\u001B\\[(\\d+;)*(3|4|9)\\d")]
    private static partial Regex Colour();

    [GeneratedRegex("\u001B(\\[[?\\d;]*[a-zA-Z]|=|>)")]
    private static partial Regex Escape();
}
