using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;

namespace Hillock.Lab.Claims;

/// <summary>A deep narrow ReLU network can be dead at birth (Lu, Shin, Su and Karniadakis 2019).</summary>
internal sealed class BornDead : IClaim
{
    private static readonly int[] Widths = [2, 3, 4, 5, 10];
    private static readonly int[] Depths = [2, 5, 10, 20, 30, 50];

    public string Id => "born-dead";

    public string Statement => "A deep and narrow ReLU network can be dead at birth: before any training its output does not depend on its input.";

    public string Question => "How often is a ReLU network of L layers, N units wide, constant from the start, and does that frequency lie "
        + "between the known bounds?";

    public string Method =>
        "Networks of one input, L − 1 hidden layers of N ReLU units and one output; weights of any distribution symmetric about 0 (here normal, "
            + "He), biases 0. Such a network is made of two straight pieces, "
        + "so it is dead when the signals of x = 1 and of x = −1 both die on their way. Monte Carlo: 20 000 networks a cell (full: 100 000), "
            + "each seed a part of them. "
        + "Bounds: 1 − (1 − 2⁻ᴺ)ᴸ⁻¹ from above; from below, for one input, 1 − a₁ᴸ⁻² + (1−2¹⁻ᴺ)(1−2⁻ᴺ)/(1+(N−1)2⁻ᴺ)·(a₂ᴸ⁻² − a₁ᴸ⁻²), a₁ = "
            + "1−2⁻ᴺ, a₂ = 1−2¹⁻ᴺ−(N−1)4⁻ᴺ.";

    public string Limits => "Zero biases and one input. With more inputs, or biases that are not 0, a network dies less often. What training does "
        + "to a network that was born alive is another matter (claim dying).";

    /// <summary>The bound from above.</summary>
    internal static double Upper(int depth, int width) => 1 - Math.Pow(1 - Math.Pow(2, -width), depth - 1);

    /// <summary>The bound from below.</summary>
    internal static double Lower(int depth, int width)
    {
        double half = Math.Pow(2, -width), a1 = 1 - half, a2 = 1 - 2 * half - (width - 1) * half * half;
        return 1 - Math.Pow(a1, depth - 2) + (1 - 2 * half) * (1 - half) / (1 + (width - 1) * half) * (Math.Pow(a2, depth - 2) - Math.Pow(a1,
            depth - 2));
    }

    /// <summary>The share of networks that are dead after each number of layers up to the largest depth.</summary>
    internal static double[] Simulate(int width, int deepest, int networks, long seed)
    {
        RandomSource random = new(seed);
        int[] deaths = new int[deepest + 1];
        double[] up = new double[width], down = new double[width], nextUp = new double[width], nextDown = new double[width];
        for (int network = 0; network < networks; network++)
        {
            // hidden layer 1 sees x = 1 and x = −1.
            int died = deepest + 1;
            for (int unit = 0; unit < width; unit++)
            {
                double w = random.NextNormal();
                (up[unit], down[unit]) = (Math.Max(0, w), Math.Max(0, -w));
            }

            for (int depth = 3; depth <= deepest; depth++)
            {
                bool alive = false;
                double scale = 0;
                for (int unit = 0; unit < width; unit++)
                {
                    double zUp = 0, zDown = 0;
                    for (int i = 0; i < width; i++)
                    {
                        double w = random.NextNormal();
                        zUp += w * up[i];
                        zDown += w * down[i];
                    }

                    (nextUp[unit], nextDown[unit]) = (Math.Max(0, zUp), Math.Max(0, zDown));
                    alive |= zUp > 0 || zDown > 0;
                    scale = Math.Max(scale, Math.Max(nextUp[unit], nextDown[unit]));
                }

                if (!alive)
                {
                    died = depth;
                    break;
                }

                // Only signs matter: scaled, nothing overflows or fades.
                for (int unit = 0; unit < width; unit++) (up[unit], down[unit]) = (nextUp[unit] / scale, nextDown[unit] / scale);
            }

            for (int depth = died; depth <= deepest; depth++) deaths[depth]++;
        }

        return [.. deaths.Select(count => (double)count / networks)];
    }

    public Evidence Measure(LabBench bench)
    {
        IReadOnlyList<int> seeds = bench.Seeds(4, 4);
        int networks = bench.Pick(5_000, 25_000);
        Grid<int> grid = Grid<int>.Run(bench, Widths, seeds, width => $"N={width} networks={networks}",
            (width, seed) => new() { { "dead", Simulate(width, Depths[^1], networks, seed * 1000 + width) } });
        Numbers numbers = new() { ["networks"] = networks * seeds.Count };
        int outside = 0;
        foreach (int width in Widths)
            foreach (int depth in Depths)
            {
                Summary dead = numbers.Keep($"dead.N{width}.L{depth}", grid.At(width, trial => trial.Series("dead")[depth]));
                (double low, double high) = (Lower(depth, width), Upper(depth, width));
                // Three standard errors of the count are no contradiction.
                double error = 3 * Math.Sqrt(Math.Max(dead.Mean * (1 - dead.Mean), 1e-6) / numbers["networks"]);
                if (dead.Mean < low - error || dead.Mean > high + error) outside++;
            }

        numbers["cellsOutsideBounds"] = outside;
        Axis x = Axis.Linear("layers L", Depths.Select(depth => (double)depth));
        PlotSeries[] series =
        [
            .. Widths.Select((width, style) => new PlotSeries
            {
                Name = $"N = {width}, measured", Label = $"N = {width}", Style = style,
                Points = [.. Depths.Select(depth => new PlotPoint(depth, numbers[$"dead.N{width}.L{depth}"]))],
            }),
            .. Widths.SelectMany((width, style) => new[] { ("upper bound", (Func<int, int, double>)Upper), ("lower bound", Lower) }.Select(bound =>
                new PlotSeries
            {
                Name = $"N = {width}, {bound.Item1}", Style = style, IsDashed = true,
                Points = [.. Enumerable.Range(2, Depths[^1] - 1).Select(depth => new PlotPoint(depth, bound.Item2(depth, width)))],
            })),
        ];
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Share of networks dead at birth (lower bound … upper bound)", ["layers", .. Widths.Select(width => $"N = {width}")],
                    [.. Depths.Select(depth => (IReadOnlyList<string>)[$"{depth}", .. Widths.Select(width =>
                        $"{NumberText.Number(numbers[$"dead.N{width}.L{depth}"])} ({NumberText.Number(Math.Max(0, Lower(depth, width)))} … "
                            + $"{NumberText.Number(Upper(depth, width))})")])]),
            ],
            Figures = [LabFigures.Lines("born-dead", "Networks dead at birth", "Share of ReLU networks that are constant before any training, by "
                + "depth and width N; dashed: the two bounds.", x, Axis.Linear("share dead at birth", [0, 1]), series)],
            References =
            [
                .. new[] { (10, 2, 0.880), (10, 3, 0.568), (10, 4, 0.291), (10, 5, 0.124), (10, 10, 0.002), (20, 2, 0.994), (20, 4, 0.630),
                    (20, 5, 0.356), (50, 10, 0.039) }.Select(p =>
                    new ReferenceFigure($"dead at birth, L = {p.Item1}, N = {p.Item2}", NumberText.Number(p.Item3),
                        "independent numpy run, zero bias", $"dead.N{p.Item2}.L{p.Item1}", p.Item3)),
                new("dead after training, L = 10", "N = 2 above 90 %, 3 about 60 %, 5 above 10 %, 10 below 1 %", "Lu et al. 2019, second-hand"),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double narrow = n["dead.N2.L10"], wide = n["dead.N10.L10"];
        if (n["cellsOutsideBounds"] > 0) return Ruling.DoesNotHold($"{n["cellsOutsideBounds"]} cells lie outside the known bounds, so the "
            + "simulation or the bounds are wrong.");
        return narrow > 0.5 && wide < 0.05
            ? Ruling.Holds($"of networks 10 layers deep {NumberText.Percent(narrow)} are born dead with 2 units a layer and "
                + $"{NumberText.Percent(wide)} with 10; every cell lies between the bounds.")
            : narrow > 0.05 ? Ruling.HoldsIf($"the network is narrower than usual or very deep: at 10 layers {NumberText.Percent(narrow)} are "
                + $"born dead with 2 units and {NumberText.Percent(wide)} with 10.")
            : Ruling.DoesNotHold($"even with 2 units a layer only {NumberText.Percent(narrow)} are born dead at 10 layers.");
    }
}
