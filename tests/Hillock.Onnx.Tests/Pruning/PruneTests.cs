using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Pruning;
using Hillock.Onnx.Running;

namespace Hillock.Onnx.Tests.Pruning;

/// <summary>Models with units that are dead by construction, before and after; ONNX Runtime says whether the outputs moved.</summary>
public sealed class PruneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hillock-prune").FullName;

    /// <summary>What is built, and how many units it must lose at least; 0 for none.</summary>
    public static TheoryData<string, int> Cases => new()
    {
        { "dense", 4 }, { "matmul", 4 }, { "conv", 3 }, { "border", 2 }, { "depthwise", 2 }, { "groups", 2 }, { "batchnorm", 2 }, { "pools", 2 },
        { "residual", 2 }, { "concat", 4 }, { "flatten", 2 }, { "clipped", 2 }, { "output", 0 }, { "whole layer", 5 }, { "kept by another reader", 0 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Dead_and_constant_units_go_and_nothing_else_changes(string kind, int units)
    {
        PrunedModel pruned = Prune(Build(kind), out string path);
        // Among random units there may be some more that never fire.
        Assert.InRange(pruned.Certificate.Removed, units, units == 0 ? 0 : units + 4);
        Assert.Equal(units > 0, pruned.Certificate.ParametersAfter < pruned.Certificate.ParametersBefore);
        Assert.Equal(units > 0, pruned.Certificate.MultiplyAddsAfter < pruned.Certificate.MultiplyAddsBefore);
        string smaller = Path.Combine(_folder, "smaller.onnx"), again = Path.Combine(_folder, "again.onnx");
        pruned.Write(smaller);
        OnnxModel read = OnnxModel.Read(smaller);
        if (units == 0) Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(smaller));
        else Assert.Contains(read.Proto.MetadataProps, m => m.Key == "hillock.certificate" && m.Value.Contains(pruned.Certificate.ModelHash, StringComparison.Ordinal));
        // The comparison anew, on other inputs, with the model as it was written.
        OutputDifference difference = OutputComparison.Run(OnnxModel.Read(path), read, Feeds(OnnxModel.Read(path), 500, seed: 7), "others", TestContext.Current.CancellationToken);
        Assert.InRange(difference.Relative, 0, ModelPruner.Tolerance);
        Prune(read, out _).Write(again);
        Assert.Equal(File.ReadAllBytes(smaller), File.ReadAllBytes(again));
    }

    [Theory, InlineData("border", "padded border"), InlineData("output", "output"), InlineData("whole layer", "last unit"),
     InlineData("kept by another reader", "where it is not constant"), InlineData("groups", "each of the 2 groups")]
    public void What_stays_says_why(string kind, string reason) =>
        Assert.Contains(Prune(Build(kind), out _).Certificate.Layers, layer => layer.Kept.Any(unit => unit.Reason.Contains(reason, StringComparison.Ordinal)));

    [Fact]
    public void What_is_proven_goes_without_data()
    {
        OnnxModel model = Save(Build("dense"), out _);
        ProbeOptions feeds = new();
        PrunedModel pruned = ModelPruner.Prune(model, new() { Feeds = feeds, Boxes = InputBoxes.Uniform(model, feeds, -1, 1), Box = "-1..1" }, TestContext.Current.CancellationToken);
        Assert.Equal(4, pruned.Certificate.Removed);
        Assert.Equal(2, pruned.Certificate.Demanded.Count);
    }

    [Fact]
    public void Units_that_live_on_other_data_show_in_the_certificate()
    {
        // Unit 3 of the first layer fires only where the first feature is above 0.9.
        NetBuilder net = new(3, 0, 2);
        net.Node("Gemm", ["x", net.Tensor([1, 1, -1, 1, 1, -1, 1, 0], 4, 2), net.Tensor([0.5f, 0.5f, 0.5f, -0.9f], 4)], ("transB", 1)).Node("Relu").Dense(4, 2);
        OnnxModel model = Save(net.Model(), out _);
        ProbeOptions low = Box(model, 0, 0.5f), high = Box(model, 0, 1);
        Certificate certificate = ModelPruner.Prune(model, new()
        {
            Feeds = low,
            Data = new("low", new Dictionary<string, string>()),
            Verify = [(new("high", new Dictionary<string, string>()), high)],
        }, TestContext.Current.CancellationToken).Certificate;
        Assert.Equal([3], Assert.Single(certificate.Layers).Removed);
        Assert.InRange(certificate.Demanded[0].Relative, 0, ModelPruner.Tolerance);
        Assert.True(certificate.Reported.Single(d => d.Inputs == "high").Largest > 1e-3);
    }

    [Fact]
    public void Whole_numbers_are_compared_too()
    {
        OnnxModel Net(float weight) => new NetBuilder(3, 0, 1) is var net ? net.Node("Gemm", ["x", net.Tensor([weight], 1, 1)], ("transB", 1)).Node("Cast", ("to", 6)).Model() : throw new InvalidOperationException();
        Assert.Equal((0.0, 1.0), (Apart(1), Apart(2)));

        double Apart(float weight)
        {
            OnnxModel one = Save(Net(1), out _), other = Save(Net(weight), out _);
            return OutputComparison.Run(one, other, Box(one, 1.1f, 1.9f), "drawn", TestContext.Current.CancellationToken).Relative > 0 ? 1 : 0;
        }
    }

    [Fact]
    public void Nothing_is_made_where_the_outputs_would_move()
    {
        // Unit 0 is a million and a little: constant to four of its own last digits, which are all that the output is made of.
        NetBuilder net = new(3, 0, 1);
        net.Node("Gemm", ["x", net.Tensor([0.1f, 1], 2, 1), net.Tensor([1e6f, 0], 2)], ("transB", 1)).Node("Relu");
        net.Node("Gemm", [net.Last, net.Tensor([1, 1], 1, 2), net.Tensor([-1e6f], 1)], ("transB", 1));
        OnnxModel model = Save(net.Model(), out _);
        DifferenceException error = Assert.Throws<DifferenceException>(() => ModelPruner.Prune(model, new() { Feeds = Box(model, 0, 1), Data = new("drawn", new Dictionary<string, string>()) },
            TestContext.Current.CancellationToken));
        Assert.Contains("nothing was written", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PrunedModel Prune(OnnxModel built, out string path)
    {
        OnnxModel model = Save(built, out path);
        return ModelPruner.Prune(model, new() { Feeds = Feeds(model, 600), Data = new("drawn", new Dictionary<string, string>()) }, TestContext.Current.CancellationToken);
    }

    private OnnxModel Save(OnnxModel model, out string path)
    {
        path = Path.Combine(_folder, $"{Guid.NewGuid():N}.onnx");
        model.Write(path);
        return OnnxModel.Read(path);
    }

    private static ProbeOptions Feeds(OnnxModel model, int samples, int seed = 1) => Box(model, -1, 1, samples, seed);

    private static ProbeOptions Box(OnnxModel model, float low, float high, int samples = 600, int seed = 1) =>
        new ProbeOptions() is var none ? InputBoxes.Feed(none, InputBoxes.Uniform(model, none, low, high), samples, BoxPlace.Inside, seed) with { Shapes = new Dictionary<string, long[]>() } : none;

    // Units 1 and 3 of a layer get a bias of −50, and never fire.
    private static OnnxModel Build(string kind)
    {
        bool picture = kind is not ("dense" or "matmul" or "clipped" or "output" or "whole layer");
        NetBuilder net = new(kind.Length, picture ? [0, 2, 6, 6] : [0, 5]);
        switch (kind)
        {
            case "dense": net.Dense(5, 8, dead: [1, 3]).Node("Relu").Dense(8, 7, dead: [0, 6]).Node("Relu").Dense(7, 3); break;
            case "matmul": net.Dense(5, 8, gemm: false, dead: [1, 3]).Node("Relu").Dense(8, 6, gemm: false, dead: [2, 5]).Node("Relu").Dense(6, 3, gemm: false); break;
            case "clipped": net.Dense(5, 8, dead: [1, 3], deadBias: 50).Node("Clip", [net.Last, net.Tensor([0]), net.Tensor([6])]).Dense(8, 3); break;
            case "output": net.AlsoOutput = net.Dense(5, 8, dead: [1]).Node("Relu").Last; net.Dense(8, 4); break;
            case "whole layer": net.Dense(5, 6, dead: [0, 1, 2, 3, 4, 5]).Node("Relu").Dense(6, 3); break;
            case "conv": net.Conv(2, 6, 3, pad: 1, dead: [1, 3, 4]).Node("Relu").Conv(6, 4, 3, pad: 1).Node("Relu").Node("GlobalAveragePool").Node("Flatten").Dense(4, 2); break;
            case "border": net.Conv(2, 6, 3, pad: 1, dead: [1, 3], deadBias: 50).Node("Clip", [net.Last, net.Tensor([0]), net.Tensor([6])]).Conv(6, 5, 3, pad: 1, dead: [2, 4]).Node("Relu").Conv(5, 2, 3); break;
            case "depthwise": net.Conv(2, 6, 3, dead: [1, 3]).Node("Relu").Conv(6, 6, 3, pad: 1, group: 6).Conv(6, 3, 1); break;
            case "groups": net.Conv(2, 8, 3, dead: [1, 3, 5]).Node("Relu").Conv(8, 4, 3, group: 2).Node("Relu").Conv(4, 2, 1); break;
            case "batchnorm": net.Conv(2, 6, 3).BatchNorm(6, dead: [1, 3]).Node("Relu").Conv(6, 6, 1).BatchNorm(6).Node("Relu").Conv(6, 2, 1); break;
            case "pools":
                net.Conv(2, 6, 3, dead: [1, 3]).Node("Relu").Node("MaxPool", NetBuilder.Is("kernel_shape", 2, 2), NetBuilder.Is("strides", 1, 1));
                net.Node("AveragePool", NetBuilder.Is("kernel_shape", 2, 2), NetBuilder.Is("pads", 1, 1, 1, 1)).Conv(6, 2, 3);
                break;
            case "residual":
                net.Conv(2, 6, 3, pad: 1, dead: [1, 3]).Node("Relu");
                string skip = net.Last;
                net.Conv(6, 6, 3, pad: 1, dead: [1, 2, 3]);
                net.Node("Add", [net.Last, skip]).Node("Relu").Conv(6, 2, 3);
                break;
            case "concat":
                string first = net.Conv(2, 6, 3, dead: [1, 3]).Node("Relu").Last;
                net.Last = "x";
                string second = net.Conv(2, 4, 3, dead: [0, 3]).Node("Relu").Last;
                net.Node("Concat", [first, second], ("axis", 1)).Conv(10, 2, 3);
                break;
            case "flatten": net.Conv(2, 6, 3, dead: [1, 3]).Node("Relu").Node("Reshape", [net.Last, net.Integers(-1, 96)]).Dense(96, 3); break;
            case "kept by another reader":
                string z = net.Conv(2, 6, 3, pad: 1, dead: [1, 3]).Last;
                string one = net.Node("Relu").Conv(6, 3, 3, pad: 1).Last;
                net.Last = z;
                net.Conv(6, 3, 3, pad: 1);
                net.Node("Add", [net.Last, one]);
                break;
        }

        return net.Model();
    }
}
