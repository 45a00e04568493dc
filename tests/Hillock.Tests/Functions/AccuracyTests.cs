using Hillock.Accuracy;
using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>Values and derivatives against <see cref="Reference"/>, over every magnitude and near every point where something changes.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    // HILLOCK_STRIDES=100000 looks closer.
    private static readonly int Strides = int.TryParse(Environment.GetEnvironmentVariable("HILLOCK_STRIDES"), out int n) ? n : 3000;

    public static TheoryData<string, bool> Cases => [.. FunctionCases.All.SelectMany(text => new (string, bool)[] { (text, false), (text, true) })];

    [Theory, MemberData(nameof(Cases))]
    public void Floats_are_within_one_ulp_or_what_is_listed_and_exact_ones_the_nearest(string text, bool derivative)
    {
        Activation f = Activation.Parse(text);
        float[] x = [.. Samples.Floats(Strides, FunctionCases.Corners(f)).Where(v => Sweep.Promised(f, v))];
        foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
        {
            Worst worst = Sweep.Float(f, derivative, x, precision);
            output.WriteLine($"{text} {(derivative ? "derivative" : "value")} float {precision}: {worst}");
            Assert.True(precision == Precision.Fast ? worst.Ulp <= Exceptions.Fast.GetValueOrDefault((f.Name, derivative), 1) : worst.NotNearest == 0, $"{text}, {precision}: {worst}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Doubles_are_within_two_ulp(string text, bool derivative)
    {
        Activation f = Activation.Parse(text);
        double[] x = [.. Samples.Doubles(Strides, FunctionCases.Corners(f)).Where(v => Sweep.Promised(f, v))];
        Worst worst = Sweep.Double(f, derivative, x);
        output.WriteLine($"{text} {(derivative ? "derivative" : "value")} double: {worst}");
        Assert.True(worst.Ulp <= 2, $"{text}: {worst}");
    }
}
