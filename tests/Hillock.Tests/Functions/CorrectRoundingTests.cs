using System.Reflection;
using System.Runtime.Intrinsics;
using Hillock.Accuracy;
using Hillock.Functions;
using Hillock.Kernels;
using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>
/// Exact results are the floats nearest to the true values where that is hard to tell: the oracle decides with as many bits as it takes
/// (<see cref="Settlement"/>), of exact ties by the even neighbour.
/// </summary>
public sealed class CorrectRoundingTests(ITestOutputHelper output)
{
    // A double that is nearer to the middle between two floats than this part of itself.
    private const double Near = 1.0 / (1L << 42);

    public static TheoryData<string, bool> Cases => AccuracyTests.Cases;

    /// <summary>Found by going through all floats from 2^-15 to 64: the double result is within 2^-50 of the middle, or beyond it (first).</summary>
    public static TheoryData<string, bool, float> Hard =>
    [
        ("sigmoid", false, -0.0011178852f), ("sigmoid", false, 0.0022357712f), ("tanh", false, 0.0014914835f), ("tanh", false, -0.0014914835f),
        ("silu", false, 3.4910212E-05f), ("silu", false, -3.4910212E-05f), ("silu", true, 0.0011178853f), ("silu", true, 0.0021384375f),
        ("gelu", false, 3.112716E-05f), ("gelu", false, 9.637304E-05f), ("gelu", true, -9.9598234E-05f), ("gelu", true, 0.07313381f),
        ("mish", false, 0.0034907348f), ("mish", false, 0.5986251f), ("mish", true, 0.00091181806f), ("mish", true, 0.0031311894f),
        ("softplus", false, 0.00044680992f), ("softplus", false, 0.00026624004f), ("softplus", true, -0.0011178852f), ("softplus", true, 0.0008872748f),
        ("gelu_tanh", false, 3.112716E-05f), ("gelu_tanh", false, 0.0045003486f), ("gelu_tanh", true, -0.7548896f),
    ];

    /// <summary>Results that are the very middle between two floats, or are beside it by less than a double shows.</summary>
    public static TheoryData<string, bool, float> Ties =>
    [
        ("sparse_plus", false, 5001f / 4096 - 1), ("sparse_plus", false, 5003f / 4096 - 1), ("squared_relu", false, 5001f / 4096), ("squared_relu", false, 5003f / 4096),
        ("hard_swish", false, 3 * 1501f / 4096), ("hard_swish", false, 3 * 1503f / 4096), ("hard_swish", true, 3f * 1234567 / (1 << 25)), ("hard_swish", true, -3f * 1234567 / (1 << 25)),
        ("hard_sigmoid", false, 3f * 1234567 / (1 << 24)), ("hard_sigmoid", false, 3f * 1234569 / (1 << 24)),
        ("rrelu(lower=0.5, upper=1)", false, -16777215), ("rrelu(lower=0.5, upper=1)", false, -16777213), ("onnx:selu(gamma=1.5)", false, 16777215), ("elu(alpha=0.5)", false, -1e-45f),
        ("bent_identity", false, 16777215f * (1 << 10)), ("bent_identity", false, 16777213f * (1 << 10)), ("bent_identity", false, 16777215f * (1L << 50)), ("bent_identity", false, 3e38f),
        ("silu", false, 1e-45f), ("silu", false, -1e-45f), ("silu", false, 4e-45f), ("silu", false, -1.1754942e-38f), ("silu(beta=-2)", false, 1.1754942e-38f),
        ("gelu", false, 1e-45f), ("gelu", false, -1.1754942e-38f), ("gelu_tanh", false, 7e-45f), ("quick_gelu", false, -7e-45f), ("scaled_tanh(a=1, b=0.5)", false, 1e-45f),
        ("exponential", false, 5.9604645e-8f), ("exponential", true, 1.7881393e-7f), ("sigmoid", false, 1.1920929e-7f), ("softsign", true, 2.9802322e-8f), ("squareplus", false, 1.1920929e-7f),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Results_near_the_middle_between_two_floats_are_the_nearest(string text, bool derivative)
    {
        Activation f = Activation.Parse(text);
        float[] near = [.. NearTies(f, derivative, 1 << 18).Where(x => text != "tanh_shrink" || Math.Abs(x) < 1 << 24).Take(40)];
        output.WriteLine($"{text} {(derivative ? "derivative" : "value")}: {near.Length} near-ties");
        AssertNearest(f, derivative, near);
    }

    [Theory, MemberData(nameof(Hard))]
    public void The_hardest_results_are_the_nearest(string text, bool derivative, float x) => AssertNearest(Activation.Parse(text), derivative, [x]);

    [Theory, MemberData(nameof(Ties))]
    public void Ties_go_to_the_even_neighbour_and_what_is_beside_them_to_its_own(string text, bool derivative, float x) =>
        AssertNearest(Activation.Parse(text), derivative, [x]);

    /// <summary>x − tanh x = x − 1 + 2e^−2x there, x − 1 being the very middle between x − 2 and x: no oracle has 10^7 bits.</summary>
    [Theory, InlineData(16777218), InlineData(16777220), InlineData(-16777222), InlineData(-33554430), InlineData(33091062), InlineData(33554432)]
    public void A_vanishing_rest_decides(float x)
    {
        float[] y = [x];
        Activation.Parse("tanh_shrink").Forward(y, y, Precision.Exact);
        Assert.Equal(x, y[0]);
    }

    [Theory, MemberData(nameof(Hard))]
    public void The_hardest_results_are_not_settled_in_double(string text, bool derivative, float x)
    {
        (double[] values, double[] scales) = EstimatesOf(Activation.Parse(text), derivative, [x]);
        Assert.NotEqual((float)(values[0] - scales[0] * Estimate.Error), (float)(values[0] + scales[0] * Estimate.Error));
    }

    /// <summary>What the rounding relies on; doubles, which <see cref="AccuracyTests"/> hold to 2 ulp, are near enough to tell.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void First_tries_are_within_the_error_they_state(string text, bool derivative)
    {
        Activation f = Activation.Parse(text);
        float[] x = [.. Samples.Floats(4000, FunctionCases.Corners(f)).Where(v => Sweep.Promised(f, v) && Math.Abs(v) <= LineFrom(text))];
        double[] truth = InDouble(f, derivative, x);
        (double[] values, double[] scales) = EstimatesOf(f, derivative, x);
        double worst = 0;
        float at = 0;
        for (int i = 0; i < x.Length; i++)
        {
            // What doubles are allowed; near a root that is an absolute error.
            double off = Math.Abs(values[i] - truth[i]) - Math.Abs(truth[i]) * 4.5e-16 - (derivative && Promise.NearRoot(f, x[i]) ? 2.3e-16 : 0);
            double share = off <= 0 ? 0 : off / (Math.Abs(scales[i]) * Estimate.Error);
            if (share > worst && Math.Abs(truth[i]) is > 1e-46 and < 1e39) (worst, at) = (share, x[i]);
        }
        output.WriteLine($"{text} {(derivative ? "derivative" : "value")}: {worst:F3} of the error at {at:R}");
        Assert.True(worst <= 0.7, $"{text}: {worst:F3} of the error at {at:R}");
    }

    [Fact]
    public void Nothing_is_allocated_where_the_second_try_decides()
    {
        Activation f = Activation.Parse("gelu");
        float[] x = new float[64], y = new float[64];
        Array.Fill(x, 1e-45f);
        f.Derivative(x, y, Precision.Exact);
        Array.Fill(x, HardGelu);
        f.Derivative(x, y, Precision.Exact);
        long before = GC.GetAllocatedBytesForCurrentThread();
        f.Derivative(x, y, Precision.Exact);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private const float HardGelu = -9.9598234E-05f;

    private static void AssertNearest(Activation f, bool derivative, float[] x)
    {
        float[] y = new float[x.Length];
        if (derivative) f.Derivative(x, y, Precision.Exact);
        else f.Forward(x, y, Precision.Exact);
        Settlement settlement = new(f, derivative);
        for (int i = 0; i < x.Length; i++) Assert.True(settlement.Of(x[i], y[i]).Nearest, $"{f}{(derivative ? "'" : "")} at {x[i]:R}: {y[i]:R} is not the nearest");
    }

    /// <summary>Floats of every size, and evenly from −16 to 16, whose result as a double is near a tie.</summary>
    private static IEnumerable<float> NearTies(Activation f, bool derivative, int count)
    {
        for (int block = 0; block < 4; block++)
        {
            float[] x = new float[count / 2];
            for (int i = 0; i < x.Length; i++)
            {
                long n = (long)block * x.Length + i;
                x[i] = block % 2 == 0 ? BitConverter.UInt32BitsToSingle((uint)(n * 2654435769)) : (n * 2654435769 % (1L << 32) / (float)(1L << 27)) - 16;
                if (!float.IsFinite(x[i]) || !Sweep.Promised(f, x[i])) x[i] = 1;
            }
            double[] y = InDouble(f, derivative, x);
            for (int i = 0; i < x.Length; i++)
                if (IsNear(y[i], Near)) yield return x[i];
        }
    }

    private static bool IsNear(double y, double part) => (float)(y - y * part) != (float)(y + y * part);

    // The kernels round parameters to the element type: so the doubles are of another function, unless they are floats.
    private static double[] InDouble(Activation f, bool derivative, float[] x)
    {
        f = (Activation)Activator.CreateInstance(f.GetType(), [f.Parameters.Select(p => (double)(float)f[p.Name]).ToArray()])!;
        double[] y = [.. x.Select(v => (double)v)];
        if (derivative) f.Derivative(y, y);
        else f.Forward(y, y);
        return y;
    }

    // Beyond, these only keep on their side of a tie: what is left of their bend is less than a double shows.
    private static double LineFrom(string text) => text == "tanh_shrink" ? 16 : text == "bent_identity" ? 1L << 38 : double.PositiveInfinity;

    private static (double[] Values, double[] Scales) EstimatesOf(Activation f, bool derivative, float[] x) =>
        ((double[], double[]))typeof(CorrectRoundingTests).GetMethod(nameof(EstimatesOfFunction), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(f.GetType().GetGenericArguments()).Invoke(null, [f.Parameters.Select(p => (double)(float)f[p.Name]).ToArray(), derivative, x])!;

    private static (double[] Values, double[] Scales) EstimatesOfFunction<TFunction>(double[] parameters, bool derivative, float[] x)
        where TFunction : struct, IFunction<TFunction>
    {
        TFunction function = TFunction.Create(parameters);
        Estimate[] estimates = [.. x.Select(v => new DoubleLanes(Vector512.Create((double)v))).Select(v => derivative ? TFunction.ExactDerivative(function, v) : TFunction.ExactValue(function, v))];
        return ([.. estimates.Select(e => e.Value.Vector[0])], [.. estimates.Select(e => e.Scale.Vector[0])]);
    }
}
