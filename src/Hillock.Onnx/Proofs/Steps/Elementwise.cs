using Hillock.Bounds;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>An activation function, number by number; one function, or one for each number (a slope for each channel).</summary>
/// <param name="output">The value it makes.</param>
/// <param name="input">The value it reads.</param>
/// <param name="functions">The function, or the functions.</param>
/// <param name="which">Which function is each number's; null for the first.</param>
/// <param name="largest">The largest |x| for which the model's own form of the function stays finite inside.</param>
internal sealed class Elementwise(int output, int input, ActivationBounds[] functions, int[]? which, double largest) : Step(output, input)
{
    private BoundedValue? _x;
    private Lazy<(Line Below, Line Above)[]>? _lines;

    public ActivationBounds Of(int i) => functions[which?[i] ?? 0];

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue x = _x = inputs[0];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads };
        double[] low = new double[x.Count], high = new double[x.Count];
        Parallel.For(0, x.Count, options, i =>
        {
            Interval range = x.Magnitude(i) <= largest ? Of(i).Range(x[i]) : Interval.Unknown;
            (low[i], high[i]) = (range.Low, range.High);
        });
        _lines = new(() =>
        {
            (Line, Line)[] lines = new (Line, Line)[x.Count];
            Parallel.For(0, x.Count, options, i =>
            {
                // Without bounds of its input a number is bounded by its range alone, and that may be nothing.
                lines[i] = double.IsFinite(low[i]) ? Of(i).Lines(x[i]) : (new(0, low[i]), new(0, high[i]));
            });
            return lines;
        });
        return new((int[])x.Shape.Clone(), low, high, x.Format);
    }

    public override void Back(Row row, double[] coefficients)
    {
        double[] into = row.Of(Inputs[0]);
        (Line Below, Line Above)[] lines = _lines!.Value;
        double constant = 0, lost = 0;
        for (int i = 0; i < coefficients.Length; i++)
        {
            double c = coefficients[i];
            if (c == 0) continue;
            Line line = c > 0 ? lines[i].Above : lines[i].Below;
            if (line.Slope != 0) into[i] += c * line.Slope;
            constant += c * line.Offset;
            // The roundings of c·slope·x are in the line's own slack.
            lost += Math.Abs(c * line.Offset) * Lost;
        }

        row.Work += coefficients.Length;
        row.Add(constant + lost);
    }
}
