namespace Hillock.Accuracy.Quick;

/// <summary>
/// Every function with its default parameters in double precision, written apart from the library: fast enough for all 2^32 floats, and
/// each estimate says how far it may be trusted. What it cannot decide goes to the oracle.
/// </summary>
internal static class QuickReference
{
    public static IReadOnlyDictionary<string, QuickFormula> Formulas { get; } = new Dictionary<string, QuickFormula>
    {
        ["identity"] = new(Estimate.Exactly, Pieces.One),
        ["relu"] = new(Pieces.Relu, Pieces.ReluSlope),
        ["leaky_relu"] = new(x => Pieces.Leaky(x, 0.01f), x => Pieces.LeakySlope(x, 0.01f)),
        ["prelu"] = new(x => Pieces.Leaky(x, 0.25), x => Pieces.LeakySlope(x, 0.25)),
        ["rrelu"] = new(x => Pieces.Leaky(x, (0.125 + (float)(1.0 / 3)) / 2), x => Pieces.LeakySlope(x, (0.125 + (float)(1.0 / 3)) / 2)),
        ["relu6"] = new(x => Pieces.Clamp(x, 0, 6), x => Pieces.ClampSlope(x, 0, 6)),
        ["hard_tanh"] = new(x => Pieces.Clamp(x, -1, 1), x => Pieces.ClampSlope(x, -1, 1)),
        ["threshold"] = new(Pieces.Relu, Pieces.ReluSlope),
        ["thresholded_relu"] = new(Pieces.ThresholdedRelu, Pieces.ThresholdedReluSlope),
        ["hard_shrink"] = new(Pieces.HardShrink, Pieces.ShrinkSlope),
        ["soft_shrink"] = new(Pieces.SoftShrink, Pieces.ShrinkSlope),
        ["shrink"] = new(Pieces.HardShrink, Pieces.ShrinkSlope),
        ["hard_sigmoid"] = new(Pieces.HardSigmoid, Pieces.HardSigmoidSlope),
        ["hard_swish"] = new(Pieces.HardSwish, Pieces.HardSwishSlope),
        ["sparse_sigmoid"] = new(Pieces.SparseSigmoid, Pieces.SparseSigmoidSlope),
        ["sparse_plus"] = new(Pieces.SparsePlus, Pieces.SparseSigmoid),
        ["squared_relu"] = new(Pieces.SquaredRelu, Pieces.SquaredReluSlope),
        ["binary_step"] = new(Pieces.BinaryStep, Pieces.Zero),
        ["abs"] = new(Pieces.Size, Pieces.SizeSlope),

        ["squareplus"] = new(Roots.Squareplus, Roots.SquareplusSlope),
        ["softsign"] = new(Roots.Softsign, Roots.SoftsignSlope),
        ["bent_identity"] = new(Roots.BentIdentity, Roots.BentIdentitySlope),
        ["isru"] = new(Roots.Isru, Roots.IsruSlope),
        ["isrlu"] = new(Roots.Isrlu, Roots.IsrluSlope),

        ["sigmoid"] = new(Exponentials.Sigmoid, Exponentials.SigmoidSlope),
        ["log_sigmoid"] = new(x => -Exponentials.Softplus(-x), x => Exponentials.Sigmoid(-x)),
        ["softplus"] = new(Exponentials.Softplus, Exponentials.Sigmoid),
        ["tanh"] = new(x => Exponentials.ScaledTanh(x, 1, 1), x => Exponentials.ScaledTanhSlope(x, 1, 1)),
        ["scaled_tanh"] = new(x => Exponentials.ScaledTanh(x, 1.7159f, (float)(2.0 / 3)), x => Exponentials.ScaledTanhSlope(x, 1.7159f, (float)(2.0 / 3))),
        ["tanh_shrink"] = new(Exponentials.TanhShrink, Exponentials.TanhSquared),
        ["lisht"] = new(Exponentials.Lisht, Exponentials.LishtSlope),
        ["elu"] = new(x => Exponentials.Elu(x, 1, 1), x => Exponentials.EluSlope(x, 1, 1)),
        ["celu"] = new(x => Exponentials.Elu(x, 1, 1), x => Exponentials.EluSlope(x, 1, 1)),
        ["selu"] = new(x => Exponentials.Elu(x, SeluScale, SeluScaledAlpha), x => Exponentials.EluSlope(x, SeluScale, SeluScaledAlpha)),
        ["exponential"] = new(Exponentials.Exponential, Exponentials.Exponential),
        ["gaussian"] = new(Exponentials.Gaussian, Exponentials.GaussianSlope),
        ["snake"] = new(Exponentials.Snake, Exponentials.SnakeSlope),

        ["silu"] = new(Gates.Silu, Gates.SiluSlope),
        ["quick_gelu"] = new(Gates.QuickGelu, Gates.QuickGeluSlope),
        ["gelu_tanh"] = new(Gates.GeluTanh, Gates.GeluTanhSlope),
        ["gelu"] = new(Gates.Gelu, Gates.GeluSlope),
        ["mish"] = new(Gates.Mish, Gates.MishSlope),
    };

    // 1.0507009873554804934193349852946 and its product with 1.6732632423543772848170429916717.
    private const double SeluScale = 1.0507009873554805, SeluScaledAlpha = 1.7580993408473768;
}
