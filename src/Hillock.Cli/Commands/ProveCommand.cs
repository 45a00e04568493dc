using System.CommandLine;
using Hillock.Cli.Models;
using Hillock.Cli.Output;
using Hillock.Onnx.Proofs;

namespace Hillock.Cli.Commands;

/// <summary>hillock prove MODEL.onnx: what holds of its units for every input in a box.</summary>
internal static class ProveCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL.onnx") { Description = "The model." };
        Option<string> box = new("--box")
        {
            Description = "What every input may be: a range such as 0..1, or data for the range of each feature of --data.",
            HelpName = "LOW..HIGH|data",
            Required = true,
        };
        Option<double?> budget = new("--budget") { Description = "Multiplications in billions that affine bounds may take (20); 0 leaves intervals.", HelpName = "X" };
        Option<double?> limit = new("--time-limit") { Description = "Seconds after which intervals alone go on (300).", HelpName = "S" };
        Command command = new("prove", "Prove of a trained ONNX model which units are dead, always on or saturated for every input in a box.") { model, box, budget, limit };
        Func<ParseResult, ModelDataSettings> data = ModelDataSettings.AddTo(command, demanded: true);
        Func<ParseResult, CommonOptions> common = CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => ProveRunner.Run(
            parsed.GetRequiredValue(model), parsed.GetRequiredValue(box), Options(parsed.GetValue(budget), parsed.GetValue(limit)), data(parsed), common(parsed), CommandText.Of(parsed.Tokens.Select(token => token.Value)), cancellation)));
        return command;
    }

    private static ProofOptions Options(double? budget, double? limit)
    {
        if (budget is not (null or (>= 0 and < 1e9))) throw new SpecificationException($"--budget {budget}: give billions of multiplications, 0 or more");
        if (limit is not (null or (>= 0 and < 1e7))) throw new SpecificationException($"--time-limit {limit}: give seconds, 0 or more");
        ProofOptions options = new() { TimeLimit = TimeSpan.FromSeconds(limit ?? 300) };
        return budget is double billions ? options with { AffineBudget = (long)(billions * 1e9) } : options;
    }
}
