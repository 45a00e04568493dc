using Hillock.Accuracy;
using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Accuracy;

/// <summary>
/// Every function and derivative over a sample of all floats and the neighbourhood of every point where something changes, by the check
/// that <c>hillock bench accuracy</c> runs over all 2^32. HILLOCK_STEP=16 visits every sixteenth float.
/// </summary>
public sealed class FloatTests(ITestOutputHelper output)
{
    private static readonly int Step = int.TryParse(Environment.GetEnvironmentVariable("HILLOCK_STEP"), out int step) ? step : 4096;

    public static TheoryData<string, bool> Cases =>
        [.. FunctionCases.Defaults.SelectMany(text => new (string, bool)[] { (text, false), (text, true) })];

    [Theory, MemberData(nameof(Cases))]
    public void Exact_is_the_nearest_float_and_fast_within_one_ulp(string text, bool derivative)
    {
        Activation f = Activation.Parse(text);
        Check check = new(f, derivative, InputSet.Sample(Step, f), [Contender.Of(f, derivative, Precision.Fast), Contender.Of(f, derivative, Precision.Exact)]);
        CheckResult[] results = new CheckRun(check).Run(1, TestContext.Current.CancellationToken);
        foreach (CheckResult result in results) output.WriteLine(CheckTable.Line(result));
        Assert.All(results, result => Assert.Null(result.Failure()));
    }
}
