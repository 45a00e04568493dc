using System.Globalization;
using System.Text;
using Hillock.Accuracy;
using Hillock.Bench.Functions;
using Hillock.Bench.Functions.Peers;

namespace Hillock.Bench.Accuracy;

/// <summary>Writes docs/accuracy.md.</summary>
internal static class AccuracyDocument
{
    public static void Write(string path, AccuracyOptions options, IReadOnlyList<CheckResult> results, IReadOnlyList<IPeer> peers)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Accuracy

            Made by `{options.CommandLine}` on {Machine.Description}.
            Every function and derivative with its default parameters. *inputs*: all 2^32 floats, or {Sampled(options.Sample == 1 ? options.PeerSample : options.Sample)}; the peers' rows are by such a sample.
            Peers: {string.Join(", ", peers.Select(peer => $"{peer.Name} {peer.Version}"))}, each with one thread and 4,096 floats a call.

            The error of a result is |result − true| / ulp, ulp being 2^(e − 23) for 2^e ≤ |true| < 2^(e + 1) and 2^-149 below the normal range; an infinite result counts as 2^128, as does a true value beyond it.
            What bits a NaN has is not compared. True values are estimated in double precision by formulas of the check's own, each with a bound on its error (2^-47 of the terms' sum);
            which float is the nearest is decided with 192 to 1536 bits where that bound leaves it open. *near root*: results of a derivative near its root that are more than 1 ulp off, but within 2^-27 absolutely; they count in no other column but *not nearest*.
            snake is judged for |x| ≤ 2^20. The hash is the sum modulo 2^64 of SplitMix64's finaliser of (input bits · 2^32 + result bits) over all inputs, every NaN result being 0x7FC00000: two machines that print the same number compute the same bits.

            ## Hillock

            | function | direction | inputs | Fast: worst ulp | at | not nearest | > 1 ulp | near root | hash | Exact: worst ulp | at | not nearest | hash |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (IGrouping<Check, CheckResult> check in results.Where(result => result.Contender.Promises).GroupBy(result => result.Check))
        {
            Tally fast = check.First(result => result.Contender.Name == "fast").Tally, exact = check.First(result => result.Contender.Name == "exact").Tally;
            text.Append(CultureInfo.InvariantCulture, $"| {check.Key.Function.Name} | {check.Key.Direction} | {(check.Key.Inputs == InputSet.All ? "2^32" : "sample")} | {Ulp(fast)} | {fast.WorstAt:R} | {Count(fast.NotNearest)} | {Count(fast.AboveOne)} | {Count(fast.NearRoot)} | `{fast.Hash:X16}` ");
            text.Append(CultureInfo.InvariantCulture, $"| {Ulp(exact)} | {exact.WorstAt:R} | {Count(exact.NotNearest)} | `{exact.Hash:X16}` |\n");
        }

        text.Append("""

            ## Others

            *share*: of all numbers judged, those more than 1 ulp off. *NaN*: a NaN for a number, or a number for NaN. Derivatives are libtorch's backward pass with a gradient of 1; at a kink its side may be another than ours, which is a choice and no error, but counts here.

            | function | direction | ours: worst ulp (Fast) | library | worst ulp | at | share > 1 ulp | NaN wrongly |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (CheckResult result in results.Where(result => !result.Contender.Promises))
        {
            Tally ours = results.First(other => (other.Check.Function, other.Check.Derivative, other.Contender.Name) == (result.Check.Function, result.Check.Derivative, "fast")).Tally, tally = result.Tally;
            text.Append(CultureInfo.InvariantCulture, $"| {result.Check.Function.Name} | {result.Check.Direction} | {Ulp(ours)} | {peers.First(peer => result.Contender.Version.StartsWith(peer.Name, StringComparison.Ordinal)).Name} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Ulp(tally)} | {tally.WorstAt:R} | {Share(tally)} | {Count(tally.WrongNaN)} |\n");
        }

        string[] misses = [.. results.Select(Miss).OfType<string>()];
        text.Append(CultureInfo.InvariantCulture, $"\n## Misses\n\n{(misses.Length == 0 ? "None: every Exact result is the nearest float and every Fast one within 1 ulp." : string.Join('\n', misses))}\n");
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // What does not keep its promise, and what is promised less (Exceptions).
    private static string? Miss(CheckResult result)
    {
        Tally tally = result.Tally;
        string what = $"- {result.Check.Function.Name}, {result.Check.Direction}";
        if (result.Failure() is string failure) return $"{what}, {result.Contender.Name}, **failed**: {failure} ({Count(tally.NotNearest)} of {Count(tally.Judged)} not nearest, worst {Ulp(tally)} ulp)";
        return result.Contender.Name == "fast" && tally.AboveOne > 0
            ? $"{what}, Fast: up to {Ulp(tally)} ulp, {Share(tally)} of all more than 1, because 1 would lose the race in speed" : null;
    }

    private static string Sampled(int step) => $"a sample, every {step}th of them and all around every point at which a function changes";

    private static string Ulp(Tally tally) => tally.Worst.ToString(tally.Worst < 10 ? "0.####" : tally.Worst < 1e4 ? "0" : "0.#E0", CultureInfo.InvariantCulture);

    private static string Count(long count) => count == 0 ? "–" : count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(Tally tally)
    {
        double share = (double)tally.AboveOne / tally.Judged;
        return share == 0 ? "–" : share < 1e-4 ? "< 0.01 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");
    }
}
