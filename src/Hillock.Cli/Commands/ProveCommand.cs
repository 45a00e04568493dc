using System.CommandLine;
using Hillock.Cli.Models;
using Hillock.Cli.Output;

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
        Option<double?> budget = new("--budget") { Description = "Multiplications in billions that affine bounds may take (4); 0 leaves intervals.", HelpName = "X" };
        Command command = new("prove", "Prove of a trained ONNX model which units are dead, always on or saturated for every input in a box.") { model, box, budget };
        Func<ParseResult, ModelDataSettings> data = ModelDataSettings.AddTo(command);
        Func<ParseResult, CommonOptions> common = CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => ProveRunner.Run(
            parsed.GetRequiredValue(model), parsed.GetRequiredValue(box), Budget(parsed.GetValue(budget)), data(parsed), common(parsed), CommandText.Of(parsed.Tokens.Select(token => token.Value)), cancellation)));
        return command;
    }

    private static double? Budget(double? given) =>
        given is null or (>= 0 and < 1e9) ? given : throw new SpecificationException($"--budget {given}: give billions of multiplications, 0 or more");
}
