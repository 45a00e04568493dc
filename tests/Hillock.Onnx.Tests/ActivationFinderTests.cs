using Hillock.Onnx.Activations;

namespace Hillock.Onnx.Tests;

public sealed class ActivationFinderTests
{
    public static TheoryData<string> Functions => [.. Activation.All.Select(f => f.ToString()).Where(name => name != "identity"),
        "leaky_relu(slope=0.2)", "elu(alpha=0.5)", "celu(alpha=2)", "hard_tanh(min=-2, max=3)", "thresholded_relu(alpha=0.7)", "shrink(lambda=0.3, bias=0.1)",
        "silu(beta=1.5)", "threshold(at=0.5, value=-1)", "onnx:hard_sigmoid", "scaled_tanh(a=1.2, b=0.4)"];

    [Theory, MemberData(nameof(Functions))]
    public void Every_function_is_found_in_the_primitives_of_its_own_file(string text)
    {
        Activation function = Activation.Parse(text);
        List<string> lines = ["z = MatMul(x, W)"];
        int count = 0;
        string made = Write(Formula.Of(function, new("x", [])));
        OnnxModel model = TestModels.Written(4, "y", [.. lines, $"y = MatMul({made}, W)"]);
        FoundActivation found = Assert.Single(ActivationFinder.Find(model.Graph));
        Assert.Equal("z", found.Input);
        Assert.Equal(made, found.Output);
        Same(function, found.Function);

        string Write(PrimitiveExpression formula)
        {
            if (formula.IsInput) return "z";
            if (formula.Number is double number) return number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            string operands = string.Join(", ", formula.Operands.Select(Write)), name = $"v{++count}";
            lines.Add($"{name} = {formula.Text}({operands})");
            return name;
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void Every_function_is_found_again_in_an_exported_network(string text)
    {
        OnnxModel model = TestModels.Model("5x2", [4], 3, text);
        IReadOnlyList<FoundActivation> found = ActivationFinder.Find(model.Graph);
        Assert.Equal(["hidden1", "hidden2"], found.Select(f => f.Output));
        Assert.All(found, f => Same(Activation.Parse(text), f.Function));
    }

    public static TheoryData<string, string> Written => new()
    {
        { "relu", "y = Relu(z)" },
        { "relu", "y = Max(0, z)" },
        { "relu", "c = Greater(z, 0); y = Where(c, z, 0)" },
        { "relu", "y = Clip(z, 0, 3.4028235e38)" },
        { "relu6", "y = Clip(z, 0, 6)" },
        { "hard_tanh", "y = Clip(z, -1, 1)" },
        { "leaky_relu(slope=0.3)", "y = LeakyRelu(z) alpha=0.3" },
        { "leaky_relu(slope=0.2)", "s = Mul(z, 0.2); y = Max(s, z)" },
        { "prelu(slope=0.1)", "y = PRelu(z, 0.1)" },
        { "elu(alpha=0.5)", "y = Elu(z) alpha=0.5" },
        { "selu", "y = Selu(z)" },
        { "celu(alpha=2)", "y = Celu(z) alpha=2.0" },
        { "sigmoid", "n = Neg(z); e = Exp(n); d = Add(1, e); y = Div(1, d)" },
        { "hard_sigmoid", "t = Add(z, 3); c = Clip(t, 0, 6); y = Mul(c, 0.16666667)" },
        { "onnx:hard_sigmoid", "y = HardSigmoid(z)" },
        { "hard_swish", "t = Add(z, 3); c = Clip(t, 0, 6); m = Mul(z, c); y = Div(m, 6)" },
        { "hard_swish", "h = HardSigmoid(z) alpha=0.16666667 beta=0.5; y = Mul(h, z)" },
        { "hard_swish", "y = HardSwish(z)" },
        { "silu", "s = Sigmoid(z); y = Mul(s, z)" },
        { "silu", "n = Neg(z); e = Exp(n); d = Add(e, 1); y = Div(z, d)" },
        { "quick_gelu", "t = Mul(z, 1.702); s = Sigmoid(t); y = Mul(z, s)" },
        { "gelu", "t = Div(z, 1.4142135); e = Erf(t); o = Add(e, 1); h = Mul(z, 0.5); y = Mul(h, o)" },
        { "gelu", "t = Mul(z, 0.70710677); e = Erf(t); o = Add(1, e); m = Mul(z, o); y = Mul(m, 0.5)" },
        { "gelu", "y = Gelu(z) approximate=none" },
        { "gelu_tanh", "y = Gelu(z) approximate=tanh" },
        { "gelu_tanh", "p = Pow(z, 3); q = Mul(p, 0.044715); r = Add(z, q); s = Mul(r, 0.7978846); t = Tanh(s); u = Add(t, 1); v = Mul(z, u); y = Mul(v, 0.5)" },
        { "mish", "s = Softplus(z); t = Tanh(s); y = Mul(z, t)" },
        { "mish", "e = Exp(z); o = Add(e, 1); l = Log(o); t = Tanh(l); y = Mul(t, z)" },
        { "mish", "y = Mish(z)" },
        { "softplus", "y = Softplus(z)" },
        { "softsign", "y = Softsign(z)" },
        { "softsign", "a = Abs(z); d = Add(1, a); y = Div(z, d)" },
        { "thresholded_relu(alpha=2)", "y = ThresholdedRelu(z) alpha=2.0" },
        { "shrink(lambda=0.3, bias=0.1)", "y = Shrink(z) lambd=0.3 bias=0.1" },
        { "squared_relu", "r = Relu(z); y = Mul(r, r)" },
        { "tanh_shrink", "t = Tanh(z); y = Sub(z, t)" },
        { "exponential", "y = Exp(z)" },
    };

    [Theory, MemberData(nameof(Written))]
    public void A_function_is_found_however_it_is_written(string text, string nodes)
    {
        OnnxModel model = TestModels.Written(4, "end", ["z = MatMul(x, W)", .. nodes.Split("; "), "end = MatMul(y, W)"]);
        FoundActivation found = Assert.Single(ActivationFinder.Find(model.Graph));
        Assert.Equal(("z", "y"), (found.Input, found.Output));
        Same(Activation.Parse(text), found.Function);
    }

    [Theory]
    [InlineData("y = Mul(z, 2)"), InlineData("y = Add(z, 1)"), InlineData("y = Mul(z, x)"), InlineData("y = Pow(z, 2)"), InlineData("y = Identity(z)"), InlineData("y = Sqrt(z)")]
    public void Arithmetic_is_no_activation(string node)
    {
        OnnxModel model = TestModels.Written(4, "end", "z = MatMul(x, W)", node, "end = MatMul(y, W)");
        Assert.Empty(ActivationFinder.Find(model.Graph));
    }

    [Fact]
    public void A_gate_from_another_branch_is_a_sigmoid_and_not_a_silu()
    {
        OnnxModel model = TestModels.Written(4, "end", "z = MatMul(x, W)", "g = MatMul(x, W2)", "s = Sigmoid(g)", "y = Mul(z, s)", "end = MatMul(y, W)");
        FoundActivation found = Assert.Single(ActivationFinder.Find(model.Graph));
        Assert.Equal("sigmoid", found.Function.Name);
    }

    private static void Same(Activation expected, Activation found)
    {
        for (double x = -9.37; x < 10; x += 0.61)
            Assert.True(Math.Abs(expected.Value(x) - found.Value(x)) <= 1e-4 * Math.Max(1, Math.Abs(expected.Value(x))), $"{found} is not {expected} at {x}");
    }
}
