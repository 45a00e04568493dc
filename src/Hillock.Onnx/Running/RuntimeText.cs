namespace Hillock.Onnx.Running;

/// <summary>What ONNX Runtime says, made fit for one line.</summary>
internal static class RuntimeText
{
    private const int Longest = 300;

    /// <summary>The message without its error code and line breaks, cut to a readable length.</summary>
    public static string Short(string message)
    {
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int code = line.StartsWith("[ErrorCode", StringComparison.Ordinal) ? line.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        line = line[code..].Trim();
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
