using System.Globalization;

namespace Hillock.Bench.Functions;

/// <summary>What hillock bench functions was asked for.</summary>
internal sealed record FunctionsOptions
{
    private const int Largest = 1 << 26;

    private static readonly string[] Common =
    [
        "relu", "leaky_relu", "sigmoid", "tanh", "silu", "gelu", "gelu_tanh", "softplus", "mish", "elu", "hard_sigmoid", "hard_swish", "softsign",
        "exponential",
    ];

    public static string Help { get; } = $"""
        usage: hillock bench functions [options]

        Every activation function against the libraries that have it, interleaved in one process, over the same memory: ours with Fast and
        Exact precision, System.Numerics.Tensors, libtorch, ONNX Runtime, and a memory copy. Times are medians in nanoseconds per float;
        ratio is the fastest peer's time over ours with Fast: 1 and more is asked, 0.95 counts as a tie. Where that peer's results are wrong by more
        than 4 ulp, or NaN, on a sample that is computed beforehand, 0.7 will do, and the ratio is marked with *.

          --function NAME,…     only these functions (default: all {Activation.All.Count}; hillock list names them)
          --direction NAME,…    forward, backward, or from-output: the backward pass from y = f(x), where a peer has it so
          --size N,…            floats a call: 256, 4Ki, 64Ki, 1Mi, 64Mi (the default), or any number up to 64Mi
          --threads N,…         1, all (the default is both), or a number
          --rounds N            samples of each contender, at least 5 (default 7; 5 with --quick); three times as many of short calls
          --quick               the {Common.Length} common functions, sizes 4Ki, 1Mi and 64Mi; under 5 minutes
          --minimum             what counts is the fastest sample and not the median: to tune on a busy machine; not for figures to publish
          --json FILE           everything measured (hillock.bench/1); - is standard output
          --svg FILE            a picture of the times
          --markdown FILE       the tables as docs/performance.md holds them

        While you tune one function:   hillock bench functions --function gelu --size 64Ki --threads 1
        64 Mi floats take 256 MiB an array; with libtorch's intermediate results the run needs about 2 GiB. Ctrl-C ends it with what was measured.
        """;

    public IReadOnlyList<Activation> Functions { get; init; } = [];
    public IReadOnlyList<Direction> Directions { get; init; } = [Direction.Forward, Direction.Backward, Direction.FromOutput];
    public IReadOnlyList<int> Sizes { get; init; } = [];
    public IReadOnlyList<int> Threads { get; init; } = [];
    public int Rounds { get; init; }
    public bool IsQuick { get; init; }

    /// <summary>Whether the fastest sample stands for all, not the median.</summary>
    public bool IsMinimum { get; init; }

    /// <summary>"median".</summary>
    public string Statistic => IsMinimum ? "minimum" : "median";

    /// <summary>How the figures came about.</summary>
    public string StatisticText => $"Each figure is the {Statistic} of {Rounds} interleaved rounds, {3 * Rounds} for short calls; ± is half the distance between the quartiles.";

    public string? Json { get; init; }
    public string? Svg { get; init; }
    public string? Markdown { get; init; }

    /// <summary>The files to write.</summary>
    public IEnumerable<string> Files => ((string?[])[Json, Svg, Markdown]).OfType<string>().Where(file => file != "-");

    /// <summary>What is to be measured, by size and threads first, so that a run that is stopped early has whole tables.</summary>
    public IEnumerable<Cell> Cells =>
        from threads in Threads
        from size in Sizes
        from activation in Functions
        from direction in Directions
        let cell = new Cell(activation, direction, size, threads)
        where cell.IsCompared
        select cell;

    /// <summary>
    /// How a cell is sampled: short calls are repeated, yet for less than the time slice of a busy processor, and more often; with several
    /// threads the peers' threads must come to rest before, and the sample is longer, for waking threads is not what is measured.
    /// </summary>
    public Sampling SamplingOf(Cell cell) => new(cell.Size < Measurement.BeyondCache ? 3 * Rounds : Rounds, 1)
    {
        Sample = TimeSpan.FromMilliseconds(cell.Threads > 1 ? 4 : 1),
        Settle = TimeSpan.FromMilliseconds(cell.Threads > 1 ? 8 : 0),
    };

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">Something is unknown or missing; the message says what, and what there is.</exception>
    public static FunctionsOptions Parse(IReadOnlyList<string> args)
    {
        Dictionary<string, string> given = [];
        string[] valued = ["--function", "--direction", "--size", "--threads", "--rounds", "--json", "--svg", "--markdown"], switches = ["--quick", "--minimum"];
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i].Split('=')[0];
            if (!switches.Contains(name) && !valued.Contains(name))
                throw new ArgumentException($"unknown option '{name}'; did you mean '{NearestName.Of(name, [.. valued, .. switches, "--help"])}'?");
            string value = switches.Contains(name) ? ""
                : args[i].Contains('=', StringComparison.Ordinal) ? args[i][(name.Length + 1)..]
                : ++i < args.Count ? args[i] : throw new ArgumentException($"{name} needs a value");
            if (!given.TryAdd(name, value)) throw new ArgumentException($"{name} is given twice");
        }

        bool quick = given.ContainsKey("--quick");
        return new()
        {
            IsQuick = quick,
            IsMinimum = given.ContainsKey("--minimum"),
            Functions = List(given, "--function", string.Join(',', quick ? Common : Activation.All.Select(f => f.Name)), Function),
            Directions = List(given, "--direction", "forward,backward,from-output", OneOfDirections),
            Sizes = List(given, "--size", quick ? "4Ki,1Mi,64Mi" : "256,4Ki,64Ki,1Mi,64Mi", Size),
            Threads = List(given, "--threads", "1,all", ThreadCount),
            Rounds = given.TryGetValue("--rounds", out string? rounds) ? Whole(rounds, "--rounds", 5, 1000) : quick ? 5 : 7,
            Json = given.GetValueOrDefault("--json"),
            Svg = given.GetValueOrDefault("--svg"),
            Markdown = given.GetValueOrDefault("--markdown"),
        };
    }

    /// <summary>"64 Ki".</summary>
    public static string SizeText(int size) => size switch
    {
        >= 1 << 20 when size % (1 << 20) == 0 => $"{size >> 20} Mi",
        >= 1 << 10 when size % (1 << 10) == 0 => $"{size >> 10} Ki",
        _ => size.ToString(CultureInfo.InvariantCulture),
    };

    private static T[] List<T>(Dictionary<string, string> given, string option, string otherwise, Func<string, T> read)
    {
        string[] items = given.GetValueOrDefault(option, otherwise).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return items.Length == 0 ? throw new ArgumentException($"{option} names nothing") : [.. items.Select(read).Distinct()];
    }

    private static Activation Function(string name) =>
        Activation.All.FirstOrDefault(f => f.Name == name) ?? throw new ArgumentException(
            $"unknown function '{name}'; did you mean '{NearestName.Of(name, Activation.All.Select(f => f.Name))}'? (hillock list names them all)");

    private static Direction OneOfDirections(string name) => name switch
    {
        "forward" => Direction.Forward,
        "backward" => Direction.Backward,
        "from-output" => Direction.FromOutput,
        _ => throw new ArgumentException($"--direction '{name}' is neither forward, backward nor from-output"),
    };

    private static int Size(string text)
    {
        string digits = text.Replace(" ", "", StringComparison.Ordinal);
        int shift = digits.EndsWith("Ki", StringComparison.OrdinalIgnoreCase) ? 10 : digits.EndsWith("Mi", StringComparison.OrdinalIgnoreCase) ? 20 : 0;
        return Whole(shift > 0 ? digits[..^2] : digits, "--size", 1, Largest >> shift, shift > 0 ? digits[^2..] : "") << shift;
    }

    private static int ThreadCount(string text) =>
        text == "all" ? Environment.ProcessorCount : Whole(text, "--threads", 1, Environment.ProcessorCount, "", " or all");

    private static int Whole(string text, string option, int least, int most, string unit = "", string other = "") =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new ArgumentException($"{option} '{text}{unit}' is not a whole number from {least}{unit} to {most}{unit}{other}");
}
