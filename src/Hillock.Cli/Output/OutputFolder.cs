using Hillock.Cli.Train;
using Hillock.Onnx.Export;
using Hillock.Report;
using Hillock.Runs;

namespace Hillock.Cli.Output;

/// <summary>
/// What a command leaves: report.html and report.json; a training also history.jsonl, and for each network a folder with its weights,
/// model.onnx and TensorBoard events. Every file is written beside its place and then renamed.
/// </summary>
internal sealed class OutputFolder
{
    private readonly string _path;

    private OutputFolder(string path) => _path = path;

    public string ReportPath => Path.Combine(_path, "report.html");

    /// <summary>Makes sure, before hours are spent, that the folder can be written.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static OutputFolder Prepare(string path)
    {
        // The topmost folder that this creates, to be taken away again: a run that fails on its data leaves nothing behind.
        string? created = null;
        for (string? folder = Path.GetFullPath(path); folder is not null && !Path.Exists(folder); folder = Path.GetDirectoryName(folder)) created = folder;
        try
        {
            Directory.CreateDirectory(path);
            FolderProbe.Write(path);
            if (created is not null) Directory.Delete(created, recursive: true);
            return new(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the output folder '{path}' cannot be written ({exception.Message}); choose another with --out DIR", exception);
        }
    }

    /// <summary>What a training leaves.</summary>
    public void Write(RunReport report, IReadOnlyList<string> verdict, IReadOnlyList<TrainedNetwork> networks)
    {
        foreach (TrainedNetwork network in networks)
        {
            string folder = Path.Combine(_path, network.Run.FolderName);
            network.Saved.Write(folder, network.Weights);
            NetworkExport.Of(network.Saved.ToNetwork(), network.Weights).Write(Path.Combine(folder, "model.onnx"));
        }

        TensorBoardWriter.Write(report, _path);
        HistoryWriter.Write(report, Path.Combine(_path, "history.jsonl"));
        Write(report, verdict);
    }

    /// <summary>The report itself.</summary>
    public void Write(RunReport report, IReadOnlyList<string> verdict)
    {
        Directory.CreateDirectory(_path);
        ReportJson.Write(report, Path.Combine(_path, "report.json"));
        ReportHtml.Write(report, ReportPath, verdict);
    }
}
