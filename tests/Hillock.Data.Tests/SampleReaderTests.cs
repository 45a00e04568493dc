using SkiaSharp;

namespace Hillock.Data.Tests;

/// <summary>Samples without labels, read from front to back.</summary>
public sealed class SampleReaderTests
{
    [Fact]
    public void An_array_is_read_in_parts_of_any_size()
    {
        using TempFolder folder = new();
        float[] values = [.. Enumerable.Range(0, 30).Select(i => (float)i)];
        NpyFile.Write(folder.File("x.npy"), [10, 3], values);
        foreach (int part in new[] { 3, 4, 9, 30, 100 })
        {
            using SampleReader reader = SampleReader.Open(folder.File("x.npy"));
            Assert.Equal([3], reader.Shape);
            Assert.Equal(values, ReadAll(reader, part));
        }
    }

    [Fact]
    public void An_archive_gives_the_array_that_is_asked_for()
    {
        using TempFolder folder = new();
        NpzFile.Write(folder.File("a.npz"), [("y", [2], [0, 1]), ("x", [2, 2], [1, 2, 3, 4])]);
        using SampleReader usual = SampleReader.Open(folder.File("a.npz")), named = SampleReader.Open(folder.File("a.npz"), new SampleFit { Array = "y" });
        Assert.Equal([1, 2, 3, 4], ReadAll(usual, 100));
        Assert.Equal([0, 1], ReadAll(named, 100));
        Refused.With(() => SampleReader.Open(folder.File("a.npz"), new SampleFit { Array = "z" }), "'z'", "y, x");
        NpzFile.Write(folder.File("b.npz"), [("p", [1], [0]), ("q", [1], [0])]);
        Refused.With(() => SampleReader.Open(folder.File("b.npz")), "p, q");
        // A name that would break the line of the message.
        NpzFile.Write(folder.File("c.npz"), [("p\n", [1], [0]), ("q", [1], [0])]);
        Refused.With(() => SampleReader.Open(folder.File("c.npz")), "p·, q");
    }

    [Fact]
    public void Images_without_labels_need_none()
    {
        using TempFolder folder = new();
        string path = folder.Write("some-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]);
        using SampleReader reader = SampleReader.Open(path);
        Assert.Equal([1, 1, 2], reader.Shape);
        Assert.Equal(255, reader.FormatMaximum);
        Assert.Equal([1, 2, 3, 4], ReadAll(reader, 100));
    }

    [Theory]
    [InlineData("1,2\n3,4\n5,6\n", 2), InlineData("a,b,y\n1,2,u\n3,4,v\n5,6,u\n", 2)]
    public void A_table_is_read_with_or_without_its_label(string text, int features)
    {
        using TempFolder folder = new();
        using SampleReader reader = SampleReader.Open(folder.Write("t.csv", text), new SampleFit { Features = features });
        Assert.Equal([1, 2, 3, 4, 5, 6], ReadAll(reader, 100));
        Refused.With(() => SampleReader.Open(folder.File("t.csv"), new SampleFit { Features = 7 }), "7 numbers are needed");
    }

    [Theory, InlineData("", ""), InlineData("a;b;label\n", ";yes")]
    public void A_table_larger_than_a_piece_is_read_to_its_end(string header, string label)
    {
        using TempFolder folder = new();
        const int Rows = 300_000;
        File.WriteAllLines(folder.File("t.csv"), Enumerable.Range(0, Rows).Select(i => $"{(i == 0 ? header : "")}{i};{i % 7}.5{label}"));
        using SampleReader reader = SampleReader.Open(folder.File("t.csv"), new SampleFit { Features = 2 });
        float[] part = new float[2 * 997];
        int at = 0;
        for (int read; (read = reader.Read(part)) > 0; at += read)
            for (int i = 0; i < read; i++) Assert.Equal((at + i, (at + i) % 7 + 0.5f), (part[2 * i], part[2 * i + 1]));
        Assert.Equal(Rows, at);
    }

    [Theory, InlineData("1,2\n3,\n5,6\n"), InlineData("1,\"2\"\n3,4\n5,6\n")]
    public void A_table_with_quotes_or_missing_cells_is_read_whole(string text)
    {
        using TempFolder folder = new();
        using SampleReader reader = SampleReader.Open(folder.Write("t.csv", text), new SampleFit { Features = 2 });
        float[] all = ReadAll(reader, 100);
        Assert.Equal((1, 2, 6, 6), (all[0], all[1], all[5], all.Length));
    }

    [Fact]
    public void Images_of_a_folder_are_fitted()
    {
        using TempFolder folder = new();
        Draw(folder.File("b.png"), 4, 2, new SKColor(255, 0, 10));
        Draw(folder.File("a.jpg"), 2, 2, new SKColor(100, 100, 100));
        folder.Write("notes.txt", "no image");
        using SampleReader reader = SampleReader.Open(folder.Path, new SampleFit { ImageSize = (1, 2), ImageChannels = 3 });
        Assert.Equal([3, 1, 2], reader.Shape);
        float[] values = ReadAll(reader, 6);
        Assert.All(values[..6], v => Assert.InRange(v, 98, 102));
        Assert.Equal([255, 255, 0, 0, 10, 10], values[6..]);
        using SampleReader last = SampleReader.Open(folder.Path, new SampleFit { ImageSize = (1, 2), ImageChannels = 3, ChannelsLast = true });
        Assert.Equal([255, 0, 10, 255, 0, 10], ReadAll(last, 100)[6..]);
        using SampleReader grey = SampleReader.Open(folder.Path, new SampleFit { ImageSize = (1, 1), ImageChannels = 1 });
        Assert.Equal(77, ReadAll(grey, 100)[1]);
        Refused.With(() => ReadAll(SampleReader.Open(folder.Path), 100), "4 × 2", "2 × 2");
        folder.Write("c.png", 1, 2, 3);
        Refused.With(() => ReadAll(SampleReader.Open(folder.Path, new SampleFit { ImageSize = (1, 2) }), 6), "c.png", "no PNG or JPEG");
    }

    [Fact]
    public void What_is_cut_off_is_refused()
    {
        using TempFolder folder = new();
        NpyFile.Write(folder.File("x.npy"), [10, 3], new float[30]);
        byte[] whole = File.ReadAllBytes(folder.File("x.npy"));
        folder.Write("x.npy", whole[..^5]);
        Refused.With(() => SampleReader.Open(folder.File("x.npy")), "more than the file holds");
        folder.Write("x.npy", [.. whole, 1]);
        Refused.With(() => ReadAll(SampleReader.Open(folder.File("x.npy")), 100), "more bytes follow");
    }

    [Fact]
    public void NaN_is_refused()
    {
        using TempFolder folder = new();
        NpyFile.Write(folder.File("x.npy"), [2, 2], [1, 2, float.NaN, 4]);
        Refused.With(() => ReadAll(SampleReader.Open(folder.File("x.npy")), 100), "NaN");
    }

    private static float[] ReadAll(SampleReader reader, int part)
    {
        using (reader)
        {
            List<float> all = [];
            float[] values = new float[part];
            int size = reader.Shape.Aggregate(1, (a, b) => a * b);
            while (reader.Read(values) is int count and > 0) all.AddRange(values[..(count * size)]);
            return [.. all];
        }
    }

    private static void Draw(string path, int width, int height, SKColor colour)
    {
        using SKBitmap bitmap = new(width, height);
        bitmap.Erase(colour);
        using SKData data = bitmap.Encode(path.EndsWith(".png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
