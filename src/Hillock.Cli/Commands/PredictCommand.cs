using System.CommandLine;
using System.Globalization;
using Hillock.Cli.Models;
using Hillock.Cli.Terminal;
using Hillock.Cli.Train;
using Hillock.Data;
using Hillock.Networks;
using Hillock.Torch.Training;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary>hillock predict MODEL.onnx|RUN_DIR: answers of a trained network on new data.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> network = new("MODEL.onnx|RUN_DIR") { Description = "A network's folder, such as hillock-out/train/relu-seed1, or an ONNX model, whose data are fed as 'hillock check' does." };
        Option<string> output = new("--output", "-o") { Description = "The CSV to write.", Required = true, HelpName = "OUT.csv" };
        Option<int?> threads = new("--threads") { Description = "Threads; all cores unless given.", HelpName = "N" };
        Option<bool> quiet = new("--quiet") { Description = "Not a word unless something is wrong." };
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("predict", "Answer new data with a trained network: a CSV with one row a sample.") { network, output };
        Func<ParseResult, ModelDataSettings> settings = ModelDataSettings.AddTo(command, demanded: true);
        foreach (Option option in new Option[] { threads, quiet, noColor }) command.Add(option);
        command.SetAction(parsed =>
        {
            (string path, ModelDataSettings data, string csv) = (parsed.GetRequiredValue(network), settings(parsed), parsed.GetRequiredValue(output));
            if (data.Data.Count == 0) throw new SpecificationException("--data is missing: the samples to answer (see hillock predict --help)");
            int? cores = parsed.GetValue(threads) is { } n ? CommonOptions.Positive(n, "--threads") : null;
            CommonOptions.Writable(csv, "--output");
            InputFiles.DemandNotAmong([csv], [path, .. data.Data]);
            int answers;
            if (!Directory.Exists(path))
            {
                answers = ModelAnswers.Write(path, data, csv, cores);
            }
            else
            {
                if (data.ForModels is { } option) throw new SpecificationException($"{option}: the network in {path} brings its own scale and shape; leave {option} out");
                if (data.Data.Count > 1) throw new SpecificationException($"--data is given {data.Data.Count} times, but the network in {path} takes one file");
                answers = Run(path, data.Data[0], csv, cores);
            }

            if (!parsed.GetValue(quiet)) Screen.Open(parsed.GetValue(noColor)).WriteLine($"{answers} answers: {csv}{Unscaled(path, data)}");
            return ExitCode.Done;
        });
        return command;
    }

    // A model that train wrote expects what its training scaled, which the folder beside it knows.
    private static string Unscaled(string path, ModelDataSettings data)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return !File.Exists(path) || data.ForModels is not null || !File.Exists(Path.Combine(folder, "network.json")) ? ""
            : $" (scaled as hillock check does it; hillock predict {Path.GetRelativePath(".", folder)} scales as its training did)";
    }

    private static int Run(string folder, string data, string output, int? threads)
    {
        (SavedNetwork saved, NetworkWeights weights) = SavedNetwork.Read(folder);
        Samples samples = saved.Scaler.Apply(DataSource.LoadFeatures(data, saved.Encoding));
        using Predictor predictor = new(saved.ToNetwork(), weights);
        if (threads is { } n) TorchSharp.torch.set_num_threads(n);
        float[] answers = predictor.Run(samples.X);
        if (answers.Any(answer => !float.IsFinite(answer)))
            throw new InvalidDataException($"{folder}: the network's answers are not finite (its training diverged); train it again with a smaller learning rate");
        if (saved.Classes is { } classes)
            CsvFile.Write(output, ["prediction", .. classes.Select(name => $"p({name})")], Classification(answers, classes));
        else
            CsvFile.Write(output, ["prediction"], answers.Select(answer => (IReadOnlyList<string>)[(saved.Label?.Undo(answer) ?? answer).ToString(CultureInfo.InvariantCulture)]));
        return samples.Count;
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
