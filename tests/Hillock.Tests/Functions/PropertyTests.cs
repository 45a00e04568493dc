using CsCheck;
using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>What a function's facts say holds for arbitrary inputs.</summary>
public sealed class PropertyTests
{
    // Any float, and as often one where functions bend.
    private static readonly Gen<float> AnyFloat = Gen.OneOf(Gen.Float.Where(float.IsFinite), Gen.Float[-30, 30]);

    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void Between_turning_points_exact_values_keep_their_order(string text)
    {
        Activation f = Activation.Parse(text);
        IReadOnlyList<double> turns = f.Facts.TurningPoints;
        Gen.Select(AnyFloat, AnyFloat).Sample((a, b) =>
        {
            // A turning point is known to a double; its neighbours may lie on either side.
            if (turns.Any(turn => Math.Abs(turn - a) < 1e-6 || Math.Abs(turn - b) < 1e-6)) return true;
            if (turns.Count(turn => turn < a) != turns.Count(turn => turn < b)) return true;
            if (a > b) (a, b) = (b, a);
            float[] y = new float[2], slope = new float[1];
            f.Forward([a, b], y, Precision.Exact);
            f.Derivative([(a + b) / 2], slope, Precision.Exact);
            return slope[0] >= 0 && y[0] <= y[1] || slope[0] <= 0 && y[0] >= y[1];
        });
    }

    [Theory, MemberData(nameof(Texts))]
    public void Values_stay_within_the_range(string text)
    {
        Activation f = Activation.Parse(text);
        (float low, float high) = ((float)f.Facts.Minimum, (float)f.Facts.Maximum);
        AnyFloat.Sample(x =>
        {
            float[] y = new float[1], exact = new float[1];
            f.Forward([x], y);
            f.Forward([x], exact, Precision.Exact);
            return exact[0] >= low && exact[0] <= high && y[0] >= float.BitDecrement(low) && y[0] <= float.BitIncrement(high);
        });
    }

    [Theory, MemberData(nameof(Texts))]
    public void Zero_centred_functions_are_odd_to_the_bit(string text)
    {
        Activation f = Activation.Parse(text);
        if (!f.Facts.ZeroCentred) return;
        AnyFloat.Sample(x =>
        {
            float[] y = new float[2], d = new float[2];
            f.Forward([x, -x], y);
            f.Derivative([x, -x], d);
            return BitConverter.SingleToInt32Bits(y[0]) == BitConverter.SingleToInt32Bits(-y[1]) && d[0] == d[1] && f.Value(x) == -f.Value(-x);
        });
    }

    [Theory, MemberData(nameof(Texts))]
    public void Slopes_stay_below_the_largest(string text)
    {
        Activation f = Activation.Parse(text);
        double largest = f.Facts.MaxSlope * (1 + 1e-6);
        AnyFloat.Sample(x => !(Math.Abs(f.Derivative(x)) > largest));
    }
}
