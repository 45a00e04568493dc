using System.Diagnostics;
using System.Text.Json;
using Hillock.Runs;

namespace Hillock.Cli.Train;

/// <summary>
/// The checkpoints of a command in its output folder, one a network, beside the command itself; they go when its report is written. A
/// network's checkpoint is written at the end of an epoch when a second has passed and the writing took at most a fiftieth of the time.
/// </summary>
internal sealed class Checkpoints(string output, string[] arguments, bool resumes)
{
    private const int LargestShare = 50;
    private const string CommandFile = "command.json";
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly string _folder = Path.Combine(output, "checkpoints");

    private readonly Dictionary<Contender, (Stopwatch SinceLast, TimeSpan Took)> _written = [];

    /// <summary>Whether a training was saved that could go on.</summary>
    public bool AreThere => Directory.Exists(_folder);

    /// <summary>The arguments of the training that was interrupted in a folder.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static string[] Arguments(string output)
    {
        string path = Path.Combine(output, "checkpoints", CommandFile);
        if (!File.Exists(path))
            throw new InvalidDataException(File.Exists(Path.Combine(output, "report.json"))
                ? $"--resume '{output}': the training there is complete; nothing is left to resume"
                : $"--resume '{output}': no interrupted training is there ({path} is missing); give the --out folder of one, {Path.Combine("hillock-out", "train")} unless it was set");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CheckpointJson.Default.StringArray) is { Length: > 0 } arguments
                ? arguments : throw new JsonException("no arguments");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"--resume: {path} is damaged ({exception.Message}); train anew without --resume", exception);
        }
    }

    /// <summary>The checkpoint to go on from; null where the network begins anew.</summary>
    public string? Find(Activation activation, int seed) => resumes && File.Exists(PathOf(activation, seed)) ? PathOf(activation, seed) : null;

    public void EpochDone(Contender contender, int seed)
    {
        if (_written.Count == 0 && !resumes) Begin();
        if (!_written.TryGetValue(contender, out (Stopwatch SinceLast, TimeSpan Took) last)) _written[contender] = last = (Stopwatch.StartNew(), default);
        if (last.SinceLast.Elapsed < Shortest || last.SinceLast.Elapsed < LargestShare * last.Took) return;
        Stopwatch clock = Stopwatch.StartNew();
        contender.Session.SaveCheckpoint(PathOf(contender.Activation, seed));
        _written[contender] = (Stopwatch.StartNew(), clock.Elapsed);
    }

    /// <summary>Removes them: the training is complete.</summary>
    public void Delete()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    // So that --resume needs no other option. What an earlier training left is removed.
    private void Begin()
    {
        Delete();
        WholeFile.Write(Path.Combine(_folder, CommandFile), stream => JsonSerializer.Serialize(stream, arguments, CheckpointJson.Default.StringArray));
    }

    private string PathOf(Activation activation, int seed) => Path.Combine(_folder, Run.FolderOf(activation.ToString(), seed) + ".checkpoint");
}
