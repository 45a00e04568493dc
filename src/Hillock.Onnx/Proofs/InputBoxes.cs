using System.Globalization;
using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Proofs;

/// <summary>The boxes of a model's inputs: one range for all, or what each feature of the data covers.</summary>
public static class InputBoxes
{
    private const int Batch = 64;

    /// <summary>The same range for every number of every input that is not given as a constant.</summary>
    /// <exception cref="InvalidDataException">A size is not known, or an input holds whole numbers.</exception>
    public static IReadOnlyList<InputBox> Uniform(OnnxModel model, ProbeOptions feeds, float low, float high)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(feeds);
        return [.. Moving(model, feeds).Select(input =>
        {
            // Where the model leaves a size open the data know it; the range is the stated one all the same.
            using BatchInput feed = BatchInput.Open(model.Path, input, feeds);
            return new InputBox(input.Name, [BatchOf(input, feeds), .. feed.Sample], [low], [high]);
        })];
    }

    /// <summary>From the smallest to the largest value of each feature in the data.</summary>
    /// <exception cref="InvalidDataException">The data do not fit, or there are none.</exception>
    public static IReadOnlyList<InputBox> OfData(OnnxModel model, ProbeOptions feeds)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(feeds);
        return [.. Moving(model, feeds).Select(input =>
        {
            if (feeds.Feeds.GetValueOrDefault(input.Name) is not SampleFeed)
                throw ModelError.At(model.Path, $"input {ModelError.Show(input.Name)}", "no data are given for it, so its box is not known", $"give them with --data {input.Name}=PATH, or a range with --box");
            using BatchInput feed = BatchInput.Open(model.Path, input, feeds);
            float[] low = new float[feed.Size], high = new float[feed.Size];
            Array.Fill(low, float.PositiveInfinity);
            Array.Fill(high, float.NegativeInfinity);
            while (feed.Read(Batch) is int read and > 0) Cover(feed, read, low, high);
            if (!low.All(float.IsFinite) || !high.All(float.IsFinite))
                throw ModelError.At(model.Path, $"input {ModelError.Show(input.Name)}", "the data are empty or not finite", "give other data");
            int batch = BatchOf(input, feeds);
            return new InputBox(input.Name, [batch, .. feed.Sample],
                [.. Enumerable.Repeat(low, batch).SelectMany(v => v)], [.. Enumerable.Repeat(high, batch).SelectMany(v => v)]);
        })];
    }

    /// <summary>The feeds with samples of the boxes in the place of the data.</summary>
    public static ProbeOptions Feed(ProbeOptions feeds, IReadOnlyList<InputBox> boxes, int samples, BoxPlace place, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        Dictionary<string, InputFeed> with = new(feeds.Feeds);
        foreach (InputBox box in boxes) with[box.Name] = new SampleFeed(() => new BoxSamples(box, samples, place, seed));
        return feeds with
        {
            Feeds = with,
            Shapes = feeds.Shapes.Where(s => boxes.All(b => b.Name != s.Key)).Concat(boxes.Select(b =>
                KeyValuePair.Create(b.Name, feeds.Shapes.GetValueOrDefault(b.Name) ?? [.. b.Shape.Select(size => (long)size)]))).ToDictionary(),
        };
    }

    /// <summary>Shapes and constants of a model, from a run on the first samples of its feeds.</summary>
    internal static ValueFacts Facts(OnnxModel model, ProbeOptions feeds)
    {
        List<BatchInput> inputs = [];
        Dictionary<string, OrtValue> values = [];
        try
        {
            IReadOnlyList<ModelInput> all = ModelInput.Of(model);
            foreach (ModelInput input in all) inputs.Add(BatchInput.Open(model.Path, input, feeds));
            int batch = inputs.Where(i => i.HasSamples).Select(i => BatchOf(i.Input, feeds)).DefaultIfEmpty(1).Max();
            foreach (BatchInput input in inputs)
            {
                int read = input.Read(batch);
                if (read == 0) throw ModelError.At(model.Path, null, "the data hold no sample", "give more data");
                input.Fill(read, batch);
                values[input.Input.Name] = input.ToValue(batch);
            }

            return new(model, values, inputs.Where(i => i.HasSamples).Select(i => i.Input.Name).ToHashSet());
        }
        finally
        {
            foreach (OrtValue value in values.Values) value.Dispose();
            foreach (BatchInput input in inputs) input.Dispose();
        }
    }

    private static IEnumerable<ModelInput> Moving(OnnxModel model, ProbeOptions feeds)
    {
        foreach (ModelInput input in ModelInput.Of(model))
        {
            if (feeds.Feeds.GetValueOrDefault(input.Name) is ConstantFeed) continue;
            if (input.Element is not (ElementType.Float or ElementType.Float16 or ElementType.Double))
                throw ModelError.At(model.Path, $"input {ModelError.Show(input.Name)}", $"it holds {input.Element}, and boxes are of real numbers", $"fix it with --input {input.Name}=VALUE");
            yield return input;
        }
    }

    private static int BatchOf(ModelInput input, ProbeOptions feeds) =>
        (feeds.Shapes.GetValueOrDefault(input.Name) ?? [.. input.Shape]) is [long first and > 0, ..] ? checked((int)first) : 1;

    private static void Cover(BatchInput feed, int samples, float[] low, float[] high)
    {
        ReadOnlySpan<float> values = feed.Values(samples);
        for (int i = 0; i < values.Length; i++)
        {
            int at = i % low.Length;
            low[at] = Math.Min(low[at], values[i]);
            high[at] = Math.Max(high[at], values[i]);
        }
    }
}
