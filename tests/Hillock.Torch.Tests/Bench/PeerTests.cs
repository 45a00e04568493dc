using Hillock.Bench.Functions;
using Hillock.Bench.Functions.Peers;
using Xunit;

namespace Hillock.Torch.Tests.Bench;

/// <summary>What the contenders compute: a race against another function would say nothing.</summary>
public sealed class PeerTests
{
    private const int Length = 1003;
    private static readonly IPeer[] Peers = [new TensorPrimitivesPeer(), new TorchPeer(), new OnnxRuntimePeer()];

    public static TheoryData<string> Functions => [.. Activation.All.Select(activation => activation.Name)];

    [Theory, MemberData(nameof(Functions))]
    public void Every_contender_computes_the_function_it_is_timed_for(string name)
    {
        Activation activation = Activation.Parse(name);
        using Workspace workspace = Workspace.Random(Length);
        foreach (Direction direction in Enum.GetValues<Direction>())
        {
            Cell cell = new(activation, direction, Length, 1);
            if (!cell.IsCompared) continue;
            IEnumerable<Call?> calls = [.. Peers.Select(peer => peer.Create(cell, workspace)),
                Ours.Create(cell, workspace, Precision.Fast), Ours.Create(cell with { Threads = 2 }, workspace, Precision.Exact)];
            foreach (Call call in calls.OfType<Call>())
            {
                workspace.Result.fill_(float.NaN);
                call.Compute();
                Span<float> x = Workspace.Floats(workspace.X), dy = Workspace.Floats(workspace.Dy), result = Workspace.Floats(workspace.Result);
                for (int i = 0; i < Length; i++)
                {
                    double truth = direction == Direction.Forward ? activation.Value((double)x[i]) : dy[i] * activation.Derivative((double)x[i]);
                    // The sum of all that implementations lose for inputs as these: 1e-6 of the value, and as much absolutely.
                    Assert.True(Math.Abs(result[i] - truth) <= 1e-6 * (1 + Math.Abs(truth)), $"{call.Name}, {direction}: {result[i]} for {x[i]}, not {truth}");
                }

                call.Dispose();
            }
        }
    }

    [Fact]
    public void Libtorch_writes_into_our_memory_where_it_has_an_operator_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the names of exported operators are known on Linux only");
        using Workspace workspace = Workspace.Random(Length);
        string[] allocating = [.. Activation.All.Where(activation =>
        {
            using Call? call = Peers[1].Create(new(activation, Direction.Forward, Length, 1), workspace);
            return call?.Note == "allocates its result";
        }).Select(activation => activation.Name)];
        Assert.Equal(["prelu", "softsign", "tanh_shrink"], allocating);
    }

    [Theory]
    [InlineData(1f, 1.0, 0)]
    [InlineData(1f, 1.0000001192092896, 1)]
    [InlineData(0f, 1e-40, 0)] // flushed
    [InlineData(0f, 2e-38, double.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, 1e39, 0)]
    [InlineData(float.PositiveInfinity, 1e38, double.PositiveInfinity)]
    [InlineData(-2.8e-45f, 2.8e-45, 4)]
    public void Errors_are_counted_in_units_of_the_last_place(float result, double truth, double ulp)
    {
        double error = AccuracySample.Error(result, truth);
        if (double.IsInfinity(ulp)) Assert.True(error > 1e6);
        else Assert.Equal(ulp, error, 0.01);
    }

    [Fact]
    public void A_right_peer_is_sound_and_a_wrong_one_is_not()
    {
        AccuracySample sample = new(Activation.Parse("tanh"));
        float[] results = [.. sample.Inputs.ToArray().Select(x => (float)Math.Tanh(x))];
        Assert.True(sample.Judge("right", Direction.Forward, results).IsSound);

        int tail = Array.FindIndex(sample.Inputs.ToArray(), x => x == 2);
        float right = results[tail];
        results[tail] = right * (1 + 6e-7f);
        PeerAccuracy wrong = sample.Judge("wrong", Direction.Forward, results);
        Assert.False(wrong.IsSound);
        Assert.Equal(2, wrong.At);
        Assert.InRange(wrong.WorstUlp!.Value, 4, 12);

        results[tail] = float.NaN;
        Assert.True(sample.Judge("NaN", Direction.Forward, results) is { MakesNaN: true, IsSound: false });
    }
}
