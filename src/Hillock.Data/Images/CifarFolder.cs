using Hillock.Data.Files;

namespace Hillock.Data.Images;

/// <summary>
/// A folder with the binary batches of CIFAR-10: records of one label and 3 × 32 × 32 bytes (red, green, blue; row by row).
/// </summary>
internal static class CifarFolder
{
    private const int Pixels = 3 * 32 * 32;
    private const int Record = 1 + Pixels;

    // The set has 60,000 images in all: a file with more is no batch of it, or a small file that unpacks without end.
    private const int MostBytes = 60_000 * Record;

    private static readonly string[] Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Whether the folder holds batches to learn from.</summary>
    public static bool Fits(string folder) => Find(folder, "data_batch_").Length > 0;

    public static Dataset Load(string folder)
    {
        string[] train = Find(folder, "data_batch_"), test = Find(folder, "test_batch");
        if (train.Length == 0)
            throw DataError.At(folder, null, "the folder holds no data_batch_*.bin",
                "give the folder of CIFAR-10's binary version, its files gzipped or not");
        return ImageSet.Make("cifar10", folder, [3, 32, 32], Read(train), test.Length == 0 ? null : Read(test), Classes, 255);
    }

    private static Samples Read(string[] paths)
    {
        byte[][] batches = [.. paths.Select(ReadBatch)];
        long count = batches.Sum(batch => (long)batch.Length / Record);
        if (count * Pixels > Array.MaxLength)
            throw DataError.At(paths[0], null, $"{count} images are too many", "give a folder with CIFAR-10's batches alone");
        float[] x = new float[count * Pixels];
        float[] y = new float[count];
        int sample = 0;
        foreach (byte[] batch in batches)
            for (int start = 0; start < batch.Length; start += Record, sample++)
            {
                y[sample] = batch[start];
                for (int i = 0; i < Pixels; i++) x[(sample * Pixels) + i] = batch[start + 1 + i];
            }

        return new(Pixels, x, y);
    }

    private static byte[] ReadBatch(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        byte[] bytes = source.ReadAll(MostBytes, "give CIFAR-10's binary batches");
        if (bytes.Length == 0 || bytes.Length % Record != 0)
            throw DataError.At(path, $"byte {bytes.Length / Record * Record}",
                $"{bytes.Length % Record} of the {Record} bytes of a record are there",
                "the file is cut off, or no binary batch of CIFAR-10: fetch it again");
        for (int start = 0; start < bytes.Length; start += Record)
            if (bytes[start] >= Classes.Length)
                throw DataError.At(path, $"byte {start}", $"the label is {bytes[start]}, but the classes are 0 to {Classes.Length - 1}",
                    "the file is damaged, or no binary batch of CIFAR-10: fetch it again");
        return bytes;
    }

    // A batch may lie there packed and unpacked; the unpacked one sorts first and is taken.
    private static string[] Find(string folder, string prefix) =>
        [.. Directory.EnumerateFiles(folder).Where(path =>
            Path.GetFileName(path) is string name && name.StartsWith(prefix, StringComparison.Ordinal)
                && (name.EndsWith(".bin", StringComparison.Ordinal) || name.EndsWith(".bin.gz", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).DistinctBy(path => path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path)];
}
