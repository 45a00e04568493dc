using Hillock.Bounds;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Running;
using Hillock.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Tests.Proofs;

/// <summary>
/// What is proven, against ONNX Runtime: no input of the box, random or at its corners, may fire a unit that was proven dead, or leave
/// the bounds of any pre-activation. HILLOCK_EXHAUSTIVE=1 runs millions of inputs where the default run takes thousands.
/// </summary>
public sealed class SoundnessTests
{
    private static readonly bool Exhaustive = Environment.GetEnvironmentVariable("HILLOCK_EXHAUSTIVE") is "1";

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string kind in new[] { "dense", "matmul", "conv", "residual", "pools", "gate", "shapes", "moves" })
                for (int seed = 0; seed < (Exhaustive ? 20 : 4); seed++) cases.Add(kind, seed);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Nothing_leaves_its_bounds(string kind, int seed)
    {
        OnnxModel model = Build(kind, seed);
        (BoundedNet net, Proof proof) = BoundedNet.Of(model, -1, 1);
        Assert.Empty(proof.Stops);
        Assert.Empty(proof.Unreached);
        net.Check(proof, new Random(seed), Exhaustive ? 100_000 : 3_000);
    }

    [Theory, InlineData("Sigmoid"), InlineData("Tanh")]
    public void Saturation_is_proven_on_both_sides_and_holds(string function)
    {
        // Biases from far below 0 to far above it.
        NetBuilder net = new(7, 0, 2);
        float[] w = [.. Enumerable.Range(0, 24).Select(_ => net.Normal(0.3))], b = [.. Enumerable.Range(0, 12).Select(i => 2.2f * (i - 5.5f))];
        net.Node("Gemm", ["x", net.Tensor(w, 12, 2), net.Tensor(b, 12)], ("transB", 1)).Node(function).Dense(12, 2);
        (BoundedNet bounded, Proof proof) = BoundedNet.Of(net.Model(), -1, 1);
        ProvenLayer layer = Assert.Single(proof.Layers);
        Assert.True(layer.SaturatedLow.Count + layer.SaturatedHigh.Count > 3 && layer.Proven < 12, $"{layer.SaturatedLow.Count} low, {layer.SaturatedHigh.Count} high, {layer.Proven} proven");
        bounded.Check(proof, new Random(1), 3_000);
    }

    [Fact]
    public void Without_effort_or_time_intervals_are_left_and_hold()
    {
        OnnxModel model = Build("conv", 1);
        foreach (ProofOptions options in new ProofOptions[] { new() { AffineBudget = 0 }, new() { AffineBudget = 200_000 }, new() { TimeLimit = TimeSpan.Zero } })
        {
            (BoundedNet net, Proof proof) = BoundedNet.Of(model, -1, 1, options);
            Assert.Contains(proof.Layers, layer => layer.AffineShare < 1);
            Assert.Empty(proof.Unreached);
            Assert.Equal(options.TimeLimit is not null, proof.IsLate);
            net.Check(proof, new Random(1), 300);
        }
    }

    [Fact]
    public void A_proof_that_is_stopped_says_so()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        OnnxModel model = Build("dense", 1);
        Proof proof = Prover.Prove(model, new(), InputBoxes.Uniform(model, new(), -1, 1), "-1..1", cancellation: stop.Token);
        Assert.True(proof.IsStopped);
        Assert.Equal((0, 3), (proof.Layers.Count, proof.Unreached.Count));
    }

    [Fact]
    public void Something_is_proven_at_all()
    {
        Proof[] proofs = [.. Cases.Select(c => BoundedNet.Of(Build(c.Data.Item1, c.Data.Item2), -1, 1).Proof)];
        (int dead, int on) = (proofs.Sum(p => p.Layers.Sum(l => l.Dead.Count)), proofs.Sum(p => p.Layers.Sum(l => l.On.Count)));
        (int all, int byIntervals) = (proofs.Sum(p => p.Proven), proofs.Sum(p => p.Layers.Sum(l => l.ByIntervals)));
        Assert.True(dead > 15 && on > 10 && all > byIntervals, $"{dead} dead, {on} on, {all} in all, {byIntervals} of them by intervals");
    }

    /// <summary>
    /// Nets so small that every input of the box can be run, with a unit whose largest pre-activation is 0 but for a few roundings: where the
    /// proof's own allowance for roundings is all there is between a right answer and a wrong one.
    /// </summary>
    [Fact]
    public void No_input_of_a_box_fires_what_is_proven_dead_however_close()
    {
        int side = Exhaustive ? 200 : 24, dead = 0, open = 0;
        float[] steps = [.. Steps(0.75f, side)];
        for (int seed = 0; seed < (Exhaustive ? 200 : 30); seed++)
        {
            NetBuilder net = new(seed, 0, 2);
            float[] w = [.. Enumerable.Range(0, 8).Select(_ => net.Normal())], v = [.. Enumerable.Range(0, 4).Select(_ => net.Normal())];
            double largest = steps.SelectMany(x => steps.Select(y => Second(x, y))).Max();
            // From a little above 0 to a few times the roundings of the sums below it.
            float bias = (float)(-largest * (1 + (seed % 10 - 2) * Math.ScaleB(1, -20)));
            net.Node("Gemm", ["x", net.Tensor(w, 4, 2)], ("transB", 1)).Node("Relu");
            net.Node("Gemm", [net.Last, net.Tensor(v, 1, 4), net.Tensor([bias], 1)], ("transB", 1)).Node("Relu").Dense(1, 1);
            (BoundedNet bounded, Proof proof) = BoundedNet.Of(net.Model(), steps[0], steps[^1]);
            Assert.Equal(2, proof.Layers.Count);
            _ = proof.Layers[1].Dead.Count > 0 ? dead++ : open++;
            bounded.Check(proof, [.. steps.SelectMany(x => steps.SelectMany(y => new[] { x, y }))]);

            double Second(float x, float y) => Enumerable.Range(0, 4).Sum(u => v[u] * Math.Max(0, (double)w[2 * u] * x + (double)w[2 * u + 1] * y));
        }

        Assert.True(dead > 5 && open > 5, $"{dead} proven dead, {open} not");
    }

    // Every float from a number on.
    private static IEnumerable<float> Steps(float from, int count)
    {
        for (int i = 0; i < count; i++, from = MathF.BitIncrement(from)) yield return from;
    }

    private static OnnxModel Build(string kind, int seed)
    {
        string[] functions = ["Relu", "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Elu", "HardSigmoid", "Softplus", "Gelu", "HardSwish", "Mish", "Selu", "Softsign"];
        NetBuilder net = new(seed + 1000, kind == "moves" ? [1, 2, 7, 7] : kind is "conv" or "residual" or "pools" or "shapes" ? [0, 2, 7, 7] : [0, 5]);
        string Pick() => functions[net.Random.Next(functions.Length)];
        double bias = seed % 2 == 0 ? -1.2 : 1.2;
        switch (kind)
        {
            case "dense": net.Dense(5, 9, bias).Node(Pick()).Dense(9, 9, bias).Node("Relu").Dense(9, 7).Node(Pick()).Dense(7, 3); break;
            case "matmul": net.Dense(5, 9, bias, gemm: false).Node("Relu").Dense(9, 9, gemm: false).BatchNorm(9).Node("Relu").Dense(9, 3, gemm: false); break;
            case "conv": net.Conv(2, 6, 3, pad: 1, bias: bias).Node("Relu").Conv(6, 6, 3, pad: 1, group: 6).BatchNorm(6).Node(Pick()).Conv(6, 4, 3, stride: 2, group: 2, bias: bias).Node("Relu").Node("Flatten").Dense(36, 3); break;
            case "residual":
                net.Conv(2, 4, 3, pad: 1).Node("Relu");
                string skip = net.Last;
                net.Conv(4, 4, 3, pad: 1, bias: bias).BatchNorm(4);
                net.Node("Add", [net.Last, skip]).Node("Relu").Node("GlobalAveragePool").Node("Flatten").Dense(4, 6, bias).Node("Relu").Dense(6, 2);
                break;
            case "pools":
                net.Conv(2, 4, 3, bias: bias).Node("Relu").Node("MaxPool", NetBuilder.Is("kernel_shape", 2, 2), NetBuilder.Is("strides", 1, 1));
                net.Node("AveragePool", NetBuilder.Is("kernel_shape", 2, 2), NetBuilder.Is("strides", 2, 2), NetBuilder.Is("pads", 0, 0, 1, 1)).Node("Flatten").Dense(16, 5, bias).Node("Relu").Dense(5, 2);
                break;
            case "gate":
                net.Dense(5, 6);
                string z = net.Last;
                string gate = net.Node("Sigmoid").Last;
                net.Last = z;
                string other = net.Dense(6, 6).Last;
                net.Node("Mul", [gate, other]).Dense(6, 8, bias).Node("Relu").Dense(8, 2);
                break;
            case "moves":
                string part = net.Conv(2, 3, 3, bias: bias).Node("Relu").Last;
                net.Node("Slice", [part, net.Integers(1, -1), net.Integers(4, -4), net.Integers(2, 3), net.Integers(1, -1)]);
                net.Node("Resize", [net.Last, "", net.Tensor([1, 1, 2, 2], 4)]).Node("Pad", [net.Last, net.Integers(0, 0, 1, 1, 0, 0, 1, 1), net.Tensor([-0.5f])]);
                string padded = net.Node("Pad", [net.Last, net.Integers(0, 0, 1, 0, 0, 0, 0, 0)], ("mode", "reflect")).Last;
                net.Node("Concat", [padded, net.Tensor([.. Enumerable.Range(0, 72).Select(_ => net.Normal())], 1, 1, 9, 8)], ("axis", 1));
                net.Conv(4, 4, 3, stride: 2, bias: bias).Node("Relu").Node("Flatten").Dense(48, 5, bias).Node("Relu").Dense(5, 2);
                break;
            case "shapes":
                string first = net.Conv(2, 3, 3, bias: bias).Node("Relu").Last;
                net.Last = "x";
                string second = net.Conv(2, 2, 3).Node("Tanh").Last;
                net.Node("Concat", [first, second], ("axis", 1)).Node("Transpose", NetBuilder.Is("perm", 0, 2, 3, 1));
                net.Node("Reshape", [net.Last, net.Integers(-1, 25, 5)]).Dense(5, 4, bias, gemm: false).Node("Relu").Node("Flatten").Dense(100, 5, bias).Node("Relu").Dense(5, 2);
                break;
        }

        return net.Model();
    }
}
