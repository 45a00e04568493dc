using Hillock.Onnx.Models;
using Hillock.Onnx.Running;

namespace Hillock.Onnx.Probing;

/// <summary>The outputs of a model for samples.</summary>
public static class ModelPredictor
{
    /// <summary>Runs all samples through the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What the inputs are given.</param>
    /// <param name="row">Told of every sample, in order: the values of all outputs, one output after the other.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>For each output its name and how many values of it a row holds.</returns>
    /// <exception cref="InvalidDataException">The data do not fit the model, or an output does not have one part for each sample.</exception>
    public static IReadOnlyList<(string Name, int Values)> Run(OnnxModel model, ProbeOptions options, Action<float[]> row, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(row);
        if (ModelInput.Of(model).FirstOrDefault(input => !options.Feeds.ContainsKey(input.Name)) is { } missing)
            throw ModelError.At(model.Path, $"input {ModelError.Show(missing.Name)} ({missing.ShapeText})", "nothing is given for it", $"give --data {missing.Name}=PATH, or --input {missing.Name}=VALUE");
        string[] names = [.. model.Proto.Graph.Output.Select(o => o.Name)];
        List<(string Name, int Values)> columns = [];
        using BatchRunner runner = BatchRunner.Open(model, names, options);
        runner.Run((_, values, batch, samples) =>
        {
            List<(float[] Data, int Width)> outputs = [];
            foreach (string name in names)
            {
                float[] data = [.. (TensorNumbers.Of(values[name]) ?? []).Select(v => (float)v)];
                if (data.Length == 0 || data.Length % batch != 0)
                    throw ModelError.At(model.Path, $"output {ModelError.Show(name)}", $"it gives {data.Length} numbers for {batch} samples", "only outputs of one row for each sample can be written");
                outputs.Add((data, data.Length / batch));
            }

            if (columns.Count == 0) columns.AddRange(names.Zip(outputs, (name, o) => (name, o.Width)));
            for (int i = 0; i < samples; i++) row([.. outputs.SelectMany(o => o.Data.Skip(i * o.Width).Take(o.Width))]);
        }, cancellation);
        return columns;
    }
}
