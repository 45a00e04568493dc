using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Tests;

/// <summary>Real models: every one is handled, and what it holds is found.</summary>
public sealed class SharedModelTests
{
    [Theory]
    [MemberData(nameof(SharedModels.Names), MemberType = typeof(SharedModels))]
    public void Real_models_are_looked_at(string name)
    {
        OnnxModel model = OnnxModel.Read(SharedModels.At(name));
        ModelLayers layers = new(model.Graph);
        Console.WriteLine($"{name}: {string.Join(", ", layers.Hidden.GroupBy(h => h.Function.ToString()).Select(g => $"{g.Count()} {g.Key}"))}; out {string.Join(", ", layers.Outputs)}; not {string.Join("; ", layers.Unwatched)}");
        Dictionary<string, long[]> shapes = [];
        Dictionary<string, InputFeed> feeds = [];
        if (name.StartsWith("ch_mobile", StringComparison.Ordinal)) shapes["image"] = [1, 3, 160, 160];
        if (name.StartsWith("silero", StringComparison.Ordinal)) { shapes["input"] = [1, 512]; shapes["state"] = [2, 1, 128]; feeds["sr"] = new ConstantFeed(16000); feeds["state"] = new ConstantFeed(0); }
        ProbeResult result = ModelProbe.Run(model, new ProbeOptions { RandomSamples = 8, Shapes = shapes, Feeds = feeds }, TestContext.Current.CancellationToken);
        Console.WriteLine($"   {string.Join(" ", result.Layers.Select(l => $"{l.Name}:{l.Operator}:{l.Units}<{string.Join("+", l.From!)}"))} {result.Fed[0]} {result.Elapsed}");
    }
}
