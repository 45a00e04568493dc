using System.CommandLine;
using System.Globalization;
using Hillock.Cli.Commands;
using Hillock.Data;

namespace Hillock.Cli.Models;

/// <summary>What a command that runs an ONNX model was told about the model's inputs; read, not yet compared with the model.</summary>
internal sealed record ModelDataSettings
{
    /// <summary>Each PATH or INPUT=PATH.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    public required IReadOnlyDictionary<string, double> Constants { get; init; }
    public required IReadOnlyDictionary<string, long[]> Shapes { get; init; }
    public required ScaleKind? Scale { get; init; }
    public required IReadOnlyList<float> Mean { get; init; }
    public required IReadOnlyList<float> Std { get; init; }

    /// <summary>Null where it is to be found out.</summary>
    public required bool? ChannelsLast { get; init; }

    /// <summary>An option that was given and means something for ONNX models alone; null where there is none.</summary>
    public string? ForModels => Scale is not null ? "--scale" : Mean.Count > 0 ? "--mean" : Std.Count > 0 ? "--std" : ChannelsLast is not null ? "--layout"
        : Shapes.Count > 0 ? "--shape" : Constants.Count > 0 ? "--input" : null;

    /// <summary>Adds the options to a command; the result reads them.</summary>
    /// <param name="command">The command.</param>
    /// <param name="demanded">Whether the command does nothing with samples drawn at random.</param>
    public static Func<ParseResult, ModelDataSettings> AddTo(Command command, bool demanded = false)
    {
        Option<string[]> data = new("--data")
        {
            Description = "Samples for an input: .npy, .npz, IDX or CSV, a folder of PNG and JPEG images, a folder of test sets (test_data_set_0/input_0.pb), or a data set's name or folder such as mnist:DIR and cifar10:DIR (its training part); INPUT=PATH where the model has several inputs. All are read as they are needed, but for tables with texts and named sets." + (demanded ? "" : " Without: samples drawn at random."),
            HelpName = "[INPUT=]PATH",
        };
        Option<string[]> input = new("--input") { Description = "The same number for every sample: a sampling rate, an empty state.", HelpName = "NAME=VALUE" };
        Option<string[]> shape = new("--shape") { Description = "Sizes that the model leaves open, the batch first: image=1x3x320x320.", HelpName = "NAME=1x3x…" };
        Option<string?> scale = new("--scale") { Description = "raw · unit · standard · x100; unit for images and bytes, raw for all else unless given.", HelpName = "KIND" };
        Option<string?> mean = new("--mean") { Description = "Taken from the scaled values, one number or one a channel: 0.485,0.456,0.406.", HelpName = "X[,X…]" };
        Option<string?> std = new("--std") { Description = "What they are then divided by.", HelpName = "X[,X…]" };
        Option<string?> layout = new("--layout") { Description = "Where a model's images have their channels: nchw or nhwc; found out unless given.", HelpName = "nchw|nhwc" };
        layout.AcceptOnlyFromAmong("nchw", "nhwc");
        foreach (Option option in new Option[] { data, input, shape, scale, mean, std, layout }) command.Add(option);
        return parsed => new()
        {
            Data = parsed.GetValue(data) ?? [],
            Constants = Pairs(parsed.GetValue(input), "--input", text => Number(text, "--input")),
            Shapes = Pairs(parsed.GetValue(shape), "--shape", Sizes),
            Scale = parsed.GetValue(scale) is { } kind ? TrainCommand.ParseScale(kind) : null,
            Mean = Numbers(parsed.GetValue(mean), "--mean"),
            Std = Numbers(parsed.GetValue(std), "--std") is var divisors && divisors.Contains(0) ? throw new SpecificationException("--std 0: nothing can be divided by 0") : divisors,
            ChannelsLast = parsed.GetValue(layout) switch { "nhwc" => true, "nchw" => false, _ => null },
        };
    }

    private static Dictionary<string, T> Pairs<T>(string[]? texts, string option, Func<string, T> read)
    {
        Dictionary<string, T> pairs = [];
        foreach (string text in texts ?? [])
        {
            int at = text.LastIndexOf('=');
            if (at < 1) throw new SpecificationException($"{option} '{text}': write NAME=VALUE, with the name of an input");
            if (!pairs.TryAdd(text[..at], read(text[(at + 1)..]))) throw new SpecificationException($"{option}: {text[..at]} is given twice");
        }

        return pairs;
    }

    private static long[] Sizes(string text) =>
        [.. text.Split('x', ',').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0
            ? (long)n : throw new SpecificationException($"--shape '{text}': '{size}' is not a size; write 1x3x320x320"))];

    private static float[] Numbers(string? text, string option) => text is null ? [] : [.. text.Split(',').Select(t => (float)Number(t, option))];

    private static double Number(string text, string option) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : throw new SpecificationException($"{option} '{text}' is not a number (such as 0.5)");
}
