using System.Globalization;
using Hillock.Data.Files;
using Hillock.Data.Images;
using Hillock.Data.Labels;

namespace Hillock.Data.Numpy;

/// <summary>
/// Data sets of NumPy arrays. In an archive the samples are called x, X, data … and the labels y, labels, target …, or x_train and y_train
/// with x_test and y_test. A .npy file has its labels beside it (NAME_labels.npy, NAME_y.npy, or y for x in the name), or in a column of
/// its own rows, the last unless another is asked for.
/// </summary>
internal static class NumpyDataset
{
    private static readonly string[] SampleNames = ["x_train", "train_x", "train_images", "x", "data", "features", "images", "inputs"];
    private static readonly string[] LabelNames = ["y_train", "train_y", "train_labels", "y", "labels", "label", "target", "targets"];
    private static readonly string[] TestSampleNames = ["x_test", "test_x", "test_images"];
    private static readonly string[] TestLabelNames = ["y_test", "test_y", "test_labels"];

    public static Dataset LoadArchive(string path, string name)
    {
        var arrays = NpzStream.Read(path, IsKnown);
        var x = Find(arrays, SampleNames) ?? throw Lacking(path, "samples", "x");
        var y = Find(arrays, LabelNames) ?? throw Lacking(path, "labels", "y");
        var testX = Find(arrays, TestSampleNames);
        var testY = Find(arrays, TestLabelNames);
        if (testX is null != testY is null)
            throw DataError.At(path, null, $"it holds x_test or y_test without the other (x_test: {testX is not null})",
                "save both, or none");
        return Make(path, name, x, y.Array, testX, testY?.Array);
    }

    public static Dataset LoadArray(string path, string name, string? label)
    {
        using ByteSource source = ByteSource.Open(path);
        (NpyArray array, NumberFormat format) = NpyStream.Read(source, name);
        string? labels = LabelPaths(path).FirstOrDefault(File.Exists);
        if (labels is not null) return Make(path, name, (array, format), NpyFile.Read(labels), null, null);
        if (array.Shape is not [_, > 1])
            throw DataError.At(path, null, $"the array's shape is ({string.Join(", ", array.Shape)}), and no labels are beside it",
                $"save them as {LabelPaths(path).First()}, or give rows with the label in the last column");
        int column = array.Shape[1] - 1;
        if (label is not null
            && (!int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out column) || column >= array.Shape[1]))
            throw DataError.At(path, null, $"there is no label column {DataError.Show(label)}",
                $"an array's columns have no names: give 0 to {array.Shape[1] - 1}");
        (float[] x, float[] y) = Divide(array, column);
        Dataset data = Make(path, name, (new(name, [array.Shape[0], array.Shape[1] - 1], x), format), new(name, [y.Length], y), null, null);
        return data with { Encoding = data.Encoding with { LabelIndex = column } };
    }

    /// <summary>The samples of an array or archive; a column more than there are features is that of the labels.</summary>
    public static Samples LoadFeatures(string path, FeatureEncoding encoding, bool archive)
    {
        NpyArray array;
        if (archive)
        {
            var arrays = NpzStream.Read(path, IsKnown);
            array = (Find(arrays, TestSampleNames) ?? Find(arrays, SampleNames) ?? throw Lacking(path, "samples", "x")).Array;
        }
        else
        {
            using ByteSource source = ByteSource.Open(path);
            array = NpyStream.Read(source, "x").Array;
        }

        if (array.Shape is [_, int columns] && columns == encoding.Features + 1)
        {
            int column = encoding.LabelIndex < 0 ? columns - 1 : encoding.LabelIndex;
            array = new(array.Name, [array.Shape[0], columns - 1], Divide(array, column).X);
        }

        float[] x = Checked(path, array, out int count).X;
        return new(x.Length / count, x, []);
    }

    private static Dataset Make(
        string path, string name, (NpyArray Array, NumberFormat Format) x, NpyArray y,
        (NpyArray Array, NumberFormat Format)? testX, NpyArray? testY)
    {
        (int[] shape, float[] values) = Checked(path, x.Array, out int count);
        float[] labels = CheckedLabels(path, y, count);
        float[] testValues = [], testLabels = [];
        if (testX is { } test && testY is not null)
        {
            (int[] testShape, testValues) = Checked(path, test.Array, out int testCount);
            testLabels = CheckedLabels(path, testY, testCount);
            if (!testShape.SequenceEqual(shape))
                throw DataError.At(path, null,
                    $"the samples have the shape ({string.Join(", ", shape)}), those to test ({string.Join(", ", testShape)})",
                    "save samples of one shape");
        }

        LabelEncoder encoder = LabelEncoder.ForNumbers(path, [.. labels, .. testLabels], LabelKind.Guess);
        int features = values.Length / count;
        return ImageSet.Make(name, path, shape, new(features, values, encoder.Encode(labels)),
            testValues.Length == 0 ? null : new(features, testValues, encoder.Encode(testLabels)), encoder.Classes,
            x.Format is ('u', 1, _) && shape.Length == 3 ? 255 : null);
    }

    // [n, h, w] is grey images; [n, h, w, c] with 1 or 3 channels last, as Keras keeps them, is turned to channels first.
    private static (int[] Shape, float[] X) Checked(string path, NpyArray x, out int count)
    {
        (_, int[] sizes, float[] data) = x;
        if (sizes.Length == 0 || data.Length == 0)
            throw DataError.At(path, null, $"the samples' shape is ({string.Join(", ", sizes)}), so there are none",
                "give an array [samples, …]");
        count = sizes[0];
        DataError.DemandFinite(path, data, data.Length / count);
        return sizes switch
        {
            [_] => ([1], data),
            [_, int height, int width] => ([1, height, width], data),
            [_, not (1 or 3), int height, 1 or 3] => ([sizes[3], sizes[1], height], ChannelsFirst(data, sizes[1] * height, sizes[3])),
            _ => (sizes[1..], data),
        };
    }

    private static float[] ChannelsFirst(float[] data, int pixels, int channels)
    {
        if (channels == 1) return data;
        float[] result = new float[data.Length];
        for (int image = 0; image < data.Length; image += pixels * channels)
            for (int pixel = 0; pixel < pixels; pixel++)
                for (int channel = 0; channel < channels; channel++)
                    result[image + (channel * pixels) + pixel] = data[image + (pixel * channels) + channel];
        return result;
    }

    private static float[] CheckedLabels(string path, NpyArray y, int count)
    {
        if (y.Shape is not ([_] or [_, 1]))
            throw DataError.At(path, null, $"the labels' shape is ({string.Join(", ", y.Shape)})",
                "give one number a sample, such as array.argmax(1) of a one-hot array");
        if (y.Data.Length != count)
            throw DataError.At(path, null, $"there are {count} samples but {y.Data.Length} labels", "give arrays that belong together");
        int bad = Array.FindIndex(y.Data, label => !float.IsFinite(label));
        return bad < 0 ? y.Data
            : throw DataError.At(path, $"label {bad} (counted from 0)", "the label is NaN or infinite",
                "replace it or leave out the sample");
    }

    private static (float[] X, float[] Y) Divide(NpyArray array, int column)
    {
        int width = array.Shape[1];
        float[] x = new float[array.Shape[0] * (width - 1)], y = new float[array.Shape[0]];
        for (int row = 0, to = 0; row < y.Length; row++)
            for (int c = 0; c < width; c++)
                if (c == column) y[row] = array.Data[(row * width) + c];
                else x[to++] = array.Data[(row * width) + c];
        return (x, y);
    }

    private static bool IsKnown(string name) =>
        new[] { SampleNames, LabelNames, TestSampleNames, TestLabelNames }.Any(names =>
            names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static (NpyArray Array, NumberFormat Format)? Find(List<(NpyArray Array, NumberFormat Format)> arrays, string[] names)
    {
        foreach (string name in names)
            foreach (var entry in arrays)
                if (entry.Array.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return entry;
        return null;
    }

    private static InvalidDataException Lacking(string path, string what, string name) =>
        DataError.At(path, null, $"it holds no array of {what}", $"save them under the name {name}: numpy.savez(file, x=…, y=…)");

    private static IEnumerable<string> LabelPaths(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "", stem = Path.GetFileName(path).Split(".npy")[0];
        yield return Path.Combine(folder, stem + "_labels.npy");
        yield return Path.Combine(folder, stem + "_y.npy");
        if (stem is ['x' or 'X', ..]) yield return Path.Combine(folder, $"y{stem[1..]}.npy");
        if (stem is [.., '_', 'x' or 'X']) yield return Path.Combine(folder, $"{stem[..^1]}y.npy");
    }
}
