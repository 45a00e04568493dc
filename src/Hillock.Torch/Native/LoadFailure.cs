using System.Runtime.InteropServices;

namespace Hillock.Torch.Native;

/// <summary>Says in one line why TorchSharp's native library does not load, and what to do.</summary>
internal static class LoadFailure
{
    private static readonly string[] Supported = ["linux-x64", "osx-arm64", "win-x64", "win-arm64"];

    /// <param name="folders">Where was looked.</param>
    /// <param name="refusal">What went wrong with the patched copy; null where none was tried.</param>
    public static string Describe(IReadOnlyList<string> folders, string? refusal)
    {
        const string Start = "TorchSharp's native library cannot be loaded: ";
        (string name, string prefix, string suffix) = OperatingSystem.IsWindows() ? ("win", "", ".dll")
            : OperatingSystem.IsMacOS() ? ("osx", "lib", ".dylib") : ("linux", "lib", ".so");
        string system = $"{name}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        if (!Supported.Contains(system)) return $"{Start}there is none for {system}; it exists for {string.Join(", ", Supported)}";
        string libraryFile = $"{prefix}LibTorchSharp{suffix}", torchFile = $"{prefix}torch_cpu{suffix}";
        string? library = Find(folders, libraryFile), torch = Find(folders, torchFile);
        if (library is null)
            return $"{Start}{libraryFile} is not in {string.Join(" or ", folders.Take(2))}; reference the package TorchSharp from the program itself";
        if (torch is null) return $"{Start}{torchFile} is missing; reference the package TorchSharp-cpu (or -cuda) from the program itself";
        if (refusal is not null) return Start + OneLine(refusal);
        string advice = OperatingSystem.IsWindows() ? "; install the Microsoft Visual C++ Redistributable" : "";
        foreach (string path in new[] { torch, library })
        {
            try
            {
                NativeLibrary.Load(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return Start + OneLine(e.Message) + advice;
            }
        }

        return $"{Start}the system's loader does not say why{advice}";
    }

    private static string? Find(IReadOnlyList<string> folders, string file) =>
        folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    // The runtime lists every name that it tried; the first line that names a reason is the one to show.
    private static string OneLine(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? reason = lines.FirstOrDefault(line =>
            line.Contains(": ", StringComparison.Ordinal) && !line.StartsWith("Unable", StringComparison.Ordinal));
        return reason ?? lines.FirstOrDefault() ?? "no reason given";
    }
}
