using Hillock.Accuracy;
using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>
/// Fast floats against our doubles, which <see cref="AccuracyTests"/> hold to 2 ulp of a double: cheap enough to visit a million floats of
/// every magnitude, so that no cliff hides between the samples there. HILLOCK_STEP=16 visits every sixteenth of all floats.
/// </summary>
public sealed class DenseTests(ITestOutputHelper output)
{
    private static readonly uint Step = uint.TryParse(Environment.GetEnvironmentVariable("HILLOCK_STEP"), out uint step) ? step : 4999;

    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void Fast_floats_have_no_cliff(string text)
    {
        Activation f = Activation.Parse(text);
        // Where a parameter is another number as a float the doubles compute another function.
        f = Activation.Parse(f.Parameters.Count == 0 ? text : $"{text.Split('(')[0]}({string.Join(", ", f.Parameters.Where(p => double.IsFinite(f[p.Name])).Select(p => $"{p.Name}={(double)(float)f[p.Name]:R}"))})"
            .Replace("()", "", StringComparison.Ordinal).Replace("torch:", "", StringComparison.Ordinal).Replace("keras:", "", StringComparison.Ordinal));
        const int block = 4096;
        float[] x = new float[block], y = new float[block], d = new float[block];
        double[] wide = new double[block], value = new double[block], slope = new double[block];
        double worst = 0, worstSlope = 0;
        float at = 0, atSlope = 0;
        for (ulong bits = 0; bits <= uint.MaxValue;)
        {
            int count = 0;
            for (; count < block && bits <= uint.MaxValue; bits += Step)
                if (BitConverter.UInt32BitsToSingle((uint)bits) is float candidate && float.IsFinite(candidate) && Sweep.Promised(f, candidate)) x[count++] = candidate;
            for (int i = 0; i < count; i++) wide[i] = x[i];
            f.Forward(x.AsSpan(0, count), y.AsSpan(0, count));
            f.Derivative(x.AsSpan(0, count), d.AsSpan(0, count));
            f.Forward(wide.AsSpan(0, count), value.AsSpan(0, count));
            f.Derivative(wide.AsSpan(0, count), slope.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                double error = Distance(y[i], value[i]), other = Distance(d[i], slope[i]);
                if (error > worst) (worst, at) = (error, x[i]);
                if (other > worstSlope && !(Promise.NearRoot(f, x[i]) && Math.Abs(d[i] - slope[i]) <= 7.5e-9)) (worstSlope, atSlope) = (other, x[i]);
            }
        }
        output.WriteLine($"{text}: value {worst:F3} ulp at {at:R}, derivative {worstSlope:F3} ulp at {atSlope:R}");
        double allowed = Exceptions.Fast.GetValueOrDefault((f.Name, false), 1), allowedSlope = Exceptions.Fast.GetValueOrDefault((f.Name, true), 1);
        Assert.True(worst <= allowed && worstSlope <= allowedSlope, $"{f}: value {worst:F3} ulp at {at:R}, derivative {worstSlope:F3} ulp at {atSlope:R}");
    }

    private static double Distance(float actual, double expected)
    {
        if (actual == (float)expected) return 0.5 * (actual == expected ? 0 : 1);
        if (float.IsInfinity(actual) || Math.Abs(expected) > float.MaxValue) return double.PositiveInfinity;
        int exponent = expected == 0 ? -126 : Math.Max(Math.ILogB(expected), -126);
        return Math.Abs(actual - expected) * Math.ScaleB(1, 23 - exponent);
    }
}
