using Hillock.Networks;

namespace Hillock.Torch.Treatments;

/// <summary>
/// LSUV (Mishkin and Matas 2016): orthonormal weights, then each layer from the first on is scaled until its pre-activations have a
/// standard deviation within 0.1 of 1 on real data, in at most 10 passes. A layer with batch normalisation needs no scaling.
/// </summary>
public sealed class LayerSequentialVariance : Treatment
{
    /// <summary>How far from 1 the standard deviation may be.</summary>
    public const double Tolerance = 0.1;

    /// <summary>The most passes for one layer.</summary>
    public const int MostPasses = 10;

    /// <inheritdoc/>
    public override string Name => "new weights by LSUV";

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        IReadOnlyList<PatientLayer> layers = Selection.Of(patient.Layers(), null);
        foreach (PatientLayer layer in layers)
        {
            Reinitialise.Draw(patient, layer.Map, Initialiser.Parse("lecun_normal"));
            AffineMap.Write(layer.Map.Weight, Orthonormal(AffineMap.Read(layer.Map.Weight), layer.Map.Units, layer.Map.FanIn));
            for (int pass = 0; pass < MostPasses && !layer.Normalised; pass++)
            {
                double deviation = Deviation(patient, layer);
                // A layer that receives nothing but constants cannot be scaled to a spread.
                if (Math.Abs(deviation - 1) <= Tolerance || !(deviation > 1e-12) || !double.IsFinite(deviation)) break;
                AffineMap.Write(layer.Map.Weight, Array.ConvertAll(AffineMap.Read(layer.Map.Weight), w => (float)(w / deviation)));
            }
        }

        if (patient.Run().Last is { } last) Reinitialise.Draw(patient, last, Initialiser.Parse("glorot_uniform"));
    }

    private static double Deviation(Patient patient, PatientLayer layer)
    {
        float[] z = [.. patient.Run().PreActivations(layer).SelectMany(unit => unit.SelectMany(sample => sample))];
        double mean = z.Average(v => (double)v);
        return Math.Sqrt(z.Average(v => (v - mean) * (v - mean)));
    }

    // Gram and Schmidt's method on the rows, or on the columns where there are more rows.
    private static float[] Orthonormal(float[] weight, int units, int fanIn)
    {
        bool rows = units <= fanIn;
        (int count, int length) = rows ? (units, fanIn) : (fanIn, units);
        double At(int vector, int i) => weight[rows ? vector * fanIn + i : i * fanIn + vector];
        double[][] basis = new double[count][];
        for (int vector = 0; vector < count; vector++)
        {
            double[] v = [.. Enumerable.Range(0, length).Select(i => At(vector, i))];
            // Twice, since rounding leaves a part of the earlier vectors after the first time.
            for (int time = 0; time < 2; time++)
                for (int earlier = 0; earlier < vector; earlier++)
                {
                    double product = 0;
                    for (int i = 0; i < length; i++) product += v[i] * basis[earlier][i];
                    for (int i = 0; i < length; i++) v[i] -= product * basis[earlier][i];
                }

            double norm = Math.Sqrt(v.Sum(x => x * x));
            basis[vector] = [.. v.Select(x => x / Math.Max(norm, 1e-30))];
        }

        float[] result = new float[weight.Length];
        for (int vector = 0; vector < count; vector++)
            for (int i = 0; i < length; i++) result[rows ? vector * fanIn + i : i * fanIn + vector] = (float)basis[vector][i];
        return result;
    }
}
