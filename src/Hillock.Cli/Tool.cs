using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Hillock.Cli.Commands;

namespace Hillock.Cli;

/// <summary>The command line: reads it, runs the command, and turns what goes wrong into one line and an exit status.</summary>
internal static partial class Tool
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Not a RootCommand, which takes its name from the assembly: people call it hillock.
        Command root = new("hillock", "Activation functions of neural networks: train and watch, diagnose, compute, show.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            TrainCommand.Create(),
            CheckCommand.Create(),
            PredictCommand.Create(),
            ProveCommand.Create(),
            PruneCommand.Create(),
            ListCommand.Create(),
            ShowCommand.Create(),
            LabCommand.Create(),
            ApplyCommand.Create(),
            // The launcher hands bench to its own program; it stands here for --help.
            BenchCommand.Create(),
        };
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0) return WrongUse(parsed);
        try
        {
            // Ctrl-C asks the command to stop and report, however long that takes; a second one ends the process.
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout.InfiniteTimeSpan };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("hillock: stopped");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (IsBadInput(exception))
        {
            return Fail(exception, ExitCode.BadInput);
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable("HILLOCK_DEBUG") is null)
        {
            return Fail(exception, ExitCode.Failure);
        }
    }

    private static bool IsBadInput(Exception exception) =>
        exception is SpecificationException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException;

    private static int Fail(Exception exception, int status)
    {
        // A type initializer or a task hides what happened one level down.
        while (exception is TypeInitializationException or AggregateException && exception.InnerException is { } inner) exception = inner;
        // Our own exceptions say what is missing and how to mend it; anything else is a surprise, and its place is worth knowing.
        bool surprise = status == ExitCode.Failure && exception.GetType().Namespace?.StartsWith("Hillock", StringComparison.Ordinal) != true;
        string prefix = surprise ? $"failure ({exception.GetType().Name}; HILLOCK_DEBUG=1 shows where): " : "";
        Console.Error.WriteLine($"hillock: {prefix}{OneLine(exception.Message)}");
        return status;
    }

    private static int WrongUse(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        IEnumerable<string> known = command.Options.Where(o => !o.Hidden).Select(o => o.Name)
            .Concat(parsed.RootCommandResult.Command.Options.Select(o => o.Name))
            .Concat(command.Subcommands.Select(c => c.Name));
        string? unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        string message = unknown is null ? Plain(parsed.Errors[0].Message)
            : $"unknown {(unknown.StartsWith('-') ? "option" : command == parsed.RootCommandResult.Command ? "command" : "argument")} '{unknown}'; "
              + NearestName.Hint(unknown, [.. known]);
        string help = command == parsed.RootCommandResult.Command ? "hillock --help" : $"hillock {command.Name} --help";
        Console.Error.WriteLine($"hillock: {message} (see {help})");
        return ExitCode.BadInput;
    }

    private static string OneLine(string message) => Spaces().Replace(message, " ").Trim();

    // System.CommandLine speaks of types; people know what a whole number is.
    private static string Plain(string message) =>
        Unparsable().Match(message) is { Success: true } match ? $"{match.Groups["option"]} '{match.Groups["given"]}' is not a whole number" : OneLine(message);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^Cannot parse argument '(?<given>.*)' for option '(?<option>.*)' as expected type 'System.(Int32|Nullable.*)'")]
    private static partial Regex Unparsable();
}
