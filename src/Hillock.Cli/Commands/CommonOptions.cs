using System.CommandLine;
using Hillock.Diagnosis;

namespace Hillock.Cli.Commands;

/// <summary>The options that every command with findings takes.</summary>
internal sealed record CommonOptions
{
    public required Severity? FailOn { get; init; }
    public required IReadOnlyList<string> Ignore { get; init; }
    public required string? Baseline { get; init; }

    /// <summary>The numbers that the diagnosis judges by.</summary>
    public required ThresholdSet Thresholds { get; init; }
    public required string? Json { get; init; }
    public required string? Sarif { get; init; }
    public required string Out { get; init; }
    public required int? Threads { get; init; }
    public required bool Quiet { get; init; }
    public required bool NoColor { get; init; }

    /// <summary>Whether standard output carries the JSON and must stay free of everything else.</summary>
    public bool JsonToStandardOutput => Json == "-";

    /// <summary>These, and where one is not given that of an earlier command.</summary>
    public CommonOptions After(CommonOptions earlier) => this with
    {
        FailOn = FailOn ?? earlier.FailOn,
        Ignore = Ignore.Count > 0 ? Ignore : earlier.Ignore,
        Baseline = Baseline ?? earlier.Baseline,
        Thresholds = Thresholds.Overrides.Count > 0 ? Thresholds : earlier.Thresholds,
        Json = Json ?? earlier.Json,
        Sarif = Sarif ?? earlier.Sarif,
        Threads = Threads ?? earlier.Threads,
    };

    public static Option<bool> NoColorOption() => new("--no-color") { Description = "No colours (NO_COLOR does the same)." };

    public static Option<string?> JsonOption(string description) => new("--json") { Description = description, HelpName = "FILE" };

    /// <summary>Adds the options to a command; the result reads them.</summary>
    public static Func<ParseResult, CommonOptions> AddTo(Command command)
    {
        Option<string> failOn = new("--fail-on")
        {
            Description = "Exit with 1 when there is a finding of this severity or above: none, warning or error.",
            DefaultValueFactory = _ => "none",
        };
        failOn.AcceptOnlyFromAmong("none", "warning", "error");
        Option<string[]> ignore = new("--ignore") { Description = "Leave out the findings of a rule; may be given several times.", HelpName = "RULE" };
        Option<string?> baseline = new("--baseline") { Description = "Only findings that this earlier report lacks count.", HelpName = "OLD.json" };
        Option<string[]> set = new("--set") { Description = "Judge by another number than the default, as in dead-units.share=0.6; may be given several times.", HelpName = "NAME=NUMBER" };
        Option<string?> json = JsonOption("Also write the report as JSON to FILE; '-' is standard output.");
        Option<string?> sarif = new("--sarif") { Description = "Also write the findings as SARIF.", HelpName = "FILE" };
        Option<string> output = new("--out")
        {
            Description = "The folder for the report and everything else.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("hillock-out", command.Name),
        };
        Option<int?> threads = new("--threads") { Description = "Threads of one operation; unless given all cores for large layers and one for small ones, which are slower on several.", HelpName = "N" };
        Option<bool> quiet = new("--quiet") { Description = "No progress, only the verdict." };
        Option<bool> noColor = NoColorOption();
        foreach (Option option in new Option[] { failOn, ignore, baseline, set, json, sarif, output, threads, quiet, noColor }) command.Add(option);
        return parsed =>
        {
            string[] ignored = parsed.GetValue(ignore) ?? [];
            foreach (string rule in ignored.Where(rule => !Rules.Names.Contains(rule)))
                throw new SpecificationException($"--ignore: unknown rule '{rule}'; {NearestName.Hint(rule, Rules.Names)}");
            return new()
            {
                FailOn = parsed.GetValue(failOn) switch { "warning" => Severity.Warning, "error" => Severity.Error, _ => null },
                Ignore = ignored,
                Baseline = parsed.GetValue(baseline),
                Thresholds = ThresholdSet.Parse(parsed.GetValue(set) ?? []),
                Json = JsonTarget(parsed.GetValue(json)),
                Sarif = parsed.GetValue(sarif) is { } target ? Writable(target, "--sarif") : null,
                Out = parsed.GetRequiredValue(output) is { Length: > 0 } folder ? folder : throw new SpecificationException("--out '': name a folder"),
                Threads = parsed.GetValue(threads) is { } n ? Positive(n, "--threads") : null,
                Quiet = parsed.GetValue(quiet),
                NoColor = parsed.GetValue(noColor),
            };
        };
    }

    /// <summary>What --json names, found writable; '-', standard output, and nothing stay as they are.</summary>
    public static string? JsonTarget(string? given) => given is null or "-" ? given : Writable(given, "--json");

    // Found before hours are spent: the folder is there and takes a file.
    internal static string Writable(string path, string option)
    {
        try
        {
            FolderProbe.For(path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"{option} '{path}' cannot be written ({exception.Message}); choose another file in a folder that exists", exception);
        }
    }

    public static int Positive(int value, string option) =>
        value > 0 ? value : throw new SpecificationException($"{option} {value}: must be at least 1");
}
