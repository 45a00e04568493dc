using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Proofs.Steps;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Pruning;

/// <summary>Takes strands out of a model: cuts weights, folds what was constant into the next bias, and drops what nobody reads any more.</summary>
/// <param name="model">The model, which is changed.</param>
/// <param name="facts">Its shapes and constants, before.</param>
/// <param name="units">Its units.</param>
/// <param name="going">The strands that go.</param>
internal sealed class UnitRemoval(OnnxModel model, ValueFacts facts, UnitGraph units, IReadOnlySet<int> going)
{
    private readonly ModelGraph _graph = model.Graph;
    private readonly GraphProto _proto = model.Proto.Graph;
    private readonly HashSet<string> _replaced = [];

    /// <summary>Changes the model. Its graph must be taken anew afterwards.</summary>
    public void Run()
    {
        foreach (GraphNode node in _graph.Nodes) Cut(node);
        foreach (ValueInfoProto stale in _proto.ValueInfo.Where(v => units.Has(v.Name) && Shrinks(v.Name)).ToArray()) _proto.ValueInfo.Remove(stale);
        DropUnread();
    }

    private bool Shrinks(string value) => units.Has(value) && Enumerable.Range(0, units.Size(value)).Any(unit => going.Contains(units.Strand(value, unit)));

    private int[] Kept(string value) => [.. Enumerable.Range(0, units.Size(value)).Where(unit => !going.Contains(units.Strand(value, unit)))];

    private void Cut(GraphNode node)
    {
        string y = node.Outputs.Count > 0 ? node.Outputs[0] : "";
        switch (node.Operator)
        {
            case "Conv": Conv(node, node.Inputs[0], y); break;
            case "Gemm": Gemm(node, node.Inputs[0], y); break;
            case "MatMul": MatMul(node, y); break;
            case "BatchNormalization" when Shrinks(y):
                for (int i = 1; i < 5; i++) Slice(node, i, 0, Kept(y));
                break;
            case "Add" or "Sub" or "Mul" or "Div" or "Max" or "Min" or "Pow" or "PRelu" when Shrinks(y):
                for (int i = 0; i < 2; i++)
                    if (facts.Fixed(node.Inputs[i]) is { } operand && NodeShape.Along(operand.Shape, facts.Shape(y), units.Axis(y)) is >= 0 and int along)
                        Slice(node, i, along, Kept(y));
                break;
            case "Reshape" when Shrinks(y): Reshape(node, y); break;
        }
    }

    private void Conv(GraphNode node, string x, string y)
    {
        if (NodeShape.IsDepthwise(node, facts.Shape(x)))
        {
            if (!Shrinks(y)) return;
            Slice(node, 1, 0, Kept(y));
            if (Has(node, 2)) Slice(node, 2, 0, Kept(y));
            node.Attribute("group")!.I = Kept(x).Length;
            return;
        }

        bool cutIn = Shrinks(x), cutOut = Shrinks(y);
        if (!cutIn && !cutOut) return;
        FixedValue w = facts.Fixed(node.Inputs[1])!;
        int groups = (int)node.Integer("group", 1), outputs = w.Shape[0], inputs = w.Shape[1], taps = w.Data.Length / outputs / inputs;
        int[] outs = cutOut ? Kept(y) : [.. Enumerable.Range(0, outputs)];
        double[] fold = new double[outputs];
        List<double> cut = [];
        int each = 0;
        foreach (int o in outs)
        {
            int first = o / (outputs / groups) * inputs;
            each = 0;
            for (int i = 0; i < inputs; i++)
            {
                ReadOnlySpan<double> kernel = w.Data.AsSpan((o * inputs + i) * taps, taps);
                if (cutIn && going.Contains(units.Strand(x, first + i)))
                {
                    double constant = units.Constant(x, first + i)!.Value;
                    foreach (double tap in kernel) fold[o] += constant * tap;
                    continue;
                }

                each++;
                cut.AddRange(kernel);
            }
        }

        Replace(node, 1, [outs.Length, each, .. w.Shape[2..]], [.. cut]);
        Bias(node, outs, outputs, fold, 1, 1);
    }

    private void Gemm(GraphNode node, string x, string y)
    {
        if (!Shrinks(x) && !Shrinks(y)) return;
        FixedValue w = facts.Fixed(node.Inputs[1])!;
        bool transposed = node.Integer("transB", 0) != 0;
        (int[] outs, double[] fold) = Matrix(node, 1, x, y, w, transposed ? 0 : 1);
        double alpha = node.Number("alpha", 1), beta = node.Number("beta", 1);
        if (fold.Any(v => v != 0) && beta != 1 && node.Attribute("beta") is { } attribute) attribute.F = 1;
        Bias(node, outs, fold.Length, fold, alpha, fold.Any(v => v != 0) ? beta : 1);
    }

    private void MatMul(GraphNode node, string y)
    {
        bool left = facts.Fixed(node.Inputs[0]) is not null;
        string x = node.Inputs[left ? 1 : 0];
        if (!Shrinks(x) && !Shrinks(y)) return;
        int at = left ? 0 : 1;
        (int[] outs, double[] fold) = Matrix(node, at, x, y, facts.Fixed(node.Inputs[at])!, left ? 0 : 1);
        if (fold.All(v => v == 0)) return;
        // An addition behind the product: a new one, since the old bias may be shared.
        string product = Fresh($"{y}_product"), bias = Fresh($"{y}_folded");
        _proto.Initializer.Add(StoredWeights.Tensor(bias, left ? [outs.Length, 1] : [outs.Length], [.. outs.Select(o => fold[o])], TypeOf(node.Inputs[at])));
        Declare(bias, left ? [outs.Length, 1] : [outs.Length], node.Inputs[at]);
        node.Proto.Output[0] = product;
        NodeProto sum = new() { OpType = "Add", Name = Fresh($"{node.Name}_folded") };
        sum.Input.AddRange([product, bias]);
        sum.Output.Add(y);
        _proto.Node.Insert(_proto.Node.IndexOf(node.Proto) + 1, sum);
    }

    /// <summary>Cuts a matrix whose output axis is given, and returns the kept outputs and what each output gains from what was constant.</summary>
    private (int[] Outs, double[] Fold) Matrix(GraphNode node, int input, string x, string y, FixedValue w, int outAxis)
    {
        int outputs = w.Shape[outAxis], inputs = w.Shape[1 - outAxis];
        int[] outs = Shrinks(y) ? Kept(y) : [.. Enumerable.Range(0, outputs)], ins = Shrinks(x) ? Kept(x) : [.. Enumerable.Range(0, inputs)];
        double At(int o, int i) => outAxis == 0 ? w.Data[o * inputs + i] : w.Data[i * outputs + o];
        double[] fold = new double[outputs];
        foreach (int i in Enumerable.Range(0, inputs).Except(ins))
        {
            double constant = units.Constant(x, i)!.Value;
            for (int o = 0; o < outputs && constant != 0; o++) fold[o] += constant * At(o, i);
        }

        double[] cut = outAxis == 0 ? [.. outs.SelectMany(o => ins.Select(i => At(o, i)))] : [.. ins.SelectMany(i => outs.Select(o => At(o, i)))];
        Replace(node, input, outAxis == 0 ? [outs.Length, ins.Length] : [ins.Length, outs.Length], cut);
        return (outs, fold);
    }

    // Input 2 of Conv and Gemm: cut to the kept outputs, with what is folded in.
    private void Bias(GraphNode node, int[] outs, int outputs, double[] fold, double alpha, double beta)
    {
        bool folds = fold.Any(v => v != 0);
        if (!Has(node, 2) && !folds) return;
        FixedValue? old = Has(node, 2) ? facts.Fixed(node.Inputs[2]) : null;
        if (!folds && (old!.Data.Length == 1 || outs.Length == outputs)) return;
        double[] bias = [.. outs.Select(o => beta * (old is null ? 0 : old.Data[old.Data.Length == 1 ? 0 : o]) + alpha * fold[o])];
        int[] shape = old is { Shape.Length: 2 } && old.Data.Length > 1 ? [1, outs.Length] : [outs.Length];
        while (node.Proto.Input.Count < 3) node.Proto.Input.Add("");
        if (old is null) Add(node, 2, shape, bias, node.Inputs[1]);
        else Replace(node, 2, shape, bias);
    }

    private void Reshape(GraphNode node, string y)
    {
        FixedValue shape = facts.Fixed(node.Inputs[1])!;
        int axis = units.Axis(y);
        if (shape.Data[axis] is -1 or 0) return;
        long[] sizes = [.. shape.Data.Select(v => (long)v)];
        sizes[axis] = Kept(y).Length;
        string name = Fresh($"{y}_shape");
        _proto.Initializer.Add(TensorValues.Of(name, [sizes.Length], sizes));
        if (model.Proto.IrVersion < 4) _proto.Input.Add(Input(name, (int)ElementType.Int64, [sizes.Length]));
        _replaced.Add(node.Inputs[1]);
        node.Proto.Input[1] = name;
    }

    private void Slice(GraphNode node, int input, int axis, int[] kept)
    {
        FixedValue w = facts.Fixed(node.Inputs[input])!;
        if (w.Shape.Length == 0 || w.Shape[axis] == kept.Length) return;
        int inner = Places.Count(w.Shape[(axis + 1)..]), outer = Places.Count(w.Shape[..axis]), size = w.Shape[axis];
        double[] cut = [.. Enumerable.Range(0, outer).SelectMany(o => kept.SelectMany(k => Enumerable.Range((o * size + k) * inner, inner))).Select(i => w.Data[i])];
        int[] shape = [.. w.Shape];
        shape[axis] = kept.Length;
        Replace(node, input, shape, cut);
    }

    private static bool Has(GraphNode node, int input) => node.Inputs.Count > input && node.Inputs[input].Length > 0;

    private ElementType TypeOf(string name) => (ElementType)StoredWeights.Source(_graph, name)!.DataType;

    /// <summary>Other weights for one input of a node; where nobody else reads the old ones they take their name.</summary>
    private void Replace(GraphNode node, int input, int[] shape, double[] values)
    {
        string old = node.Inputs[input];
        ElementType type = TypeOf(old);
        TensorProto? stored = _proto.Initializer.FirstOrDefault(t => t.Name == old);
        if (stored is null || _graph.IsOutput(old) || _graph.Consumers(old).Count > 1 || node.Inputs.Count(name => name == old) > 1)
        {
            _replaced.Add(old);
            Add(node, input, shape, values, old);
            return;
        }

        _proto.Initializer[_proto.Initializer.IndexOf(stored)] = StoredWeights.Tensor(old, shape, values, type);
        if (_proto.Input.FirstOrDefault(i => i.Name == old) is { } declared) _proto.Input[_proto.Input.IndexOf(declared)] = Input(old, (int)type, shape);
    }

    private void Add(GraphNode node, int input, int[] shape, double[] values, string like)
    {
        string name = Fresh($"{like}_cut");
        _proto.Initializer.Add(StoredWeights.Tensor(name, shape, values, TypeOf(like)));
        Declare(name, shape, like);
        node.Proto.Input[input] = name;
    }

    // Up to version 3 of the format every stored tensor is an input too.
    private void Declare(string name, int[] shape, string like)
    {
        if (model.Proto.IrVersion < 4) _proto.Input.Add(Input(name, (int)TypeOf(like), shape));
    }

    private static ValueInfoProto Input(string name, int type, int[] shape)
    {
        ValueInfoProto input = new() { Name = name, Type = new() { TensorType = new() { ElemType = type, Shape = new() } } };
        input.Type.TensorType.Shape.Dim.AddRange(shape.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return input;
    }

    private string Fresh(string like)
    {
        HashSet<string> taken = [.. _proto.Initializer.Select(t => t.Name), .. _proto.Node.SelectMany(n => n.Output.Append(n.Name)), .. _proto.Input.Select(i => i.Name)];
        string name = like;
        for (int i = 2; !taken.Add(name); i++) name = $"{like}{i}";
        return name;
    }

    // What was replaced and is read by nobody any more, with the nodes that only served to shape it.
    private void DropUnread()
    {
        Queue<string> left = new(_replaced);
        while (left.TryDequeue(out string? name))
        {
            if (_proto.Node.Any(n => n.Input.Contains(name)) || _graph.IsOutput(name) || _graph.Consumers(name).Any(n => n.HasSubgraphs)) continue;
            foreach (TensorProto tensor in _proto.Initializer.Where(t => t.Name == name).ToArray()) _proto.Initializer.Remove(tensor);
            foreach (ValueInfoProto input in _proto.Input.Where(i => i.Name == name && _graph.Tensor(name) is not null).ToArray()) _proto.Input.Remove(input);
            foreach (NodeProto node in _proto.Node.Where(n => n.Output.Count == 1 && n.Output[0] == name).ToArray())
            {
                _proto.Node.Remove(node);
                foreach (string input in node.Input) left.Enqueue(input);
            }
        }
    }
}
