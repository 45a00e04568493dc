using Hillock.Data.Files;
using Hillock.Data.Labels;

namespace Hillock.Data.Images;

/// <summary>A folder with the four files of MNIST or of a set made like it.</summary>
internal static class IdxFolder
{
    /// <summary>Whether the folder holds training images.</summary>
    public static bool Fits(string folder) => Find(folder, "train").Count > 0;

    /// <param name="folder">The folder.</param>
    /// <param name="name">The set's name.</param>
    /// <param name="classes">The names of its classes, or null for the numbers themselves.</param>
    public static Dataset Load(string folder, string name, IReadOnlyList<string>? classes = null)
    {
        string trainPath = One(folder, Find(folder, "train"))
            ?? throw DataError.At(folder, null, "the folder holds no training images",
                "it must hold train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, "
                + "gzipped or not");
        string? testPath = One(folder, [.. Find(folder, "t10k"), .. Find(folder, "test")]);
        var train = IdxPair.Read(trainPath, labelsNeeded: true);
        if (testPath is null) return Single(trainPath, name, train, classes);

        var test = IdxPair.Read(testPath, labelsNeeded: true);
        if (!test.Shape.SequenceEqual(train.Shape))
            throw DataError.At(testPath, null,
                $"its images have the sizes {string.Join("×", test.Shape)}, those to learn from {string.Join("×", train.Shape)}",
                "give files that belong together");
        LabelEncoder labels = Encoder(trainPath, [.. train.Labels, .. test.Labels], classes);
        int features = train.X.Length / train.Labels.Length;
        return ImageSet.Make(name, folder, train.Shape, new(features, train.X, labels.Encode(train.Labels)),
            new(features, test.X, labels.Encode(test.Labels)), labels.Classes, train.FormatMaximum);
    }

    /// <summary>A single file with the labels beside it.</summary>
    public static Dataset LoadSingle(string path, string name) => Single(path, name, IdxPair.Read(path, labelsNeeded: true), null);

    private static Dataset Single(
        string path, string name, (int[] Shape, float[] X, float[] Labels, float? FormatMaximum) images, IReadOnlyList<string>? classes)
    {
        LabelEncoder labels = Encoder(path, images.Labels, classes);
        Samples samples = new(images.X.Length / images.Labels.Length, images.X, labels.Encode(images.Labels));
        return ImageSet.Make(name, path, images.Shape, samples, null, labels.Classes, images.FormatMaximum);
    }

    private static LabelEncoder Encoder(string path, float[] labels, IReadOnlyList<string>? classes)
    {
        LabelEncoder encoder = LabelEncoder.ForNumbers(path, labels, LabelKind.Classes);
        // A set whose classes have names numbers them from 0, so a label is its index even where some class is absent.
        return classes is not null && labels.All(label => label >= 0 && label < classes.Count) ? LabelEncoder.Named(classes) : encoder;
    }

    private static List<string> Find(string folder, string part) =>
        [.. Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) is string file
            && file.Contains(part, StringComparison.OrdinalIgnoreCase) && file.Contains("images", StringComparison.OrdinalIgnoreCase)
            && file.Contains("idx", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    // Packed and unpacked beside each other are one file; otherwise there must be no choice.
    private static string? One(string folder, List<string> paths)
    {
        List<string> distinct = [.. paths.DistinctBy(path => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path)];
        return distinct.Count <= 1
            ? distinct.FirstOrDefault()
            : throw DataError.At(folder, null,
                $"several files of images are to choose from: {DataError.List([.. distinct.Select(path => Path.GetFileName(path))])}",
                "give one of them by its path");
    }
}
