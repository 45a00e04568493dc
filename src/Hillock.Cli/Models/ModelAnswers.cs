using System.Globalization;
using Hillock.Data;
using Hillock.Onnx;
using Hillock.Onnx.Probing;

namespace Hillock.Cli.Models;

/// <summary>
/// The answers of an ONNX model as a CSV: one row a sample, all values of all outputs; where one output has several values, their largest one's
/// index stands before them as the prediction.
/// </summary>
internal static class ModelAnswers
{
    public static int Write(string path, ModelDataSettings settings, string output, int? threads)
    {
        OnnxModel model = OnnxModel.Read(path);
        ModelData data = ModelData.For(model, settings);
        List<float[]> rows = [];
        IReadOnlyList<(string Name, int Values)> columns = ModelPredictor.Run(model, data.Options(threads), rows.Add);
        bool classes = columns is [{ Values: > 1 }];
        string[] names = [.. columns.SelectMany(c => c.Values == 1 ? [c.Name] : Enumerable.Range(0, c.Values).Select(i => $"{c.Name}[{i}]"))];
        CsvFile.Write(output, classes ? ["prediction", .. names] : names, rows.Select(row =>
        {
            string[] values = [.. row.Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
            return (IReadOnlyList<string>)(classes ? [Array.IndexOf(row, row.Max()).ToString(CultureInfo.InvariantCulture), .. values] : values);
        }));
        return rows.Count;
    }
}
