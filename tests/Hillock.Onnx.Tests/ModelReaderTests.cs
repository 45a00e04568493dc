using Google.Protobuf;
using Hillock.Onnx.Models;
using Hillock.Onnx.Running;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Tests;

public sealed class ModelReaderTests
{
    private static readonly string[] Dense = ["z = MatMul(x, W)", "a = Relu(z)", "y = MatMul(a, W)"];

    [Theory]
    [MemberData(nameof(SharedModels.Names), MemberType = typeof(SharedModels))]
    public void Real_models_survive_a_round_trip(string name)
    {
        string path = SharedModels.At(name);
        OnnxModel model = OnnxModel.Read(path);
        Assert.NotEmpty(model.Graph.Nodes);
        byte[] original = File.ReadAllBytes(path), written = TestModels.Bytes(model);
        // The order of fields is free; nothing else is.
        Assert.Equal(original.Length, written.Length);
        Assert.True(ModelProto.Parser.ParseFrom(original).Equals(ModelProto.Parser.ParseFrom(written)));
        Assert.NotEmpty(ModelSession.Types(model));
    }

    [Fact]
    public void Fields_that_nobody_knows_are_kept()
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", Dense);
        // Field 999, a text of three bytes, in the model and in its first node.
        byte[] unknown = [0xBA, 0x3E, 3, 1, 2, 3];
        proto.Graph.Node[0].MergeFrom(unknown);
        proto.MergeFrom(unknown);
        byte[] bytes = proto.ToByteArray();
        Assert.Equal(bytes, TestModels.Bytes(OnnxModel.Read("m.onnx", bytes)));
    }

    [Theory]
    [InlineData(0, "empty"), InlineData(1, "not an ONNX model"), InlineData(40, "not an ONNX model")]
    public void A_file_that_is_cut_off_is_refused(int length, string reason)
    {
        using TemporaryFolder folder = new();
        byte[] whole = TestModels.WrittenProto([3], "y", Dense).ToByteArray();
        File.WriteAllBytes(folder.File("m.onnx"), whole[..length]);
        Refused(() => OnnxModel.Read(folder.File("m.onnx")), reason);
    }

    [Fact]
    public void Every_cut_of_a_model_is_refused_or_read_without_any_other_error()
    {
        byte[] whole = TestModels.WrittenProto([3], "y", Dense).ToByteArray();
        int refused = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            try
            {
                OnnxModel.Read("m.onnx", whole.AsSpan(0, length));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, whole.Length / 2, whole.Length);
    }

    [Fact]
    public void A_text_is_no_model() => Refused(() => OnnxModel.Read("m.onnx", "a,b,c\n1,2,3\n"u8), "not an ONNX model");

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        Assert.Contains("no file nowhere.onnx", Assert.Throws<FileNotFoundException>(() => OnnxModel.Read("nowhere.onnx")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<FileNotFoundException>(() => OnnxModel.Read(AppContext.BaseDirectory)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6), InlineData(27), InlineData(-1)]
    public void An_opset_that_is_not_read_is_named(long opset) =>
        RefusedWith(proto => proto.OpsetImport[0].Version = opset, $"opset {opset}; 7 to 26");

    [Fact]
    public void A_cycle_is_found() => Refused(() => TestModels.Written(3, "y", "z = Add(x, y)", "y = Relu(z)"), "cycle");

    [Fact]
    public void A_long_chain_of_nodes_is_no_trouble()
    {
        string[] lines = [.. Enumerable.Range(0, 20000).Select(i => $"v{i + 1} = Relu({(i == 0 ? "x" : $"v{i}")})")];
        Assert.Equal(20000, TestModels.Written(3, "v20000", lines).Graph.Nodes.Count);
    }

    [Fact]
    public void A_value_that_nothing_gives_is_named() => Refused(() => TestModels.Written(3, "y", "y = Relu(lost)"), "'lost'");

    [Fact]
    public void An_operator_with_a_line_break_in_its_name_is_shown_in_one_line() => RefusedWith(proto =>
    {
        proto.Graph.Node[0].OpType = "Re\nlu";
        proto.Graph.Node[0].Input[0] = "lost";
    }, "Re·lu");

    [Fact]
    public void A_value_given_twice_is_named() => Refused(() => TestModels.Written(3, "y", "y = Relu(x)", "y = Relu(x)"), "'y' is already given");

    [Fact]
    public void Nodes_in_any_order_are_sorted()
    {
        OnnxModel model = TestModels.Written(3, "y", "y = MatMul(a, W)", "a = Relu(z)", "z = MatMul(x, W)");
        Assert.Equal(["z", "a", "y"], model.Graph.Nodes.Select(n => n.Outputs[0]));
    }

    [Theory]
    [InlineData(new long[] { 1L << 40, 1L << 40 }), InlineData(new[] { long.MaxValue, 2L }), InlineData(new[] { 0, 1L << 40 }), InlineData(new long[] { 100000, 100000 }), InlineData(new[] { -1L }), InlineData(new[] { 7L })]
    public void An_absurd_tensor_is_refused_before_anything_is_allocated(long[] dims)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        RefusedWith(proto =>
        {
            proto.Graph.Initializer[0].Dims.Clear();
            proto.Graph.Initializer[0].Dims.AddRange(dims);
        }, "tensor 'W'");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void External_weights_are_read_and_written_into_one_file()
    {
        using TemporaryFolder folder = new();
        string path = External(folder, "weights.bin", offset: 8);
        OnnxModel model = OnnxModel.Read(path);
        FloatTensor weights = model.Graph.Constant("W")!;
        Assert.Equal(9, weights.Data.Length);
        model.Write(folder.File("whole.onnx"));
        File.Delete(folder.File("weights.bin"));
        Assert.Equal(weights.Data, OnnxModel.Read(folder.File("whole.onnx")).Graph.Constant("W")!.Data);
        using ModelSession session = ModelSession.Open(OnnxModel.Read(folder.File("whole.onnx")), []);
        Refused(() => OnnxModel.Read(path), "'weights.bin', which is missing");
    }

    [Fact]
    public void ONNX_Runtime_finds_external_weights_too()
    {
        using TemporaryFolder folder = new();
        using ModelSession session = ModelSession.Open(OnnxModel.Read(External(folder, "weights.bin", offset: 8)), ["a"]);
        Assert.True(session.Outputs.ContainsKey("a"));
    }

    [Theory]
    [InlineData("../weights.bin"), InlineData("/etc/passwd"), InlineData("sub/../../weights.bin"), InlineData("link.bin")]
    public void A_path_that_climbs_out_of_the_folder_is_refused(string location)
    {
        using TemporaryFolder folder = new();
        string inside = folder.File("inside");
        Directory.CreateDirectory(inside);
        File.WriteAllBytes(folder.File("weights.bin"), new byte[100]);
        File.CreateSymbolicLink(Path.Combine(inside, "link.bin"), folder.File("weights.bin"));
        ModelProto proto = ExternalProto(location, 0);
        File.WriteAllBytes(Path.Combine(inside, "m.onnx"), proto.ToByteArray());
        Refused(() => OnnxModel.Read(Path.Combine(inside, "m.onnx")), "outside the model's folder");
    }

    [Fact]
    public void External_weights_that_are_cut_off_are_refused()
    {
        using TemporaryFolder folder = new();
        Refused(() => OnnxModel.Read(External(folder, "weights.bin", offset: 80)), "cut off");
    }

    [Fact]
    public void Subgraphs_read_names_from_outside()
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", Dense);
        GraphProto branch = new() { Name = "branch" };
        branch.Node.Add(new NodeProto { OpType = "Identity", Input = { "a" }, Output = { "inner" } });
        branch.Output.Add(new ValueInfoProto { Name = "inner" });
        proto.Graph.Node.Add(new NodeProto { OpType = "If", Input = { "x" }, Output = { "chosen" }, Attribute = { new AttributeProto { Name = "then_branch", G = branch } } });
        ModelGraph graph = OnnxModel.Of("m.onnx", proto).Graph;
        Assert.Contains(graph.Consumers("a"), node => node.Operator == "If");
    }

    [Fact]
    public void Constants_are_followed_through_what_only_changes_their_shape()
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", "V = Reshape(W, s)", "U = Unsqueeze(V, u)", "y = Mul(x, U)");
        proto.Graph.Initializer.Add(TensorValues.Of("s", [1], [-1L]));
        proto.Graph.Initializer.Add(TensorValues.Of("u", [1], [0L]));
        Assert.Equal([1, 9], OnnxModel.Of("m.onnx", proto).Graph.Constant("U")!.Shape);
    }

    private static string External(TemporaryFolder folder, string name, int offset)
    {
        File.WriteAllBytes(folder.File(name), [.. Enumerable.Range(0, 44).Select(i => (byte)(i % 4 == 3 ? 63 : 0))]);
        File.WriteAllBytes(folder.File("m.onnx"), ExternalProto(name, offset).ToByteArray());
        return folder.File("m.onnx");
    }

    private static ModelProto ExternalProto(string location, int offset)
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", Dense);
        TensorProto weights = proto.Graph.Initializer[0];
        weights.ClearRawData();
        weights.DataLocation = 1;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        weights.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{offset}" });
        weights.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = "36" });
        return proto;
    }

    private static void RefusedWith(Action<ModelProto> damage, string part)
    {
        ModelProto proto = TestModels.WrittenProto([3], "y", Dense);
        damage(proto);
        Refused(() => OnnxModel.Of("m.onnx", proto), part);
    }

    private static void Refused(Func<object> read, string part)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => { read(); });
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
