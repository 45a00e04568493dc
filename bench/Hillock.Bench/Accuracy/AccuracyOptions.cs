using System.Globalization;

namespace Hillock.Bench.Accuracy;

/// <summary>What <c>hillock bench accuracy</c> was asked for.</summary>
internal sealed record AccuracyOptions
{
    public IReadOnlyList<Activation> Functions { get; init; } = Activation.All;

    /// <summary>Every how manieth float; 1 for all.</summary>
    public int Sample { get; init; } = 1;

    /// <summary>Every how manieth float the peers are judged by.</summary>
    public int PeerSample => Sample == 1 ? 256 : Sample;

    public bool Again { get; init; }

    /// <summary>The file for the table with the peers beside; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>The command that was given, for everybody: the folder of states is one machine's own.</summary>
    public string CommandLine { get; init; } = "";

    public bool Help { get; init; }
    public string Folder { get; init; } = Path.Combine("hillock-out", "exhaustive");
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Reads the arguments after the command's name.</summary>
    /// <exception cref="FormatException">One of them is wrong; the message says which.</exception>
    public static AccuracyOptions Parse(string[] args)
    {
        AccuracyOptions options = new() { CommandLine = string.Join(' ', args.Select((arg, i) => i > 0 && args[i - 1] == "--resume" ? "DIR" : arg).Prepend("./hillock bench accuracy")) };
        List<Activation> functions = [];
        for (int i = 0; i < args.Length; i++)
            options = args[i] switch
            {
                "--again" => options with { Again = true },
                "--help" or "-h" => options with { Help = true },
                "--sample" => options with { Sample = Number(args, ref i, 1 << 20) },
                "--threads" => options with { Threads = Number(args, ref i, 1024) },
                "--out" => options with { Out = Value(args, ref i) },
                "--resume" => options with { Folder = Value(args, ref i) },
                _ => args[i].StartsWith('-') ? throw new FormatException($"unknown option '{args[i]}' (see --help)") : Named(args[i]),
            };
        return functions.Count == 0 ? options : options with { Functions = functions };

        AccuracyOptions Named(string name)
        {
            functions.Add(Activation.All.FirstOrDefault(f => f.Name == name)
                ?? throw new FormatException($"unknown function '{name}'; did you mean '{NearestName.Of(name, Activation.All.Select(f => f.Name))}'?"));
            return options;
        }
    }

    private static string Value(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value");

    private static int Number(string[] args, ref int i, int most)
    {
        string option = args[i], text = Value(args, ref i);
        return int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most
            ? number
            : throw new FormatException($"{option} takes a whole number from 1 to {most}, not '{text}'");
    }
}
