using System.Text.Json;
using Hillock.Networks;
using Hillock.Onnx.Export;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>Whatever the data are, they reach the input that they are meant for.</summary>
public sealed partial class CheckTests
{
    // Two by two pixels.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEUlEQVR4nGPgEpHTMLJhgFAACiwBpXBsUlAAAAAASUVORK5CYII=";

    [Fact]
    public void A_folder_of_images_is_fitted_to_the_input()
    {
        using TemporaryFolder folder = new();
        Network network = new(NetworkSpec.Parse("conv2k3,flatten"), [3, 4, 4], 2, Activation.Parse("relu"), Activation.Parse("identity"));
        Initialiser init = Initialiser.Parse("he_uniform");
        NetworkExport.Of(network, NetworkWeights.Create(network, init, init, 1)).Write(folder["m.onnx"]);
        Directory.CreateDirectory(folder["images"]);
        for (int i = 0; i < 5; i++) File.WriteAllBytes(folder[$"images/{i}.png"], Convert.FromBase64String(Png));
        JsonElement run = Checked(folder, "--data", "images");
        Assert.Equal(5, run.GetProperty("layers")[0].GetProperty("samples").GetInt32());
        Assert.Contains(run.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("x3x4x4) was fed", StringComparison.Ordinal));
    }

    [Fact]
    public void An_input_that_is_named_gets_the_data()
    {
        using TemporaryFolder folder = new();
        Write(folder["m.onnx"], [1, 1, -1], [-0.5f, 0.25f, -1], [1, 1, 1], [0]);
        folder.Write("x.csv", "x\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"0.{i:000}\n")));
        JsonElement[] runs = [Checked(folder, "--data", "x.csv"), Checked(folder, "--data", "input=x.csv")];
        Assert.Equal(runs[0].GetProperty("layers").GetRawText(), runs[1].GetProperty("layers").GetRawText());
        Assert.Equal([0, 2], runs[0].GetProperty("layers")[0].GetProperty("dead").EnumerateArray().Select(u => u.GetInt32()));
        Assert.Equal(2, Check(folder, "m.onnx", "--data", "input=x.csv", "--data", "input=x.csv").Status);
    }

    [Fact]
    public void Test_sets_beside_a_model_are_found()
    {
        using TemporaryFolder folder = new();
        Write(folder["m.onnx"], [1, 1, -1], [-0.5f, 0.25f, -1], [1, 1, 1], [0]);
        for (int set = 0; set < 3; set++)
        {
            Directory.CreateDirectory(folder[$"test_data_set_{set}"]);
            // A tensor of ONNX: sizes 1 and 1, type float, its bytes.
            File.WriteAllBytes(folder[$"test_data_set_{set}/input_0.pb"], [8, 1, 8, 1, 16, 1, 74, 4, .. BitConverter.GetBytes(set / 4f)]);
        }

        JsonElement run = Checked(folder);
        Assert.Equal(3, run.GetProperty("layers")[0].GetProperty("samples").GetInt32());
        Assert.Contains(run.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("was fed 0 to 0.5", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_read_is_not_replaced_and_a_name_that_is_no_input_is_said()
    {
        using TemporaryFolder folder = new();
        Write(folder["m.onnx"], [1, 1, -1], [-0.5f, 0.25f, -1], [1, 1, 1], [0]);
        byte[] model = File.ReadAllBytes(folder["m.onnx"]);
        folder.Write("x.csv", "x\n0.1\n0.2\n");
        foreach (string output in new[] { "m.onnx", "x.csv" })
        {
            ToolResult result = Run(folder, "predict", "m.onnx", "--data", "x.csv", "-o", output);
            Assert.Equal(2, result.Status);
            Assert.Contains($"{output} is read too", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(model, File.ReadAllBytes(folder["m.onnx"]));
        Assert.Contains("no input 'inptu'; its inputs are input", Check(folder, "m.onnx", "--data", "inptu=x.csv").Error, StringComparison.Ordinal);
        // However little is said.
        Assert.Contains("drawn at random", Check(folder, "m.onnx", "--quiet").Output, StringComparison.Ordinal);
        Assert.Contains("fed 0.1 to 0.2", Run(folder, "prune", "m.onnx", "--proven", "--box", "-0.5..0.2", "--verify", "x.csv", "-o", "s.onnx").Output, StringComparison.Ordinal);
    }

    private static JsonElement Checked(TemporaryFolder folder, params string[] arguments)
    {
        ToolResult result = Check(folder, ["m.onnx", .. arguments, "--json", "r.json"]);
        Assert.True(result.Status == 0, result.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(folder["r.json"]));
        return report.RootElement.GetProperty("runs")[0].Clone();
    }
}
