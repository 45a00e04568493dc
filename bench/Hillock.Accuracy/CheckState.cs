using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hillock.Accuracy;

/// <summary>
/// Which blocks of a contender's check are done, and what came out: kept in a file of its own, so that a check continues where it was
/// stopped. What another build began is started anew; what it completed stands if this build's results have the same hash
/// (<see cref="Confirm"/>). A file that is damaged or of something else is refused.
/// </summary>
internal sealed class CheckState
{
    // The number rises whenever estimates or judgement change, so that what was judged by other rules is not taken over.
    private const string Format = "hillock.accuracy/2";

    private readonly string? _path;
    private readonly string _what;
    private readonly string _build;
    private readonly bool[] _done;

    private CheckState(string? path, string what, string build, int blocks)
    {
        _path = path;
        _what = what;
        _build = build;
        _done = new bool[blocks];
    }

    public Tally Tally { get; private set; } = new();

    /// <summary>Whether another build began the file, and it is therefore not continued.</summary>
    public bool StartedAnew { get; private set; }

    /// <summary>What another build reached over all inputs; null where there is none.</summary>
    public Tally? Claim { get; private set; }

    public int Done { get; private set; }

    public bool Complete => Done == _done.Length;

    public bool IsDone(int block) => _done[block];

    /// <summary>The hash of an earlier complete check of the same build, which this one repeats.</summary>
    public ulong? Earlier { get; private set; }

    /// <summary>Opens the state of a check in a folder; new if there is none, and kept in memory alone without a folder.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to something else.</exception>
    public static CheckState Open(string? folder, Check check, Contender contender)
    {
        string what = $"{check.Function.Name} {check.Direction} {contender.Name} {check.Inputs.Name} {check.Inputs.Count}";
        string? path = folder is null ? null : Path.Combine(folder, $"{check.Function.Name}.{check.Direction}.{contender.Name}.{check.Inputs.Name}.txt");
        CheckState state = new(path, what, contender.Version, check.Inputs.Blocks);
        if (path is not null && File.Exists(path)) state.Read(path);
        return state;
    }

    /// <summary>Whether the folder has a completed state of every contender, of this or another build.</summary>
    /// <exception cref="InvalidDataException">A file is damaged or belongs to something else.</exception>
    public static bool IsComplete(string folder, Check check) =>
        check.Contenders.All(contender => Open(folder, check, contender) is { Complete: true } or { Claim: not null });

    public void Add(int block, Tally tally)
    {
        if (_done[block]) throw new InvalidOperationException($"block {block} is done");
        _done[block] = true;
        Done++;
        Tally.Add(tally);
    }

    /// <summary>Starts a complete check once more, to see whether it gives the same.</summary>
    public void Repeat()
    {
        if (!Complete) return;
        Earlier = Tally.Hash;
        Array.Clear(_done);
        Done = 0;
        Tally = new();
    }

    /// <summary>Takes over what another build reached, if this one's results have the same hash; if not, the check starts anew.</summary>
    public void Confirm(ulong hash)
    {
        if (Claim is not Tally claim) throw new InvalidOperationException("there is nothing to confirm");
        Claim = null;
        StartedAnew = claim.Hash != hash;
        if (StartedAnew) return;
        Tally = claim;
        Array.Fill(_done, true);
        Done = _done.Length;
        Save();
    }

    public void Save()
    {
        if (_path is null) return;
        string text = string.Create(CultureInfo.InvariantCulture, $"{Format}\n{_what}\n{_build}\n{Tally}\n{Earlier:X16}\n{Convert.ToHexString(Packed())}\n");
        WholeFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(text + Digest(text) + "\n")));
    }

    private void Read(string path)
    {
        string[] lines = File.ReadAllText(path).Split('\n');
        if (lines[0] != Format) throw Refused($"is no state of an accuracy check ({Format})");
        if (lines.Length != 8 || lines[7].Length != 0 || Digest(string.Join('\n', lines[..6]) + "\n") != lines[6]) throw Refused("is damaged");
        if (lines[1] != _what) throw Refused($"is the state of '{lines[1]}', not of '{_what}'");
        Tally tally = Tally.Parse(lines[3]);
        byte[] packed = Convert.FromHexString(lines[5]);
        bool[] done = [.. Enumerable.Range(0, _done.Length).Select(i => (packed[i / 8] >> i % 8 & 1) != 0)];
        if (lines[2] != _build)
        {
            if (Array.TrueForAll(done, block => block)) Claim = tally;
            else StartedAnew = true;
            return;
        }
        Tally = tally;
        Earlier = lines[4].Length == 0 ? null : ulong.Parse(lines[4], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        done.CopyTo(_done, 0);
        Done = done.Count(block => block);
    }

    private byte[] Packed()
    {
        byte[] packed = new byte[(_done.Length + 7) / 8];
        for (int i = 0; i < _done.Length; i++)
            if (_done[i]) packed[i / 8] |= (byte)(1 << i % 8);
        return packed;
    }

    private InvalidDataException Refused(string why) => new($"{_path} {why}; delete it, or name another folder with --resume");

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
