using Hillock.Cli.Output;
using Hillock.Cli.Terminal;
using Hillock.Cli.Train;
using Hillock.Data;
using Hillock.Lab;
using Spectre.Console;

namespace Hillock.Cli.LabWork;

/// <summary>`hillock lab` from end to end: data, experiments, book.</summary>
internal static class LabCommandRunner
{
    public static int Run(LabRequest request, CancellationToken cancellation)
    {
        OutputFolder.Prepare(request.Out);
        IAnsiConsole console = request.Json == "-" ? Screen.OpenError(request.NoColor) : Screen.Open(request.NoColor);
        Dataset dataset = DataSource.Load(request.Data, new DataOptions { Cancellation = cancellation, Progress = request.Quiet ? null : new DownloadLines(console) });
        LabSettings settings = new()
        {
            Claims = request.Claims,
            Full = request.Full,
            Dataset = dataset,
            Folder = request.Out,
            Resume = request.Resume,
            Threads = request.Threads,
            Flags = $"{(request.Full ? "--full " : "")}{(request.Data == "digits" ? "" : $"--data {request.Data}")}".Trim(),
        };
        IReadOnlyList<ClaimResult> results = LabRunner.Run(settings, new LabLines(console, request.Quiet), cancellation);
        if (request.Json == "-")
        {
            using Stream output = Console.OpenStandardOutput();
            LabJson.Write(results, output);
        }
        else if (request.Json is { } file)
        {
            WholeFile.Write(file, stream => LabJson.Write(results, stream));
        }

        if (results.Count > 0) console.WriteLine($"Evidence book: {Path.Combine(request.Out, "index.html")}");
        if (!cancellation.IsCancellationRequested) return ExitCode.Done;
        console.WriteLine($"stopped; finished runs are kept: hillock lab --resume {request.Out} goes on");
        return ExitCode.Interrupted;
    }
}
