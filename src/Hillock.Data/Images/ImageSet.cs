using System.Globalization;

namespace Hillock.Data.Images;

/// <summary>Makes a data set of images.</summary>
internal static class ImageSet
{
    public static Dataset Make(
        string name, string source, int[] shape, Samples train, Samples? test, IReadOnlyList<string>? classes, float? formatMaximum)
    {
        return new()
        {
            Name = name,
            Source = source,
            Shape = shape,
            Train = train,
            Test = test,
            Classes = classes,
            FeatureNames = Names(shape),
            FormatMaximum = formatMaximum,
            DefaultScale = shape.Length == 3 ? ScaleKind.Unit : ScaleKind.Standard,
            Encoding = new(shape, [], false, null, -1, classes),
        };
    }

    // "3,4" for the pixel of row 3 and column 4, "red 3,4" where there are three channels, "column7" for what is no image.
    private static string[] Names(int[] shape)
    {
        if (shape.Length != 3) return Numbered("column", shape.Aggregate(1, (product, size) => product * size));
        (int channels, int height, int width) = (shape[0], shape[1], shape[2]);
        string[] prefixes = channels switch
        {
            1 => [""],
            3 => ["red ", "green ", "blue "],
            _ => [.. Numbered("channel", channels).Select(name => name + " ")],
        };
        return [.. Enumerable.Range(0, channels * height * width).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{prefixes[i / (height * width)]}{i / width % height},{i % width}"))];
    }

    private static string[] Numbered(string word, int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{word}{i}"))];
}
