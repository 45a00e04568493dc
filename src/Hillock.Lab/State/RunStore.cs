using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hillock.Lab.State;

/// <summary>
/// Finished runs on disk, a file each, written beside their place and renamed: whatever ends the program, what was finished is there and
/// whole. A file that is damaged after all is named and left out.
/// </summary>
internal sealed class RunStore
{
    private const string SettingsFile = "settings.json";

    private readonly string _folder;
    private readonly Action<string> _warn;

    private RunStore(string folder, Action<string> warn) => (_folder, _warn) = (folder, warn);

    /// <summary>Opens the store of a folder.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="settings">What the runs depend on besides their keys.</param>
    /// <param name="resume">Whether runs that are there are kept.</param>
    /// <param name="warn">Hears of files that are left out.</param>
    /// <exception cref="InvalidDataException">The runs that are there were made with other settings, or it cannot be told.</exception>
    public static RunStore Open(string folder, StoreSettings settings, bool resume, Action<string> warn)
    {
        string path = Path.Combine(folder, SettingsFile);
        if (!resume && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        if (resume && Directory.Exists(folder)) Compare(path, settings);
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, settings, StoreJson.Default.StoreSettings));
        return new(folder, warn);
    }

    /// <summary>A finished run; null where there is none, or none that can be trusted.</summary>
    public Trial? Find(string claim, string key)
    {
        string path = PathOf(claim, key);
        if (!File.Exists(path)) return null;
        try
        {
            StoredRun run = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.StoredRun)
                ?? throw new JsonException("it is empty");
            if (run.Claim != claim || run.Key != key) throw new JsonException($"it holds run '{run.Key}' of {run.Claim}");
            if (run.Check != CheckOf(run)) throw new JsonException("its check sum does not fit its numbers");
            return new(key, run.Values, run.Seconds);
        }
        catch (JsonException exception)
        {
            _warn($"{path} is damaged ({exception.Message.ReplaceLineEndings(" ")}); it is left out, and the run is made again");
            return null;
        }
    }

    /// <summary>Keeps a finished run.</summary>
    public void Keep(string claim, Trial trial)
    {
        StoredRun run = new(claim, trial.Key, trial.Seconds, trial.Values, "");
        run = run with { Check = CheckOf(run) };
        WholeFile.Write(PathOf(claim, trial.Key), stream => JsonSerializer.Serialize(stream, run, StoreJson.Default.StoredRun));
    }

    private static void Compare(string path, StoreSettings settings)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path} is missing, so it cannot be told what the runs beside it were made "
            + "with; start without --resume");
        StoreSettings found;
        try
        {
            found = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.StoreSettings) ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged ({exception.Message.ReplaceLineEndings(" ")}); start without --resume", exception);
        }

        if (found != settings)
            throw new InvalidDataException($"{path}: the runs there are of {found.Words}, not of {settings.Words}; give the same flags as then, "
                + "or start without --resume");
    }

    private string PathOf(string claim, string key)
    {
        // Readable, and told apart by the hash where only signs differ that no file name takes.
        string plain = new([.. key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '=' ? c : '_')]);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8];
        return Path.Combine(_folder, claim, $"{(plain.Length > 80 ? plain[..80] : plain)}-{hash}.json");
    }

    private static string CheckOf(StoredRun run)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{run.Claim}|{run.Key}|{run.Seconds:R}");
        foreach ((string name, double[] values) in run.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append('|').Append(name);
            foreach (double value in values) text.Append(' ').Append(BitConverter.DoubleToInt64Bits(value));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
