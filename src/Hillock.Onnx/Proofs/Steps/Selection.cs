using System.Runtime.Intrinsics;
using Hillock.Bounds;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>
/// Numbers that only change their places: reshape, flatten, transpose, squeeze, concat, split, slice, pad. Each number of the output is one of
/// an input, or a constant.
/// </summary>
/// <param name="output">The value it makes.</param>
/// <param name="inputs">The values it reads.</param>
/// <param name="shape">The output's shape.</param>
/// <param name="input">Which input each number is from; −1 for a constant.</param>
/// <param name="index">Which number of it.</param>
/// <param name="constants">What stands at the places of constants; null where there are none.</param>
internal sealed class Selection(int output, int[] inputs, int[] shape, int[] input, int[] index, double[]? constants = null) : Step(output, inputs)
{
    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        double[] low = new double[index.Length], high = new double[index.Length];
        for (int i = 0; i < index.Length; i++)
        {
            Interval taken = input[i] < 0 ? new(constants![i], constants[i]) : inputs[input[i]][index[i]];
            (low[i], high[i]) = (taken.Low, taken.High);
        }

        return new(shape, low, high, inputs[0].Format, inputs.Max(x => x.Roundings));
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms[] into = [.. Inputs.Select(rows.Of)];
        Vector512<double> sum = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int i = terms.Number(k);
            Vector512<double> c = terms.Coefficients(k);
            if (input[i] >= 0) into[input[i]].Of(index[i]) += c;
            else sum += c * constants![i] + Vector512.Abs(c * constants[i]) * Lost;
        }

        rows.Work += Rows.Count * terms.Count;
        rows.Add(sum);
    }
}
