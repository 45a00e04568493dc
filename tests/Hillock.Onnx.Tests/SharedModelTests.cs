using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Tests;

/// <summary>Real models: every one is handled, and what it holds is found.</summary>
public sealed class SharedModelTests
{
    public static TheoryData<string, string, string> Known => new()
    {
        { "SqueezeNet_fp16.onnx", "26 relu", "" },
        { "ch_mobile_v1.1_det.onnx", "20 hard_swish, 14 relu", "1 sigmoid" },
        { "mnist-8.onnx", "2 relu", "" },
        { "silero_vad_16k_op15.onnx", "5 relu, 1 sigmoid", "" },
        { "super-resolution-10.onnx", "3 relu", "" },
        { "vnncomp21-ffnnSIGMOID__Point_6x200.onnx", "6 sigmoid", "" },
        { "vnncomp21-mnist-net_256x4.onnx", "4 relu", "" },
        { "vnncomp21-resnet_2b.onnx", "6 relu", "" },
        { "vnncomp23-cGAN_imgSz32_nCh_3_nonlinear_activations.onnx", "7 relu, 1 tanh", "1 sigmoid" },
        { "winml-pytorch-ImageClassifier-cifar10.onnx", "4 relu", "" },
        { "yunet_n_320_320.onnx", "18 relu", "6 sigmoid" },
    };

    [Theory, MemberData(nameof(Known))]
    public void The_functions_of_real_models_are_found(string name, string hidden, string output)
    {
        ModelLayers layers = new(OnnxModel.Read(SharedModels.At(name)).Graph);
        Assert.Equal(hidden, Counted(layers.Hidden.Select(h => h.Function.ToString())));
        Assert.Equal(output, Counted(layers.Outputs.Select(o => o.Split(' ')[0]).Where(o => o != "Softmax")));
    }

    [Theory]
    [MemberData(nameof(SharedModels.Names), MemberType = typeof(SharedModels))]
    public void Real_models_are_looked_at(string name)
    {
        OnnxModel model = OnnxModel.Read(SharedModels.At(name));
        Dictionary<string, long[]> shapes = [];
        Dictionary<string, InputFeed> feeds = [];
        if (name.StartsWith("ch_mobile", StringComparison.Ordinal)) shapes["image"] = [1, 3, 96, 96];
        if (name.StartsWith("silero", StringComparison.Ordinal))
        {
            (shapes["input"], shapes["state"]) = ([1, 512], [2, 1, 128]);
            (feeds["sr"], feeds["state"]) = (new ConstantFeed(16000), new ConstantFeed(0));
        }

        ProbeResult result = ModelProbe.Run(model, new() { RandomSamples = 2, Shapes = shapes, Feeds = feeds }, TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Samples);
        Assert.All(result.Layers.Where(layer => !layer.Name.Contains("decoder/1", StringComparison.Ordinal)), layer => Assert.NotNull(layer.Operator));
        Assert.Equal(new ModelLayers(model.Graph).Hidden.Count, result.Layers.Count);
    }

    private static string Counted(IEnumerable<string> names) =>
        string.Join(", ", names.GroupBy(n => n).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));
}
