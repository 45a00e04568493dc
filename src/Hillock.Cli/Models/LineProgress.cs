namespace Hillock.Cli.Models;

/// <summary>Progress in words, told at once and in order.</summary>
internal sealed class LineProgress(Action<string> tell) : IProgress<string>
{
    public void Report(string value) => tell(value);
}
