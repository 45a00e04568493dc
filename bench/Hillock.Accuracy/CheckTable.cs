using System.Globalization;

namespace Hillock.Accuracy;

/// <summary>Results as lines of text.</summary>
internal static class CheckTable
{
    public static string Header =>
        $"{"function",-17}{"direction",-11}{"precision",-18}{"worst ulp",10} {"at",-17}{"not nearest",12}{"> 1 ulp",11}{"near root",10}  hash";

    public static string Line(CheckResult result)
    {
        Tally tally = result.Tally;
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{result.Check.Function.Name,-17}{result.Check.Direction,-11}{result.Contender.Name,-18}{tally.Worst,10:G5} {tally.WorstAt,-17:R}{tally.NotNearest,12}{tally.AboveOne,11}{tally.NearRoot,10}  {tally.Hash:X16}");
        return result.Failure() is string failure ? $"{line}  FAILED: {failure}" : line;
    }
}
