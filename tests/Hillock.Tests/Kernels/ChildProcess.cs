using System.Runtime.CompilerServices;

namespace Hillock.Tests.Kernels;

/// <summary>With one of these variables set the test program answers a test that started it as a child process, and ends.</summary>
internal static class ChildProcess
{
#pragma warning disable CA2255 // A test program is an application: this is its own start, before the runner's.
    [ModuleInitializer]
    internal static void Answer()
    {
        IEnumerable<string>? lines = Environment.GetEnvironmentVariable(ResultHash.Variable) is not null ? ResultHash.Lines()
            : Environment.GetEnvironmentVariable(InliningReport.Variable) is not null ? InliningReport.Lines() : null;
        if (lines is null) return;
        foreach (string line in lines) Console.Out.WriteLine(line);
        Console.Out.Flush();
        Environment.Exit(0);
    }
#pragma warning restore CA2255
}
