using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Hillock.Tests.Kernels;

/// <summary>What the JIT says, while it compiles the kernels of floats, that it did not inline into their loops.</summary>
internal static class InliningReport
{
    public const string Variable = "HILLOCK_INLINING";

    // Those that are calls on purpose.
    private const string Asked = "noinline per IL/cached result";

    /// <summary>How many calls were inlined, then a line for each that was not.</summary>
    public static IEnumerable<string> Lines()
    {
        using Listener listener = new();
        float[] x = new float[2048], y = new float[x.Length];
        foreach (Activation f in Activation.All)
            foreach (Precision precision in Enum.GetValues<Precision>())
                foreach (Mode mode in new[] { Mode.Forward, Mode.Derivative, Mode.Backward }) Kernel.Run(f, mode, x, x, y, precision);
        // Events arrive in order.
        int seen;
        do
        {
            seen = listener.Inlined;
            Thread.Sleep(500);
        }
        while (listener.Inlined > seen);
        return [$"inlined: {seen}", .. listener.Refused.Where(line => !line.Contains(Asked, StringComparison.Ordinal)).Distinct()];
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
            if (Value("MethodBeingCompiledNamespace") != "Hillock.Kernels.SpanKernel" || Value("MethodBeingCompiledName") != "Loop") return;
            if (eventData.EventName.Contains("Succeeded", StringComparison.Ordinal)) Inlined++;
            else Refused.Enqueue($"{Value("InlineeNamespace")}.{Value("InlineeName")}: {Value("FailReason")}");
        }
    }
}
