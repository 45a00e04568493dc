using System.Runtime.Intrinsics;
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
    private double[] _low = [], _high = [];
    private Lazy<((Line Below, Line Above)[] Lines, bool[] IsKnown)>? _lines;

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
        (_low, _high) = (low, high);
        // Found when they are asked for: most of a large picture's never are.
        _lines = new(() => (new (Line, Line)[x.Count], new bool[x.Count]));
        return new((int[])x.Shape.Clone(), low, high, x.Format);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms into = rows.Of(Inputs[0]);
        Vector512<double> constant = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int i = terms.Number(k);
            Vector512<double> c = terms.Coefficients(k), positive = Vector512.GreaterThan(c, default);
            (Line below, Line above) = Lines(i);
            // The roundings of c·slope·x are in the line's own slack.
            if (above.Slope != 0 || below.Slope != 0)
                into.Of(i) += c * Vector512.ConditionalSelect(positive, Vector512.Create(above.Slope), Vector512.Create(below.Slope));
            Vector512<double> term = Rows.Product(c, Vector512.ConditionalSelect(positive, Vector512.Create(above.Offset), Vector512.Create(below.Offset)));
            constant += term + Vector512.Abs(term) * Lost;
        }

        rows.Work += Rows.Count * terms.Count;
        rows.Add(constant);
    }

    // Many threads may ask; all of them find the same lines.
    private (Line Below, Line Above) Lines(int i)
    {
        ((Line Below, Line Above)[] all, bool[] isKnown) = _lines!.Value;
        if (Volatile.Read(ref isKnown[i])) return all[i];
        // Without bounds of its input a number is bounded by its range alone, and that may be nothing.
        (Line Below, Line Above) lines = double.IsFinite(_low[i]) ? Of(i).Lines(_x![i]) : (new(0, _low[i]), new(0, _high[i]));
        all[i] = lines;
        Volatile.Write(ref isKnown[i], true);
        return lines;
    }
}
