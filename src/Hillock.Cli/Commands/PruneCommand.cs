using System.CommandLine;
using Hillock.Cli.Models;

namespace Hillock.Cli.Commands;

/// <summary>hillock prune MODEL.onnx: the same model without the units that never fire.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL.onnx") { Description = "The model." };
        Option<string> output = new("--output", "-o") { Description = "The model to write; its certificate goes beside it.", Required = true, HelpName = "OUT.onnx" };
        Option<bool> proven = new("--proven") { Description = "Remove only what is proven dead for every input in the --box." };
        Option<string?> box = new("--box") { Description = "With --proven: a range such as 0..1, or data for the range of each feature of --data.", HelpName = "LOW..HIGH|data" };
        Option<string[]> verify = new("--verify") { Description = "Further data to compare the outputs on, reported only; may be given several times.", HelpName = "PATH" };
        Option<string?> json = CommonOptions.JsonOption("Also write the certificate to FILE; '-' is standard output.");
        Option<int?> threads = new("--threads") { Description = "Threads; all cores unless given.", HelpName = "N" };
        Option<bool> quiet = new("--quiet") { Description = "Only what was written where." };
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("prune", "Remove units that are dead on data, or proven dead, from an ONNX model; its outputs stay the same there.") { model };
        Func<ParseResult, ModelDataSettings> data = ModelDataSettings.AddTo(command, demanded: true);
        foreach (Option option in new Option[] { output, proven, box, verify, json, threads, quiet, noColor }) command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => PruneRunner.Run(parsed.GetRequiredValue(model), new()
        {
            Output = CommonOptions.Writable(parsed.GetRequiredValue(output), "--output"),
            Proven = parsed.GetValue(proven),
            Box = parsed.GetValue(box),
            Verify = parsed.GetValue(verify) ?? [],
            Json = CommonOptions.JsonTarget(parsed.GetValue(json)),
            Threads = parsed.GetValue(threads) is { } n ? CommonOptions.Positive(n, "--threads") : null,
            Quiet = parsed.GetValue(quiet),
            NoColor = parsed.GetValue(noColor),
        }, data(parsed), cancellation)));
        return command;
    }
}
