using System.CommandLine;

namespace Hillock.Cli.Commands;

/// <summary>hillock bench: the launcher hands it to a program of its own; here it stands in --help, and says so where the launcher was passed by.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Command command = new("bench", "Compare speed side by side with other libraries (./hillock bench --help).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed =>
        {
            Console.Error.WriteLine("hillock: benchmarks are a program of their own; run ./hillock bench at the root of the repository, or dotnet run --project bench/Hillock.Bench -c Release");
            return ExitCode.BadInput;
        });
        return command;
    }
}
