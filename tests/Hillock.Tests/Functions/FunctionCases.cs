using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>Every function with its defaults, and those with parameters once more with unusual ones.</summary>
internal static class FunctionCases
{
    public static IReadOnlyList<string> Defaults { get; } = [.. Activation.All.Select(f => f.Name)];

    public static IReadOnlyList<string> Unusual { get; } =
    [
        "leaky_relu(slope=-0.5)", "leaky_relu(slope=0)", "leaky_relu(slope=3)", "prelu(slope=-1)", "rrelu(lower=0.2, upper=0.2)",
        "elu(alpha=0.3)", "elu(alpha=-2)", "elu(alpha=0)", "elu(alpha=1e30)",
        "celu(alpha=0.3)", "celu(alpha=7)", "celu(alpha=-1.5)", "celu(alpha=1e30)", "celu(alpha=1e-30)",
        "softplus(beta=0.1)", "softplus(beta=30)", "softplus(beta=1e-20)", "softplus(beta=1e20)", "softplus(threshold=2)",
        "silu(beta=0.3)", "silu(beta=-2)", "silu(beta=0)", "silu(beta=1e20)", "silu(beta=1e-20)",
        "hard_tanh(min=0, max=20)", "hard_tanh(min=-3, max=-2)", "threshold(at=1, value=-2)", "thresholded_relu(alpha=0)",
        "hard_shrink(lambda=0)", "soft_shrink(lambda=2)", "soft_shrink(lambda=0)", "shrink(lambda=1, bias=0.5)", "shrink(lambda=1, bias=-0.5)",
        "squareplus(b=0)", "squareplus(b=1e-10)", "squareplus(b=1e30)", "scaled_tanh(a=1, b=1)", "scaled_tanh(a=3, b=0.1)",
        "snake(a=5)", "snake(a=-0.5)", "isru(alpha=0)", "isru(alpha=0.1)", "isru(alpha=1e30)", "isru(alpha=1e-30)", "isrlu(alpha=3)",
        "torch:softplus", "keras:leaky_relu", "jax:leaky_relu", "jax:hard_tanh", "onnx:hard_sigmoid", "onnx:selu",
    ];

    public static IReadOnlyList<string> All { get; } = [.. Defaults, .. Unusual];

    public static TheoryData<string> Texts => [.. All];

    /// <summary>The points at which a function changes its formula or its direction.</summary>
    public static IEnumerable<double> Corners(Activation f) =>
        f.Facts.Kinks.Concat(f.Facts.TurningPoints).Concat(f.Parameters.Select(p => f[p.Name])).Where(double.IsFinite);
}
