using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Pruning;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Tests;

/// <summary>Models and data at which a look, a proof or a removal once hung, broke off or gave a wrong answer.</summary>
public sealed class OddInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hillock-odd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_few_nodes_that_stand_for_an_endless_formula_are_read_at_once()
    {
        // Written out, 6^14 operands.
        string[] nested = [.. Enumerable.Range(0, 14).Select(i => $"m{i + 1} = Max({string.Join(", ", Enumerable.Repeat($"m{i}", 6))})")];
        OnnxModel model = TestModels.Written(3, "y", ["m0 = MatMul(x, W)", .. nested, "a = Relu(m14)", "y = MatMul(a, W)"]);
        Assert.Contains(Look(model).Layers, layer => layer.Activation == "relu");
        // A function that has its input in three places, of itself, of itself …
        string[] shrunk = [.. Enumerable.Range(0, 60).Select(i => $"s{i + 1} = Shrink(s{i}) lambd=0.5")];
        Assert.NotEmpty(new ModelLayers(TestModels.Written(3, "y", ["s0 = MatMul(x, W)", .. shrunk, "y = MatMul(s60, W)"]).Graph).Hidden);
    }

    [Fact]
    public void However_many_nodes_follow_an_activation_it_is_known_for_an_output_s()
    {
        string[] chain = [.. Enumerable.Range(0, 30_000).Select(i => $"v{i + 1} = Identity(v{i})")];
        ModelLayers layers = new(TestModels.Written(3, "v30000", ["z = MatMul(x, W)", "a = Tanh(z)", "b = MatMul(a, W)", "v0 = Sigmoid(b)", .. chain]).Graph);
        Assert.Equal(("a", "sigmoid at 'v0'"), (Assert.Single(layers.Hidden).Output, Assert.Single(layers.Outputs)));
        // Both ways of a fork lead to the output, and one of them past something that changes numbers.
        Assert.Single(new ModelLayers(TestModels.Written(3, "y", "a = Tanh(x)", "z = MatMul(a, W)", "b = Tanh(z)", "l = Identity(b)", "r = Neg(b)", "y = Add(l, r)").Graph).Hidden);
    }

    [Fact]
    public void A_model_whose_inputs_are_all_fixed_is_one_sample_and_nothing_to_prove()
    {
        OnnxModel model = TestModels.Model("6", [4], 2, "relu");
        ProbeOptions options = new() { Feeds = new Dictionary<string, InputFeed> { ["input"] = new ConstantFeed(0.5) } };
        Assert.Equal(1, ModelProbe.Run(model, options, TestContext.Current.CancellationToken).Samples);
        Refused(() => Prover.Prove(model, options, InputBoxes.Uniform(model, options, 0, 1), "0..1"), "no box is left");
    }

    [Theory, InlineData(new long[] { 200_000_000, 4 }), InlineData(new[] { 1L << 40, 4 })]
    public void A_shape_that_no_memory_holds_is_refused(long[] shape) =>
        Refused(() => Look(TestModels.Model("6", [4], 2, "relu"), new() { Shapes = new Dictionary<string, long[]> { ["input"] = shape } }), "--shape", "smaller sizes");

    [Fact]
    public void Whole_numbers_are_fed_as_they_are_and_others_are_refused()
    {
        OnnxModel model = Bytes();
        ProbeResult result = Look(model, Fed([0, 100, 255, 7, 8, 9], 3));
        Assert.Equal((0, 255, 2), (result.Fed[0].Least, result.Fed[0].Most, result.Samples));
        Refused(() => Look(model, Fed([0, 0.5f, 1], 3)), "0.5", "'x'", "UInt8", "--scale");
        Refused(() => Look(model, Fed([0, 256, 1], 3)), "256");
        Assert.True(ModelInput.Of(model)[0].IsWhole && !ModelInput.Of(TestModels.Model("6", [4], 2, "relu"))[0].IsWhole);
    }

    [Fact]
    public void A_prediction_needs_every_input_and_gives_whole_numbers_too()
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", "s = Add(x, u)", "r = Relu(s)", $"y = Cast(r) to={(int)ElementType.Int32}");
        proto.Graph.Input.Add(TestModels.Value("u", [3]));
        OnnxModel model = OnnxModel.Of("m.onnx", proto);
        List<float[]> rows = [];
        ProbeOptions x = Fed([1, 2, 3, -4, 5, 6], 3);
        Refused(() => ModelPredictor.Run(model, x, rows.Add), "input 'u'", "--data u=PATH");
        ModelPredictor.Run(model, x with { Feeds = new Dictionary<string, InputFeed>(x.Feeds) { ["u"] = new ConstantFeed(2) } }, rows.Add, TestContext.Current.CancellationToken);
        Assert.Equal([[3, 4, 5], [0, 7, 8]], rows);
    }

    [Fact]
    public void A_tensor_that_is_not_finite_is_refused()
    {
        string path = Path.Combine(_folder, "input_0.pb");
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(TensorValues.Of("x", [1, 3], [1, float.NaN, 2])));
        Refused(() => TensorFiles.Open([path], batched: true), "NaN");
    }

    [Fact]
    public void Channels_of_a_pool_that_says_where_its_largest_were_stay()
    {
        NetBuilder net = new(5, 0, 2, 6, 6);
        net.Conv(2, 6, 3, dead: [1, 4]).Node("Relu").Node("MaxPool", NetBuilder.Is("kernel_shape", 2, 2), NetBuilder.Is("strides", 2, 2));
        OnnxModel plain = Saved(net.Model());
        ModelProto proto = plain.Proto.Clone();
        proto.Graph.Node[^1].Output.Add("where");
        proto.Graph.Output.Add(new ValueInfoProto { Name = "where" });
        Certificate certificate = Pruned(Saved(OnnxModel.Of("m.onnx", proto))).Certificate;
        Assert.Equal(0, certificate.Removed);
        Assert.Contains(certificate.Layers[0].Kept, unit => unit.Reason.Contains("other outputs are used", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_only_reported_stops_no_removal()
    {
        Certificate certificate = Pruned(Saved(Bytes()), Fed([.. Enumerable.Range(0, 900).Select(i => (float)(i * 37 % 256))], 3)).Certificate;
        Assert.Equal([2], Assert.Single(certificate.Layers).Removed);
        Assert.Contains("UInt8", Assert.Single(certificate.NotCompared), StringComparison.Ordinal);
        Assert.Empty(certificate.Reported);
    }

    [Fact]
    public void Fewer_samples_than_a_fixed_batch_are_filled_up()
    {
        OnnxModel model = Saved(new NetBuilder(3, 4, 5).Dense(5, 7, dead: [2]).Node("Relu").Dense(7, 2).Model());
        ProbeOptions three = Fed([.. Enumerable.Range(0, 15).Select(i => MathF.Sin(i))], 5);
        // Too few to call anything dead on.
        Assert.Equal(0, Pruned(model, three).Certificate.Removed);
    }

    // Bytes in, three units of which the last never fires.
    private static OnnxModel Bytes()
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", $"f = Cast(x) to={(int)ElementType.Float}", "m = MatMul(f, W)", "z = Add(m, b)", "a = Relu(z)", "y = MatMul(a, V)");
        proto.Graph.Input[0].Type.TensorType.ElemType = (int)ElementType.UInt8;
        TensorProto weights = TensorValues.Of("W", [3, 3], new float[] { 1, -1, -1, 1, 1, -1, -1, 1, -1 });
        proto.Graph.Initializer.Clear();
        proto.Graph.Initializer.Add([weights, TensorValues.Of("b", [3], new[] { 0.5f, 0.5f, -1 }), TensorValues.Of("V", [3, 1], new float[] { 1, 2, 3 })]);
        return OnnxModel.Of("bytes.onnx", proto);
    }

    private static ProbeOptions Fed(float[] values, int size) =>
        new() { Feeds = new Dictionary<string, InputFeed> { ["x"] = new SampleFeed(() => new Given(values, [size])) } };

    private static ProbeResult Look(OnnxModel model, ProbeOptions? options = null) => ModelProbe.Run(model, options ?? new(), TestContext.Current.CancellationToken);

    private static PrunedModel Pruned(OnnxModel model, ProbeOptions? feeds = null) =>
        ModelPruner.Prune(model, new() { Feeds = feeds ?? new(), Data = new("data", new Dictionary<string, string>()) }, TestContext.Current.CancellationToken);

    private OnnxModel Saved(OnnxModel model)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.onnx");
        model.Write(path);
        return OnnxModel.Read(path);
    }

    private static void Refused(Func<object> run, params string[] parts)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => { run(); });
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
