using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Hillock.Sample.Aot;
using Xunit;

namespace Hillock.Tests;

/// <summary>
/// The core compiled ahead of time, and trimmed: samples/Hillock.Sample.Aot, published and run, computes the same bits as here, where the
/// same file is compiled by the JIT. A warning of the trimmer or the compiler is an error of the publishing.
/// </summary>
public sealed class AotTests : IDisposable
{
    private static readonly string[] Linkers = ["clang", "gcc"];
    private readonly string _output = Directory.CreateTempSubdirectory("hillock-aot-").FullName;

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public async Task A_published_program_computes_the_same_bits()
    {
        // Compiling ahead of time trims as well; without a linker the trimming alone is tested.
        string? missing = MissingTool();
        string[] properties = missing is null ? ["-p:PublishAot=true"] : ["-p:PublishAot=false", "-p:PublishTrimmed=true", "-p:SelfContained=true"];
        string project = Path.Combine(Root(), "samples", "Hillock.Sample.Aot");
        // Two processes may run this at once: what they build is theirs, and the core is the one that is tested here.
        (int status, string log) = await Run("dotnet",
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", Path.Combine(_output, "out"), "--nologo",
            "-v", "quiet", "-clp:NoSummary", "-m:1", "-p:UseSharedCompilation=false", $"-p:Intermediate={_output}/obj/", $"-p:Core={typeof(Activation).Assembly.Location}", .. properties,
        ]);
        Assert.SkipWhen(status != 0 && log.Contains("NU1301", StringComparison.Ordinal), "the compiler's package cannot be fetched: no network");
        Assert.True(status == 0, log);
        (status, string hash) = await Run(Path.Combine(_output, "out", "Hillock.Sample.Aot"));
        Assert.True(status == 0, hash);
        Assert.Equal(CatalogueHash.Compute().ToString("X16", CultureInfo.InvariantCulture), hash.Trim());
        Assert.SkipWhen(missing is not null, $"trimmed it computes the same bits, but {missing}");
    }

    private static string? MissingTool()
    {
        if (OperatingSystem.IsWindows()) return null;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        bool linker = Linkers.Any(tool => folders.Any(folder => File.Exists(Path.Combine(folder, tool))));
        return linker ? null : "compiling ahead of time needs clang or gcc as linker";
    }

    private static async Task<(int Status, string Text)> Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + error);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "Hillock.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder!;
    }
}
