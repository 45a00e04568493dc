using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Outputs that are not zero-centred give all weight gradients of a unit one sign (LeCun, Bottou, Orr and Müller 1998, §4.3).</summary>
internal sealed class ZeroCentred : IClaim
{
    private const int Draws = 25;
    private static readonly int[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    // σ(x) − ½ is ½·tanh(x/2): the sigmoid moved to zero and nothing else changed.
    private static readonly (string Key, string Name, string Function, string Depth)[] Networks =
    [
        ("sigmoid", "sigmoid", "sigmoid", "x2"), ("relu", "relu", "relu", "x2"), ("tanh", "tanh", "tanh", "x2"),
        ("shifted", "sigmoid − ½", "scaled_tanh(a=0.5, b=0.5)", "x2"), ("sigmoid1", "sigmoid, 1 layer", "sigmoid", ""),
    ];

    public string Id => "zero-centred";

    public string Statement => "Sigmoid outputs are not zero-centred, so the gradient on the weights of a unit becomes all positive or all "
        + "negative; adding up over a batch mitigates this.";

    public string Question => "What share of the output units has weight gradients of one sign only, by batch size, at "
        + "initialisation and while training?";

    public string Method =>
        "Two hidden layers (full: 2 × 256; quick: 2 × 64), and one for a second sigmoid network, Glorot weights, cross entropy. Gradients of the weights into each output unit, exact "
            + "zeros left out, over 25 random batches of each size, before training and after "
        + "300 steps at the rate that the common rule chooses for each function.";

    public string Limits => "One sign at one step does not slow learning by itself; what it does to the path is the claim zig-zag. Only the "
        + "output layer's units are counted.";

    public Evidence Measure(LabBench bench)
    {
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
        Dictionary<string, double> rates = Networks.ToDictionary(n => n.Key, n => bench.Rates(Layers(n.Depth), [n.Function],
            o => o with { Initialiser = Initialiser.Parse("glorot_uniform") })[n.Function]);
        var grid = Grid<string>.Run(bench, [.. Networks.Select(n => n.Key)], seeds, key => $"{key} {bench.Pick(64, 256)} rate={rates[key]}", (key, seed) =>
        {
            (_, _, string function, string depth) = Networks.First(n => n.Key == key);
            return Count(bench, Layers(depth), function, rates[key], seed);
        });
        Numbers numbers = [];
        foreach ((string key, _, _, _) in Networks)
            for (int i = 0; i < Batches.Length; i++)
            {
                numbers.Keep($"{key}.init.b{Batches[i]}", grid.At(key, t => t.Series("init")[i]));
                numbers.Keep($"{key}.trained.b{Batches[i]}", grid.At(key, t => t.Series("trained")[i]));
            }

        Axis x = Axis.Categories("batch size", [.. Batches.Select(b => $"{b}")]);
        return new()
        {
            Numbers = numbers,
            Tables = [Table("init", "Share of output units with gradients of one sign, before training"),
                Table("trained", "… and after 300 steps")],
            Figures = [Figure("init", "before training"), Figure("trained", "after 300 steps")],
            References =
            [
                new("the argument", "§4.3: inputs of one sign make the weights of a unit grow or shrink together", "LeCun et al. 1998"),
                .. Batches.Zip([1, .98, .99, .89, .75, .77, .78, .79, .81]).Select(p => Own("sigmoid", "sigmoid1", p.First, p.Second)),
                .. Batches.Zip([1, .82, .65, .43, .19, .03, 0, 0, 0]).Select(p => Own("relu", "relu", p.First, p.Second)),
                Own("tanh", "tanh", 1, 0), Own("tanh", "tanh", 256, 0),
            ],
            Notes = ["The independent figures do not say which network they were counted on. ReLU's are those of any depth, since its samples pull "
                + "one way only if all have one sign; the sigmoid's are those of one hidden layer, and beside them stand ours of one. The deeper the sigmoid "
                + "network, the less its outputs differ from sample to sample, and the more units keep one sign."],
        };

        string Layers(string depth) => $"{bench.Pick(64, 256)}{depth}";

        static ReferenceFigure Own(string function, string key, int batch, double value) =>
            new($"{function} before training, batch {batch}", NumberText.Number(value), "independent numpy run on MNIST, one seed",
                $"{key}.init.b{batch}", value);

        Report.Books.BookTable Table(string when, string caption) => new(caption, ["batch", .. Networks.Select(n => n.Name)],
            [.. Batches.Select((batch, i) => (IReadOnlyList<string>)[$"{batch}",
                .. Networks.Select(n => grid.At(n.Key, t => t.Series(when)[i]).Percent())])]);

        Report.Books.BookFigure Figure(string when, string words) => LabFigures.Lines($"zero-centred-{when}", $"Gradients of one sign {words}",
            $"Share of output units all of whose weight gradients have one sign {words}, by batch size.", x, Axis.Linear("share of output units",
                [0, 1]),
            [.. Networks.Select((n, style) => LabFigures.Curve(n.Name, style,
                Batches.Select((_, i) => ((double)i, grid.At(n.Key, t => t.Series(when)[i])))))]);
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double sigmoid = n["sigmoid.init.b1"], relu = n["relu.init.b1"], tanh = n["tanh.init.b1"], shifted = n["shifted.init.b1"];
        if (sigmoid < 0.95 || tanh > 0.1 || shifted > 0.1)
            return Ruling.DoesNotHold($"for single samples {NumberText.Percent(sigmoid)} of the units have gradients of one sign with sigmoid, "
                + $"{NumberText.Percent(tanh)} with tanh.");
        double batched = n["sigmoid.init.b256"], batchedRelu = n["relu.init.b256"], later = n["sigmoid.trained.b256"];
        if (batched < 0.2 && relu < 0.5) return Ruling.Holds($"single samples give {NumberText.Percent(sigmoid)} of the sigmoid's units one sign, "
            + $"batches of 256 {NumberText.Percent(batched)}.");
        string also = relu >= 0.95 ? "it is not said of the sigmoid alone: ReLU, never negative either, has one sign for "
            + "every single sample as well" : "single samples are meant";
        return Ruling.HoldsIf($"{also}; and a batch of 256 leaves {NumberText.Percent(batched)} of the sigmoid's units with one sign before "
            + $"training, {NumberText.Percent(later)} after 300 steps, and {NumberText.Percent(batchedRelu)} of ReLU's.");
    }

    private static Measured Count(LabBench bench, string layers, string function, double rate, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, function, seed) with
        {
            LearningRate = rate,
            Initialiser = Initialiser.Parse("glorot_uniform")
        };
        using TrainingSession session = TrainingSession.Start(data, options);
        using NetworkProbe probe = new(options.Network, session.CopyWeights(), data.Classes);
        double[] init = [.. Batches.Select(Share)];
        session.RunSteps(300);
        probe.Load(session.CopyWeights());
        return new() { { "init", init }, { "trained", Batches.Select(Share) } };

        double Share(int batch)
        {
            RandomSource random = new(seed * 7919 + batch);
            int oneSign = 0, units = 0;
            for (int i = 0; i < Draws; i++)
            {
                int[] samples = [.. Enumerable.Range(0, batch).Select(_ => random.NextInt(data.Train.Count))];
                WeightArray gradient = probe.Run(data.Train, samples).Gradients["output.weight"];
                foreach (float[] unit in gradient.Data.Chunk(gradient.Shape[1]))
                {
                    int positive = unit.Count(g => g > 0), negative = unit.Count(g => g < 0);
                    if (positive + negative == 0) continue;
                    units++;
                    if (positive == 0 || negative == 0) oneSign++;
                }
            }

            return units == 0 ? double.NaN : (double)oneSign / units;
        }
    }
}
