using Hillock;
using Hillock.Bench;
using Hillock.Bench.Accuracy;
using Hillock.Bench.Functions;

// Each benchmark is one file; it gets the arguments that follow its name.
Dictionary<string, Func<string[], int>> benchmarks = new()
{
    ["accuracy"] = AccuracyCommand.Run,
    ["check"] = CheckBenchmark.Run,
    ["models"] = ModelsBenchmark.Run,
    ["module"] = ModuleBenchmark.Run,
    ["monitor"] = MonitorBenchmark.Run,
    ["statistics"] = StatisticsBenchmark.Run,
    ["functions"] = FunctionsBenchmark.Run,
    ["rows"] = RowsBenchmark.Run,
};

string names = string.Join(" | ", benchmarks.Keys);
string usage = $"""
    usage: hillock bench {names} [--quick] [--json FILE]   (functions and accuracy have more: hillock bench functions --help)
    Every contender runs once in each round, in turn; what counts are medians of ratios, or ratios of medians.
    """;
string name = args.FirstOrDefault() ?? "";
bool help = args.Any(arg => arg is "--help" or "-h") && name is not ("functions" or "accuracy");
if (!help && benchmarks.TryGetValue(name, out Func<string[], int>? benchmark)) return benchmark(args[1..]);
if (help)
{
    Console.WriteLine(usage);
    return 0;
}

Console.Error.WriteLine(name.Length == 0
    ? $"hillock bench: name a benchmark: {names}"
    : $"hillock bench: unknown benchmark '{name}'; did you mean '{NearestName.Of(name, benchmarks.Keys)}'?");
return 2;
