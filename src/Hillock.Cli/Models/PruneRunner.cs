using System.Globalization;
using System.Text;
using Hillock.Cli.Terminal;
using Hillock.Onnx;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Pruning;
using Spectre.Console;

namespace Hillock.Cli.Models;

/// <summary>`hillock prune` from end to end: a model and data or a box in, a smaller model and its certificate out.</summary>
internal static class PruneRunner
{
    private const int ShownReasons = 5, ShownUnits = 8;

    public static int Run(string path, PruneSettings settings, ModelDataSettings data, CancellationToken cancellation)
    {
        if (settings.Proven && settings.Box is null) throw new SpecificationException("--proven: say for which inputs with --box 0..1 or --box data");
        if (!settings.Proven && settings.Box is not null) throw new SpecificationException("--box: it says what to prove; add --proven");
        if (!settings.Proven && data.Data.Count == 0)
            throw new SpecificationException("prune: say on what grounds units may go: --data PATH for those that are dead on the data, or --proven --box 0..1");
        // The model itself may be replaced by the smaller one; data may not.
        InputFiles.DemandNotAmong(new[] { settings.Output, PrunedModel.CertificateOf(settings.Output), settings.Json }.OfType<string>(), data.Data.Concat(settings.Verify));
        IAnsiConsole console = settings.Json == "-" ? Screen.OpenError(settings.NoColor) : Screen.Open(settings.NoColor);
        OnnxModel model = OnnxModel.Read(path);
        ModelData given = ModelData.For(model, data);
        ProbeOptions feeds = given.Options(settings.Threads);
        (IReadOnlyList<InputBox> Boxes, string Description)? box = settings.Box is { } text ? BoxText.Read(text, model, feeds, given.Name) : null;
        PrunedModel pruned = ProofProgress.Show(progress => ModelPruner.Prune(model, new PruneOptions
        {
            Feeds = feeds,
            Data = data.Data.Count == 0 ? null : DataName.Of(given.Name!, data.Data.Select(InputFiles.Of)),
            Boxes = box?.Boxes,
            Box = box?.Description ?? "",
            Verify = [.. settings.Verify.Select(v => Further(model, data with { Data = [v] }, settings.Threads))],
            Proof = new() { Threads = settings.Threads ?? 0, TimeLimit = TimeSpan.FromMinutes(5), Progress = progress },
        }, cancellation), settings.Quiet || !settings.Proven, settings.NoColor);
        string certificate = pruned.Write(settings.Output);
        if (settings.Json == "-") Console.Out.WriteLine(pruned.Certificate.ToJson());
        else if (settings.Json is { } json) WholeFile.Write(json, stream => stream.Write(Encoding.UTF8.GetBytes(pruned.Certificate.ToJson() + "\n")));
        if (!settings.Quiet) Write(console, pruned.Certificate);
        console.WriteLine(pruned.Certificate.Removed == 0
            ? $"Nothing to remove{(settings.Proven ? "" : " (what is dead never fires in 200 samples or more)")}: {settings.Output} is the model as it was. Certificate: {certificate}" : $"Model: {settings.Output}, certificate: {certificate}");
        return ExitCode.Done;
    }

    private static (DataName, ProbeOptions) Further(OnnxModel model, ModelDataSettings settings, int? threads)
    {
        ModelData data = ModelData.For(model, settings);
        return (DataName.Of(data.Name!, settings.Data.Select(InputFiles.Of)), data.Options(threads));
    }

    private static void Write(IAnsiConsole console, Certificate certificate)
    {
        foreach (PrunedLayer layer in certificate.Layers)
        {
            console.WriteLine($"{layer.Name}: {layer.Removed.Count} of {layer.Units} units removed{(layer.Kept.Count > 0 ? $", {layer.Kept.Count} dead or constant ones stay" : "")}");
            IGrouping<string, KeptUnit>[] reasons = [.. layer.Kept.GroupBy(k => k.Reason)];
            foreach (IGrouping<string, KeptUnit> reason in reasons.Take(ShownReasons))
                console.WriteLine($"  {string.Join(", ", reason.Take(ShownUnits).Select(k => k.Unit))}{(reason.Count() > ShownUnits ? " …" : "")}: {reason.Key}");
            if (reasons.Length > ShownReasons) console.WriteLine($"  and {reasons.Length - ShownReasons} other reasons, in the certificate");
        }

        if (certificate.Removed == 0) return;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{certificate.Removed} units: {certificate.ParametersBefore:N0} → {certificate.ParametersAfter:N0} parameters, {certificate.MultiplyAddsBefore:N0} → {certificate.MultiplyAddsAfter:N0} multiply-adds."));
        foreach (OutputDifference difference in certificate.Demanded) console.WriteLine($"Verified: {Text(difference)}");
        foreach (string reason in certificate.NotCompared) console.WriteLine($"Not compared: {reason}");
        foreach (OutputDifference difference in certificate.Reported) console.WriteLine($"Not promised, for information: {Text(difference)}");
    }

    private static string Text(OutputDifference d) => string.Create(CultureInfo.InvariantCulture,
        $"{d.Inputs}, {d.Samples:N0} samples, fed {string.Join(", ", d.Fed.Select(fed => $"{fed.Least:G4} to {fed.Most:G4}"))}: largest difference {d.Largest:G3} ({d.Relative:G3} of the largest output of its row, or of 1), {d.ChangedAnswers:N0} answers changed");
}
