using Hillock.Cli.Commands;
using Hillock.Cli.Output;
using Hillock.Cli.Terminal;
using Hillock.Data;
using Hillock.Onnx;
using Hillock.Onnx.Probing;
using Hillock.Runs;
using Spectre.Console;

namespace Hillock.Cli.Models;

/// <summary>`hillock check` from end to end: model and data in, table, verdict and report out.</summary>
internal static class CheckRunner
{
    public static int Run(string path, ModelDataSettings settings, CommonOptions options, string command, CancellationToken cancellation)
    {
        Baseline baseline = Baseline.Read(options.Baseline);
        OutputFolder output = OutputFolder.Prepare(options.Out);
        IAnsiConsole console = options.JsonToStandardOutput ? Screen.OpenError(options.NoColor) : Screen.Open(options.NoColor);
        OnnxModel model = OnnxModel.Read(path);
        ModelData data = ModelData.For(model, settings);
        ProbeResult result = Probe(model, data.Options(options.Threads) with { Thresholds = options.Thresholds }, console, options.Quiet, cancellation);
        RunReport report = new()
        {
            Command = command,
            Data = new DataSummary
            {
                Name = data.Name ?? "a random sample",
                Train = 0,
                Test = (int)Math.Min(int.MaxValue, result.Samples),
                Features = (int)result.Fed.Where(f => f.Shape.Count > 0).Sum(f => f.Shape.Skip(1).Aggregate(1L, (a, b) => a * b)),
                Scale = settings.Scale?.ToString().ToLowerInvariant(),
            },
            Runs = [ToRun(path, result, options)],
        };
        IReadOnlyList<string> verdict = Verdict.Of(report);
        if (!options.Quiet) LayerText.Write(console, report.Runs[0]);
        // What random samples show must not pass for more, however little is said.
        else if (result.IsRandom) console.WriteLine(Notes(result).First());
        VerdictText.Write(verdict, console);
        output.Write(report, verdict);
        ReportFiles.Write(report, options);
        console.WriteLine($"Report: {output.ReportPath}");
        if (baseline.Describe(report) is { } known) console.WriteLine(known);
        return result.IsStopped ? ExitCode.Interrupted : baseline.ExitCodeFor(report, options.FailOn);
    }

    private static ProbeResult Probe(OnnxModel model, ProbeOptions options, IAnsiConsole console, bool quiet, CancellationToken cancellation)
    {
        if (quiet || !console.Profile.Capabilities.Interactive) return ModelProbe.Run(model, options, cancellation);
        return console.Status().Start("Reading the model", context => ModelProbe.Run(model, options with
        {
            Progress = new Progress<long>(samples => context.Status($"{samples:N0} samples")),
        }, cancellation));
    }

    private static Run ToRun(string path, ProbeResult result, CommonOptions options) => new()
    {
        Model = Path.GetFileName(path),
        Activation = string.Join(", ", result.Layers.Select(l => l.Activation).Distinct()),
        Seed = 1,
        Network = string.Join(',', result.Layers.Select(l => l.Units)),
        Epochs = 0,
        Seconds = result.Elapsed.TotalSeconds,
        End = result.IsStopped ? RunEnd.Interrupted : RunEnd.Completed,
        Train = new(double.NaN, null),
        Test = new(double.NaN, null),
        Layers = result.Layers,
        Unwatched = result.Unwatched,
        Notes = [.. Notes(result)],
        Findings = [.. result.Findings.Where(f => !options.Ignore.Contains(f.Rule))],
    };

    private static IEnumerable<string> Notes(ProbeResult result)
    {
        if (result.IsRandom)
            yield return $"No data were given: {result.Samples} samples were drawn at random from what the inputs declare. That the model runs is shown; what is dead on them may live on real data.";
        foreach (FedRange fed in result.Fed)
            yield return fed.Least == fed.Most
                ? $"Input {fed.Input} ({Shape(fed)}) was fed {fed.Least:G5} throughout."
                : $"Input {fed.Input} ({Shape(fed)}) was fed {fed.Least:G4} to {fed.Most:G4}, mean {fed.Mean:G4}, from {fed.Source}.";
        if (result.OutputFunctions.Count > 0) yield return $"Output functions, which are not layers: {string.Join(", ", result.OutputFunctions)}.";
    }

    private static string Shape(FedRange fed) => fed.Shape.Count == 0 ? "one number" : string.Join('x', fed.Shape);
}
