using Hillock.Cli.Terminal;
using Spectre.Console;

namespace Hillock.Cli.Models;

/// <summary>How far a proof is, on standard error: on a terminal the layer at hand, elsewhere a line for each. It may take minutes.</summary>
internal static class ProofProgress
{
    public static T Show<T>(Func<IProgress<string>?, T> work, bool quiet, bool noColor)
    {
        if (quiet) return work(null);
        IAnsiConsole console = Screen.OpenError(noColor);
        return console.Profile.Capabilities.Interactive
            ? console.Status().Start("Bounding the model", context => work(new LineProgress(text => context.Status(Markup.Escape(text)))))
            : work(new LineProgress(console.WriteLine));
    }
}
