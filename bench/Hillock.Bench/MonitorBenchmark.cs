using System.Globalization;
using System.Text.Json;
using Hillock.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Bench;

/// <summary>
/// What our activation modules and the monitor cost: training steps of a network 784-256-256-256-10 on batches of 128, in one process,
/// interleaved; ratios of medians.
/// </summary>
internal static class MonitorBenchmark
{
    private const int Batch = 128, Inputs = 784, Units = 256, Classes = 10;

    public static int Run(string[] args)
    {
        bool quick = args.Contains("--quick");
        int json = Array.IndexOf(args, "--json");
        if (json >= 0 && json + 1 >= args.Length)
        {
            Console.Error.WriteLine("hillock bench monitor: --json needs a file name");
            return 2;
        }

        NativeLoader.EnsureLoaded();
        set_num_threads(1);
        List<Row> rows = [];
        foreach (string function in new[] { "relu", "leaky_relu" }) rows.AddRange(Compare(function, quick));
        Print(rows);
        if (json >= 0)
            File.WriteAllText(args[json + 1], JsonSerializer.Serialize(
                new { schema = "hillock.bench.monitor/1", network = "784-256-256-256-10", batch = Batch, threads = 1, rows }));
        return 0;
    }

    private static Row[] Compare(string function, bool quick)
    {
        Func<nn.Module<Tensor, Tensor>> native = function == "relu" ? () => nn.ReLU() : () => nn.LeakyReLU(0.01);
        Func<nn.Module<Tensor, Tensor>> ours = () => new ActivationModule(Activation.Parse(function));
        // Blocks of 25 steps hold one look of the default monitor each.
        (int rounds, int steps) = quick ? (12, 25) : (60, 25);
        using Trained builtIn = New(native, null), plain = New(ours, null);
        using Trained byDefault = New(ours, new MonitorOptions()), always = New(ours, new MonitorOptions { LookEvery = 1 });
        using Trained nativeAlways = New(native, new MonitorOptions { LookEvery = 1 });
        double[][] seconds = Interleaved.Measure(rounds, 3,
            () => builtIn.Steps(steps), () => plain.Steps(steps), () => byDefault.Steps(steps), () => always.Steps(steps),
            () => nativeAlways.Steps(steps));
        double[] medians = Array.ConvertAll(seconds, Interleaved.Median);
        Row Of(string what, int index, int against, double? target)
        {
            double? ratio = against < 0 ? null : Interleaved.Ratio(seconds[index], seconds[against]);
            return new(function, what, 1e3 * medians[index] / steps, Interleaved.Spread(seconds[index]), ratio, target);
        }

        return [
            Of("TorchSharp's module", 0, -1, null), Of("our module", 1, 0, 1.05), Of("with the monitor at its defaults", 2, 1, 1.02),
            Of("looking at every step", 3, 1, 1.25), Of("TorchSharp's module, looking at every step", 4, 0, 1.25)];
    }

    private static Trained New(Func<nn.Module<Tensor, Tensor>> activation, MonitorOptions? options) =>
        new(activation, [Inputs, Units, Units, Units, Classes], Batch, options);

    private static void Print(List<Row> rows)
    {
        Console.WriteLine($"Training step, 784-256-256-256-10, batch {Batch}, SGD, 1 thread");
        Console.WriteLine($"{"",-12} {"",-44} {"ms a step",10} {"spread",8} {"ratio",7} {"target",8}");
        foreach (Row row in rows)
        {
            string target = row.Target is double limit ? string.Create(CultureInfo.InvariantCulture, $"≤ {limit:F2}") : "";
            string verdict = row.Target is null ? "" : row.Ratio <= row.Target ? "reached" : "MISSED";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Function,-12} {row.What,-44} {row.Milliseconds,10:F3} {row.Spread,7:P1} {row.Ratio,7:F3} {target,8} {verdict}"));
        }
    }

    private sealed record Row(string Function, string What, double Milliseconds, double Spread, double? Ratio, double? Target);
}
