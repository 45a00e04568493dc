using System.Text.Json;
using Hillock.Report.Files;
using Hillock.Runs;

namespace Hillock.Report;

/// <summary>
/// history.jsonl: JSON lines, one for each run and epoch, runs in the report's order: activation, seed, epoch, step, loss, accuracy,
/// validation, layers. Made to be read with a line of pandas or jq.
/// </summary>
public static class HistoryWriter
{
    /// <summary>Writes the lines as UTF-8 and leaves the stream open.</summary>
    public static void Write(RunReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(stream);
        foreach (Run run in report.Runs)
            foreach (EpochRecord epoch in run.History)
            {
                HistoryLine line = new(
                    run.Activation, run.Seed, epoch.Epoch, epoch.Step, epoch.Loss, epoch.Accuracy, epoch.Validation, epoch.Layers);
                JsonSerializer.Serialize(stream, line, RunsJson.OneLine.HistoryLine);
                stream.WriteByte((byte)'\n');
            }
    }

    /// <summary>Writes the lines to a file, beside it first; makes the folder if need be.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(RunReport report, string path) => WholeFile.Write(path, stream => Write(report, stream));
}
