using System.CommandLine;
using System.Globalization;
using Hillock.Cli.Models;
using Hillock.Cli.Train;
using Hillock.Data;
using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Cli.Commands;

/// <summary>hillock predict MODEL.onnx|RUN_DIR: answers of a trained network on new data.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> network = new("MODEL.onnx|RUN_DIR") { Description = "A network's folder, such as hillock-out/train/relu-seed1, or an ONNX model, whose data are fed as 'hillock check' does." };
        Option<string> output = new("--output", "-o") { Description = "The CSV to write.", Required = true, HelpName = "OUT.csv" };
        Command command = new("predict", "Answer new data with a trained network: a CSV with one row a sample.") { network, output };
        Func<ParseResult, ModelDataSettings> settings = ModelDataSettings.AddTo(command);
        command.SetAction(parsed =>
        {
            (string path, ModelDataSettings data, string csv) = (parsed.GetRequiredValue(network), settings(parsed), parsed.GetRequiredValue(output));
            if (data.Data.Count == 0) throw new SpecificationException("--data is missing: the samples to answer (see hillock predict --help)");
            if (!Directory.Exists(path)) return ModelAnswers.Write(path, data, csv);
            return data.Data.Count == 1 ? Run(path, data.Data[0], csv)
                : throw new SpecificationException($"--data is given {data.Data.Count} times, but the network in {path} takes one file");
        });
        return command;
    }

    private static int Run(string folder, string data, string output)
    {
        (SavedNetwork saved, NetworkWeights weights) = SavedNetwork.Read(folder);
        Samples samples = saved.Scaler.Apply(DataSource.LoadFeatures(data, saved.Encoding));
        using Predictor predictor = new(saved.ToNetwork(), weights);
        float[] answers = predictor.Run(samples.X);
        if (answers.Any(answer => !float.IsFinite(answer)))
            throw new InvalidDataException($"{folder}: the network's answers are not finite (its training diverged); train it again with a smaller learning rate");
        if (saved.Classes is { } classes)
            CsvFile.Write(output, ["prediction", .. classes.Select(name => $"p({name})")], Classification(answers, classes));
        else
            CsvFile.Write(output, ["prediction"], answers.Select(answer => (IReadOnlyList<string>)[(saved.Label?.Undo(answer) ?? answer).ToString(CultureInfo.InvariantCulture)]));
        return ExitCode.Done;
    }

    // The class and the probability of every class: the softmax of the network's scores, which cross-entropy trains.
    private static IEnumerable<IReadOnlyList<string>> Classification(float[] scores, IReadOnlyList<string> classes)
    {
        foreach (float[] row in scores.Chunk(classes.Count))
        {
            int best = Array.IndexOf(row, row.Max());
            double[] weight = [.. row.Select(score => Math.Exp(score - row[best]))];
            double sum = weight.Sum();
            yield return [classes[best], .. weight.Select(w => (w / sum).ToString("G6", CultureInfo.InvariantCulture))];
        }
    }
}
