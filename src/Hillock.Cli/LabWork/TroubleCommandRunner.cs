using System.Globalization;
using Hillock.Cli.Output;
using Hillock.Cli.Terminal;
using Hillock.Cli.Train;
using Hillock.Data;
using Hillock.Lab.Trouble;
using Spectre.Console;

namespace Hillock.Cli.LabWork;

/// <summary>`hillock lab trouble` from end to end: cases, summary, JSON.</summary>
internal static class TroubleCommandRunner
{
    /// <param name="settings">What to do.</param>
    /// <param name="json">Where to write the report too; '-' is standard output.</param>
    /// <param name="quiet">Whether only the summary is shown.</param>
    /// <param name="noColor">Whether to leave colours out.</param>
    /// <param name="cancellation">Stops after the cases at hand were given up; finished ones are kept.</param>
    public static int Run(TroubleSettings settings, string? json, bool quiet, bool noColor, CancellationToken cancellation)
    {
        foreach (string images in settings.Images)
            if (!TroubleSettings.ImageSets.Contains(images.Split(':')[0]))
                throw new SpecificationException($"--data '{images}': its families are of images; give {string.Join(", ", TroubleSettings.ImageSets)}, with a folder as in mnist:DIR");
        OutputFolder.Prepare(settings.Folder!);
        IAnsiConsole console = json == "-" ? Screen.OpenError(noColor) : Screen.Open(noColor);
        // Data that cannot be read end this before hours are spent.
        foreach (string images in settings.Images) _ = DataSource.Load(images, new() { Cancellation = cancellation });
        TroubleReport report = TroubleRunner.Run(settings, new TroubleLines(console, quiet), cancellation);
        WholeFile.Write(Path.Combine(settings.Folder!, "trouble.json"), stream => TroubleJson.Write(report, stream));
        if (json == "-")
        {
            using Stream output = Console.OpenStandardOutput();
            TroubleJson.Write(report, output);
        }
        else if (json is not null)
        {
            WholeFile.Write(json, stream => TroubleJson.Write(report, stream));
        }

        foreach (string line in TroubleTable.Of(report)) console.WriteLine(line);
        if (!cancellation.IsCancellationRequested) return ExitCode.Done;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"stopped; finished cases are kept: hillock lab trouble --cases {settings.Cases} --seed {settings.Seed} --resume {settings.Folder} goes on"));
        return ExitCode.Interrupted;
    }

    private sealed class TroubleLines(IAnsiConsole console, bool quiet) : ITroubleView
    {
        private readonly Lock _gate = new();

        public void Done(int index, TroubleResult result, int done, int cases)
        {
            if (quiet) return;
            string verdict = result.Kind switch
            {
                TroubleKind.Healthy => result.FalseAlarm is { } alarm ? $"healthy, FALSE {alarm.ToString().ToUpperInvariant()}" : "healthy, no alarm",
                TroubleKind.Broken => result.Detected ? "broken, detected" : "broken, NOT DETECTED",
                _ => "in between",
            };
            lock (_gate)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{done,4}/{cases}  case {index,4}  {result.Family,-14} accuracy {result.Untouched.Accuracy:F3} (reference {result.Reference:F3})  {verdict}"));
        }

        public void Warn(string message)
        {
            lock (_gate) Console.Error.WriteLine($"hillock: {message}");
        }
    }
}
