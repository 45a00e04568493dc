using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Hillock.Statistics;

namespace Hillock.Bench;

/// <summary>
/// The statistics pass against a plain copy: the time of <see cref="UnitStatistics.Observe"/> over the arrays z and a, and the time to
/// copy the same two arrays to others. Both read the same floats; the copy writes them too. One thread, arrays larger than the cache.
/// </summary>
internal static class StatisticsBenchmark
{
    private const double Target = 0.25;

    // Nanoseconds per float, and the copy's over the pass's.
    private sealed record Row(
        string Function, string Layout, bool Judged, double Copy, double Observe, double Gradient, double Ratio, double GradientRatio, double Spread);

    public static int Run(string[] args)
    {
        bool quick = args.Contains("--quick");
        int json = Array.IndexOf(args, "--json");
        if (json >= 0 && json + 1 == args.Length)
        {
            Console.Error.WriteLine("hillock bench statistics: --json needs a file");
            return 2;
        }

        // 16 M floats in each of z and a: 128 MB, beyond any cache.
        int values = quick ? 1 << 22 : 1 << 24, rounds = quick ? 5 : 15;
        UnitLayout[] layouts =
        [
            .. ((int[])[256, 512, 1024]).Select(units => new UnitLayout(values / units, units)),
            new(values / 10, 10),
            new(values / (32 * 28 * 28), 32, 28 * 28),
            new(values / (64 * 8 * 8), 64, 8 * 8),
            new(values / (128 * 5 * 5), 128, 5 * 5),
            new(values / (256 * 64), 256, 64, ChannelsLast: true),
        ];
        Console.WriteLine($"Statistics pass over z and a against a copy of both, {values:N0} floats each, one thread, "
            + $"AVX-512 {(Vector512.IsHardwareAccelerated ? "on" : "off")}, medians of {rounds} interleaved rounds.");
        Console.WriteLine("ns per float read; ratio = copy / pass, 1 is the speed of a copy. Dense layers should reach 0.25.");
        Console.WriteLine();
        Console.WriteLine($"{"function",-12}{"layout",-30}{"copy",8}{"pass",8}{"ratio",8}{"δ pass",9}{"ratio",8}{"±",7}");
        List<Row> rows = [];
        foreach (UnitLayout layout in layouts)
            foreach (string function in (string[])["relu", "sigmoid", "tanh"])
            {
                Row row = Measure(Activation.Parse(function), layout, rounds);
                rows.Add(row);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Function,-12}{row.Layout,-30}{row.Copy,8:F3}{row.Observe,8:F3}{row.Ratio,8:F2}")
                    + string.Create(CultureInfo.InvariantCulture, $"{row.Gradient,9:F3}{row.GradientRatio,8:F2}{row.Spread,7:P0}"));
            }

        double worst = rows.Where(row => row.Judged).Min(row => row.Ratio);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Dense layers of 256 to 1,024 units: at least {worst:F2} of the speed of a copy ({(worst >= Target ? "reaches" : "misses")} {Target:F2})."));
        if (json >= 0)
            File.WriteAllText(args[json + 1], JsonSerializer.Serialize(new { schema = "hillock.bench.statistics/1", rows }, JsonSerializerOptions.Web));
        return 0;
    }

    private static Row Measure(Activation activation, UnitLayout layout, int rounds)
    {
        int length = layout.Length;
        float[] z = new float[length], a = new float[length], zCopy = new float[length], aCopy = new float[length];
        Random random = new(7);
        for (int i = 0; i < length; i++) z[i] = (float)(8 * random.NextDouble() - 4);
        activation.Forward(z, a);
        UnitStatistics statistics = new(activation, layout.Units), gradient = new(activation, layout.Units);
        double[][] seconds = Interleaved.Measure(rounds, 2,
            () =>
            {
                z.AsSpan().CopyTo(zCopy);
                a.AsSpan().CopyTo(aCopy);
            },
            () => statistics.Observe(z, a, layout),
            () => gradient.ObserveGradient(z, layout));
        double copy = Interleaved.Median(seconds[0]) / (2.0 * length) * 1e9;
        double pass = Interleaved.Median(seconds[1]) / (2.0 * length) * 1e9;
        double delta = Interleaved.Median(seconds[2]) / length * 1e9;
        string name = layout.Positions == 1 ? $"dense, units {layout.Units}"
            : layout.ChannelsLast ? $"channels last, {layout.Units} × {layout.Positions}"
            : $"channels, {layout.Units} × {layout.Positions}";
        bool judged = layout.Positions == 1 && layout.Units >= 256;
        return new(activation.Name, name, judged, copy, pass, delta, copy / pass, copy / delta, Interleaved.Spread(seconds[1]));
    }
}
