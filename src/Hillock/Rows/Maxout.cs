namespace Hillock.Rows;

/// <summary>
/// maxout: the largest of every pieces consecutive elements; dx = g at the first largest of its group, else 0. NaN in a group gives NaN.
/// </summary>
internal readonly struct Maxout(int pieces) : IRowFunction<Maxout>
{
    private readonly int _pieces = pieces;

    public static string Name => "maxout";

    public static IReadOnlyList<FunctionParameter> Parameters => [new("pieces", 2, 1, 1 << 20, "how many elements make one result")];

    public static Maxout Create(ReadOnlySpan<double> parameters) => new((int)parameters[0]);

    public RowFacts Facts => new(
        "Maxout", "max of every pieces consecutive elements", "g at the first maximum of its group, else 0",
        new("Goodfellow, Warde-Farley, Mirza, Courville and Bengio", 2013, "Maxout networks"),
        new(null, null, null, null));

    public static int Divisor(Maxout function) => function._pieces;

    public static int OutputLength(Maxout function, int rowLength) => rowLength / function._pieces;

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        for (int i = 0; i < y.Length; i++) y[i] = x[i * _pieces + First(x.Slice(i * _pieces, _pieces))];
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        dx.Clear();
        for (int i = 0; i < dy.Length; i++)
        {
            int at = i * _pieces + First(x.Slice(i * _pieces, _pieces));
            dx[at] = double.IsNaN(x[at]) ? double.NaN : dy[i];
        }
    }

    // The first largest, or the first NaN.
    private static int First(ReadOnlySpan<double> group)
    {
        int first = 0;
        for (int i = 1; i < group.Length && !double.IsNaN(group[first]); i++)
            if (!(group[i] <= group[first])) first = i;
        return first;
    }
}
