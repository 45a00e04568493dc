using Hillock.Accuracy;
using Xunit;

namespace Hillock.Tests.Accuracy;

/// <summary>The check itself: it finds what is planted, and stopping it changes nothing.</summary>
public sealed class CheckTests : IDisposable
{
    private static readonly Activation Sigmoid = Activation.Parse("sigmoid");
    private static readonly InputSet Few = InputSet.Sample(2048, Sigmoid);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hillock-check-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_exact_function_has_no_misses_and_one_planted_error_is_found()
    {
        Tally clean = Run(Exact("exact")).Tally, planted = Run(Planted(1, y => float.BitIncrement(float.BitIncrement(y)))).Tally;
        Assert.Equal((0, 0, 0), (clean.NotNearest, clean.AboveOne, clean.WrongNaN));
        Assert.InRange(clean.Worst, 0.4999, 0.5);
        Assert.Equal((1, 1, 1f), (planted.NotNearest, planted.AboveOne, planted.WorstAt));
        Assert.InRange(planted.Worst, 1.5, 2.5);
        Assert.NotEqual(clean.Hash, planted.Hash);
        Assert.Equal(clean.Judged, planted.Judged);
    }

    [Fact]
    public void One_NaN_and_one_number_for_NaN_are_counted()
    {
        Assert.Equal(1, Run(Planted(1, _ => float.NaN)).Tally.WrongNaN);
        Contender deaf = new("exact", "1", (x, y) =>
        {
            for (int i = 0; i < x.Length; i++) y[i] = float.IsNaN(x[i]) ? 0 : 1;
        });
        Assert.True(Run(deaf).Tally.WrongNaN > 1000);
    }

    [Fact]
    public void The_neighbour_of_the_nearest_float_is_not_the_nearest_and_stays_below_two_ulp()
    {
        Contender lower = new("fast", "1", (x, y) =>
        {
            Sigmoid.Forward(x, y, Precision.Exact);
            for (int i = 0; i < y.Length; i++) y[i] = float.BitDecrement(y[i]);
        });
        Tally tally = Run(lower).Tally;
        // Sigmoid is 0 or 1 for most floats, and what lies next to these is not the nearest either.
        Assert.Equal(tally.Judged, tally.NotNearest);
        Assert.InRange(tally.AboveOne, 10_000, tally.Judged / 2);
        Assert.InRange(tally.Worst, 1.49, 1.5);
    }

    [Fact]
    public void Near_a_root_of_the_derivative_an_absolute_error_is_counted_apart()
    {
        Activation silu = Activation.Parse("silu");
        Check check = new(silu, true, InputSet.Sample(2048, silu), [new("fast", "1", (x, d) =>
        {
            silu.Derivative(x, d, Precision.Exact);
            for (int i = 0; i < d.Length; i++)
                if (Math.Abs(x[i] + 1.2784645f) < 1e-5f) d[i] += 5e-9f;
        })]);
        Tally tally = new CheckRun(check).Run(2, TestContext.Current.CancellationToken)[0].Tally;
        Assert.True(tally.NearRoot > 10 && tally.AboveOne == 0, tally.ToString());
    }

    [Fact]
    public void Threads_do_not_change_what_comes_out() =>
        Assert.Equal(Run(Exact("exact"), threads: 1).Tally.ToString(), Run(Exact("exact"), threads: 3).Tally.ToString());

    [Fact]
    public void A_stopped_check_continues_and_gives_the_same()
    {
        Check check = new(Sigmoid, false, Few, [Exact("exact")]);
        using CancellationTokenSource stop = new();
        CheckRun first = new(check, _folder, blockDone: _ => stop.Cancel());
        int all = first.Pending;
        Assert.Throws<OperationCanceledException>(() => first.Run(1, stop.Token));
        CheckRun second = new(check, _folder);
        Assert.Equal(all - 1, second.Pending);
        string continued = second.Run(1, TestContext.Current.CancellationToken)[0].Tally.ToString();
        Assert.Equal(Run(Exact("exact")).Tally.ToString(), continued);
        Assert.Equal(0, new CheckRun(check, _folder).Pending);
    }

    [Fact]
    public void A_repeated_check_compares_the_hash()
    {
        Run(Exact("exact"), folder: _folder);
        Assert.Null(Again(Exact("exact")).Failure());
        Assert.Contains("the hash was", Again(Planted(1, float.BitIncrement)).Failure(), StringComparison.Ordinal);

        CheckResult Again(Contender contender) => new CheckRun(new(Sigmoid, false, Few, [contender]), _folder, again: true).Run(2)[0];
    }

    [Fact]
    public void What_another_build_began_is_not_continued()
    {
        Check check = new(Sigmoid, false, Few, [Exact("exact")]);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => new CheckRun(check, _folder, blockDone: _ => stop.Cancel()).Run(1, stop.Token));
        CheckRun other = new(check with { Contenders = [Exact("exact") with { Version = "2" }] }, _folder);
        Assert.True(other.StartedAnew && !other.Confirms && other.Pending == Few.Blocks);
    }

    [Fact]
    public void What_another_build_completed_stands_if_the_results_are_the_same_and_only_then()
    {
        Tally first = Run(Exact("exact"), folder: _folder).Tally;
        int calls = 0;
        CheckRun same = Of(new("exact", "2", (x, y) =>
        {
            Interlocked.Increment(ref calls);
            Sigmoid.Forward(x, y, Precision.Exact);
        }));
        Assert.True(same.Confirms);
        Assert.Equal(first.ToString(), same.Run(2, TestContext.Current.CancellationToken)[0].Tally.ToString());
        Assert.Equal((Few.Count + 4095) / 4096, calls);

        CheckRun other = Of(Planted(1, float.BitIncrement) with { Version = "3" });
        Assert.Equal(1, other.Run(2, TestContext.Current.CancellationToken)[0].Tally.NotNearest);
        Assert.True(other.StartedAnew);

        CheckRun Of(Contender contender) => new(new(Sigmoid, false, Few, [contender]), _folder);
    }

    [Theory]
    [InlineData("damaged"), InlineData("cut"), InlineData("foreign"), InlineData("other")]
    public void A_damaged_or_foreign_state_is_named(string how)
    {
        Run(Exact("exact"), folder: _folder);
        string file = Directory.GetFiles(_folder).Single(), text = File.ReadAllText(file);
        if (how == "damaged") File.WriteAllText(file, text.Replace(" 0 ", " 1 ", StringComparison.Ordinal));
        if (how == "cut") File.WriteAllText(file, text[..(text.Length / 2)]);
        if (how == "foreign") File.WriteAllText(file, "not ours");
        if (how == "other")
        {
            new CheckRun(new(Sigmoid, true, Few, [Exact("exact")]), _folder).Run(2, TestContext.Current.CancellationToken);
            File.Copy(Path.Combine(_folder, "sigmoid.derivative.exact.sample2048.txt"), file, overwrite: true);
        }
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => new CheckRun(new(Sigmoid, false, Few, [Exact("exact")]), _folder));
        Assert.Contains(file, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_contender_throws_reaches_the_caller() =>
        Assert.Throws<NotSupportedException>(() => Run(new("peer", "1", (_, _) => throw new NotSupportedException())));

    [Fact]
    public void All_floats_are_all_and_each_block_is_another_part()
    {
        Assert.Equal((1L << 32, 4096), (InputSet.All.Count, InputSet.All.Blocks));
        float[] x = new float[8];
        InputSet.All.Fill(4095, InputSet.BlockLength - 8, x);
        Assert.Equal(0xFFFFFFFF, BitConverter.SingleToUInt32Bits(x[7]));
        InputSet.All.Fill(0x3F8, 0, x);
        Assert.Equal(1f, x[0]);
    }

    private static CheckResult Run(Contender contender, int threads = 2, string? folder = null) =>
        new CheckRun(new(Sigmoid, false, Few, [contender]), folder).Run(threads)[0];

    private static Contender Exact(string name) => new(name, "1", (x, y) => Sigmoid.Forward(x, y, Precision.Exact));

    private static Contender Planted(float at, Func<float, float> change) => new("exact", "1", (x, y) =>
    {
        Sigmoid.Forward(x, y, Precision.Exact);
        for (int i = 0; i < x.Length; i++)
            if (x[i] == at) y[i] = change(y[i]);
    });
}
