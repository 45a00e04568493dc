using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Hillock.Torch.Native;
using TorchSharp;

namespace Hillock.Torch;

/// <summary>
/// Makes TorchSharp's native library load where it otherwise does not. It starts by itself when this assembly is first used; a program
/// that calls TorchSharp before anything of Hillock.Torch calls <see cref="EnsureLoaded"/> first.
/// </summary>
public static class NativeLoader
{
    private const string Library = "LibTorchSharp";
    private static readonly Lock Gate = new();
    private static nint _patched;
    private static string? _refusal;
    private static bool _loaded;

    /// <summary>Loads the native library now.</summary>
    /// <exception cref="NativeLoadException">It cannot be loaded; the message is one line that says what is missing.</exception>
    public static void EnsureLoaded()
    {
        lock (Gate)
        {
            if (_loaded) return;
            // Before TorchSharp tries by itself: its own last resort copies half a gigabyte and prints its whole trace.
            if (!NativeLibrary.TryLoad(Library, typeof(torch).Assembly, null, out _))
                throw new NativeLoadException(LoadFailure.Describe(Folders(), _refusal));
            _loaded = true;
        }

        torch.InitializeDeviceType(DeviceType.CPU);
    }

#pragma warning disable CA2255 // The handler must be there before the first call into TorchSharp, whoever makes it.
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
#pragma warning restore CA2255

    /// <summary>Where native libraries of packages lie: the host's list, the application's folder, the package's own folder.</summary>
    internal static IReadOnlyList<string> Folders()
    {
        string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string beside = Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "";
        IEnumerable<string> folders = [
            .. listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, native), beside, Path.Combine(beside, "..", "..", native)];
        return [.. folders.Where(Directory.Exists).Distinct()];
    }

    // Comes only after the normal load failed.
    private static nint Resolve(Assembly assembly, string name)
    {
        if (name != Library || !OperatingSystem.IsLinux()) return 0;
        lock (Gate)
        {
            if (_patched != 0 || _refusal is not null) return _patched;
            try
            {
                _patched = LoadPatched(Folders());
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or DllNotFoundException)
            {
                _refusal = e.Message;
            }

            return _patched;
        }
    }

    private static nint LoadPatched(IReadOnlyList<string> folders)
    {
        string? original = folders.Select(folder => Path.Combine(folder, $"lib{Library}.so")).FirstOrDefault(File.Exists);
        if (original is null || PatchedLibrary.Copy(original, PatchedLibrary.CacheFolders()) is not { } copy) return 0;
        // The copy lies elsewhere and cannot find its neighbours: they are loaded first, in the order of their dependence.
        foreach (string pattern in new[] { "libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libtorch.so" })
            foreach (string neighbour in folders.SelectMany(folder => Directory.EnumerateFiles(folder, pattern)).Take(1))
                NativeLibrary.Load(neighbour);
        nint handle = NativeLibrary.Load(copy);
        try
        {
            // Without this the runtime repeats the failing search for every native function that is called the first time.
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == Library ? handle : 0);
        }
        catch (InvalidOperationException)
        {
            // The program has a resolver of its own for TorchSharp; the search then takes its time.
        }

        return handle;
    }
}
