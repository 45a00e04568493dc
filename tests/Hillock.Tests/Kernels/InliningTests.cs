using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Runtime.Intrinsics;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>
/// What the JIT does not inline into a kernel's loop is a call through memory for every vector: ten to thirty times slower. It stops where
/// a formula has too many operations, and without AVX-512 each counts for several.
/// </summary>
public sealed class InliningTests
{
    private const string Variable = "HILLOCK_INLINING";

    // Those that are calls on purpose.
    private const string Asked = "noinline per IL";

    // What puts two halves together is left a call in a few kernels of doubles: some percent, not some times.
    private static readonly string[] Halves = ["SetLowerUnsafe", "SetUpperUnsafe"];

    [Fact]
    public async Task No_kernel_is_too_long_for_the_JIT()
    {
        Assert.SkipUnless(Vector256.IsHardwareAccelerated, "no vectors of 256 bits");
        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            AssertAllIsInlined();
            return;
        }

        // Settings of the JIT are read when a process starts: this test, once more, in a child.
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(InliningTests).Assembly.Location);
        foreach (string argument in new[] { "-noLogo", "-noColor", "-method", $"{typeof(InliningTests).FullName}.{nameof(No_kernel_is_too_long_for_the_JIT)}" })
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in new[] { (Variable, "1"), ("DOTNET_EnableAVX512", "0"), ("DOTNET_TieredCompilation", "0") }) start.Environment[name] = value;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0 && output.Contains("Total: 1", StringComparison.Ordinal), output + await errors);
    }

    private static void AssertAllIsInlined()
    {
        using Listener listener = new();
        // Results of 16 MiB are stored past the cache, by loops of their own.
        foreach (int length in new[] { 2048, 1 << 22 })
        {
            float[] x = new float[length], y = new float[length];
            foreach (Activation f in Activation.All)
                foreach (Precision precision in Enum.GetValues<Precision>())
                    foreach (Mode mode in new[] { Mode.Forward, Mode.Derivative, Mode.Backward }) Kernel.Run(f, mode, x, x, y, precision);
            double[] wide = new double[length / 2], wideResult = new double[length / 2];
            foreach (Activation f in Activation.All)
                foreach (Mode mode in new[] { Mode.Forward, Mode.Derivative, Mode.Backward }) Kernel.Run(f, mode, wide, wide, wideResult);
        }

        // Events arrive in order, a little later.
        int seen;
        do
        {
            seen = listener.Inlined;
            Thread.Sleep(500);
        }
        while (listener.Inlined > seen);
        Assert.True(seen > 10_000, $"only {seen} calls were inlined: is it heard at all?");
        string[] refused = [.. listener.Refused.GroupBy(call => call).Select(calls => $"{calls.Key} ({calls.Count()})")];
        Assert.True(refused.Length == 0, string.Join(Environment.NewLine, refused.Take(20)));
    }

    private sealed class Listener : EventListener
    {
        private const EventKeywords JitTracing = (EventKeywords)0x1000;

        public int Inlined { get; private set; }

        public ConcurrentQueue<string> Refused { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, JitTracing);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("MethodJitInlining", StringComparison.Ordinal) != true) return;
            string Value(string name) => eventData.Payload?[eventData.PayloadNames!.IndexOf(name)]?.ToString() ?? "";
            if ((Value("MethodBeingCompiledNamespace"), Value("MethodBeingCompiledName")) is not (("Hillock.Kernels.SpanKernel", "Loop") or ("Hillock.Kernels.Outlined", "Called"))) return;
            if (eventData.EventName.Contains("Succeeded", StringComparison.Ordinal)) Inlined++;
            else if (!Value("FailReason").StartsWith(Asked, StringComparison.Ordinal) && !(Halves.Contains(Value("InlineeName")) && Value("FailReason") == "unprofitable inline")) Refused.Enqueue($"{Value("InlinerNamespace")}.{Value("InlinerName")} calls {Value("InlineeNamespace")}.{Value("InlineeName")}: {Value("FailReason")}");
        }
    }
}
