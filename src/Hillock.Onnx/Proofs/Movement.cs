using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs.Steps;
using Hillock.Onnx.Running;
using Hillock.Onnx.Schema;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// Operators that give their inputs' numbers other places, repeat some or leave some out, whatever the rules of each: which goes where is
/// found by running the operator alone in ONNX Runtime on numbers that say where they stand.
/// </summary>
/// <param name="graph">What has been bounded so far.</param>
/// <param name="node">The operator.</param>
/// <param name="opset">The version of the operators.</param>
internal sealed class Movement(BoundedGraph graph, GraphNode node, long opset)
{
    // Every whole number up to here is a float.
    private const int MostPlaces = 1 << 24;

    private static readonly HashSet<string> Movers = ["Transpose", "Concat", "Slice", "Split", "Pad", "Gather", "Expand", "Tile", "DepthToSpace", "SpaceToDepth", "Resize", "Upsample"];

    private readonly string[] _moving = [.. node.Inputs.Where(name => graph.TryValue(name) is not null).Distinct()];

    /// <summary>Whether the operator is one of them.</summary>
    public static bool Is(GraphNode node) => Movers.Contains(node.Operator);

    /// <summary>Adds a step for each output, or says why it cannot.</summary>
    public string? Add()
    {
        if (node.Operator is "Resize" or "Upsample" && node.Text("mode", "nearest") != "nearest") return "resizing other than by repetition is not covered";
        if (node.Operator != "Concat" && (_moving.Length > 1 || graph.TryValue(node.Inputs[0]) is null)) return "places that depend on the input are not covered";
        if (_moving.Sum(name => (long)graph.Value(name).Count) >= MostPlaces) return "it moves too many numbers";
        using ModelSession session = ModelSession.Open(Alone(), [], null, 1);
        string[] outputs = [.. node.Outputs.Where(name => name.Length > 0)];
        // What changes its sign with the places is one; what stays is a constant.
        float[][] places = Run(session, outputs, 1), turned = Run(session, outputs, -1);
        for (int i = 0; i < outputs.Length; i++) Add(outputs[i], places[i], turned[i]);
        return null;
    }

    private void Add(string output, float[] places, float[] turned)
    {
        int[] starts = new int[_moving.Length + 1], input = new int[places.Length], index = new int[places.Length], shape = graph.Shape(output);
        for (int i = 0; i < _moving.Length; i++) starts[i + 1] = starts[i] + graph.Value(_moving[i]).Count;
        for (int i = 0; i < places.Length; i++)
        {
            int place = (int)places[i] - 1;
            input[i] = -1;
            if (places[i] == 0 || places[i] != -turned[i]) continue;
            while (starts[input[i] + 1] <= place) input[i]++;
            index[i] = place - starts[input[i]];
        }

        double[] constants = [.. places.Select(v => (double)v)];
        graph.Add(output, (id, inputs) => new Selection(id, inputs, shape, input, index, constants), _moving);
    }

    private OnnxModel Alone()
    {
        GraphProto alone = new() { Name = "alone" };
        alone.Node.Add(node.Proto.Clone());
        foreach (string name in _moving)
        {
            TypeProto.Types.Tensor type = new() { ElemType = (int)ElementType.Float, Shape = new() };
            type.Shape.Dim.AddRange(graph.Value(name).Shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
            alone.Input.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = type } });
        }

        foreach ((string name, int i) in node.Inputs.Select((name, i) => (name, i)).Where(p => p.name.Length > 0 && !_moving.Contains(p.name)).DistinctBy(p => p.name))
        {
            FixedValue value = graph.Fixed(name)!;
            bool isReal = (node.Operator, i) is ("Concat", _) or ("Pad", 2) or ("Resize", 1 or 2) or ("Upsample", 1);
            long[] sizes = [.. value.Shape.Select(size => (long)size)];
            alone.Initializer.Add(isReal ? TensorValues.Of(name, sizes, Array.ConvertAll(value.Data, v => (float)v)) : TensorValues.Of(name, sizes, Array.ConvertAll(value.Data, v => (long)v)));
        }

        alone.Output.AddRange(node.Outputs.Where(name => name.Length > 0).Select(name => new ValueInfoProto { Name = name }));
        ModelProto proto = new() { IrVersion = 9, Graph = alone };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return OnnxModel.Of(ModelError.Show(node.Proto), proto);
    }

    private float[][] Run(ModelSession session, string[] outputs, int sign)
    {
        List<OrtValue> values = [];
        try
        {
            int at = 0;
            foreach (string name in _moving)
            {
                float[] places = new float[graph.Value(name).Count];
                for (int i = 0; i < places.Length; i++) places[i] = sign * ++at;
                values.Add(OrtValue.CreateTensorValueFromMemory(places, [.. graph.Value(name).Shape.Select(size => (long)size)]));
            }

            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Session.Run(options, _moving, values, outputs);
            return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }
}
