using System.IO.Compression;
using System.Text;
using CsCheck;

namespace Hillock.Data.Tests;

public sealed class NumpyTests : IDisposable
{
    private static readonly Gen<(int[] Shape, float[] Data)> GenArray =
        Gen.Int[0, 4].Array[0, 4].SelectMany(shape => Gen.Float.Array[shape.Aggregate(1, (a, b) => a * b)].Select(data => (shape, data)));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Npy(string header, byte[] data, int version = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    private static string Header(string type, string shape, bool fortran = false) =>
        $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";

    [Fact]
    public void An_array_is_written_byte_for_byte_as_numpy_does()
    {
        NpyFile.Write(_folder.File("a.npy"), [2], [1, -2]);
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 0x76, 0,
            .. Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n"),
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        ];
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("a.npy")));
    }

    [Fact]
    public void An_array_written_is_read_back() => GenArray.Sample(array =>
    {
        string path = _folder.File("round.npy");
        NpyFile.Write(path, array.Shape, array.Data);
        NpyArray read = NpyFile.Read(path);
        Assert.Equal("round", read.Name);
        Assert.Equal(array.Shape, read.Shape);
        Assert.Equal(array.Data.Select(BitConverter.SingleToInt32Bits), read.Data.Select(BitConverter.SingleToInt32Bits));
    }, iter: 200, threads: 1);

    [Fact]
    public void An_array_of_more_numbers_than_memory_indexes_is_read_in_parts()
    {
        const long count = 3_000_000_000;
        string path = _folder.File("huge.npy");
        byte[] header = Npy(Header(">f2", $"({count},)"), []);
        using (FileStream stream = File.Create(path))
        {
            stream.Write(header);
            stream.Write([0x3C, 0x00, 0xC0, 0x00]);
            // The rest is a hole.
            stream.SetLength(header.Length + 2 * count);
        }

        using NpyReader reader = NpyReader.Open(path);
        Assert.Equal(new NpyLayout(16, BigEndian: true, Fortran: false, reader.Layout.Shape), reader.Layout);
        Assert.Equal(count, reader.Layout.Count);
        Half[] first = new Half[3];
        reader.Read<Half>(first);
        Assert.Equal([(Half)1, (Half)(-2), (Half)0], first);
        Assert.Throws<ArgumentException>(() => reader.Read<float>(new float[1]));
        Refused.With<InvalidDataException>(() => NpyFile.Read(path), "3000000000 values", "give a part of them");
    }

    [Fact]
    public void Writing_in_parts_gives_the_same_bytes_and_leaves_nothing_where_numbers_are_missing()
    {
        NpyFile.Write(_folder.File("whole.npy"), [3], [1, -2, 3]);
        NpyLayout layout = new(32, BigEndian: false, Fortran: false, [3]);
        NpyFile.Write(_folder.File("parts.npy"), layout, writer =>
        {
            writer.Write<float>(new float[] { 1, -2 });
            writer.Write<float>(new float[] { 3 });
        });
        Assert.Equal(File.ReadAllBytes(_folder.File("whole.npy")), File.ReadAllBytes(_folder.File("parts.npy")));
        Assert.Throws<ArgumentException>(() => NpyFile.Write(_folder.File("short.npy"), layout, writer => writer.Write<float>(new float[2])));
        Assert.Throws<ArgumentException>(() => NpyFile.Write(_folder.File("short.npy"), layout, writer => writer.Write<float>(new float[4])));
        Assert.False(File.Exists(_folder.File("short.npy")));
    }

    [Fact]
    public void An_archive_written_is_read_back_and_has_the_same_bytes_each_time() => GenArray.Array[0, 4].Sample(arrays =>
    {
        (string, int[], float[])[] named = [.. arrays.Select((array, i) => ($"hidden{i}.weight", array.Shape, array.Data))];
        NpzFile.Write(_folder.File("a.npz"), named);
        NpzFile.Write(_folder.File("b.npz"), named);
        Assert.Equal(File.ReadAllBytes(_folder.File("a.npz")), File.ReadAllBytes(_folder.File("b.npz")));
        IReadOnlyList<NpyArray> read = NpzFile.Read(_folder.File("a.npz"));
        Assert.Equal(named.Length, read.Count);
        foreach (((string name, int[] shape, float[] data), NpyArray array) in named.Zip(read))
        {
            Assert.Equal(name, array.Name);
            Assert.Equal(shape, array.Shape);
            Assert.Equal(data.Select(BitConverter.SingleToInt32Bits), array.Data.Select(BitConverter.SingleToInt32Bits));
        }
    }, iter: 100, threads: 1);

    [Theory]
    [InlineData("|u1", "01FF", new[] { 1f, 255 })]
    [InlineData("|i1", "01FF", new[] { 1f, -1 })]
    [InlineData("|b1", "0001", new[] { 0f, 1 })]
    [InlineData("<i2", "0100FEFF", new[] { 1f, -2 })]
    [InlineData(">i2", "0001FFFE", new[] { 1f, -2 })]
    [InlineData("<u2", "0100FFFF", new[] { 1f, 65535 })]
    [InlineData("<i4", "01000000FEFFFFFF", new[] { 1f, -2 })]
    [InlineData(">u4", "0000000180000000", new[] { 1f, 2147483648 })]
    [InlineData("<i8", "0100000000000000FEFFFFFFFFFFFFFF", new[] { 1f, -2 })]
    [InlineData("<u8", "01000000000000000000000000000080", new[] { 1f, 9223372036854775808 })]
    [InlineData("<f2", "003C00C0", new[] { 1f, -2 })]
    [InlineData(">f2", "3C00C000", new[] { 1f, -2 })]
    [InlineData("<f4", "0000803F000000C0", new[] { 1f, -2 })]
    [InlineData(">f4", "3F800000C0000000", new[] { 1f, -2 })]
    [InlineData("<f8", "000000000000F03F00000000000000C0", new[] { 1f, -2 })]
    [InlineData(">f8", "3FF0000000000000C000000000000000", new[] { 1f, -2 })]
    public void Every_kind_of_number_is_read_in_both_byte_orders(string type, string bytes, float[] expected)
    {
        foreach (int version in new[] { 1, 2, 3 })
        {
            string path = _folder.Write("a.npy", Npy(Header(type, "(2,)"), Convert.FromHexString(bytes), version));
            Assert.Equal(expected, NpyFile.Read(path).Data);
        }
    }

    [Fact]
    public void Fortran_order_is_turned_to_C_order()
    {
        byte[] data = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        NpyArray read = NpyFile.Read(_folder.Write("f.npy", Npy(Header("|u1", "(2, 3, 4)", fortran: true), data)));
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 4; k++)
                    Assert.Equal(i + (2 * j) + (6 * k), read.Data[(((i * 3) + j) * 4) + k]);
    }

    [Fact]
    public void A_single_number_and_a_packed_file_are_read()
    {
        byte[] scalar = Npy(Header("<f4", "()"), [0, 0, 0x80, 0x3F]);
        Assert.Equal([1], NpyFile.Read(_folder.Write("s.npy", scalar)).Data);
        Assert.Equal([1], NpyFile.Read(_folder.WritePacked("s.npy.gz", scalar)).Data);
    }

    [Fact]
    public void Damaged_or_lying_arrays_are_refused_before_memory_is_taken()
    {
        object Read(byte[] content) => NpyFile.Read(_folder.Write("bad.npy", content));
        Refused.With(() => Read([.. "no array at all"u8]), "bad.npy", "NUMPY");
        Refused.With(() => Read([]), "empty");
        Refused.With(() => Read([0x93, .. "NUMPY"u8, 9, 0, 0, 0]), "version 9");
        Refused.With(() => Read([0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F]), "2147483647 bytes of header");
        Refused.With(() => Read(Npy(Header("<f4", "(2147483647, 2147483647)"), new byte[8])), "2147483647", "more than the file holds");
        Refused.With(() => Read(Npy(Header("<f4", "(2147483648, 2147483648)"), new byte[8])), "2147483648");
        Refused.With(() => Read(Npy(Header("<f4", "(65536, 65536, 65536, 65536)"), new byte[8])), "65536", "more than the file holds");
        Refused.With(() => Read(Npy(Header("<f4", "(-1,)"), new byte[8])), "'-1'");
        Refused.With(() => Read(Npy(Header("<f4", "(3,)"), new byte[8])), "(3)", "more than the file holds");
        Refused.With(() => Read(Npy(Header("<f4", "(1,)"), new byte[8])), "more bytes follow");
        Refused.With(() => Read(Npy(Header("|O", "(1,)"), new byte[8])), "astype");
        Refused.With(() => Read(Npy(Header("<c8", "(1,)"), new byte[8])), "astype");
        Refused.With(() => Read(Npy(Header("<U3", "(1,)"), new byte[12])), "astype");
        Refused.With(() => Read(Npy("{'descr': '<f4'}", new byte[8])), "shape");
        Refused.With(() => Read(TempFolder.Pack(Npy(Header("<f4", "(100000000,)"), new byte[8]))), "more than the file holds");
        Refused.With(() => Read(TempFolder.Pack(Npy(Header("<f4", "(50000,)"), new byte[8000]))), "50000");
        Refused.With<FileNotFoundException>(() => NpyFile.Read(_folder.File("none.npy")), "none.npy");
    }

    [Fact]
    public void A_claim_that_only_unpacking_can_refute_is_counted_first()
    {
        // 300 MB of zeros pack to 300 KB, which could hold the 305 MB claimed.
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.SmallestSize))
        {
            zip.Write(Npy(Header("|u1", "(305000000,)"), []));
            byte[] block = new byte[1_000_000];
            for (int i = 0; i < 300; i++) zip.Write(block);
        }

        string path = _folder.Write("claim.npy", packed.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused.With(() => NpyFile.Read(path), "305000000", "more than the file holds");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void Damaged_archives_are_refused()
    {
        NpzFile.Write(_folder.File("a.npz"), [("x", [2, 2], [1, 2, 3, 4]), ("y", [2], [0, 1])]);
        byte[] good = File.ReadAllBytes(_folder.File("a.npz"));
        Refused.With(() => NpzFile.Read(_folder.Write("cut.npz", good[..^30])), "cut.npz", "damaged");
        Refused.With(() => NpzFile.Read(_folder.Write("none.npz", [])), "none.npz", "empty");
        int at = good.AsSpan().IndexOf("(2, 2)"u8);
        good[at + 1] = (byte)'9';
        Refused.With(() => NpzFile.Read(_folder.Write("lie.npz", good)), "lie.npz");
    }

    [Fact]
    public void Writing_wrong_shapes_or_names_is_refused_and_leaves_no_file()
    {
        Assert.Throws<ArgumentException>(() => NpyFile.Write(_folder.File("w.npy"), [3], [1]));
        Assert.Throws<ArgumentException>(() => NpzFile.Write(_folder.File("w.npz"), [("a", [1], [1]), ("a", [1], [1])]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void An_archive_of_samples_and_labels_is_a_data_set()
    {
        NpzFile.Write(_folder.File("set.npz"),
            [("X", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), ("labels", [4], [3, 1, 3, 1]), ("other", [1], [0])]);
        Dataset data = DataSource.Load(_folder.File("set.npz"));
        Assert.Equal(["1", "3"], data.Classes!);
        Assert.Equal([1, 0, 1, 0], data.Train.Y);
        Assert.Equal([2], data.Shape);
        Assert.Equal(ScaleKind.Standard, data.DefaultScale);
    }

    [Fact]
    public void An_archive_as_Keras_keeps_it_has_its_test_part_and_its_channels_in_front()
    {
        float[] pixels = [.. Enumerable.Range(0, 2 * 2 * 2 * 3).Select(i => (float)i)];
        NpzFile.Write(_folder.File("keras.npz"),
            [("x_train", [2, 2, 2, 3], pixels), ("y_train", [2, 1], [0, 1]), ("x_test", [2, 2, 2, 3], pixels), ("y_test", [2, 1], [1, 0])]);
        Dataset data = DataSource.Load(_folder.File("keras.npz"));
        Assert.Equal([3, 2, 2], data.Shape);
        Assert.Equal([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], data.Train.Row(0).ToArray());
        Assert.Equal([1, 0], data.Test!.Y);
        Assert.Equal(ScaleKind.Unit, data.DefaultScale);
    }

    [Fact]
    public void An_array_has_its_labels_beside_it_or_in_its_last_column()
    {
        NpyFile.Write(_folder.File("rows.npy"), [3, 3], [1, 2, 0, 3, 4, 1, 5, 6, 0]);
        Dataset rows = DataSource.Load(_folder.File("rows.npy"));
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Train.X);
        Assert.Equal([0, 1, 0], rows.Train.Y);
        Dataset first = DataSource.Load(_folder.File("rows.npy"), new() { Label = "0" });
        Assert.Equal([2, 0, 4, 1, 6, 0], first.Train.X);
        Assert.Equal(["1", "3", "5"], first.Classes!);

        _folder.Write("img.npy", Npy(Header("|u1", "(2, 2, 2)"), [1, 2, 3, 4, 5, 6, 7, 255]));
        NpyFile.Write(_folder.File("img_labels.npy"), [2], [0, 1]);
        Dataset images = DataSource.Load(_folder.File("img.npy"));
        Assert.Equal([1, 2, 2], images.Shape);
        Assert.Equal(255, images.FormatMaximum);

        NpyFile.Write(_folder.File("x_a.npy"), [2, 2], [1, 2, 3, 4]);
        NpyFile.Write(_folder.File("y_a.npy"), [2], [0.5f, 1]);
        Assert.Null(DataSource.Load(_folder.File("x_a.npy")).Classes);
    }

    [Fact]
    public void Arrays_not_fit_to_learn_from_are_refused()
    {
        string path = _folder.File("bad.npz");
        object Load(params (string, int[], float[])[] arrays)
        {
            NpzFile.Write(path, arrays);
            return DataSource.Load(path);
        }

        Refused.With(() => Load(("x", [2, 2], [1, 2, 3, float.NaN]), ("y", [2], [0, 1])), "row 1, column 1", "NaN");
        Refused.With(() => Load(("x", [2, 2], [1, float.PositiveInfinity, 3, 4]), ("y", [2], [0, 1])), "row 0, column 1", "infinite");
        Refused.With(() => Load(("x", [2, 2], [1, 2, 3, 4]), ("y", [3], [0, 1, 2])), "2 samples", "3 labels");
        Refused.With(() => Load(("x", [2, 2], [1, 2, 3, 4]), ("y", [2], [0, float.NaN])), "label 1");
        Refused.With(() => Load(("x", [2, 2], [1, 2, 3, 4]), ("y", [2, 2], [0, 1, 1, 0])), "argmax");
        Refused.With(() => Load(("x", [2, 2], [1, 2, 3, 4]), ("y", [2], [1, 1])), "two classes");
        Refused.With(() => Load(("x", [2, 2], [1, 2, 3, 4])), "labels", "y");
        Refused.With(() => Load(("z", [2, 2], [1, 2, 3, 4])), "samples", "x");
        Refused.With(() => Load(("x", [0, 2], []), ("y", [0], [])), "none");
        NpyFile.Write(_folder.File("img.npy"), [2, 2, 2], new float[8]);
        Refused.With(() => DataSource.Load(_folder.File("img.npy")), "img_labels.npy");
    }
}
