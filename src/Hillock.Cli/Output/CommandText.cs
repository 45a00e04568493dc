namespace Hillock.Cli.Output;

/// <summary>A command line as a shell reads it again.</summary>
internal static class CommandText
{
    /// <summary>The whole line.</summary>
    public static string Of(IEnumerable<string> arguments) => "hillock " + string.Join(' ', arguments.Select(Quoted));

    private static string Quoted(string token) =>
        token.Any(c => " ()'\"|&;<>*?$`\\".Contains(c, StringComparison.Ordinal)) ? $"'{token.Replace("'", "'\\''", StringComparison.Ordinal)}'" : token;
}
