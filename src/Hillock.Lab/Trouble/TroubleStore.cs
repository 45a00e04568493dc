using System.Globalization;
using System.Text.Json;
using Hillock.Lab.State;

namespace Hillock.Lab.Trouble;

/// <summary>Finished cases on disk, a file each, written beside its place and renamed: whatever ends the program, what was finished is whole.</summary>
internal sealed class TroubleStore(string? folder, int seed, Action<string> warn)
{
    /// <summary>A finished case; null where there is none, or none of this case.</summary>
    public TroubleResult? Find(int index, TroubleCase trouble)
    {
        if (folder is null || !File.Exists(PathOf(index))) return null;
        try
        {
            TroubleResult result = TroubleJson.Read<TroubleResult>(File.ReadAllBytes(PathOf(index)));
            if (result.Train == trouble.Flags && result.Build == BuildId.Current) return result;
            warn(result.Train == trouble.Flags ? $"{PathOf(index)} is of another build; it is made again" : $"{PathOf(index)} holds another case ({result.Train}); it is made again");
        }
        catch (JsonException exception)
        {
            warn($"{PathOf(index)} is damaged ({exception.Message.ReplaceLineEndings(" ")}); it is made again");
        }

        return null;
    }

    public void Keep(int index, TroubleResult result)
    {
        if (folder is not null) WholeFile.Write(PathOf(index), stream => TroubleJson.Write(result, stream));
    }

    private string PathOf(int index) => Path.Combine(folder!, "cases", string.Create(CultureInfo.InvariantCulture, $"seed{seed}-case{index:D4}.json"));
}
