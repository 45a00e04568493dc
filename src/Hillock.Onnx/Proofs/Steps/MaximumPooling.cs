using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>The largest number under a moving window, channel by channel.</summary>
/// <param name="output">The value it makes.</param>
/// <param name="input">The value it reads.</param>
/// <param name="window">How the window moves.</param>
/// <param name="shape">The output's shape.</param>
internal sealed class MaximumPooling(int output, int input, Window window, int[] shape) : Step(output, input)
{
    // The number with the largest lower bound: the result is never smaller; and whether it is never larger either.
    private int[] _largest = [];
    private bool[] _always = [];
    private double[] _high = [];

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue x = inputs[0];
        int count = shape.Aggregate(1, (a, b) => a * b), plane = window.OutPlane;
        double[] low = new double[count], high = new double[count];
        (_largest, _always, _high) = (new int[count], new bool[count], high);
        for (int at = 0; at < count; at++)
        {
            int place = at % plane, offset = at / plane * window.InPlane, best = -1;
            double second = double.NegativeInfinity, top = double.NegativeInfinity;
            bool unknown = false;
            foreach (int i in window.Places(place / window.OutWidth, place % window.OutWidth).Select(p => p + offset))
            {
                unknown |= double.IsInfinity(x.High[i]);
                top = Math.Max(top, x.High[i]);
                if (best < 0 || x.Low[i] > x.Low[best]) best = i;
            }

            foreach (int i in window.Places(place / window.OutWidth, place % window.OutWidth).Select(p => p + offset))
                if (i != best) second = Math.Max(second, x.High[i]);
            _largest[at] = best;
            _always[at] = best >= 0 && x.Low[best] >= second;
            // A window of nothing but padding gives the smallest number there is; one with NaN in it may give NaN.
            low[at] = best < 0 || unknown ? double.NegativeInfinity : x.Low[best];
            high[at] = best < 0 || unknown ? double.PositiveInfinity : top;
        }

        return new(shape, low, high, x.Format);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms into = rows.Of(Inputs[0]);
        Vector512<double> constant = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int i = terms.Number(k);
            // Rows in which it counts negatively may take any number under the window for it, the others only its upper bound.
            Vector512<double> c = terms.Coefficients(k), taken = _largest[i] < 0 ? default : _always[i] ? c : Vector512.Min(c, default);
            if (taken != default) into.Of(_largest[i]) += taken;
            Vector512<double> term = Rows.Product(c - taken, Vector512.Create(_high[i]));
            constant += term + Vector512.Abs(term) * Lost;
        }

        rows.Work += Rows.Count * terms.Count;
        rows.Add(constant);
    }
}
