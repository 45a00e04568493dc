using Hillock.Networks;

namespace Hillock.Torch.Training;

/// <summary>A scaling of a network's input, x′ = (x − Shift)·Factor, one pair a feature, or one a channel where the input is an image.</summary>
/// <param name="Shift">What is taken off.</param>
/// <param name="Factor">What the rest is multiplied by.</param>
public sealed record InputScale(float[] Shift, float[] Factor)
{
    /// <summary>Mean 0 and standard deviation 1 on these samples; what is constant is only centred.</summary>
    /// <param name="part">The samples.</param>
    /// <param name="shape">The shape of one: [features] or [channels, height, width].</param>
    public static InputScale Standard(TrainingPart part, IReadOnlyList<int> shape)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(shape);
        int groups = shape[0], run = part.Features / groups;
        float[] shift = new float[groups], factor = new float[groups];
        for (int group = 0; group < groups; group++)
        {
            double sum = 0, squares = 0, count = (double)part.Count * run;
            for (int i = 0; i < part.Count; i++)
                foreach (float x in part.X.AsSpan(i * part.Features + group * run, run)) sum += x;
            double mean = sum / count;
            for (int i = 0; i < part.Count; i++)
                foreach (float x in part.X.AsSpan(i * part.Features + group * run, run)) squares += (x - mean) * (x - mean);
            double deviation = Math.Sqrt(squares / count);
            // A spread at the edge of what float tells apart is rounding.
            (shift[group], factor[group]) = ((float)mean, deviation > 1e-6 * Math.Abs(mean) && deviation > 1e-30 ? (float)(1 / deviation) : 1);
        }

        return new(shift, factor);
    }

    /// <summary>Scales samples in place.</summary>
    public void Apply(Span<float> samples, int features)
    {
        int run = features / Shift.Length;
        for (int start = 0; start < samples.Length; start += run)
        {
            int group = start / run % Shift.Length;
            foreach (ref float x in samples.Slice(start, run)) x = (x - Shift[group]) * Factor[group];
        }
    }

    /// <summary>The weights with which a network computes the same from unscaled input: W′ = W·f, b′ = b − W′·s.</summary>
    /// <remarks>Exact for a first layer without padding, which every layer of a <see cref="Network"/> is.</remarks>
    public NetworkWeights FoldInto(NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        // In the order of the layers: the first two arrays are the first affine map's.
        WeightArray weight = weights.Arrays[0], bias = weights.Arrays[1];
        int units = bias.Data.Length, fanIn = weight.Data.Length / units, run = fanIn / Shift.Length;
        float[] w = new float[weight.Data.Length], b = new float[units];
        for (int unit = 0; unit < units; unit++)
        {
            double sum = bias.Data[unit];
            for (int i = 0; i < fanIn; i++)
            {
                double scaled = (double)weight.Data[unit * fanIn + i] * Factor[i / run];
                w[unit * fanIn + i] = (float)scaled;
                sum -= scaled * Shift[i / run];
            }

            b[unit] = (float)sum;
        }

        return new([weight with { Data = w }, bias with { Data = b }, .. weights.Arrays.Skip(2)]);
    }
}
