namespace Hillock.Functions;

/// <summary>Every activation function, one line each.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } =
    [
        FunctionEntry.Of<Identity>(),
        FunctionEntry.Of<Relu>(),
        FunctionEntry.Of<LeakyRelu>(),
        FunctionEntry.Of<PRelu>(),
        FunctionEntry.Of<RRelu>(),
        FunctionEntry.Of<Relu6>(),
        FunctionEntry.Of<HardTanh>(),
        FunctionEntry.Of<Threshold>(),
        FunctionEntry.Of<ThresholdedRelu>(),
        FunctionEntry.Of<HardShrink>(),
        FunctionEntry.Of<SoftShrink>(),
        FunctionEntry.Of<Shrink>(),
        FunctionEntry.Of<HardSigmoid>(),
        FunctionEntry.Of<HardSwish>(),
        FunctionEntry.Of<SparseSigmoid>(),
        FunctionEntry.Of<SparsePlus>(),
        FunctionEntry.Of<Squareplus>(),
        FunctionEntry.Of<Softsign>(),
        FunctionEntry.Of<Sigmoid>(),
        FunctionEntry.Of<LogSigmoid>(),
        FunctionEntry.Of<Silu>(),
        FunctionEntry.Of<QuickGelu>(),
        FunctionEntry.Of<Tanh>(),
        FunctionEntry.Of<ScaledTanh>(),
        FunctionEntry.Of<TanhShrink>(),
        FunctionEntry.Of<Softplus>(),
        FunctionEntry.Of<Mish>(),
        FunctionEntry.Of<Gelu>(),
        FunctionEntry.Of<GeluTanh>(),
        FunctionEntry.Of<Elu>(),
        FunctionEntry.Of<Celu>(),
        FunctionEntry.Of<Selu>(),
        FunctionEntry.Of<Exponential>(),
        FunctionEntry.Of<SquaredRelu>(),
        FunctionEntry.Of<BinaryStep>(),
        FunctionEntry.Of<AbsoluteValue>(),
        FunctionEntry.Of<Snake>(),
        FunctionEntry.Of<Lisht>(),
        FunctionEntry.Of<Gaussian>(),
        FunctionEntry.Of<BentIdentity>(),
        FunctionEntry.Of<Isru>(),
        FunctionEntry.Of<Isrlu>(),
    ];

    /// <summary>Other names that <see cref="Activation.Parse"/> accepts.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["swish"] = Silu.Name,
        ["hard_silu"] = HardSwish.Name,
        ["linear"] = Identity.Name,
        ["clip"] = HardTanh.Name,
        ["exp"] = Exponential.Name,
        ["step"] = BinaryStep.Name,
    };
}
