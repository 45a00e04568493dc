using System.Diagnostics;
using System.Runtime.Intrinsics;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>The same bits with AVX-512, AVX2, 128-bit vectors and none: the test program runs itself with instruction sets off.</summary>
public sealed class InstructionSetTests
{
    private static readonly Lazy<string[]> Here = new(() => [.. ResultHash.Lines()]);

    [Theory]
    [InlineData("EnableAVX512", 256)]
    [InlineData("EnableAVX2", 128)]
    [InlineData("EnableHWIntrinsic", 0)]
    public async Task Bits_do_not_depend_on_the_instruction_set(string switchedOff, int widest)
    {
        string[] there = await RunChild(ResultHash.Variable, (switchedOff, "0"));
        // A machine may lack the larger sets itself; the child must never be wider than asked.
        Assert.True(int.Parse(there[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) <= widest, there[0]);
        Assert.True(Here.Value.Length == there.Length, $"{Here.Value.Length} lines here, {there.Length} with {switchedOff}=0");
        string[] different = [.. Here.Value.Skip(1).Except(there)];
        Assert.True(different.Length == 0, $"with {switchedOff}=0 other bits in {string.Join("; ", different)}");
    }

    /// <summary>
    /// What the JIT does not inline is a call through memory for every vector: a kernel of floats then takes ten to thirty times as long. It
    /// stops inlining where a formula has too many operations, and without AVX-512 each counts for several.
    /// </summary>
    [Fact]
    public async Task No_kernel_of_floats_is_too_long_for_the_JIT()
    {
        Assert.SkipUnless(Vector256.IsHardwareAccelerated, "no vectors of 256 bits");
        string[] lines = await RunChild(InliningReport.Variable, ("EnableAVX512", "0"), ("TieredCompilation", "0"));
        // Else nothing was heard.
        Assert.True(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 10_000, lines[0]);
        Assert.True(lines.Length == 1, string.Join("; ", lines));
    }

    private static async Task<string[]> RunChild(string variable, params (string Name, string Value)[] settings)
    {
        string dll = typeof(InstructionSetTests).Assembly.Location, program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(dll);
        start.Environment[variable] = "1";
        foreach ((string name, string value) in settings) start.Environment["DOTNET_" + name] = value;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, $"the child ended with {child.ExitCode}: {await errors}");
        return output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
