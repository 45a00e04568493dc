using Hillock.Networks;
using Hillock.Onnx.Export;
using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Schema;
using Hillock.Runs;

namespace Hillock.Onnx.Tests;

public sealed class ModelProbeTests
{
    [Fact]
    public void Planted_faults_are_found_where_they_are()
    {
        (Network network, NetworkWeights weights) = TestModels.Network("30x2", [10], 3, "relu");
        weights["hidden1.bias"].Data[4] = -1000;
        weights["hidden1.bias"].Data[17] = -1000;
        weights["hidden2.bias"].Data[0] = -1000;
        // A unit that nothing reaches: constant, but not dead.
        weights["hidden2.weight"].Data.AsSpan(9 * 30, 30).Clear();
        weights["hidden2.bias"].Data[9] = 0.5f;
        ProbeResult result = ModelProbe.Run(NetworkExport.Of(network, weights), new() { RandomSamples = 1000 }, TestContext.Current.CancellationToken);
        Assert.Equal(["hidden1", "hidden2"], result.Layers.Select(l => l.Name));
        Assert.Contains(4, result.Layers[0].Dead);
        Assert.Contains(17, result.Layers[0].Dead);
        Assert.Contains(0, result.Layers[1].Dead);
        Assert.Equal([9], result.Layers[1].Constant);
        Assert.Equal(1000, result.Samples);
        Assert.True(result.IsRandom);
        Assert.Contains(result.Findings, f => f.Rule == "dead-units" && f.Layer == "hidden1");
        Assert.Equal([[""], ["hidden1"]], result.Layers.Select(l => l.From!));
    }

    [Fact]
    public void The_counts_are_those_of_plain_loops()
    {
        (Network network, NetworkWeights weights) = TestModels.Network("20", [6], 2, "relu");
        OnnxModel model = NetworkExport.Of(network, weights);
        Random random = new(1);
        float[] x = [.. Enumerable.Range(0, 6 * 500).Select(_ => random.NextSingle() * 2 - 1)];
        ProbeResult result = Run(model, x, [6]);
        float[] w = weights["hidden1.weight"].Data;
        int[] dead = [.. Enumerable.Range(0, 20).Where(u => Enumerable.Range(0, 500).All(i => Enumerable.Range(0, 6).Sum(k => w[u * 6 + k] * x[i * 6 + k]) <= 0))];
        double zeros = Enumerable.Range(0, 20 * 500).Count(j => Enumerable.Range(0, 6).Sum(k => w[j % 20 * 6 + k] * x[j / 20 * 6 + k]) <= 0) / 1e4;
        Assert.Equal(dead, result.Layers[0].Dead);
        Assert.Equal(zeros, result.Layers[0].ZeroFraction, 4);
        Assert.Equal(500, result.Layers[0].Samples);
        Assert.Equal(x.Min(), result.Fed[0].Least, 6);
        Assert.Equal(x.Max(), result.Fed[0].Most, 6);
        Assert.Equal(x.Average(), result.Fed[0].Mean, 4);
    }

    [Fact]
    public void The_last_samples_count_where_the_batch_is_fixed()
    {
        float[] x = [.. Enumerable.Range(0, 5 * 10).Select(i => MathF.Sin(i))];
        OnnxModel Net(long batch) => new NetBuilder(3, batch, 5).Dense(5, 7).Node("Tanh").Dense(7, 2).Model();
        Dictionary<string, InputFeed> feeds = new() { ["x"] = new SampleFeed(() => new Given(x, [5])) };
        (ProbeResult open, ProbeResult four) = (Look(0), Look(4));
        Assert.Equal((10, 10), (open.Samples, four.Samples));
        Assert.Equal(open.Layers[0].MeanOutput, four.Layers[0].MeanOutput, 6);
        Assert.Equal(open.Layers[0].StdOutput, four.Layers[0].StdOutput, 6);
        Assert.Equal(open.Fed[0].Mean, four.Fed[0].Mean, 6);
        Assert.Equal(Answers(0), Answers(4));

        ProbeResult Look(long batch) => ModelProbe.Run(Net(batch), new() { Feeds = feeds }, TestContext.Current.CancellationToken);

        float[] Answers(long batch)
        {
            List<float[]> rows = [];
            ModelPredictor.Run(Net(batch), new() { Feeds = feeds }, rows.Add, TestContext.Current.CancellationToken);
            Assert.Equal(10, rows.Count);
            return [.. rows.SelectMany(row => row).Select(value => MathF.Round(value, 4))];
        }
    }

    [Fact]
    public void Inputs_with_different_numbers_of_samples_are_refused()
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", "z = Add(x, u)", "y = Relu(z)", "w = Softmax(y)");
        proto.Graph.Input.Add(TestModels.Value("u", [3]));
        proto.Graph.Output[0].Name = "w";
        OnnxModel model = OnnxModel.Of("m.onnx", proto);
        SampleFeed Of(int samples) => new(() => new Given(new float[3 * samples], [3]));
        ProbeResult Look(int more) => ModelProbe.Run(model, new() { Feeds = new Dictionary<string, InputFeed> { ["x"] = Of(70), ["u"] = Of(more) } }, TestContext.Current.CancellationToken);
        Assert.Equal(70, Look(70).Samples);
        Refused(() => Look(90), "input 'x'", "70 samples", "input 'u' more");
    }

    [Fact]
    public void What_is_stopped_before_its_first_sample_says_nothing_of_the_model()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => { ModelProbe.Run(TestModels.Model("8", [4], 2, "relu"), new(), stop.Token); });
    }

    [Fact]
    public void Channels_first_and_last_count_the_same()
    {
        ProbeResult Look(params string[] map) => ModelProbe.Run(
            OnnxModel.Of("m.onnx", TestModels.WrittenProto([2, 7, 6], "y", [.. map, "a = Relu(z)", "y = Softmax(a)"])), new() { RandomSamples = 300 },
            TestContext.Current.CancellationToken);
        ProbeResult[] results = [Look("z = Conv(x, Wc)"), Look("c = Conv(x, Wc)", "z = Transpose(c) perm=0,2,3,1")];
        Assert.All(results, result =>
        {
            Assert.Equal((4, 300), (result.Layers[0].Units, result.Layers[0].Samples));
            Assert.Equal(300 * 20, result.Statistics[0].Observations);
        });
        Assert.Equal(results[0].Layers[0].Dead, results[1].Layers[0].Dead);
        Assert.Equal(results[0].Layers[0].ZeroFraction, results[1].Layers[0].ZeroFraction, 6);
        Assert.Equal(results[0].Statistics[0][2].Output.Mean, results[1].Statistics[0][2].Output.Mean, 5);
    }

    [Fact]
    public void Half_precision_and_scalar_inputs_are_read()
    {
        ModelProto proto = TestModels.WrittenProto([4], "y", "m = MatMul(x, W)", "k = Mul(m, gain)", $"z = Cast(k) to={(int)ElementType.Float16}", "a = Relu(z)", $"f = Cast(a) to={(int)ElementType.Float}", "y = MatMul(f, W)");
        ValueInfoProto gain = TestModels.Value("gain", []);
        gain.Type.TensorType.Shape.Dim.Clear();
        proto.Graph.Input.Add(gain);
        OnnxModel model = OnnxModel.Of("m.onnx", proto);
        Refused(() => ModelProbe.Run(model, new(), TestContext.Current.CancellationToken), "--input gain=VALUE");
        ProbeResult result = ModelProbe.Run(model, new() { Feeds = new Dictionary<string, InputFeed> { ["gain"] = new ConstantFeed(2) } }, TestContext.Current.CancellationToken);
        Assert.Equal("relu", Assert.Single(result.Layers).Activation);
        Assert.InRange(result.Layers[0].ZeroFraction, 0.01, 0.99);
    }

    [Fact]
    public void A_quantised_model_is_looked_at_in_the_numbers_that_it_stands_for()
    {
        string[] Net(bool quantised) => quantised
            ? ["xq = QuantizeLinear(x, 0.004)", "xd = DequantizeLinear(xq, 0.004)", "wq = QuantizeLinear(W, 0.01)", "wd = DequantizeLinear(wq, 0.01)", "z = MatMul(xd, wd)", "a = Relu(z)", "y = MatMul(a, W)"]
            : ["z = MatMul(x, W)", "a = Relu(z)", "y = MatMul(a, W)"];
        // Without a zero point the integers start at 0: the weights must not be negative.
        ModelProto proto = TestModels.WrittenProto([6], "y", Net(quantised: true)), plain = TestModels.WrittenProto([6], "y", Net(quantised: false));
        foreach (ModelProto model in new[] { proto, plain })
        {
            TensorProto weights = model.Graph.Initializer.Single(t => t.Name == "W");
            float[] values = [.. TensorValues.Floats("m.onnx", weights)!.Data.Select(Math.Abs)];
            model.Graph.Initializer[model.Graph.Initializer.IndexOf(weights)] = TensorValues.Of("W", weights.Dims, values);
        }

        ProbeResult whole = ModelProbe.Run(OnnxModel.Of("q.onnx", proto), new(), TestContext.Current.CancellationToken);
        ProbeResult real = ModelProbe.Run(OnnxModel.Of("m.onnx", plain), new(), TestContext.Current.CancellationToken);
        Assert.Equal("relu", Assert.Single(whole.Layers).Activation);
        Assert.Equal(real.Layers[0].MeanOutput, whole.Layers[0].MeanOutput, 0.02);
        Assert.Equal("MatMul", whole.Layers[0].Operator);
    }

    [Fact]
    public void What_does_not_fit_is_said_with_both_shapes()
    {
        OnnxModel model = TestModels.Model("5", [6], 2, "relu");
        Refused(() => Run(model, new float[70], [7]), "takes ?x6", "has 7");
        Refused(() => ModelProbe.Run(model, new() { Shapes = new Dictionary<string, long[]> { ["input"] = [1, 9] } }, TestContext.Current.CancellationToken), "?x6", "1x9");
        Refused(() => ModelProbe.Run(model, new() { Feeds = new Dictionary<string, InputFeed> { ["other"] = new ConstantFeed(0) } }, TestContext.Current.CancellationToken), "no input 'other'", "input (?x6)");
        Refused(() => Run(model, [], [6]), "no sample");
    }

    [Fact]
    public void A_model_without_activation_is_refused() =>
        Refused(() => ModelProbe.Run(TestModels.Written(4, "y", "y = MatMul(x, W)"), new(), TestContext.Current.CancellationToken), "no activation function to watch");

    [Fact]
    public void The_activation_of_the_output_is_no_layer()
    {
        ProbeResult result = ModelProbe.Run(TestModels.Written(4, "y", "z = MatMul(x, W)", "a = Tanh(z)", "o = MatMul(a, W)", "y = Sigmoid(o)"), new(), TestContext.Current.CancellationToken);
        Assert.Equal("a", Assert.Single(result.Layers).Name);
        Assert.Equal(["sigmoid at 'y'"], result.OutputFunctions);
    }

    [Fact]
    public void What_ONNX_Runtime_refuses_is_said_in_one_line() =>
        Refused(() => ModelProbe.Run(TestModels.Written(4, "y", "z = MatMul(x, W)", "a = Relu(z)", "y = NoSuchOperator(a)"), new(), TestContext.Current.CancellationToken), "NoSuchOperator");

    [Fact]
    public void Test_sets_are_read()
    {
        using TemporaryFolder folder = new();
        for (int set = 0; set < 3; set++)
        {
            Directory.CreateDirectory(folder.File($"test_data_set_{set}"));
            TensorProto tensor = TensorValues.Of("x", [1, 4], [set, 1f, 2f, 3f]);
            File.WriteAllBytes(folder.File($"test_data_set_{set}/input_0.pb"), Google.Protobuf.MessageExtensions.ToByteArray(tensor));
        }

        string[] files = [.. TensorFiles.Sets(folder.Path).Select(set => Path.Combine(set, "input_0.pb"))];
        OnnxModel model = TestModels.Model("5", [4], 2, "relu");
        ProbeResult result = ModelProbe.Run(model, new() { Feeds = new Dictionary<string, InputFeed> { ["input"] = new SampleFeed(() => TensorFiles.Open(files, batched: true)) } }, TestContext.Current.CancellationToken);
        Assert.Equal(3, result.Samples);
        Assert.Equal((0, 3), (result.Fed[0].Least, result.Fed[0].Most));
        File.WriteAllText(files[0], "no tensor");
        Refused(() => TensorFiles.Open(files, batched: true), "no tensor");
    }

    private static ProbeResult Run(OnnxModel model, float[] x, int[] shape) => ModelProbe.Run(model,
        new() { Feeds = new Dictionary<string, InputFeed> { ["input"] = new SampleFeed(() => new Given(x, shape)) } }, TestContext.Current.CancellationToken);

    private static void Refused(Func<object> run, params string[] parts)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => { run(); });
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }
}
