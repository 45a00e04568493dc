using System.Numerics;

namespace Hillock.Torch.Training;

/// <summary>Passes over all gradients of a network; lengths are whole vectors.</summary>
internal static class GradientPass
{
    /// <summary>Whether no value is NaN or ±∞.</summary>
    public static bool IsFinite(ReadOnlySpan<float> values)
    {
        // x − x is 0 for every finite x and NaN for the others.
        Vector<float> sum = Vector<float>.Zero;
        foreach (Vector<float> x in Vectors.Of(values)) sum += x - x;
        return Vector.EqualsAll(sum, Vector<float>.Zero);
    }

    /// <summary>√Σx², summed in double.</summary>
    public static double Norm(ReadOnlySpan<float> values)
    {
        Vector<double> sum = Vector<double>.Zero;
        foreach (Vector<float> x in Vectors.Of(values))
        {
            Vector.Widen(x, out Vector<double> low, out Vector<double> high);
            sum += low * low + high * high;
        }

        return Math.Sqrt(Vector.Sum(sum));
    }

    public static void Scale(Span<float> values, float factor)
    {
        foreach (ref Vector<float> x in Vectors.Of(values)) x *= new Vector<float>(factor);
    }

    /// <summary>gradients += decay·w + l1·sign(w): the derivative of the penalties on weights.</summary>
    public static void Penalise(ReadOnlySpan<float> weights, Span<float> gradients, float decay, float l1)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            float w = weights[i], sign = w > 0 ? 1 : w < 0 ? -1 : 0;
            gradients[i] += decay * w + l1 * sign;
        }
    }
}
