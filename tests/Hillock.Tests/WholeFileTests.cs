using System.Text;
using Xunit;

namespace Hillock.Tests;

/// <summary>Files appear as a whole, links stay links, and what is no file is never replaced.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hillock-whole-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_a_link_names_is_written_and_the_link_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right there");
        string file = In("real.txt"), link = In("link.txt"), second = In("second.txt");
        WholeFile.Write(file, stream => stream.Write("first"u8));
        Assert.Equal("first", File.ReadAllText(file));
        File.CreateSymbolicLink(link, file);
        File.CreateSymbolicLink(second, link);
        WholeFile.Write(second, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal(file, new FileInfo(link).LinkTarget);
        Assert.Equal(link, new FileInfo(second).LinkTarget);
        Assert.Equal(3, _folder.GetFiles().Length);
    }

    [Fact]
    public void What_fails_leaves_the_old_file()
    {
        string file = In("a.txt");
        File.WriteAllText(file, "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(file, stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes("half"));
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Single(_folder.GetFiles());
    }

    [Theory]
    [InlineData("/dev/null", true), InlineData("/dev/stdout", true), InlineData("/dev/fd/63", true)]
    [InlineData("/dev/shm/x.json", false), InlineData("/tmp/dev/null", false), InlineData("/device", false)]
    public void Devices_are_told_from_files(string path, bool isDevice)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "these are names of Linux");
        Assert.Equal(isDevice, FilePlace.IsDevice(path));
    }

    // A device is named that is no harm to lose, should the test fail: the terminal's other end of a pipe of this very process.
    [Fact]
    public void A_pipe_is_written_to_as_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/fd is Linux's");
        using System.IO.Pipes.AnonymousPipeServerStream reader = new(System.IO.Pipes.PipeDirection.In);
        string path = $"/dev/fd/{reader.GetClientHandleAsString()}";
        WholeFile.Write(path, stream => stream.Write("through"u8));
        reader.DisposeLocalCopyOfClientHandle();
        using StreamReader text = new(reader);
        Assert.Equal("through", text.ReadToEnd());
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
