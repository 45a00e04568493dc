using System.Globalization;
using System.Text.Json;
using Hillock.Cli.Commands;
using Hillock.Cli.Output;
using Hillock.Cli.Terminal;
using Hillock.Onnx;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;
using Hillock.Runs;
using Spectre.Console;

namespace Hillock.Cli.Models;

/// <summary>`hillock prove` from end to end: model and box in; table, report and proof.json out.</summary>
internal static class ProveRunner
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static int Run(string path, string box, ProofOptions effort, ModelDataSettings settings, CommonOptions options, string command, CancellationToken cancellation)
    {
        Baseline baseline = Baseline.Read(options.Baseline);
        OutputFolder output = OutputFolder.Prepare(options.Out);
        IAnsiConsole console = options.JsonToStandardOutput ? Screen.OpenError(options.NoColor) : Screen.Open(options.NoColor);
        OnnxModel model = OnnxModel.Read(path);
        ModelData data = ModelData.For(model, settings);
        ProbeOptions feeds = data.Options(options.Threads) with { Thresholds = options.Thresholds };
        (IReadOnlyList<InputBox> boxes, string description) = BoxText.Read(box, model, feeds, data.Name);
        Proof proof = ProofProgress.Show(progress => Prover.Prove(model, feeds, boxes, description, effort with { Threads = options.Threads ?? 0, Progress = progress }, cancellation), options.Quiet, options.NoColor);
        // With data the units are looked at too, and what is proven stands out among what is only seen.
        ProbeResult? seen = settings.Data.Count == 0 || proof.IsStopped ? null : ModelProbe.Run(model, feeds, cancellation);
        RunReport report = new()
        {
            Command = command,
            Data = new DataSummary
            {
                Name = data.Name ?? $"every input in the box {description}",
                Train = 0,
                Test = (int)Math.Min(int.MaxValue, seen?.Samples ?? 0),
                Features = boxes.Sum(b => b.Shape.Skip(1).Aggregate(1, (x, y) => x * y)),
            },
            Runs = [ToRun(path, proof, seen, options)],
        };
        if (!options.Quiet) Write(console, proof);
        foreach (string note in Notes(proof)) console.WriteLine(note);
        output.Write(report, seen is null ? [Notes(proof).First()] : [Notes(proof).First(), .. Verdict.Of(report)]);
        string file = Path.Combine(options.Out, "proof.json");
        WholeFile.Write(file, stream => JsonSerializer.Serialize(stream, proof, Json));
        ReportFiles.Write(report, options);
        console.WriteLine($"Report: {output.ReportPath}, unit by unit: {file}");
        if (baseline.Describe(report) is { } known) console.WriteLine(known);
        return proof.IsStopped || seen?.IsStopped == true ? ExitCode.Interrupted : baseline.ExitCodeFor(report, options.FailOn);
    }

    private static Run ToRun(string path, Proof proof, ProbeResult? seen, CommonOptions options) => new()
    {
        Model = Path.GetFileName(path),
        Activation = string.Join(", ", proof.Layers.Select(l => l.Activation).Distinct()),
        Seed = 1,
        Network = string.Join(',', proof.Layers.Select(l => l.Units)),
        Epochs = 0,
        Seconds = proof.Seconds,
        End = proof.IsStopped ? RunEnd.Interrupted : RunEnd.Completed,
        Train = new(double.NaN, null),
        Test = new(double.NaN, null),
        Layers = seen?.Layers ?? [],
        Unwatched = seen?.Unwatched ?? [],
        Proven = proof.Layers,
        Notes = [.. Notes(proof).Skip(1)],
        Findings = [.. ProvenFindings.Merge(proof, seen?.Findings ?? [], options.Thresholds).Where(f => !options.Ignore.Contains(f.Rule))],
    };

    private static IEnumerable<string> Notes(Proof proof)
    {
        int dead = proof.Layers.Sum(l => l.Dead.Count), on = proof.Layers.Sum(l => l.On.Count), constant = proof.Layers.Sum(l => l.Constant.Count);
        int saturated = proof.Layers.Sum(l => l.Saturated);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Proven for every input in the box {proof.Box}: {proof.Proven} of {proof.Units} units ({(proof.Units == 0 ? 0 : 100.0 * proof.Proven / proof.Units):0.#} %): "
            + $"{dead} dead, {on} always on, {saturated} saturated, {constant} constant; {proof.Seconds:0.##} s.");
        if (proof.Proven < proof.Units)
        {
            string[] more = [.. new[] { proof.Box.EndsWith("feature by feature", StringComparison.Ordinal) ? null : "a smaller box (--box data)", proof.Layers.Any(l => l.AffineShare < 1) ? "a larger --budget" : null }.OfType<string>()];
            yield return $"Of {(proof.Proven == 0 ? "these" : $"the other {proof.Units - proof.Proven}")} nothing is shown: an input of the box may fire them, or the bounds are too wide."
                + (more.Length == 0 ? "" : $" May prove more: {string.Join(", ", more)}.");
        }

        foreach (string stop in proof.Stops) yield return $"The proof stops at {stop}.";
        ProvenLayer[] part = [.. proof.Layers.Where(layer => layer.AffineShare < 1)];
        if (part.Length > 0)
            yield return $"{part.Length} of {proof.Layers.Count} layers have bounds from intervals alone, or from affine bounds that were broken off, for some of their numbers: "
                + (proof.IsLate ? "the time was up (--time-limit)." : "they would take more than the --budget.");
        if (proof.IsStopped) yield return "The proof was stopped; what stands here holds.";
        if (proof.Unreached.Count > 0) yield return $"Not reached: {string.Join(", ", proof.Unreached)}.";
    }

    private static void Write(IAnsiConsole console, Proof proof)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("layer");
        table.AddColumn("function");
        foreach (string name in new[] { "units", "dead", "always on", "saturated", "constant", "by intervals", "affine", "seconds" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (ProvenLayer layer in proof.Layers)
        {
            table.AddRow(
                new Text(layer.Name), new Text(layer.Activation), Count(layer.Units), Count(layer.Dead.Count), Count(layer.On.Count),
                Count(layer.Saturated), Count(layer.Constant.Count), Count(layer.ByIntervals),
                new Text(layer.AffineShare is double share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %") : "–"), new Text(layer.Seconds.ToString("0.00", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
    }

    private static Text Count(int count) => new(count == 0 ? "–" : $"{count}");
}
