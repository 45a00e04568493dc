using Hillock.Bench.Functions;
using Xunit;

namespace Hillock.Torch.Tests.Bench;

public sealed class VerdictTests
{
    // Our time is 1; ! stands before the time of a peer whose results are wrong.
    [Theory]
    [InlineData("", "Alone", null, false)]
    [InlineData("2", "Faster", 2.0, false)]
    [InlineData("1", "Faster", 1.0, false)]
    [InlineData("0.96 3", "Tie", 0.96, false)]
    [InlineData("0.94 3", "Miss", 0.94, false)]
    [InlineData("!0.71", "Excused", 0.71, true)]
    [InlineData("!0.69", "Miss", 0.69, true)]
    [InlineData("!1.2 1.5", "Faster", 1.2, true)]
    [InlineData("!0.71 0.96", "Excused", 0.71, true)]
    [InlineData("!0.71 0.94", "Miss", 0.71, true)]
    [InlineData("!0.71 !0.8", "Excused", 0.71, true)]
    [InlineData("0.94 !0.95", "Miss", 0.94, false)]
    public void The_fastest_peer_counts_and_a_wrong_one_excuses_less_than_a_third(string peers, string outcome, double? ratio, bool marked)
    {
        PeerTime[] times = [.. peers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text =>
            new PeerTime(text, double.Parse(text.TrimStart('!')), 0, !text.StartsWith('!')))];
        Verdict verdict = Verdict.Of(1, times);
        Assert.Equal((outcome, ratio, marked), (verdict.Outcome.ToString(), verdict.Ratio, verdict.IsMarked));
    }

    [Fact]
    public void The_summary_takes_the_geometric_mean_and_names_what_misses()
    {
        Cell cell = new(Activation.Parse("gelu"), Direction.Backward, 1 << 16, 1);
        CellResult[] results = [Result(cell, 1, 8), Result(cell with { Size = 256 }, 1, 0.5), Result(cell with { Size = 4096 }, 4, null)];
        Summary summary = Summary.Of(results);
        Assert.Equal(2, summary.GeometricMean!.Value, 1e-12);
        Assert.Equal(2, summary.Compared.Count);
        Assert.Equal(4, summary.ExactInCache);
        Assert.Null(summary.ExactBeyond);
        Assert.Equal("gelu backward, 256, 1 thread", Summary.Name(Assert.Single(summary.Misses)));
        Assert.Equal("gelu backward, 4 Ki, 1 thread", Summary.Name(Assert.Single(summary.SlowExact)));
        Assert.Contains(summary.Lines(), line => line.Contains("0.50 of the speed of peer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.0, 1.09, 1.5, 0, 0)]
    [InlineData(1.0, 1.11, 1.5, 1, 0)]
    [InlineData(1.0, 1.05, 1.7, 0, 1)]
    public void Large_arrays_are_held_against_a_non_temporal_copy(double copy, double fast, double exactOverFast, int slow, int slowExact)
    {
        Cell cell = new(Activation.Parse("gelu"), Direction.Forward, 1 << 26, Environment.ProcessorCount);
        Summary summary = Summary.Of([new CellResult(cell, new(fast, 0), new(fast * exactOverFast, 0), [], new(1, 0), new(copy, 0))]);
        Assert.Equal((slow, slowExact), (summary.SlowStreams.Count, summary.SlowExact.Count));
    }

    private static CellResult Result(Cell cell, double exact, double? peer) =>
        new(cell, new(1, 0), new(exact, 0), peer is double time ? [new PeerTime("peer", time, 0, true)] : [], new(1, 0), null);
}
