using Hillock.Data.Csv;
using Hillock.Data.Files;

namespace Hillock.Data.Digits;

/// <summary>The digits built into the library: 1,797 images of 8×8 pixels with values 0 to 16 (UCI; LICENCE.md beside the file).</summary>
internal static class DigitSet
{
    public static Dataset Load()
    {
        using Stream resource = typeof(DigitSet).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidOperationException("The digits are not in the assembly.");
        using ByteSource source = ByteSource.Over("digits", resource, resource.Length);
        Dataset table = CsvDataset.Load(source, "digits", new() { HasHeader = false });
        return table with
        {
            Shape = [1, 8, 8],
            FeatureNames = [.. Enumerable.Range(0, 64).Select(i => $"{i / 8},{i % 8}")],
            FormatMaximum = 16,
            DefaultScale = ScaleKind.Unit,
            Encoding = table.Encoding with { Shape = [1, 8, 8] },
        };
    }
}
