using System.Runtime.Intrinsics;
using Hillock.Accuracy;
using Hillock.Accuracy.Oracle;
using Hillock.Accuracy.Quick;
using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Accuracy;

/// <summary>The quick estimates against the oracle: no check is better than the error they state.</summary>
public sealed class EstimateTests
{
    public static TheoryData<string, bool> Cases =>
        [.. FunctionCases.Defaults.SelectMany(text => new (string, bool)[] { (text, false), (text, true) })];

    [Fact]
    public void There_is_one_for_every_function() => Assert.Equal(Activation.All.Select(f => f.Name).Order(), QuickReference.Formulas.Keys.Order());

    [Theory, MemberData(nameof(Cases))]
    public void Estimates_are_as_near_as_they_say(string text, bool derivative)
    {
        Activation f = Activation.Parse(text);
        QuickFormula formula = QuickReference.Formulas[text];
        Func<Wide, Wide> oracle = OracleFunction.Of(f, derivative, p => (float)p);
        foreach (float x in Samples.Floats(150, FunctionCases.Corners(f)).Where((_, i) => i % 3 == 0).Where(x => Math.Abs(x) <= Promise.Limit(f)))
        {
            Estimate estimate = (derivative ? formula.Derivative : formula.Value)(Vector256.Create((double)x));
            (Wide high, Wide low, double error) = (estimate.High[0], estimate.Low[0], estimate.Error[0]);
            Wide off = Wide.With(1100, () => WideMath.Abs(oracle(x) - high - low));
            // Half of what is stated, but where an error is exact, or bounds a rest that is known only to be positive.
            double most = text == "tanh_shrink" && Math.Abs(x) > 20 ? error * 1.01 : error / 2;
            Assert.True(off <= most || estimate.High[0] >= Math.ScaleB(1, 128) && oracle(x) >= Math.ScaleB(1, 128), $"{text} at {x}: {off.Approximately} off, stated {error}");
        }
    }
}
