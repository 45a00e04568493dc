using System.Diagnostics;
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
        Assert.SkipUnless(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated || switchedOff != "EnableAVX512", "this processor has no AVX-512 to be switched off");
        string[] there = await RunChild(switchedOff);
        // A machine may lack the larger sets itself; the child must never be wider than asked.
        Assert.True(int.Parse(there[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) <= widest, there[0]);
        Assert.True(Here.Value.Length == there.Length, $"{Here.Value.Length} lines here, {there.Length} with {switchedOff}=0");
        string[] different = [.. Here.Value.Skip(1).Except(there)];
        Assert.True(different.Length == 0, $"with {switchedOff}=0 other bits in {string.Join("; ", different)}");
    }

    private static async Task<string[]> RunChild(string switchedOff)
    {
        string dll = typeof(InstructionSetTests).Assembly.Location, program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(dll);
        start.Environment[ResultHash.Variable] = "1";
        start.Environment["DOTNET_" + switchedOff] = "0";
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, $"the child ended with {child.ExitCode}: {await errors}");
        return output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
