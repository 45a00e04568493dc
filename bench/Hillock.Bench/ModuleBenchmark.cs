using System.Globalization;
using System.Text.Json;
using Hillock.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Bench;

/// <summary>
/// Our activation modules against TorchSharp's: the time of a training step, in one process, interleaved; and the memory that the network
/// keeps between the forward and the backward pass.
/// </summary>
internal static class ModuleBenchmark
{
    // TorchSharp's module for each function.
    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Native = new()
    {
        ["tanh"] = () => nn.Tanh(),
        ["gelu"] = () => nn.GELU(),
        ["mish"] = () => nn.Mish(),
        ["softplus"] = () => nn.Softplus(),
        ["silu"] = () => nn.SiLU(),
        ["sigmoid"] = () => nn.Sigmoid(),
        ["elu"] = () => nn.ELU(),
        ["relu"] = () => nn.ReLU(),
        ["leaky_relu"] = () => nn.LeakyReLU(0.01),
        ["log_sigmoid"] = () => nn.LogSigmoid(),
        ["hard_sigmoid"] = () => nn.Hardsigmoid(),
        ["identity"] = () => nn.Identity(),
    };

    // Those of which the issue asks that a step be no slower.
    private static readonly string[] Asked = ["tanh", "gelu", "mish", "softplus"];

    private static readonly int[] Narrow = [784, 256, 256, 256, 10], Wide = [784, 1024, 1024, 1024, 10];

    public static int Run(string[] args)
    {
        bool quick = args.Contains("--quick");
        int json = Array.IndexOf(args, "--json");
        if (json >= 0 && json + 1 >= args.Length)
        {
            Console.Error.WriteLine("hillock bench module: --json needs a file name");
            return 2;
        }

        NativeLoader.EnsureLoaded();
        int all = get_num_threads();
        List<StepRow> steps = [];
        Console.WriteLine("Training step, SGD, our modules against TorchSharp's; at most 1 is asked of the first four, 1.05 counts as equal.");
        Console.WriteLine($"{"",-12} {"network",-30} {"threads",8} {"theirs, ms",11} {"ours, ms",9} {"spread",8} {"ratio",7}");
        string[] functions = quick ? Asked : [.. Asked, "silu", "sigmoid", "elu", "relu", "leaky_relu"];
        foreach (string function in functions)
            foreach (int threads in new[] { 1, all }.Distinct())
            {
                Print(steps, Step(function, Narrow, 128, threads, quick ? 15 : 60, 10));
                if (!quick || threads == all) Print(steps, Step(function, Wide, 512, threads, quick ? 7 : 15, 1));
            }

        Console.WriteLine();
        List<KeptRow> kept = KeptMemory.CanMeasure ? Kept() : [];
        if (kept.Count == 0) Console.WriteLine("Memory kept for the backward pass: not measured, this C library does not tell (glibc 2.33 and later do).");
        if (json >= 0)
            File.WriteAllText(args[json + 1], JsonSerializer.Serialize(new { schema = "hillock.bench.module/1", steps, kept }, JsonSerializerOptions.Web));
        return 0;
    }

    private static StepRow Step(string function, int[] widths, int batch, int threads, int rounds, int steps)
    {
        set_num_threads(threads);
        using Trained theirs = new(Native[function], widths, batch), ours = new(() => new ActivationModule(Activation.Parse(function)), widths, batch);
        double[][] seconds = Interleaved.Measure(rounds, 3, () => theirs.Steps(steps), () => ours.Steps(steps));
        double ratio = Interleaved.Ratio(seconds[1], seconds[0]);
        return new(
            function, $"{string.Join('-', widths)}, batch {batch}", threads, 1e3 * Interleaved.Median(seconds[0]) / steps,
            1e3 * Interleaved.Median(seconds[1]) / steps, Interleaved.Spread(seconds[1]), ratio, Asked.Contains(function) ? ratio <= 1.05 : null);
    }

    private static void Print(List<StepRow> rows, StepRow row)
    {
        rows.Add(row);
        string verdict = row.Reached is bool reached ? reached ? row.Ratio <= 1 ? "reached" : "equal" : "MISSED" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{row.Function,-12} {row.Network,-30} {row.Threads,8} {row.Theirs,11:F3} {row.Ours,9:F3} {row.Spread,8:P1} {row.Ratio,7:F3} {verdict}"));
    }

    private static List<KeptRow> Kept()
    {
        set_num_threads(1);
        Console.WriteLine($"Kept between forward and backward: bytes for each element of a hidden layer, {KeptMemory.Layers} layers of {KeptMemory.Width}, "
            + $"batch {KeptMemory.Batch}, less what the same network keeps without activations.");
        Console.WriteLine($"{"",-16} {"ours keeps",-12} {"chain: theirs",14} {"ours",8} {"residual: theirs",18} {"ours",8}");
        (double chain, double residual) = (Bare(false), Bare(true));
        List<KeptRow> rows = [];
        (string Function, Kept? Choice)[] cases =
        [
            ("relu", null), ("relu", Hillock.Kept.Bits), ("leaky_relu", null), ("hard_sigmoid", null), ("softplus", null), ("log_sigmoid", null),
            ("elu", null), ("gelu", null), ("mish", null), ("tanh", null), ("tanh", Hillock.Kept.Output),
        ];
        foreach ((string function, Kept? choice) in cases)
        {
            Activation activation = Activation.Parse(function);
            Func<nn.Module<Tensor, Tensor>> ours = () => new ActivationModule(activation, choice);
            string keeps = new ActivationModule(activation, choice).Keeps.ToString().ToLowerInvariant();
            KeptRow row = new(
                function, keeps + (choice is null ? "" : " (asked)"), KeptMemory.BytesPerElement(Native[function], false) - chain, KeptMemory.BytesPerElement(ours, false) - chain,
                KeptMemory.BytesPerElement(Native[function], true) - residual, KeptMemory.BytesPerElement(ours, true) - residual);
            rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Function,-16} {row.Keeps,-12} {row.ChainTheirs,14:F3} {row.ChainOurs,8:F3} {row.ResidualTheirs,18:F3} {row.ResidualOurs,8:F3}"));
        }

        return rows;

        static double Bare(bool residual) => KeptMemory.BytesPerElement(Native["identity"], residual);
    }

    private sealed record StepRow(
        string Function, string Network, int Threads, double Theirs, double Ours, double Spread, double Ratio, bool? Reached);

    private sealed record KeptRow(
        string Function, string Keeps, double ChainTheirs, double ChainOurs, double ResidualTheirs, double ResidualOurs);
}
