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

    public void Forward(ReadOnlySpan<double> x, Span<double> y) => Run(x, y, fast: false);

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) => Run(x, dy, dx, fast: false);

    public static void FastForward(Softmin function, ReadOnlySpan<double> x, Span<double> y) => Run(x, y, fast: true);

    public static void FastBackward(Softmin function, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) => Run(x, dy, dx, fast: true);

    private static void Run(ReadOnlySpan<double> x, Span<double> y, bool fast)
    {
        Negate(x, y);
        Softmax.Run(y, y, fast);
    }

    private static void Run(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, bool fast)
    {
        Negate(x, dx);
        Softmax.Run(dx, dy, dx, fast);
        Negate(dx, dx);
    }

    private static void Negate(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = -x[i];
    }
}
