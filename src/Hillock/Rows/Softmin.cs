namespace Hillock.Rows;

/// <summary>softmin(x) = softmax(−x); dx = −y·(g − Σ g·y). +∞ gives 0 beside a finite element; a row with −∞ or NaN gives NaN.</summary>
internal readonly struct Softmin : IRowFunction<Softmin>
{
    public static string Name => "softmin";
    public static Softmin Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new(
        "Softmin", "e^(min − x)/Σ e^(min − x)", "−y·(g − Σ g·y)",
        new("PyTorch (softmax of −x)"),
        new("nn.Softmin", null, null, null));

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        Negate(x, y);
        default(Softmax).Forward(y, y, precision);
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        Negate(x, dx);
        default(Softmax).Backward(dx, dy, dx, precision);
        Negate(dx, dx);
    }

    private static void Negate(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = -x[i];
    }
}
