using System.CommandLine;
using Hillock.Cli.LabWork;
using Hillock.Cli.Terminal;
using Hillock.Lab;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary>hillock lab: the claims of the notes as experiments.</summary>
internal static class LabCommand
{
    private const string Description = """
        Measure what activation functions do to learning: every claim as an experiment, with its verdict and an evidence book.

        Examples:
          hillock lab                                  all claims on the built-in digits, in a few minutes
          hillock lab saturation dying                 some of them
          hillock lab list                             what there is
          hillock lab --full --data mnist:DIR          the long version
          hillock lab --resume hillock-out/lab         go on after an interruption
          hillock lab trouble --cases 20               trainings that go well or wrong: is the diagnosis right?
        """;

    public static Command Create()
    {
        Argument<string[]> claims = new("CLAIM") { Description = "The claims to measure; all unless given.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> full = new("--full") { Description = "The long version: larger networks, more steps, more seeds." };
        Option<string> data = new("--data") { Description = "digits · mnist:DIR · fashion-mnist · cifar10:DIR · any data with classes.", HelpName = "NAME|PATH", DefaultValueFactory = _ => "digits" };
        Option<string?> output = new("--out") { Description = "The folder for the evidence book (hillock-out/lab unless given).", HelpName = "DIR" };
        Option<string?> resume = new("--resume") { Description = "Go on in the folder of an earlier start; its finished runs are taken over.", HelpName = "DIR" };
        Option<string?> json = CommonOptions.JsonOption("Also write verdicts and numbers as JSON to FILE; '-' is standard output.");
        Option<int?> threads = new("--threads") { Description = "Runs made at a time (as many as there are cores unless given).", HelpName = "N" };
        Option<bool> quiet = new("--quiet") { Description = "No progress, only the verdicts." };
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("lab", Description) { claims, full, data, output, resume, json, threads, quiet, noColor };
        command.Add(CreateList());
        command.Add(CreateTrouble());
        command.SetAction((parsed, cancellation) => Task.Run(() => LabCommandRunner.Run(
            new LabRequest
            {
                Claims = Catalogue.Named(parsed.GetValue(claims) ?? []),
                Full = parsed.GetValue(full),
                Data = parsed.GetRequiredValue(data),
                Out = FolderOf(parsed.GetValue(output), parsed.GetValue(resume)),
                Resume = parsed.GetValue(resume) is not null,
                Json = CommonOptions.JsonTarget(parsed.GetValue(json)),
                Threads = parsed.GetValue(threads) is { } n ? CommonOptions.Positive(n, "--threads") : Environment.ProcessorCount,
                Quiet = parsed.GetValue(quiet),
                NoColor = parsed.GetValue(noColor),
            }, cancellation)));
        return command;
    }

    private static Command CreateList()
    {
        Command list = new("list", "Every claim in a line.");
        list.SetAction(_ =>
        {
            int width = Catalogue.Claims.Max(claim => claim.Id.Length) + 2;
            foreach (IClaim claim in Catalogue.Claims) Screen.Open(noColor: true).WriteLine($"{claim.Id.PadRight(width)}{claim.Statement}");
            return ExitCode.Done;
        });
        return list;
    }

    private static Command CreateTrouble()
    {
        const string description = """
            Draw trainings that are meant to be healthy or broken, diagnose them, and compare with how they ended.

            The seeds 1 … 999 were used while the rules were built; test on others.
            """;
        Option<int> cases = new("--cases") { Description = "Cases to draw.", HelpName = "N", DefaultValueFactory = _ => 60 };
        Option<int> seed = new("--seed") { Description = "The seed that they are drawn from.", HelpName = "S", DefaultValueFactory = _ => 1 };
        Option<string[]> data = new("--data") { Description = "Image data besides the digits: mnist:DIR · fashion-mnist · cifar10:DIR; may be given several times.", HelpName = "NAME|PATH" };
        Option<string?> output = new("--out") { Description = "The folder for finished cases and trouble.json (hillock-out/trouble unless given).", HelpName = "DIR" };
        Option<string?> resume = new("--resume") { Description = "Go on in the folder of an earlier start; its finished cases are taken over.", HelpName = "DIR" };
        Option<string?> json = CommonOptions.JsonOption("Also write cases and summary as JSON to FILE; '-' is standard output.");
        Option<int?> threads = new("--threads") { Description = "Cases made at a time (as many as there are cores unless given).", HelpName = "N" };
        Option<bool> quiet = new("--quiet") { Description = "No progress, only the summary." };
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("trouble", description) { cases, seed, data, output, resume, json, threads, quiet, noColor };
        command.SetAction((parsed, cancellation) => Task.Run(() => TroubleCommandRunner.Run(
            new()
            {
                Cases = CommonOptions.Positive(parsed.GetValue(cases), "--cases"),
                Seed = CommonOptions.Positive(parsed.GetValue(seed), "--seed"),
                Images = parsed.GetValue(data) ?? [],
                Folder = FolderOf(parsed.GetValue(output) ?? (parsed.GetValue(resume) is null ? Path.Combine("hillock-out", "trouble") : null), parsed.GetValue(resume)),
                Resume = parsed.GetValue(resume) is not null,
                Threads = parsed.GetValue(threads) is { } n ? CommonOptions.Positive(n, "--threads") : Environment.ProcessorCount,
            },
            CommonOptions.JsonTarget(parsed.GetValue(json)),
            parsed.GetValue(quiet), parsed.GetValue(noColor), cancellation)));
        return command;
    }

    private static string FolderOf(string? output, string? resume)
    {
        if (resume is null) return output is null ? Path.Combine("hillock-out", "lab") : output.Length > 0 ? output : throw new SpecificationException("--out '': name a folder");
        if (output is not null && output != resume) throw new SpecificationException("--out and --resume name two folders; give one of them");
        return Directory.Exists(resume) ? resume : throw new SpecificationException($"--resume '{resume}': there is no such folder; leave --resume out to start anew");
    }
}
