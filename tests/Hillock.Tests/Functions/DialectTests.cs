using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>"onnx:", "keras:", "jax:", "torch:": the same name, another library's meaning.</summary>
public sealed class DialectTests
{
    [Theory]
    [InlineData("keras:leaky_relu", "leaky_relu(slope=0.2)")]
    [InlineData("keras:leaky_relu(negative_slope=0.3)", "leaky_relu(slope=0.3)")]
    [InlineData("torch:leaky_relu", "leaky_relu")]
    [InlineData("torch:LeakyReLU(negative_slope=0.1)", "leaky_relu(slope=0.1)")]
    [InlineData("torch:nn.Hardsigmoid", "hard_sigmoid")]
    [InlineData("torch:softplus", "softplus(threshold=20)")]
    [InlineData("torch:softplus(beta=2)", "softplus(beta=2, threshold=20)")]
    [InlineData("keras:softplus", "softplus")]
    [InlineData("torch:hardtanh(min_val=-2)", "hard_tanh(min=-2)")]
    [InlineData("torch:softshrink(lambd=1)", "soft_shrink(lambda=1)")]
    [InlineData("torch:gelu", "gelu")]
    [InlineData("keras:gelu", "gelu")]
    [InlineData("onnx:gelu", "gelu")]
    [InlineData("jax:gelu", "gelu_tanh")]
    [InlineData("jax:leaky_relu(slope=0.3)", "jax:leaky_relu(slope=0.3)")]
    [InlineData("jax:soft_sign", "softsign")]
    [InlineData("onnx:hard_sigmoid", "onnx:hard_sigmoid")]
    [InlineData("onnx:HardSigmoid(alpha=0.3)", "onnx:hard_sigmoid(alpha=0.3)")]
    [InlineData("onnx:Selu", "onnx:selu")]
    [InlineData("keras:swish", "silu")]
    [InlineData("onnx:Swish", "silu")]
    [InlineData("keras:hard_silu", "hard_swish")]
    [InlineData("onnx:LeakyRelu(alpha=0.3)", "leaky_relu(slope=0.3)")]
    [InlineData("onnx:Swish(alpha=2)", "silu(beta=2)")]
    [InlineData("onnx:Elu(alpha=2)", "elu(alpha=2)")]
    [InlineData("keras:threshold(threshold=1, default_value=2)", "threshold(at=1, value=2)")]
    public void A_library_s_name_is_what_it_means_there(string text, string ours)
    {
        Activation f = Activation.Parse(text);
        Assert.Equal(ours, f.ToString());
        Assert.Equal(ours, Activation.Parse(ours).ToString());
    }

    [Theory]
    [InlineData("onnx:snake", "ONNX has no 'snake'")]
    [InlineData("keras:hard_sigmod", "Keras has no 'hard_sigmod'; did you mean 'hard_sigmoid'?")]
    [InlineData("pytorch:relu", "unknown prefix 'pytorch'; did you mean 'torch'? (torch, keras, jax, onnx)")]
    [InlineData("jax:leaky_relu(alpha=1)", "no parameter 'alpha'")]
    [InlineData("onnx:", "ONNX has no ''")]
    public void What_a_library_lacks_is_refused(string text, string part) =>
        Assert.Contains(part, Assert.Throws<SpecificationException>(() => Activation.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_dialects_differ_where_the_libraries_do()
    {
        Assert.Equal(-0.2, Activation.Parse("keras:leaky_relu").Value(-1));
        Assert.Equal(0.7, Activation.Parse("onnx:hard_sigmoid").Value(1), 1e-15);
        Assert.Equal(4.0 / 6, Activation.Parse("hard_sigmoid").Value(1), 1e-15);
        Assert.Equal(1, Activation.Parse("jax:leaky_relu").Derivative(0));
        Assert.Equal(0.01, Activation.Parse("leaky_relu").Derivative(0));
        Assert.Equal(1, Activation.Parse("jax:hard_tanh").Derivative(1));
        Assert.Equal(0, Activation.Parse("hard_tanh").Derivative(1));
        Assert.Equal(25, Activation.Parse("torch:softplus").Value(25));
        Assert.True(Activation.Parse("softplus").Value(25) > 25);
        // Clip without bounds clips nothing that a float holds.
        Assert.Equal(-30, Activation.Parse("onnx:Clip").Value(-30));
        Assert.Equal(1, Activation.Parse("onnx:Clip(max=1)").Value(30));
        Assert.NotEqual(Activation.Parse("selu").Value(1), Activation.Parse("onnx:selu").Value(1));
    }

    [Fact]
    public void Aliases_are_read()
    {
        foreach ((string alias, string name) in new[]
        {
            ("swish", "silu"), ("hard_silu", "hard_swish"), ("linear", "identity"), ("clip", "hard_tanh"), ("exp", "exponential"), ("step", "binary_step"),
        }) Assert.Equal(name, Activation.Parse(alias).Name);
    }

    [Fact]
    public void Every_name_a_function_has_elsewhere_leads_back_to_it()
    {
        foreach (Activation f in Activation.All)
            foreach ((string prefix, string? name) in new[]
            {
                ("torch", f.Facts.Names.PyTorch), ("keras", f.Facts.Names.Keras), ("jax", f.Facts.Names.Jax), ("onnx", f.Facts.Names.Onnx),
            })
                // An argument in the name tells the two forms of gelu apart, which a prefix cannot.
                if (name is not null && !name.Contains('(', StringComparison.Ordinal) && !(prefix == "jax" && name.EndsWith(".gelu", StringComparison.Ordinal)))
                    Assert.Equal(f.Name, Activation.Parse($"{prefix}:{name}").Name.Split(':')[^1]);
    }
}
