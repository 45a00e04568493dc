using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Hillock.Torch.Tests.Bench;

/// <summary>hillock bench as its users start it.</summary>
public sealed class BenchProcessTests
{
    [Fact]
    public void A_small_run_gives_the_table_the_json_the_picture_and_the_tables()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hillock-bench");
        try
        {
            string File(string name) => Path.Combine(folder.FullName, "new", name);
            (int status, string output, string error) = Run("functions", "--function", "relu", "--size", "256", "--quick", "--json", File("b.json"), "--svg", File("b.svg"),
                "--markdown", File("b.md"));
            Assert.Equal((0, ""), (status, error));
            Assert.Contains("relu", output, StringComparison.Ordinal);

            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(File("b.json")));
            JsonElement root = document.RootElement;
            Assert.Equal("hillock.bench/1", root.GetProperty("schema").GetString());
            Assert.NotEmpty(root.GetProperty("processor").GetString()!);
            JsonElement[] rows = [.. root.GetProperty("rows").EnumerateArray()];
            int[] threads = Environment.ProcessorCount == 1 ? [1] : [1, Environment.ProcessorCount];
            Assert.Equal(
                from n in threads from direction in (string[])["forward", "backward"] from precision in (string[])["fast", "exact"] select ("relu", direction, precision, 256, n),
                rows.Select(row => (row.GetProperty("function").GetString()!, row.GetProperty("direction").GetString()!, row.GetProperty("precision").GetString()!,
                    row.GetProperty("size").GetInt32(), row.GetProperty("threads").GetInt32())));
            Assert.All(rows, row =>
            {
                double ours = row.GetProperty("ours").GetDouble(), fastest = row.GetProperty("peers").EnumerateObject().Min(peer => peer.Value.GetDouble());
                Assert.True(ours > 0 && row.GetProperty("copy").GetDouble() > 0);
                Assert.Equal(fastest / ours, row.GetProperty("ratio").GetDouble(), 1e-9);
            });
            Assert.Equal(["TensorPrimitives", "libtorch", "ONNX Runtime"], rows[0].GetProperty("peers").EnumerateObject().Select(peer => peer.Name));
            Assert.Equal(["libtorch"], rows[2].GetProperty("peers").EnumerateObject().Select(peer => peer.Name));

            Assert.Equal("svg", XDocument.Load(File("b.svg")).Root!.Name.LocalName);
            string[] lines = System.IO.File.ReadAllLines(File("b.md"));
            Assert.Contains(lines, line => line.StartsWith("| relu | ", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("relo", "functions --function relo", "did you mean 'relu'?")]
    [InlineData("an option", "functions --functoin relu", "did you mean '--function'?")]
    [InlineData("a size", "functions --size 128Mi", "not a whole number from 1Mi to 64Mi")]
    [InlineData("no size", "functions --size 0", "not a whole number from 1 to")]
    [InlineData("threads", "functions --threads some", "or all")]
    [InlineData("few rounds", "functions --rounds 4", "from 5")]
    [InlineData("nothing", "functions --json", "--json needs a value")]
    [InlineData("twice", "functions --size 256 --size 512", "--size is given twice")]
    [InlineData("direction", "functions --direction sideways", "neither forward, backward nor from-output")]
    [InlineData("a folder", "functions --json /", "is a folder")]
    [InlineData("a benchmark", "funktions", "did you mean 'functions'?")]
    public void Wrong_use_is_one_line_that_says_what_to_do(string what, string arguments, string remedy)
    {
        (int status, string output, string error) = Run(arguments.Split(' '));
        Assert.True(status == 2, $"{what}: status {status}");
        Assert.Empty(output);
        Assert.Contains(remedy, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_option()
    {
        (int status, string output, _) = Run("functions", "--help");
        Assert.Equal(0, status);
        Assert.All(["--function", "--size", "--threads", "--quick", "--json", "--svg", "--markdown"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interrupted_it_writes_what_was_measured()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process cannot be sent Ctrl-C there");
        using Process process = Start("functions", "--size", "4Ki", "--json", "-");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        // The table goes to standard error where the report has the output.
        for (string? line = ""; line?.StartsWith("relu ", StringComparison.Ordinal) == false; line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))
        {
        }

        Process.Start("kill", ["-INT", $"{process.Id}"]);
        string rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("stopped after", rest, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(await output);
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Contains(document.RootElement.GetProperty("rows").EnumerateArray(), row => row.GetProperty("function").GetString() == "relu");
    }

    private static (int Status, string Output, string Error) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    private static Process Start(params string[] arguments)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Hillock.slnx"))) root = Path.GetDirectoryName(root);
        string program = Path.Combine(root!, "bench", "Hillock.Bench", "bin", "Release", "net10.0", "Hillock.Bench.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
