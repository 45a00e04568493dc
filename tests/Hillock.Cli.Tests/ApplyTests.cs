using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>hillock apply: the same bits as the library, on files of every kind and size, without holding them.</summary>
public sealed class ApplyTests : IDisposable
{
    private static readonly double[] Numbers = [.. Enumerable.Range(0, 105).Select(i => (i - 52) * 0.37)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool> Layouts => new(
        from type in (string[])["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"] from fortran in (bool[])[false, true] select (type, fortran));

    [Theory, MemberData(nameof(Layouts))]
    public void Type_byte_order_order_and_shape_stay_and_the_numbers_are_the_library_s(string type, bool fortran)
    {
        byte[] header = NumpyBytes.Header(type, "(3, 5, 7)", fortran);
        File.WriteAllBytes(_folder["x.npy"], [.. header, .. NumpyBytes.Of(type, Numbers)]);
        Done("apply", "gelu", "--in", _folder["x.npy"], "--out", _folder["y.npy"], "--derivative", "--precision", "exact");
        Assert.Equal([.. header, .. NumpyBytes.Of(type, Slopes(type))], File.ReadAllBytes(_folder["y.npy"]));
    }

    [Theory]
    [InlineData("(105,)")]
    [InlineData("(0, 4)")]
    [InlineData("()")]
    public void Every_shape_is_worked_on(string shape)
    {
        double[] numbers = shape == "()" ? [1.5] : shape[1] == '0' ? [] : Numbers;
        byte[] header = NumpyBytes.Header("<f8", shape);
        File.WriteAllBytes(_folder["x.npy"], [.. header, .. NumpyBytes.Of("<f8", numbers)]);
        Done("apply", "tanh", "--in", _folder["x.npy"], "--out", _folder["y.npy"]);
        Assert.Equal([.. header, .. NumpyBytes.Of("<f8", numbers.Select(Activation.Parse("tanh").Value))], File.ReadAllBytes(_folder["y.npy"]));
    }

    [Theory]
    [InlineData("fast", "1")]
    [InlineData("exact", "3")]
    public void A_file_of_several_parts_has_the_bits_that_memory_has(string precision, string threads)
    {
        // Parts of 2^20 numbers: two whole ones and an odd rest.
        float[] x = new float[(2 << 20) + 12345], y = new float[x.Length];
        for (int i = 0; i < x.Length; i++) x[i] = (i % 20011 - 10000) * 0.0013f;
        byte[] header = NumpyBytes.Header("<f4", $"({x.Length},)");
        File.WriteAllBytes(_folder["x.npy"], [.. header, .. MemoryMarshal.AsBytes<float>(x)]);
        Done("apply", "silu(beta=1.5)", "--in", _folder["x.npy"], "--out", _folder["y.npy"], "--precision", precision, "--threads", threads);
        Activation.Parse("silu(beta=1.5)").Forward(x, y, precision == "exact" ? Precision.Exact : Precision.Fast);
        Assert.True(File.ReadAllBytes(_folder["y.npy"]).AsSpan(header.Length).SequenceEqual(MemoryMarshal.AsBytes<float>(y)));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        const long gigabyte = 1L << 30;
        WriteSparse(_folder["x.npy"], gigabyte / 8);
        using Process process = ToolProcess.Start("apply", "sigmoid", "--in", _folder["x.npy"], "--out", _folder["y.npy"]);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        long peak = 0;
        int looks = 0;
        do
        {
            process.Refresh();
            // Between any test of HasExited and the reading the process may end: the reading itself has to stand that.
            try { peak = Math.Max(peak, process.PeakWorkingSet64); }
            catch (InvalidOperationException) { break; }
            looks++;
        }
        while (!process.WaitForExit(10));
        Assert.True(process.ExitCode == 0, await error);
        Assert.Equal(new FileInfo(_folder["x.npy"]).Length, new FileInfo(_folder["y.npy"]).Length);
        Assert.True(looks > 3 && peak is > (10 << 20) and < (200 << 20), $"{peak >> 20} MiB at most, seen {looks} times");
    }

    [Fact]
    public void The_output_may_be_the_input()
    {
        byte[] header = NumpyBytes.Header("<f4", "(105,)");
        File.WriteAllBytes(_folder["x.npy"], [.. header, .. NumpyBytes.Of("<f4", Numbers)]);
        Done("apply", "relu", "--in", _folder["x.npy"], "--out", _folder["x.npy"]);
        Assert.Equal([.. header, .. NumpyBytes.Of("<f4", Numbers.Select(v => Math.Max(v, 0)))], File.ReadAllBytes(_folder["x.npy"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("softmax", "(15, 7)", "(15, 7)", "<f4")]
    [InlineData("log_softmax", "(3, 5, 7)", "(3, 5, 7)", ">f8")]
    [InlineData("glu", "(21, 5, 1)", null, "<f4")]
    [InlineData("maxout(pieces=7)", "(5, 3, 7)", "(5, 3, 1)", "<f8")]
    [InlineData("crelu", "(15, 7)", "(15, 14)", "<f2")]
    public void Functions_over_a_row_work_along_the_last_axis(string function, string shape, string? result, string type)
    {
        File.WriteAllBytes(_folder["x.npy"], [.. NumpyBytes.Header(type, shape), .. NumpyBytes.Of(type, Numbers)]);
        string[] arguments = ["apply", function, "--in", _folder["x.npy"], "--out", _folder["y.npy"]];
        if (result is null)
        {
            IsOneClearLine(ToolProcess.Run(arguments), "the last axis has 1 numbers, which glu cannot work on");
            return;
        }

        Done(arguments);
        RowActivation f = RowActivation.Parse(function);
        double[] y = new double[15 * f.OutputLength(7)], x = [.. Numbers.Select(v => type == "<f2" ? (double)(Half)v : type == "<f4" ? (float)v : v)];
        f.Forward(x, y, 7);
        Assert.Equal([.. NumpyBytes.Header(type, result), .. NumpyBytes.Of(type, y)], File.ReadAllBytes(_folder["y.npy"]));
    }

    /// <summary>The header, how many bytes follow, the function, and what the line must say.</summary>
    public static TheoryData<byte[], int, string, string> BadFiles => new()
    {
        { NumpyBytes.Header("<f4", "(100,)"), 399, "relu", "more than the file holds" },
        { NumpyBytes.Header("<f4", "(100,)"), 401, "relu", "more bytes follow than the header states" },
        { NumpyBytes.Header("<i4", "(100,)"), 400, "relu", "type <i4, not floats; convert them, with array.astype('float32')" },
        { NumpyBytes.Header("<c8", "(50,)"), 400, "relu", "arrays of this type are not read" },
        { NumpyBytes.Header("<f4", "(10"), 400, "relu", "lacks descr, fortran_order or shape" },
        { NumpyBytes.Header("<f4", "(-1,)"), 400, "relu", "no size that an array can have" },
        { NumpyBytes.Header("<f4", "(9000000000000000000, 9000000000000000000)"), 400, "relu", "more than the file holds" },
        { NumpyBytes.Header("<f4", "(100,)")[..9], 0, "relu", "the file ends where" },
        { [1, 2, 3], 400, "relu", "a .npy file starts with" },
        { [], 0, "relu", "the file is empty" },
        { NumpyBytes.Header("<f4", "(10, 10)", fortran: true), 400, "softmax", "save it with numpy.ascontiguousarray" },
        { NumpyBytes.Header("<f4", "()"), 4, "softmax", "has no last axis" },
        { NumpyBytes.Header("<f4", "(5, 0)"), 0, "softmax", "rows of 0 numbers" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public void A_file_that_cannot_be_worked_on_ends_with_one_line_and_leaves_nothing(byte[] header, int bytes, string function, string says)
    {
        File.WriteAllBytes(_folder["x.npy"], [.. header, .. new byte[bytes]]);
        ToolResult result = ToolProcess.Run("apply", function, "--in", _folder["x.npy"], "--out", _folder["y.npy"]);
        IsOneClearLine(result, says);
        Assert.Contains("x.npy", result.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("relu --in y.npy --out z.npy", "there is no file y.npy (did you mean 'x.npy'?)")]
    [InlineData("relu --in . --out z.npy", "is a folder")]
    [InlineData("relu --in - --out z.npy", "--in '-'")]
    [InlineData("relu --in x.npy --out -", "--out '-'")]
    [InlineData("relu --in x.npy --out no/such/z.npy", "--out 'no/such/z.npy' cannot be written")]
    [InlineData("relu --in x.npy --out .", "it is a folder")]
    [InlineData("relu --in x.npy --out z.npy.gz", "leave .gz out")]
    [InlineData("relu --in x.npy", "--out")]
    [InlineData("relux --in x.npy --out z.npy", "did you mean 'relu'?")]
    [InlineData("sofmax --in x.npy --out z.npy", "did you mean 'softmax'?")]
    [InlineData("elu(alpha=inf) --in x.npy --out z.npy", "alpha")]
    [InlineData("softmax --in x.npy --out z.npy --derivative", "leave --derivative out")]
    [InlineData("relu --in x.npy --out z.npy --precision exat", "did you mean 'exact'?")]
    [InlineData("relu --in x.npy --out z.npy --threads 0", "--threads 0")]
    public void Wrong_use_ends_with_one_line_and_leaves_nothing(string arguments, string says)
    {
        File.WriteAllBytes(_folder["x.npy"], [.. NumpyBytes.Header("<f4", "(3,)"), .. new byte[12]]);
        IsOneClearLine(ToolProcess.Run(start => start.WorkingDirectory = _folder.Path, ["apply", .. arguments.Split(' ')]), says);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Without_room_it_ends_with_one_line_and_leaves_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shell's limit for files stands in for a full disk");
        WriteSparse(_folder["x.npy"], 1 << 20);
        // Blocks of 1024 bytes; with the signal ignored, the write itself fails, as on a full disk. The limit would hit the JIT's double
        // mapping of memory too.
        string command = $"trap '' XFSZ; ulimit -f 1000; exec dotnet {ToolProcess.Program} apply relu --in {_folder["x.npy"]} --out {_folder["y.npy"]}";
        ProcessStartInfo start = new("/bin/bash", ["-c", command]);
        ToolResult result = ToolProcess.Run(start, with => with.Environment["DOTNET_EnableWriteXorExecute"] = "0");
        IsOneClearLine(result, "make room or choose another place");
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Ctrl_C_leaves_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        // Long enough that the signal comes before the end: 256 million numbers on one thread.
        WriteSparse(_folder["x.npy"], 1 << 28);
        using FileSystemWatcher watcher = new(_folder.Path);
        using Process process = ToolProcess.Start("apply", "mish", "--in", _folder["x.npy"], "--out", _folder["y.npy"], "--precision", "exact", "--threads", "1");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.False(watcher.WaitForChanged(WatcherChangeTypes.Created, TimeSpan.FromSeconds(60)).TimedOut, "nothing was written");
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("hillock: stopped", (await error).Trim());
        Assert.Equal([_folder["x.npy"]], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Libtorch_is_not_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the dynamic loader tells what it loads on Linux only");
        File.WriteAllBytes(_folder["x.npy"], [.. NumpyBytes.Header("<f4", "(105,)"), .. NumpyBytes.Of("<f4", Numbers)]);
        ToolResult result = ToolProcess.Run(
            start => start.Environment["LD_DEBUG"] = "files", "apply", "softmax", "--in", _folder["x.npy"], "--out", _folder["y.npy"]);
        Assert.Equal(0, result.Status);
        Assert.Contains("libcoreclr", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Quiet_prints_nothing()
    {
        File.WriteAllBytes(_folder["x.npy"], [.. NumpyBytes.Header("<f4", "(3,)"), .. new byte[12]]);
        string[] arguments = ["apply", "relu", "--in", _folder["x.npy"], "--out", _folder["y.npy"]];
        Assert.Contains("relu of 3 numbers (float32, shape 3)", ToolProcess.Run(arguments).Output, StringComparison.Ordinal);
        Assert.Empty(ToolProcess.Run([.. arguments, "--quiet"]).Output);
    }

    // What the library gives for the numbers as the file holds them, rounded to its type.
    private static double[] Slopes(string type)
    {
        Activation f = Activation.Parse("gelu");
        if (type[2] == '8')
        {
            double[] d = new double[Numbers.Length];
            f.Derivative(Numbers, d, Precision.Exact);
            return d;
        }

        if (type[2] == '4')
        {
            float[] d = new float[Numbers.Length];
            f.Derivative(Array.ConvertAll(Numbers, v => (float)v), d, Precision.Exact);
            return Array.ConvertAll(d, v => (double)v);
        }

        Half[] half = new Half[Numbers.Length];
        f.Derivative(Array.ConvertAll(Numbers, v => (Half)v), half, Precision.Exact);
        return Array.ConvertAll(half, v => (double)v);
    }

    private static void WriteSparse(string path, long count)
    {
        using FileStream stream = File.Create(path);
        byte[] header = NumpyBytes.Header("<f8", $"({count},)");
        stream.Write(header);
        stream.SetLength(header.Length + 8 * count);
    }

    private static void Done(params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(arguments);
        Assert.True(result.Status == 0, result.Error);
        Assert.Empty(result.Error);
    }

    private static void IsOneClearLine(ToolResult result, string says) => BadInputTests.IsOneClearLine(result, says);
}
