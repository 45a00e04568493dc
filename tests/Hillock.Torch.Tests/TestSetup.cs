using System.Runtime.CompilerServices;
using TorchSharp;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Hillock.Torch.Tests;

internal static class TestSetup
{
    // One thread: results then have the same bits on every machine with the same instructions, and several test processes do not fight.
    [ModuleInitializer]
    internal static void Prepare()
    {
        NativeLoader.EnsureLoaded();
        torch.set_num_threads(1);
    }
}
