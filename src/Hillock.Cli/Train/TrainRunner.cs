using Hillock.Cli.Commands;
using Hillock.Cli.Output;
using Hillock.Cli.Terminal;
using Hillock.Data;
using Hillock.Runs;
using Hillock.Torch;
using Spectre.Console;
using TorchSharp;

namespace Hillock.Cli.Train;

/// <summary>The main job from end to end: data, networks side by side, verdict, report.</summary>
internal static class TrainRunner
{
    public static int Run(TrainSettings settings, CommonOptions options, CancellationToken cancellation)
    {
        Baseline baseline = Baseline.Read(options.Baseline);
        OutputFolder output = OutputFolder.Prepare(options.Out);
        IAnsiConsole console = options.JsonToStandardOutput ? Screen.OpenError(options.NoColor) : Screen.Open(options.NoColor);
        NativeLoader.EnsureLoaded();

        Dataset dataset = LoadData(settings, settings.Seeds[0], console, options.Quiet, cancellation);
        if (!options.Quiet) console.WriteLine(Describe(dataset));
        Checkpoints checkpoints = new(options.Out, [.. settings.Arguments], settings.Resumes);
        List<TrainedNetwork> trained = [];
        DataSummary? summary = null;
        foreach (int seed in settings.Seeds)
        {
            if (dataset.IsGenerated && seed != settings.Seeds[0]) dataset = LoadData(settings, seed, console, options.Quiet, cancellation);
            PreparedData data = PreparedData.From(dataset, settings, options.Thresholds, seed);
            torch.set_num_threads(options.Threads ?? data.UsefulThreads(settings));
            summary ??= data.Summary;
            try
            {
                trained.AddRange(SideBySide.Train(data, settings, seed, TrainView.Open(console, options.Quiet), checkpoints, cancellation));
            }
            catch (OperationCanceledException) when (trained.Count > 0)
            {
                // Stopped while rates were searched: what earlier seeds gave is still reported.
            }

            if (cancellation.IsCancellationRequested) break;
        }

        RunReport report = new()
        {
            Command = CommandText.Of(settings.Arguments),
            Data = summary!,
            Runs = [.. trained.Select(t => t.Run with { Findings = [.. t.Run.Findings.Where(f => !options.Ignore.Contains(f.Rule))] })],
        };
        IReadOnlyList<string> verdict = Verdict.Of(report);
        VerdictText.Write(verdict, console);
        output.Write(report, verdict, settings.CheckOnly ? [] : trained);
        ReportFiles.Write(report, options);
        console.WriteLine($"Report: {output.ReportPath}");
        if (baseline.Describe(report) is { } known) console.WriteLine(known);
        if (cancellation.IsCancellationRequested && checkpoints.AreThere) console.WriteLine($"Stopped; hillock train --resume {options.Out} goes on.");
        // A look before the first step leaves an interrupted training in the same folder as it is.
        if (!cancellation.IsCancellationRequested && !settings.CheckOnly) checkpoints.Delete();
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : baseline.ExitCodeFor(report, options.FailOn);
    }

    // How the data were read, so that a decimal comma that made classes of prices is seen at once.
    private static string Describe(Dataset dataset)
    {
        int samples = dataset.Train.Count + (dataset.Test?.Count ?? 0);
        string label = dataset.Encoding is { HasHeader: true, Label: { } column } && !dataset.IsGenerated ? $"label '{column}': " : "";
        string target = dataset.Classes is { } classes
            ? $"{classes.Count} classes ({string.Join(", ", classes.Take(6))}{(classes.Count > 6 ? ", …" : "")})"
            : "a real number, so this is a regression (scaled to mean 0 and deviation 1; losses are of the scaled label)";
        return $"{dataset.Name}: {samples} samples, {dataset.Train.Features} features, {label}{target}";
    }

    private static Dataset LoadData(TrainSettings settings, int seed, IAnsiConsole console, bool quiet, CancellationToken cancellation) =>
        DataSource.Load(settings.Data, new DataOptions
        {
            Label = settings.Label,
            Seed = seed,
            Cancellation = cancellation,
            Progress = quiet ? null : new DownloadLines(console),
        });
}
