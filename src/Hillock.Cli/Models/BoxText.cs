using System.Globalization;
using Hillock.Onnx;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;

namespace Hillock.Cli.Models;

/// <summary>--box: a range for every input, or data for the range of each feature.</summary>
internal static class BoxText
{
    /// <summary>The boxes of a model's inputs, and what to call them.</summary>
    /// <exception cref="SpecificationException">The text is no box, or the data for it are missing.</exception>
    public static (IReadOnlyList<InputBox> Boxes, string Description) Read(string text, OnnxModel model, ProbeOptions feeds, string? data)
    {
        if (text == "data")
        {
            if (data is null) throw new SpecificationException("--box data: there are no data to take the box from; give them with --data, or a range such as --box 0..1");
            return (InputBoxes.OfData(model, feeds), $"of {data}, feature by feature");
        }

        int at = text.IndexOf("..", StringComparison.Ordinal);
        if (at < 1 || !float.TryParse(text[..at], NumberStyles.Float, CultureInfo.InvariantCulture, out float low)
            || !float.TryParse(text[(at + 2)..], NumberStyles.Float, CultureInfo.InvariantCulture, out float high)
            || !float.IsFinite(low) || !float.IsFinite(high) || low > high)
            throw new SpecificationException($"--box '{text}': write a range such as 0..1, the smaller number first, or data");
        return (InputBoxes.Uniform(model, feeds, low, high), text);
    }
}
