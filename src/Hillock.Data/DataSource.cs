using Hillock.Data.Csv;
using Hillock.Data.Digits;
using Hillock.Data.Files;
using Hillock.Data.Generated;
using Hillock.Data.Images;
using Hillock.Data.Numpy;

namespace Hillock.Data;

/// <summary>
/// Reads data named by a text: digits, fashion-mnist, mnist:FOLDER, cifar10:FOLDER, circle(noise=0.1), blobs(std=2), or a path.
/// </summary>
public static class DataSource
{
    private const double CircleNoise = 0.1;
    private const double BlobDeviation = 2;

    /// <summary>The names that <see cref="Load"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "fashion-mnist", "mnist", "cifar10", "circle", "blobs"];

    /// <summary>Reads a data set.</summary>
    /// <param name="text">
    /// A name, or the path of a CSV file (gzipped or not), a .npy or .npz file, an IDX file with its labels beside it, or a folder with the
    /// files of MNIST or CIFAR-10.
    /// </param>
    /// <param name="options">How to read it; defaults when null.</param>
    /// <exception cref="FormatException">A known name is followed by what it does not take.</exception>
    /// <exception cref="FileNotFoundException">There is no such data set, file or folder; the nearest name is given.</exception>
    /// <exception cref="InvalidDataException">The data are damaged or not fit to learn from: file, place and remedy are given.</exception>
    /// <exception cref="IOException">A download failed.</exception>
    /// <exception cref="OperationCanceledException">A download was cancelled.</exception>
    public static Dataset Load(string text, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new();
        DataText? named = DataText.Parse(text);
        if (options.Label is not null && (named is not null || Directory.Exists(text)))
            throw new FormatException($"--label '{options.Label}': '{text}' has labels of its own; leave --label out, it names a column of a table");
        return named?.Name switch
        {
            null => LoadPath(text, options),
            "digits" => DigitSet.Load(),
            "circle" => Circle.Make(text, named.Parameter ?? CircleNoise, options.Seed),
            "blobs" => Blobs.Make(text, named.Parameter ?? BlobDeviation, options.Seed),
            "fashion-mnist" => named.Folder is null ? FashionMnist.Official.Load(options) : FashionMnist.LoadFolder(Folder(named.Folder)),
            "mnist" => IdxFolder.Load(GivenFolder(named, "train-images-idx3-ubyte.gz and its three companions"), "mnist"),
            _ => CifarFolder.Load(GivenFolder(named, "data_batch_1.bin and its companions")),
        };
    }

    /// <summary>Reads new data of the same kind: for predictions.</summary>
    /// <param name="text">
    /// As for <see cref="Load"/>; of a set with a test part, that part is read. A table may lack the label's column.
    /// </param>
    /// <param name="encoding">What was learnt from.</param>
    /// <param name="options">How to read it; defaults when null.</param>
    /// <returns>The samples, unscaled, with labels where all were given and known.</returns>
    /// <exception cref="InvalidDataException">
    /// As for <see cref="Load"/>, and when the number of features is another one; both are given.
    /// </exception>
    /// <exception cref="FormatException">A known name is followed by what it does not take.</exception>
    /// <exception cref="FileNotFoundException">There is no such data set, file or folder.</exception>
    /// <exception cref="IOException">A download failed.</exception>
    public static Samples LoadFeatures(string text, FeatureEncoding encoding, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(encoding);
        bool isFile = DataText.Parse(text) is null && File.Exists(text);
        Samples samples = isFile ? LoadFile(text, encoding) : Part(Load(text, options), encoding);
        return samples.Features == encoding.Features
            ? samples
            : throw DataError.At(text, null,
                $"its samples have {samples.Features} features, but the network was trained on {encoding.Features}",
                $"give samples of the shape {string.Join("×", encoding.Shape)}");
    }

    private static Dataset LoadPath(string path, DataOptions options)
    {
        if (Directory.Exists(path)) return LoadFolder(path);
        if (!File.Exists(path)) throw Unknown(path);
        string name = NameOf(path);
        switch (FileKinds.Of(path))
        {
            case FileKind.Npy: return NumpyDataset.LoadArray(path, name, options.Label);
            case FileKind.Npz: return NumpyDataset.LoadArchive(path, name);
            case FileKind.Idx: return IdxFolder.LoadSingle(path, name);
            default:
                using (ByteSource source = ByteSource.Open(path)) return CsvDataset.Load(source, name, options);
        }
    }

    private static Samples LoadFile(string path, FeatureEncoding encoding)
    {
        switch (FileKinds.Of(path))
        {
            case FileKind.Npy: return NumpyDataset.LoadFeatures(path, encoding, archive: false);
            case FileKind.Npz: return NumpyDataset.LoadFeatures(path, encoding, archive: true);
            case FileKind.Idx: return IdxPair.ReadNew(path, encoding);
            default:
                using (ByteSource source = ByteSource.Open(path)) return CsvEncoder.EncodeNew(source, encoding);
        }
    }

    // Indices of classes mean the same only where the classes are the same.
    private static Samples Part(Dataset data, FeatureEncoding encoding)
    {
        Samples part = data.Test ?? data.Train;
        bool same = data.Classes is null
            ? encoding.Classes is null
            : encoding.Classes is not null && data.Classes.SequenceEqual(encoding.Classes);
        return same ? part : new(part.Features, part.X, []);
    }

    private static Dataset LoadFolder(string folder)
    {
        if (IdxFolder.Fits(folder)) return IdxFolder.Load(folder, NameOf(folder));
        if (CifarFolder.Fits(folder)) return CifarFolder.Load(folder);
        throw DataError.At(folder, null, "the folder holds neither train-images-idx3-ubyte nor data_batch_1.bin (gzipped or not)",
            "give the folder of MNIST's or CIFAR-10's files, or a single file");
    }

    private static string Folder(string path) =>
        Directory.Exists(path) ? path : throw new FileNotFoundException($"there is no folder {path}", path);

    private static string GivenFolder(DataText named, string files)
    {
        if (named.Folder is null)
            throw new FormatException($"{named.Name} is not part of the program; give the folder that holds {files}: {named.Name}:FOLDER");
        return Directory.Exists(named.Folder) ? named.Folder : throw new FileNotFoundException(
            $"there is no folder {named.Folder}; give the one that holds {files}, or take fashion-mnist, which is fetched by itself", named.Folder);
    }

    private static FileNotFoundException Unknown(string text)
    {
        // What has no dot and no separator was hardly meant as a path.
        int end = text.AsSpan().IndexOfAny('(', ':');
        string name = end < 0 ? text : text[..end];
        return name.AsSpan().ContainsAny("./\\") ? new(MissingFile.Message(text), text) : new(
            $"there is no data set or file {DataError.Show(text)}{NearestText.Suggest(name, Names)}; "
            + $"the data sets are {string.Join(", ", Names)}", text);
    }

    private static string NameOf(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (Directory.Exists(path)) return name;
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        return Path.GetFileNameWithoutExtension(name);
    }
}
