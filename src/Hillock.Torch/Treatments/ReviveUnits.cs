using Hillock.Networks;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>
/// New life for units whose output is the same for every sample, one by one, without a jump of the network's function: their outgoing
/// weights become 0 and what they contributed goes into the next bias; their incoming weights are drawn anew and shifted so that they
/// fire on a stated share of real data; the optimizer forgets what it knew of them, its count of steps included.
/// </summary>
/// <param name="layer">The layer; null for all, in the order of the data.</param>
/// <param name="units">The units; null for all whose output is constant and whose derivative is 0.</param>
/// <param name="share">The share of the sample on which each fires afterwards, at least.</param>
public sealed class ReviveUnits(string? layer = null, IReadOnlyList<int>? units = null, double share = 0.5) : Treatment
{
    // Relative to the largest output: rounding of the constant that moved into a bias.
    private const double LargestJump = 1e-5;
    private const int MostDraws = 20;

    /// <inheritdoc/>
    public override string Name => layer is null ? "dead units revived" : $"dead units of {layer} revived";

    /// <summary>How many units the last application revived.</summary>
    public int Revived { get; private set; }

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        if (!(share > 0 && share < 1)) throw new NotSupportedException(FormattableString.Invariant($"a unit cannot be made to fire on a share of {share} of the samples; give one between 0 and 1"));
        Revived = 0;
        foreach (PatientLayer sick in Selection.Of(patient.Layers(), layer)) Revived += Treat(patient, sick);
        if (Revived == 0) throw new NotSupportedException("no unit is dead on the sample, so there is none to revive");
    }

    private int Treat(Patient patient, PatientLayer sick)
    {
        Passage before = patient.Run();
        float[][][] outputs = before.Outputs(sick), z = before.PreActivations(sick);
        int[] chosen = [.. (units ?? Enumerable.Range(0, sick.Units)).Where(unit => units is not null || IsDead(sick, z[unit], outputs[unit]))];
        if (chosen.Length == 0) return 0;
        if (sick.Normalised) throw new NotSupportedException($"{sick.Name}: batch normalisation shifts what a new bias sets; revive units without it");
        foreach (int unit in chosen)
        {
            if (unit < 0 || unit >= sick.Units) throw new NotSupportedException($"{sick.Name} has no unit {unit}; they go from 0 to {sick.Units - 1}");
            if (!IsConstant(outputs[unit])) throw new NotSupportedException($"unit {unit} of {sick.Name} is not constant on the sample: to replace it would change the function");
            if (outputs[unit][0][0] != 0 && (sick.Next.Pads || sick.Next.Bias is null))
                throw new NotSupportedException($"unit {unit} of {sick.Name} has the output {outputs[unit][0][0]}, which no bias of {sick.Next.Path} can stand for");
        }

        float[][] kept = Save(sick);
        Disconnect(patient, sick, chosen, [.. chosen.Select(unit => outputs[unit][0][0])]);
        if (Jump(before.Result, patient.Run().Result) is var jump && !(jump <= LargestJump)) Fail($"the network's output would jump by {jump:G2} of its size");
        if (Reconnect(patient, sick, chosen) is int silent) Fail($"unit {silent} cannot be made to fire: what {sick.Name} receives is the same for every sample");
        return chosen.Length;

        void Fail(string reason)
        {
            Restore(sick, kept);
            throw new NotSupportedException($"{sick.Name}: {reason}");
        }
    }

    private static void Disconnect(Patient patient, PatientLayer sick, int[] chosen, float[] constants)
    {
        AffineMap next = sick.Next;
        float[] weight = AffineMap.Read(next.Weight), bias = next.Bias is { } parameter ? AffineMap.Read(parameter) : [];
        // A channel that was flattened goes into a run of columns.
        int run = next.FanIn / sick.Units;
        List<int> columns = [];
        for (int receiver = 0; receiver < next.Units; receiver++)
        {
            double moved = 0;
            for (int i = 0; i < chosen.Length; i++)
                for (int column = chosen[i] * run; column < (chosen[i] + 1) * run; column++)
                {
                    int at = receiver * next.FanIn + column;
                    moved += (double)weight[at] * constants[i];
                    weight[at] = 0;
                    columns.Add(at);
                }

            if (bias.Length > 0) bias[receiver] = (float)(bias[receiver] + moved);
        }

        AffineMap.Write(next.Weight, weight);
        if (next.Bias is not null && constants.Any(c => c != 0)) AffineMap.Write(next.Bias, bias);
        patient.Forget(next.Weight, columns);
    }

    /// <summary>Gives units new incoming weights, all together, for none sees another of its layer; the first that cannot be made to fire, or null.</summary>
    private int? Reconnect(Patient patient, PatientLayer sick, int[] chosen)
    {
        AffineMap map = sick.Map;
        Initialiser he = Initialiser.Parse("he_normal");
        float[] weight = AffineMap.Read(map.Weight), bias = map.Bias is { } parameter ? AffineMap.Read(parameter) : [], none = new float[1];
        int[] silent = chosen;
        for (int draw = 0; draw < MostDraws && silent.Length > 0; draw++)
        {
            foreach (int unit in silent)
            {
                he.Fill(weight.AsSpan(unit * map.FanIn, map.FanIn), none, map.FanIn, map.FanOut, patient.Random);
                if (bias.Length > 0) bias[unit] = 0;
            }

            float[][][] z = WriteAndSee();
            HashSet<int> unfit = [];
            foreach (int unit in silent)
            {
                (double scale, double shift) = Fit(z[unit]);
                if (!double.IsFinite(scale))
                {
                    unfit.Add(unit);
                    continue;
                }

                foreach (ref float w in weight.AsSpan(unit * map.FanIn, map.FanIn)) w = (float)(w * scale);
                if (bias.Length > 0) bias[unit] = (float)shift;
            }

            z = WriteAndSee();
            silent = [.. silent.Where(unit => unfit.Contains(unit) || FiringShare(sick, z[unit]) < share - 1e-9)];
        }

        if (silent.Length > 0) return silent[0];
        patient.Forget(map.Weight, [.. chosen.SelectMany(unit => Enumerable.Range(unit * map.FanIn, map.FanIn))]);
        if (map.Bias is not null) patient.Forget(map.Bias, chosen);
        return null;

        float[][][] WriteAndSee()
        {
            AffineMap.Write(map.Weight, weight);
            if (map.Bias is not null) AffineMap.Write(map.Bias, bias);
            return patient.Run().PreActivations(sick);
        }
    }

    // Deviation 1, and the stated share of the samples above 0, where every function has a slope.
    private (double Scale, double Shift) Fit(float[][] z)
    {
        double[] largest = [.. z.Select(sample => (double)sample.Max()).Order()];
        double mean = z.Average(sample => sample.Average(v => (double)v));
        double deviation = Math.Sqrt(z.Average(sample => sample.Average(v => (v - mean) * (v - mean))));
        if (!(deviation > 1e-6 * (1 + Math.Abs(mean)))) return (double.NaN, 0);
        int silent = (int)Math.Floor((1 - share) * largest.Length), first = Math.Clamp(silent, 0, largest.Length - 1);
        double boundary = first == 0 ? largest[0] - deviation : (largest[first - 1] + largest[first]) / 2;
        return (1 / deviation, -boundary / deviation);
    }

    private static bool IsDead(PatientLayer sick, float[][] z, float[][] a) =>
        IsConstant(a) && z.All(sample => sample.All(v => float.IsFinite(v) && sick.Activation.Derivative(v) == 0));

    private static bool IsConstant(float[][] a) => a.All(sample => sample.All(v => v == a[0][0]));

    private static double FiringShare(PatientLayer sick, float[][] z) =>
        z.Average(sample => sample.Any(v => sick.Activation.Derivative(v) != 0) ? 1.0 : 0);

    private static double Jump(float[] before, float[] after) =>
        before.Zip(after, (a, b) => Math.Abs((double)a - b)).Max() / (1 + before.Max(a => Math.Abs((double)a)));

    private static float[][] Save(PatientLayer sick) => [.. Parameters(sick).Select(AffineMap.Read)];

    private static void Restore(PatientLayer sick, float[][] kept)
    {
        foreach ((Tensor tensor, float[] values) in Parameters(sick).Zip(kept)) AffineMap.Write(tensor, values);
    }

    private static IEnumerable<Tensor> Parameters(PatientLayer sick) =>
        new Tensor?[] { sick.Map.Weight, sick.Map.Bias, sick.Next.Weight, sick.Next.Bias }.OfType<Tensor>();
}
