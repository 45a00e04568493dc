using Hillock.Bounds;
using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Proofs;

/// <summary>Makes the steps of a proof from the nodes of a graph: one method an operator, or a family of them.</summary>
/// <param name="graph">What has been bounded so far, and the values that are fixed.</param>
/// <param name="opset">The version of the operators.</param>
internal sealed class StepFactory(BoundedGraph graph, long opset)
{
    /// <summary>Adds the steps of a node and says nothing, or says why it cannot.</summary>
    public string? Add(GraphNode node) => node.Operator switch
    {
        "Gemm" => Gemm(node),
        "MatMul" => MatMul(node),
        "Conv" => Conv(node),
        "BatchNormalization" => BatchNormalization(node),
        "Add" or "Sub" or "Mul" or "Div" => Arithmetic(node),
        "Neg" => Scale(node, X(node), null, -1, 0),
        "Identity" or "Dropout" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" => Move(node, X(node), Enumerable.Range(0, X(node).Count).ToArray()),
        "Cast" => Cast(node),
        "MaxPool" or "GlobalMaxPool" => MaximumPool(node),
        "AveragePool" or "GlobalAveragePool" or "ReduceMean" => AveragePool(node),
        _ when Movement.Is(node) => new Movement(graph, node, opset).Add(),
        _ => "it is not covered",
    };

    private string? Gemm(GraphNode node)
    {
        if (Fixed(node, 1) is not { Shape.Length: 2 } b) return NotConstant;
        if (node.Integer("transA", 0) != 0) return "a transposed first matrix is not covered";
        bool transposed = node.Integer("transB", 0) != 0;
        int k = b.Shape[transposed ? 1 : 0], outputs = b.Shape[transposed ? 0 : 1];
        double alpha = node.Number("alpha", 1), beta = node.Number("beta", 1);
        double[]? bias = null;
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0)
        {
            if (Fixed(node, 2) is not { } c) return "a third matrix that is not constant is not covered";
            if (c.Data.Length != 1 && c.Data.Length != outputs) return "a third matrix with several rows is not covered";
            bias = [.. Enumerable.Range(0, outputs).Select(o => beta * c.Data[c.Data.Length == 1 ? 0 : o])];
        }

        return Dense(node, new(X(node).Count / k, k, outputs), Rows(b, transposed, alpha), bias);
    }

    private string? MatMul(GraphNode node)
    {
        bool left = graph.Fixed(node.Inputs[0]) is not null;
        if (Fixed(node, left ? 0 : 1) is not { } w) return NotConstant;
        int[] matrix = [.. w.Shape.SkipWhile((size, i) => size == 1 && i < w.Shape.Length - 2)];
        if (matrix.Length != 2) return "a constant of more or less than two axes is not covered";
        BoundedValue x = left ? graph.Value(node.Inputs[1]) : X(node);
        w = w with { Shape = matrix };
        if (!left) return Dense(node, new(x.Count / matrix[0], matrix[0], matrix[1]), Rows(w, transposed: false, 1), null);
        int columns = x.Shape.Length == 1 ? 1 : x.Shape[^1];
        return Dense(node, new(x.Count / matrix[1], matrix[1], matrix[0], columns), w.Data, null, node.Inputs[1]);
    }

    private string? Conv(GraphNode node)
    {
        BoundedValue x = X(node);
        if (Fixed(node, 1) is not { } w) return NotConstant;
        if (x.Shape.Length is not (3 or 4)) return $"a convolution in {x.Shape.Length - 2} dimensions is not covered";
        double[]? bias = null;
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && (bias = Fixed(node, 2)?.Data) is null) return NotConstant;
        int[] shape = graph.Shape(node.Outputs[0]);
        graph.Add(node.Outputs[0], (output, input) => new Convolution(
            output, input[0], WindowOf(node, x.Shape, shape, w.Shape[2..]), (int)node.Integer("group", 1), w.Data, bias, shape), node.Inputs[0]);
        return null;
    }

    private string? BatchNormalization(GraphNode node)
    {
        if (Fixed(node, 1) is not { } scale || Fixed(node, 2) is not { } shift || Fixed(node, 3) is not { } mean || Fixed(node, 4) is not { } variance) return NotConstant;
        if (node.Integer("training_mode", 0) != 0) return "the training mode is not covered";
        BoundedValue x = X(node);
        double epsilon = node.Number("epsilon", 1e-5f);
        int channels = x.Shape[1], inner = Places.Count(x.Shape[2..]);
        double[] factor = [.. Enumerable.Range(0, channels).Select(c => scale.Data[c] / Math.Sqrt(variance.Data[c] + epsilon))];
        int Channel(int i) => i / inner % channels;
        return Scale(node, x, null, i => factor[Channel(i)], i => shift.Data[Channel(i)] - mean.Data[Channel(i)] * factor[Channel(i)],
            i => Math.Abs(shift.Data[Channel(i)]) + Math.Abs(mean.Data[Channel(i)] * factor[Channel(i)]));
    }

    private string? Arithmetic(GraphNode node)
    {
        FixedValue? left = graph.Fixed(node.Inputs[0]), right = graph.Fixed(node.Inputs[1]);
        int[] shape = graph.Shape(node.Outputs[0]);
        if (left is null && right is null)
        {
            int[][] sources = [.. node.Inputs.Select(name => Places.Broadcast(graph.Value(name).Shape, shape))];
            if (node.Operator == "Div") return "a division by a value that is not constant is not covered";
            graph.Add(node.Outputs[0], (output, inputs) => node.Operator == "Mul"
                ? new Product(output, inputs, shape, sources)
                : new Addition(output, inputs, shape, sources, node.Operator == "Add" ? 1 : -1), [.. node.Inputs]);
            return null;
        }

        FixedValue constant = left ?? right!;
        BoundedValue x = graph.Value(node.Inputs[left is null ? 0 : 1]);
        int[] at = Places.Broadcast(constant.Shape, shape), source = Places.Broadcast(x.Shape, shape);
        double[] c = constant.Data;
        return (node.Operator, left is null) switch
        {
            ("Add", _) => Scale(node, x, source, _ => 1, i => c[at[i]]),
            ("Sub", true) => Scale(node, x, source, _ => 1, i => -c[at[i]]),
            ("Sub", false) => Scale(node, x, source, _ => -1, i => c[at[i]]),
            ("Mul", _) => Scale(node, x, source, i => c[at[i]], _ => 0),
            ("Div", true) when c.All(v => v != 0) => Scale(node, x, source, i => 1 / c[at[i]], _ => 0),
            _ => "a division by a value that is not constant, or by 0, is not covered",
        };
    }

    private string? Cast(GraphNode node)
    {
        // Every number of the smaller type is one of the larger.
        ElementType to = (ElementType)node.Integer("to", 0);
        if (to is not (ElementType.Float or ElementType.Double)) return "a cast to another type than float is not covered";
        return Move(node, X(node), Enumerable.Range(0, X(node).Count).ToArray());
    }

    private string? MaximumPool(GraphNode node)
    {
        BoundedValue x = X(node);
        if (x.Shape.Length is not (3 or 4)) return $"pooling in {x.Shape.Length - 2} dimensions is not covered";
        int[] shape = graph.Shape(node.Outputs[0]);
        Window window = WindowOf(node, x.Shape, shape, Kernel(node, x));
        graph.Add(node.Outputs[0], (output, input) => new MaximumPooling(output, input[0], window, shape), node.Inputs[0]);
        return null;
    }

    // The sum under the window, a convolution of each channel with ones, divided by how many numbers that is.
    private string? AveragePool(GraphNode node)
    {
        BoundedValue x = X(node);
        if (x.Shape.Length is not (3 or 4)) return $"pooling in {x.Shape.Length - 2} dimensions is not covered";
        if (node.Operator == "ReduceMean" && !IsSpatial(Numbers(node, 1, "axes"), x.Shape.Length)) return "a mean over other axes than the picture's is not covered";
        int[] shape = graph.Shape(node.Outputs[0]);
        int channels = x.Shape[1];
        int[] planes = node.Operator == "ReduceMean" ? [x.Shape[0], channels, .. x.Shape[2..].Select(_ => 1)] : shape;
        Window window = WindowOf(node, x.Shape, planes, Kernel(node, x));
        bool padded = node.Integer("count_include_pad", 0) != 0;
        if (padded && node.Integer("ceil_mode", 0) != 0) return "ceil_mode together with count_include_pad is not covered";
        double[] ones = new double[channels * window.Kernel];
        Array.Fill(ones, 1);
        string sum = graph.Add(node.Outputs[0] + " (sum)", (output, input) => new Convolution(output, input[0], window, channels, ones, null, planes), node.Inputs[0]);
        double[] share = [.. Enumerable.Range(0, window.OutPlane).Select(p => 1.0 / (padded ? window.Kernel : window.Places(p / window.OutWidth, p % window.OutWidth).Count()))];
        double[] scale = [.. Enumerable.Range(0, Places.Count(shape)).Select(i => share[i % window.OutPlane])];
        graph.Add(node.Outputs[0], (output, input) => new Scaling(output, input[0], shape, null, scale, new double[scale.Length]), sum);
        return null;
    }

    private static bool IsSpatial(IReadOnlyList<long>? axes, int rank) =>
        axes is not null && axes.Select(a => Axis(a, rank)).Order().SequenceEqual(Enumerable.Range(2, rank - 2));

    private const string NotConstant = "weights that are not constant are not covered";

    private BoundedValue X(GraphNode node) => graph.Value(node.Inputs[0]);

    private FixedValue? Fixed(GraphNode node, int input) => node.Inputs.Count > input ? graph.Fixed(node.Inputs[input]) : null;

    // An input since one opset, an attribute before.
    private IReadOnlyList<long>? Numbers(GraphNode node, int input, string attribute) =>
        node.Integers(attribute) ?? (Fixed(node, input) is { } given ? [.. given.Data.Select(v => (long)v)] : null);

    private static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

    // One row an output.
    private static double[] Rows(FixedValue matrix, bool transposed, double factor)
    {
        int k = matrix.Shape[transposed ? 1 : 0], outputs = matrix.Shape[transposed ? 0 : 1];
        double[] rows = new double[matrix.Data.Length];
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < k; i++) rows[o * k + i] = factor * matrix.Data[transposed ? o * k + i : i * outputs + o];
        return rows;
    }

    private string? Dense(GraphNode node, DenseLayout layout, double[] weights, double[]? bias, string? input = null)
    {
        int[] shape = graph.Shape(node.Outputs[0]);
        graph.Add(node.Outputs[0], (output, inputs) => new Dense(output, inputs[0], layout, weights, bias, shape), input ?? node.Inputs[0]);
        return null;
    }

    private string? Scale(GraphNode node, BoundedValue x, int[]? source, double scale, double shift) => Scale(node, x, source, _ => scale, _ => shift);

    private string? Scale(GraphNode node, BoundedValue x, int[]? source, Func<int, double> scale, Func<int, double> shift, Func<int, double>? absolute = null)
    {
        int[] shape = graph.Shape(node.Outputs[0]);
        int count = Places.Count(shape);
        double[] Each(Func<int, double> number) => [.. Enumerable.Range(0, count).Select(number)];
        string input = node.Inputs.First(name => graph.TryValue(name) == x);
        graph.Add(node.Outputs[0], (output, inputs) => new Scaling(output, inputs[0], shape, source, Each(scale), Each(shift), absolute is null ? null : Each(absolute)), input);
        return null;
    }

    private string? Move(GraphNode node, BoundedValue x, int[] index)
    {
        int[] shape = graph.Shape(node.Outputs[0]);
        graph.Add(node.Outputs[0], (output, inputs) => new Selection(output, inputs, shape, new int[index.Length], index), node.Inputs[0]);
        return null;
    }

    private static int[] Kernel(GraphNode node, BoundedValue x) =>
        node.Operator.StartsWith("Global", StringComparison.Ordinal) || node.Operator == "ReduceMean" ? x.Shape[2..]
        : [.. node.Integers("kernel_shape")!.Select(k => (int)k)];

    private static Window WindowOf(GraphNode node, int[] x, int[] y, int[] kernel)
    {
        int axes = kernel.Length;
        int[] strides = Of("strides", 1), dilations = Of("dilations", 1), pads = [.. (node.Integers("pads") ?? []).Select(p => (int)p)];
        if (pads.Length == 0) pads = new int[2 * axes];
        string automatic = node.Text("auto_pad", "NOTSET");
        for (int a = 0; a < axes && automatic.StartsWith("SAME", StringComparison.Ordinal); a++)
        {
            int total = Math.Max(0, (y[a + 2] - 1) * strides[a] + (kernel[a] - 1) * dilations[a] + 1 - x[a + 2]);
            pads[a] = automatic == "SAME_UPPER" ? total / 2 : total - total / 2;
        }

        bool two = axes == 2;
        return new()
        {
            InHeight = two ? x[2] : 1,
            InWidth = x[^1],
            OutHeight = two ? y[2] : 1,
            OutWidth = y[^1],
            KernelHeight = two ? kernel[0] : 1,
            KernelWidth = kernel[^1],
            StrideY = two ? strides[0] : 1,
            StrideX = strides[axes - 1],
            DilationY = two ? dilations[0] : 1,
            DilationX = dilations[axes - 1],
            PadTop = two ? pads[0] : 0,
            PadLeft = pads[axes - 1],
        };

        int[] Of(string attribute, int otherwise) =>
            node.Integers(attribute) is { Count: > 0 } given ? [.. given.Select(v => (int)v)] : [.. Enumerable.Repeat(otherwise, axes)];
    }
}
