using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Hillock.Torch.Native;
using TorchSharp;
using Xunit;

namespace Hillock.Torch.Tests;

public sealed class NativeLoaderTests
{
    private static string Original => NativeLoader.Folders().Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).First(File.Exists);

    [Fact]
    public void The_library_loads_here()
    {
        NativeLoader.EnsureLoaded();
        using torch.Tensor two = torch.ones(2);
        Assert.Equal(2, two.sum().item<float>());
    }

    [Fact]
    public void The_copy_differs_in_one_flag_and_loads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the patch is for Linux");
        using TemporaryFolder folder = new();
        string copy = PatchedLibrary.Copy(Original, [folder.Path])!;
        byte[] before = File.ReadAllBytes(Original), after = File.ReadAllBytes(copy);
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(1, before.Zip(after).Count(pair => pair.First != pair.Second));
        Assert.True(NativeLibrary.TryLoad(copy, out nint handle));
        Assert.True(NativeLibrary.TryGetExport(handle, "THSTensor_relu", out _));
        Assert.Equal(copy, PatchedLibrary.Copy(Original, [folder.Path]));
        Assert.Equal([copy], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_damaged_copy_is_replaced_and_a_folder_that_cannot_be_written_is_passed_over()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the patch is for Linux");
        using TemporaryFolder folder = new();
        string copy = PatchedLibrary.Copy(Original, [folder.Path])!;
        File.WriteAllText(copy, "damaged");
        Assert.Equal(copy, PatchedLibrary.Copy(Original, ["/proc/no-such-place", folder.Path]));
        Assert.Equal(new FileInfo(Original).Length, new FileInfo(copy).Length);
        IOException error = Assert.Throws<IOException>(() => PatchedLibrary.Copy(Original, ["/proc/no-such-place"]));
        Assert.Contains("set XDG_CACHE_HOME", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_and_never_read_beyond_their_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the patch is for Linux");
        byte[] whole = File.ReadAllBytes(Original);
        int refused = 0;
        foreach (int length in new[] { 0, 3, 16, 63, 64, 1000, whole.Length / 2, whole.Length - 1 })
            Assert.Throws<InvalidDataException>(() => ElfVersions.Weaken(whole.AsSpan(0, length).ToArray(), "GLIBCXX_3.4.32"));

        // Every field of the header, of each section header and of the versions themselves may lie; whatever it says, the answer is an
        // InvalidDataException or a count, and it comes soon.
        long sections = BinaryPrimitives.ReadInt64LittleEndian(whole.AsSpan(0x28));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(whole.AsSpan(0x3C));
        IEnumerable<int> places = Enumerable.Range(0x28, 24).Concat(Enumerable.Range((int)sections, count * 64)).Concat(Versions(whole, (int)sections, count));
        foreach (int place in places)
            foreach (byte lie in new byte[] { 0x00, 0x01, 0x7F, 0xFF })
            {
                byte kept = whole[place];
                whole[place] = lie;
                try
                {
                    Assert.InRange(ElfVersions.Weaken(whole, "NO_SUCH_VERSION"), 0, 0);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }

                whole[place] = kept;
            }

        Assert.True(refused > 100, $"only {refused} lies were noticed");
    }

    [Fact]
    public async Task Several_processes_may_start_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the patch is for Linux");
        using TemporaryFolder folder = new();
        Process[] children = [.. Enumerable.Range(0, 3).Select(_ => Start(folder.Path))];
        foreach (Process child in children)
        {
            string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(child.ExitCode == 0, output);
            child.Dispose();
        }

        // A system with a new C++ library needs no copy; where there is one, no temporary file is left beside it.
        Assert.True(!Directory.Exists(Path.Combine(folder.Path, "hillock")) || Directory.GetFiles(Path.Combine(folder.Path, "hillock")).Length == 1);
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")), "TorchSharp copied half a gigabyte");

        static Process Start(string cache)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(NativeLoaderTests).Assembly.Location);
            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"*.{nameof(The_library_loads_here)}");
            start.Environment["XDG_CACHE_HOME"] = cache;
            return Process.Start(start)!;
        }
    }

    [Fact]
    public void What_is_missing_is_said_in_one_line()
    {
        using TemporaryFolder empty = new(), half = new();
        string name = OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";
        File.WriteAllText(Path.Combine(half.Path, name), "not a library");
        string nothing = LoadFailure.Describe([empty.Path], null), noTorch = LoadFailure.Describe([half.Path], null);
        Assert.Contains("reference the package TorchSharp from the program itself", nothing, StringComparison.Ordinal);
        Assert.Contains("reference the package TorchSharp-cpu", noTorch, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(half.Path, name.Replace("LibTorchSharp", "torch_cpu", StringComparison.Ordinal)), "not a library");
        foreach (string text in new[] { nothing, noTorch, LoadFailure.Describe([half.Path], null), LoadFailure.Describe([half.Path], "line one: bad\nline two") })
        {
            Assert.StartsWith("TorchSharp's native library cannot be loaded: ", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', text);
            Assert.True(text.Length < 400, text);
        }
    }

    private static IEnumerable<int> Versions(byte[] file, int sections, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.AsSpan(sections + i * 64, 64);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == 0x6FFFFFFE)
                return Enumerable.Range((int)BinaryPrimitives.ReadInt64LittleEndian(header[0x18..]), (int)BinaryPrimitives.ReadInt64LittleEndian(header[0x20..]));
        }

        return [];
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hillock-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
