using Spectre.Console;

namespace Hillock.Cli.Terminal;

/// <summary>The terminal: colours only where they are wanted, a live display only where there is somebody to watch it.</summary>
internal static class Screen
{
    // Wide enough for every table and sentence when nobody watches: a file or a pipe has no width.
    private const int RedirectedWidth = 400;

    /// <summary>The console to write results to.</summary>
    public static IAnsiConsole Open(bool noColor) => Open(noColor, Console.Out, Console.IsOutputRedirected);

    /// <summary>The console for progress and notes while standard output carries data.</summary>
    public static IAnsiConsole OpenError(bool noColor) => Open(noColor, Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Open(bool noColor, TextWriter writer, bool redirected)
    {
        bool plain = noColor || redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected) console.Profile.Width = RedirectedWidth;
        return console;
    }
}
