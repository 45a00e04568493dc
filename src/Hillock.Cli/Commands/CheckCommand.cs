using System.CommandLine;
using Hillock.Cli.Models;
using Hillock.Cli.Output;

namespace Hillock.Cli.Commands;

/// <summary>hillock check MODEL.onnx: what the units of a trained model do on data.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL.onnx") { Description = "The model." };
        Command command = new("check", "Look at a trained ONNX model: which units are dead, saturated, constant or dormant on data.") { model };
        Func<ParseResult, ModelDataSettings> data = ModelDataSettings.AddTo(command);
        Func<ParseResult, CommonOptions> common = CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => CheckRunner.Run(
            parsed.GetRequiredValue(model), data(parsed), common(parsed), CommandText.Of(parsed.Tokens.Select(token => token.Value)), cancellation)));
        return command;
    }
}
