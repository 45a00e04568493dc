using System.CommandLine;
using System.Diagnostics;
using Hillock.Cli.Apply;
using Hillock.Cli.Terminal;
using Hillock.Data;
using Hillock.Report;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary>hillock apply FUNCTION: a function over a .npy file of any size.</summary>
internal static class ApplyCommand
{
    // A file that takes a second or more.
    private const long Long = 128 << 20;

    private const string Description = """
        Run a function over a .npy file of any size: 16, 32 or 64-bit floats of any shape.

        The result has the type, byte order, order and shape of the input. Functions over a row (softmax, glu …) work along the last axis.
        --out may be the same file as --in: the result takes its place when it is whole.
        """;

    public static Command Create()
    {
        Argument<string> function = new("FUNCTION") { Description = "A function's name, with parameters if you like: \"leaky_relu(slope=0.2)\"." };
        Option<string> input = new("--in") { Description = "The file to read.", HelpName = "x.npy", Required = true };
        Option<string> output = new("--out") { Description = "The file to write.", HelpName = "y.npy", Required = true };
        Option<bool> derivative = new("--derivative") { Description = "f′(x) instead of f(x)." };
        Option<string> precision = new("--precision") { Description = "fast or exact (the nearest number to the true value).", DefaultValueFactory = _ => "fast" };
        Option<int?> threads = new("--threads") { Description = "How many threads; all cores unless given. The bits do not depend on it.", HelpName = "N" };
        Option<bool> quiet = new("--quiet") { Description = "Print nothing." };
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("apply", Description) { function, input, output, derivative, precision, threads, quiet, noColor };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            IFileFunction work = Work(parsed.GetRequiredValue(function), parsed.GetValue(derivative), ReadPrecision(parsed.GetRequiredValue(precision)));
            string from = File(parsed.GetRequiredValue(input), "--in"), to = CommonOptions.Writable(File(parsed.GetRequiredValue(output), "--out"), "--out");
            int count = parsed.GetValue(threads) is { } n ? CommonOptions.Positive(n, "--threads") : Environment.ProcessorCount;
            bool silent = parsed.GetValue(quiet);
            long start = Stopwatch.GetTimestamp();
            NpyLayout layout = Run(new FileRun(work, from, to, count), silent ? null : Screen.OpenError(parsed.GetValue(noColor)), from, cancellation);
            if (!silent)
                Console.WriteLine($"{work} of {NumberText.Count(layout.Count)} numbers (float{layout.Bits}, {Shape(layout)}) in "
                    + $"{NumberText.Seconds(Stopwatch.GetElapsedTime(start).TotalSeconds)}: {to}");
            return ExitCode.Done;
        }));
        return command;
    }

    private static NpyLayout Run(FileRun run, IAnsiConsole? console, string input, CancellationToken cancellation)
    {
        if (console is null || !console.Profile.Capabilities.Interactive || new FileInfo(input) is not { Exists: true, Length: > Long })
            return run.Run(_ => { }, cancellation);
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(Path.GetFileName(input)));
                return run.Run(share => task.Value = 100 * share, cancellation);
            });
    }

    private static IFileFunction Work(string text, bool derivative, Precision precision)
    {
        (Activation? ofNumbers, RowActivation? ofRows) = FunctionText.Parse(text);
        if (ofNumbers is not null) return new NumberFunction(ofNumbers, derivative, precision);
        if (derivative)
            throw new SpecificationException($"--derivative: each result of {ofRows} depends on the whole row, so its derivative is a matrix, "
                + "not an array of the input's shape; leave --derivative out, or use RowActivation.Backward of the library");
        return new RowFunction(ofRows!, precision);
    }

    private static Precision ReadPrecision(string text) => text switch
    {
        "fast" => Precision.Fast,
        "exact" => Precision.Exact,
        _ => throw new SpecificationException($"--precision '{text}': did you mean '{NearestName.Of(text, ["fast", "exact"])}'? (fast, exact)"),
    };

    private static string File(string path, string option) => path switch
    {
        "" => throw new SpecificationException($"{option} '': name a file"),
        "-" => throw new SpecificationException($"{option} '-': standard input and output cannot be used here; name a file"),
        _ when option == "--out" && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) =>
            throw new SpecificationException($"--out '{path}': the result is not compressed; leave .gz out"),
        _ => path,
    };

    private static string Shape(NpyLayout layout) =>
        layout.Shape.Count == 0 ? "a single number" : $"shape {string.Join(" × ", layout.Shape.Select(NumberText.Count))}";
}
