using System.Globalization;
using Hillock.Report.Files;
using Hillock.Report.TensorBoard;
using Hillock.Runs;

namespace Hillock.Report;

/// <summary>
/// TensorBoard's event files: a folder for each run (relu-seed1), in it one file with the curves loss/train, accuracy/train,
/// loss/validation, accuracy/validation and for each layer silent/…, saturated/…, zero_fraction/… and gradient_rms/…, a point an epoch.
/// </summary>
public static class TensorBoardWriter
{
    private const string Suffix = ".hillock";

    /// <summary>Writes the runs' folders into a folder, and takes away what an earlier call left in them.</summary>
    /// <param name="report">The runs.</param>
    /// <param name="folder">What is given to tensorboard --logdir.</param>
    /// <param name="time">The clock; a run ends now, and its epochs are spread evenly over its seconds.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(RunReport report, string folder, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(folder);
        double now = (time ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds() / 1000d;
        foreach (Run run in report.Runs)
        {
            string runFolder = Path.Combine(folder, run.FolderName);
            Directory.CreateDirectory(runFolder);
            foreach (string old in Directory.EnumerateFiles(runFolder, "events.out.tfevents.*" + Suffix)) File.Delete(old);
            string file = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)now:D10}{Suffix}");
            WholeFile.Write(Path.Combine(runFolder, file), stream => Write(run, stream, now));
        }
    }

    private static void Write(Run run, Stream stream, double end)
    {
        double seconds = double.IsFinite(run.Seconds) ? run.Seconds : 0;
        bool countsSteps = run.History.Any(epoch => epoch.Step > 0);
        EventFile file = new(stream);
        file.Version(end - seconds);
        for (int i = 0; i < run.History.Count; i++)
        {
            EpochRecord epoch = run.History[i];
            double wallTime = end - seconds * (run.History.Count - 1 - i) / run.History.Count;
            foreach ((string tag, double? value, string description) in Scalars(epoch))
                if (value is double number)
                    file.Scalar(wallTime, countsSteps ? epoch.Step : epoch.Epoch, tag, number, description);
        }
    }

    private static IEnumerable<(string Tag, double? Value, string Description)> Scalars(EpochRecord epoch)
    {
        yield return ("loss/train", epoch.Loss, "Mean training loss over the epoch's batches.");
        yield return ("accuracy/train", epoch.Accuracy, "Training accuracy over the epoch's batches.");
        yield return ("loss/validation", epoch.Validation?.Loss, "Loss on the validation part.");
        yield return ("accuracy/validation", epoch.Validation?.Accuracy, "Accuracy on the validation part.");
        foreach (LayerEpoch layer in epoch.Layers)
        {
            yield return ($"silent/{layer.Name}", layer.Silent, "Units that never fired in the epoch's looks.");
            yield return ($"saturated/{layer.Name}", layer.SaturatedLow + layer.SaturatedHigh, "Units saturated on either tail.");
            yield return ($"zero_fraction/{layer.Name}", layer.ZeroFraction, "Share of outputs that are exactly 0.");
            yield return ($"gradient_rms/{layer.Name}", layer.GradientRms, "Root mean square of δ = ∂L/∂z.");
        }
    }
}
