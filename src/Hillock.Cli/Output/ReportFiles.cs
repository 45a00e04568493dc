using Hillock.Cli.Commands;
using Hillock.Report;
using Hillock.Runs;

namespace Hillock.Cli.Output;

/// <summary>The files that --json and --sarif ask for.</summary>
internal static class ReportFiles
{
    public static void Write(RunReport report, CommonOptions options)
    {
        if (options.JsonToStandardOutput)
        {
            using Stream standardOutput = Console.OpenStandardOutput();
            ReportJson.Write(report, standardOutput);
        }
        else if (options.Json is { } json)
        {
            ReportJson.Write(report, json);
        }

        if (options.Sarif is { } sarif) SarifWriter.Write(report, sarif);
    }
}
