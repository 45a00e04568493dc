using System.IO.Compression;
using Hillock.Data.Files;
using Hillock.Data.Images;
using Hillock.Data.Numpy;

namespace Hillock.Data.Reading;

/// <summary>The first axis of an array counts samples: read from a .npy or IDX file, or from an archive, as they are asked for.</summary>
internal sealed class ArrayReader : SampleReader
{
    private static readonly string[] Usual = ["x", "x_train", "data", "images", "arr_0", "x_test"];

    private readonly ByteSource _source;
    private readonly ZipArchive? _archive;
    private readonly NumberFormat _format;
    private long _left;

    private ArrayReader(string name, ByteSource source, NumberFormat format, long samples, int[] shape, ZipArchive? archive)
        : base(name, shape, format is ('u', 1, _) ? 255 : null)
    {
        (_source, _format, _left, _archive) = (source, format, samples, archive);
        if (Size == 0 || samples == 0) throw DataError.At(name, null, "the array holds no number", "give one with samples");
    }

    public static ArrayReader OfFile(string path, SampleFit fit) => FileKinds.Of(path) switch
    {
        FileKind.Npz => OpenArchive(path, fit.Array),
        FileKind.Npy => OverNumpy(path, ByteSource.Open(path), null),
        _ => OverIdx(path),
    };

    public override int Read(Span<float> values)
    {
        int count = (int)Math.Min(_left, values.Length / Size);
        if (count == 0) return 0;
        Span<float> read = values[..(count * Size)];
        _format.Read(_source, read);
        _left -= count;
        if (_left == 0) _source.DemandEnd();
        int bad = read.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return bad < 0 ? count : throw DataError.At(Name, $"value {bad % Size} of a sample", "the value is NaN or infinite", "replace it or leave out the sample");
    }

    protected override void Dispose(bool disposing)
    {
        _source.Dispose();
        _archive?.Dispose();
        base.Dispose(disposing);
    }

    private static ArrayReader OverIdx(string path)
    {
        ByteSource source = ByteSource.Open(path);
        try
        {
            (NumberFormat format, int[] shape) = IdxFile.ReadHeader(source);
            // Images of one channel have none in the file.
            return new(path, source, format, shape[0], shape is [_, int height, int width] ? [1, height, width] : shape[1..], null);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static ArrayReader OverNumpy(string name, ByteSource source, ZipArchive? archive)
    {
        try
        {
            NpyHeader header = NpyHeader.Read(source);
            if (header.Shape.Length == 0) throw DataError.At(name, "byte 10", "the array is a single number", "give an array whose first axis counts samples");
            if (header.Fortran && header.Shape.Length > 1)
                throw DataError.At(name, "byte 10", "the array is in Fortran order, which cannot be read sample by sample", "save numpy.ascontiguousarray(x)");
            if (Array.Exists(header.Shape, size => size > int.MaxValue) || header.Shape[1..].Aggregate(1.0, (a, b) => a * b) > int.MaxValue / 4)
                throw DataError.At(name, "byte 10", $"samples of the shape ({string.Join(", ", header.Shape[1..])}) are too large", "give smaller ones");
            return new(name, source, header.Format, header.Shape[0], [.. header.Shape[1..].Select(s => (int)s)], archive);
        }
        catch
        {
            source.Dispose();
            archive?.Dispose();
            throw;
        }
    }

    private static ArrayReader OpenArchive(string path, string? wanted)
    {
        ZipArchive archive;
        try
        {
            archive = ZipFile.OpenRead(path);
        }
        catch (InvalidDataException)
        {
            throw DataError.At(path, null, "the zip archive is damaged or cut off", "save it again with numpy.savez");
        }

        string[] names = [.. archive.Entries.Select(e => e.FullName.EndsWith(".npy", StringComparison.Ordinal) ? e.FullName[..^4] : e.FullName)];
        int at = wanted is not null ? Array.IndexOf(names, wanted) : names.Length == 1 ? 0
            : Usual.Select(usual => Array.FindIndex(names, n => n.Equals(usual, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(i => i >= 0, -1);
        if (at < 0)
        {
            archive.Dispose();
            throw DataError.At(path, null, $"it holds the arrays {DataError.List(names)}{(wanted is null ? "" : $", none called {DataError.Show(wanted)}")}", "save the samples under the name of the input, or x");
        }

        try
        {
            return OverNumpy($"{path}, array {names[at]}", ByteSource.OverEntry($"{path}, array {names[at]}", archive.Entries[at]), archive);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            archive.Dispose();
            throw DataError.At(path, null, "the zip archive is damaged or cut off", "save it again with numpy.savez");
        }
    }
}
