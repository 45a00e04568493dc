using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Lab.Claims;

/// <summary>How much gradient a layer passes on is set by its initial weights (Glorot and Bengio 2010).</summary>
internal sealed class Jacobian : IClaim
{
    private const int Layers = 4;
    private static readonly int[] Widths = [100, 300, 1000];
    private static readonly string[] Kinds = ["linear", "tanh", "tanhWide"];

    public string Id => "jacobian";

    public string Statement => "The initial weights decide how much of the gradient a layer passes on: about half with the standard "
        + "initialisation, about four fifths with the normalised one.";

    public string Question => "What is the mean singular value of a layer's Jacobian diag(f′(z))·W, with the standard and with the normalised "
        + "initialisation, and does it approach the exact value of linear theory as layers grow?";

    public string Method =>
        "Square layers n × n, n = 100, 300, 1000, in a stack of 4; standard weights U(±1/√n), normalised U(±√(6/2n)). Singular values of W "
            + "(linear) and of diag(1 − tanh²)·W (tanh), "
        + "averaged over the layers, for a normal input of deviation 0.25, about that of images scaled to 0 … 1, and of deviation 1. Exact for "
            + "large n: the mean singular value of a random square matrix is 8/(3π)·√(n·Var W).";

    public string Limits => "One input, before training. The mean hides the largest singular value, which is about 2.4 times the mean and decides "
        + "whether gradients explode.";

    public Evidence Measure(LabBench bench)
    {
        (int Width, bool Normalised)[] settings = [.. Widths.SelectMany(width => new[] { (width, false), (width, true) })];
        var grid = Grid<(int Width, bool Normalised)>.Run(bench, settings, bench.Seeds(2, 3),
            s => $"n={s.Width} normalised={s.Normalised} inputs 0.25 and 1", (s, seed) => MeanSingularValues(s.Width, s.Normalised, seed));
        Numbers numbers = [];
        foreach ((int width, bool normalised) in settings)
            foreach (string kind in Kinds)
                numbers.Keep($"{kind}.{Word(normalised)}.n{width}", grid.At((width, normalised), t => t.Series(kind).Average()));
        numbers["exact.standard"] = Exact(1.0 / 3);
        numbers["exact.normalised"] = Exact(1);
        Summary At(string kind, int width, bool normalised) => grid.At((width, normalised), t => t.Series(kind).Average());
        PlotSeries Curve(string kind, bool normalised, int style) => LabFigures.Curve($"{kind}, {Word(normalised)}", style,
            Widths.Select((width, i) => ((double)i, At(kind, width, normalised))));
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Mean singular value of the layer's Jacobian", ["n", "linear, standard", "tanh, standard", "tanh, standard, input 1",
                    "linear, normalised", "tanh, normalised", "tanh, normalised, input 1"],
                    [.. Widths.Select(n => (IReadOnlyList<string>)[$"{n}", $"{At("linear", n, false)}", $"{At("tanh", n, false)}",
                        $"{At("tanhWide", n, false)}", $"{At("linear", n, true)}", $"{At("tanh", n, true)}", $"{At("tanhWide", n, true)}"])]),
            ],
            Figures =
            [
                LabFigures.Lines("jacobian", "Mean singular value of a layer's Jacobian", "Mean singular value of a layer's Jacobian at "
                    + "initialisation, by the layer's size; dotted: the exact values of linear theory.",
                    Axis.Categories("units in a layer", [.. Widths.Select(n => $"{n}")]), Axis.Linear("mean singular value", [0, 1]),
                    [Curve("linear", true, 0), Curve("tanh", true, 1), Curve("linear", false, 2), Curve("tanh", false, 3)],
                    [new PlotReference(numbers["exact.standard"], "exact"), new PlotReference(numbers["exact.normalised"], "exact")]),
            ],
            References =
            [
                new("linear, standard", "0.490 exactly, for large n", "8/(3π)·√(n·Var W)", "linear.standard.n1000", numbers["exact.standard"]),
                new("linear, normalised", "0.849 exactly, for large n", "8/(3π)·√(n·Var W)", "linear.normalised.n1000",
                    numbers["exact.normalised"]),
                new("tanh, standard", "about 0.5", "Glorot and Bengio 2010", "tanh.standard.n1000", 0.5),
                new("tanh, normalised", "about 0.8", "Glorot and Bengio 2010", "tanh.normalised.n1000", 0.8),
                new("tanh, standard, by layer", "0.484–0.490", "independent numpy run", "tanh.standard.n1000"),
                new("tanh, normalised, by layer", "0.793–0.809", "independent numpy run", "tanh.normalised.n1000"),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double standard = n["linear.standard.n1000"], normalised = n["linear.normalised.n1000"];
        bool exact = Math.Abs(standard - Exact(1.0 / 3)) <= 0.01 && Math.Abs(normalised - Exact(1)) <= 0.01;
        if (!exact) return Ruling.DoesNotHold($"at n = 1000 the linear layer has {NumberText.Number(standard)} and "
            + $"{NumberText.Number(normalised)}, off the exact 0.490 and 0.849 by more than 0.01.");
        string numbers = $"at n = 1000 the linear layer has {NumberText.Number(standard)} and {NumberText.Number(normalised)} (exact: 0.490 and "
            + $"0.849), tanh {Pair("tanh")} for inputs of deviation 0.25 and {Pair("tanhWide")} for inputs of deviation 1";
        if (Near("tanh") && Near("tanhWide")) return Ruling.Holds($"{numbers}.");
        return Ruling.HoldsIf($"{(Near("tanh") ? "the inputs are small, so that tanh stays near its straight part" : "the layer is linear")}: {numbers}.");

        bool Near(string kind) => Math.Abs(n[$"{kind}.standard.n1000"] - 0.5) <= 0.05 && Math.Abs(n[$"{kind}.normalised.n1000"] - 0.8) <= 0.05;

        string Pair(string kind) => $"{NumberText.Number(n[$"{kind}.standard.n1000"])} and {NumberText.Number(n[$"{kind}.normalised.n1000"])}";
    }

    private static string Word(bool normalised) => normalised ? "normalised" : "standard";

    // Var W times n is 1/3 for U(±1/√n) and 1 for U(±√(6/2n)).
    private static double Exact(double variance) => 8 / (3 * Math.PI) * Math.Sqrt(variance);

    private static Measured MeanSingularValues(int width, bool normalised, int seed)
    {
        Network network = new(NetworkSpec.Parse($"{width}x{Layers}"), [width], 1, Activation.Parse("tanh"), Activation.Parse("identity"));
        Initialiser glorot = Initialiser.Parse("glorot_uniform");
        // ±√(6/2n)·√(1/3) is ±1/√n.
        NetworkWeights weights = NetworkWeights.Create(network, glorot, glorot, seed).Scaled(normalised ? 1 : Math.Sqrt(1.0 / 3));
        RandomSource random = new(seed);
        float[] small = [.. Enumerable.Range(0, width).Select(_ => (float)(0.25 * random.NextNormal()))], wide = Array.ConvertAll(small,
            x => 4 * x);
        List<double> linear = [], tanh = [], tanhWide = [];
        foreach (LayerPlan layer in network.Layers.Where(layer => layer.Activation is not null))
        {
            using var scope = NewDisposeScope();
            Tensor matrix = tensor(weights[$"{layer.Name}.weight"].Data, width, width);
            linear.Add(linalg.svdvals(matrix).mean().item<float>());
            (double value, small) = Through(layer.Activation!, matrix, small);
            tanh.Add(value);
            (value, wide) = Through(layer.Activation!, matrix, wide);
            tanhWide.Add(value);
        }

        return new() { { "linear", linear }, { "tanh", tanh }, { "tanhWide", tanhWide } };
    }

    // The mean singular value of diag(f′(z))·W at this input, and f(z).
    private static (double Mean, float[] Output) Through(Activation activation, Tensor matrix, float[] input)
    {
        float[] z = matrix.mv(tensor(input)).data<float>().ToArray(), slope = new float[z.Length];
        activation.Derivative(z, slope);
        activation.Forward(z, z);
        return (linalg.svdvals(tensor(slope, z.Length, 1) * matrix).mean().item<float>(), z);
    }
}
