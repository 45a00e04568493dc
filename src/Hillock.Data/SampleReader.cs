using Hillock.Data.Files;
using Hillock.Data.Reading;

namespace Hillock.Data;

/// <summary>
/// Samples without labels, read from front to back: memory does not grow with arrays (.npy, .npz, IDX), tables of numbers and folders of
/// images; tables with texts, quotes or missing cells, and named sets, are read whole.
/// </summary>
public abstract class SampleReader : IDisposable
{
    private protected SampleReader(string name, IReadOnlyList<int> shape, float? formatMaximum) => (Name, Shape, FormatMaximum) = (name, shape, formatMaximum);

    /// <summary>The path, or the text that named them.</summary>
    public string Name { get; }

    /// <summary>The sizes of one sample: [1,28,28] for images (channels first unless asked otherwise), [30] for a table.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The largest value of the format: 255 for bytes; null for other numbers.</summary>
    public float? FormatMaximum { get; }

    /// <summary>Opens samples: a .npy, .npz, IDX or CSV file, a folder of PNG and JPEG images, or a named set (its training part).</summary>
    /// <param name="text">A path, or a name as for <see cref="DataSource.Load"/>.</param>
    /// <param name="fit">What the samples are for.</param>
    /// <exception cref="FileNotFoundException">There is no such file, folder or set.</exception>
    /// <exception cref="InvalidDataException">The data are damaged or of another shape; file, place and remedy are given.</exception>
    public static SampleReader Open(string text, SampleFit? fit = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        fit ??= new();
        if (DataText.Parse(text) is null && Directory.Exists(text) && ImageFolder.Paths(text) is { Count: > 0 } images) return new ImageFolder(text, images, fit);
        if (DataText.Parse(text) is not null || !File.Exists(text)) return new LoadedSamples(text, DataSource.Load(text));
        return FileKinds.Of(text) switch
        {
            FileKind.Npy or FileKind.Npz or FileKind.Idx => ArrayReader.OfFile(text, fit),
            _ when fit.Features is int features && TableReader.TryOpen(text, features) is { } table => table,
            _ => LoadedSamples.OfTable(text, fit),
        };
    }

    /// <summary>Reads as many whole samples as are left and fit; returns how many, 0 at the end.</summary>
    public abstract int Read(Span<float> values);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private protected int Size => Shape.Aggregate(1, (a, b) => checked(a * b));
}
