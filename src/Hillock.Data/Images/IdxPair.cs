using Hillock.Data.Files;
using Hillock.Data.Labels;

namespace Hillock.Data.Images;

/// <summary>Images and the labels that stand beside them.</summary>
internal static class IdxPair
{
    /// <summary>The images, with their labels where <paramref name="labelsNeeded"/> or where they are found.</summary>
    public static (int[] Shape, float[] X, float[] Labels, float? FormatMaximum) Read(string path, bool labelsNeeded)
    {
        IdxFile images = IdxFile.Read(path);
        if (images.Shape.Length == 1)
            throw DataError.At(path, "byte 3", "the file holds one number a sample, so these are labels", "give the file of the images");
        int[] shape = images.Shape is [_, int height, int width] ? [1, height, width] : images.Shape[1..];
        string[] names = [.. LabelNames(Path.GetFileName(path))];
        string? labelsPath = names.Select(name => Path.Combine(Path.GetDirectoryName(path) ?? "", name)).FirstOrDefault(File.Exists);
        if (labelsPath is null)
        {
            if (!labelsNeeded) return (shape, images.Data, [], images.FormatMaximum);
            throw DataError.At(path, null, "there is no file of labels beside it", names.Length > 0
                ? $"put {names[0]} into the same folder"
                : "name the files …images-idx3-ubyte and …labels-idx1-ubyte");
        }

        IdxFile labels = IdxFile.Read(labelsPath);
        if (labels.Shape.Length != 1)
            throw DataError.At(labelsPath, "byte 3", $"labels are one number a sample, but the file has {labels.Shape.Length} sizes",
                "give the file of the labels");
        if (labels.Data.Length != images.Shape[0])
            throw DataError.At(labelsPath, null, $"it holds {labels.Data.Length} labels but {path} holds {images.Shape[0]} images",
                "give files that belong together");
        return (shape, images.Data, labels.Data, images.FormatMaximum);
    }

    /// <summary>Images to predict for; labels beside them are taken where all are known classes.</summary>
    public static Samples ReadNew(string path, FeatureEncoding encoding)
    {
        (int[] shape, float[] x, float[] labels, _) = Read(path, labelsNeeded: false);
        LabelEncoder encoder = LabelEncoder.Known(encoding.Classes);
        float[] y = new float[labels.Length];
        for (int i = 0; i < y.Length; i++)
            if (!encoder.TryEncode(labels[i], out y[i])) return new(Size(shape), x, []);
        return new(Size(shape), x, y);
    }

    private static int Size(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    /// <summary>The names that the labels of such images may have: packed or not, whatever the images are.</summary>
    private static IEnumerable<string> LabelNames(string images)
    {
        string plain = images.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? images[..^3] : images;
        int start = plain.LastIndexOf("images", StringComparison.OrdinalIgnoreCase);
        if (start < 0) yield break;
        string rest = plain[(start + 6)..];
        int idx = rest.IndexOf("idx", StringComparison.OrdinalIgnoreCase);
        // images-idx3-ubyte belongs to labels-idx1-ubyte.
        if (idx >= 0 && idx + 3 < rest.Length && char.IsAsciiDigit(rest[idx + 3])) rest = rest[..(idx + 3)] + '1' + rest[(idx + 4)..];
        string labels = plain[..start] + "labels" + rest;
        yield return plain.Length == images.Length ? labels : labels + ".gz";
        yield return plain.Length == images.Length ? labels + ".gz" : labels;
    }
}
