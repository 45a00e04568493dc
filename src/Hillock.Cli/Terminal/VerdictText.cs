using Spectre.Console;

namespace Hillock.Cli.Terminal;

/// <summary>The verdict on the terminal: a bold sentence for each network, what belongs to it below, also where it takes two lines.</summary>
internal static class VerdictText
{
    public static void Write(IReadOnlyList<string> lines, IAnsiConsole console)
    {
        foreach (string line in lines)
        {
            bool detail = line.StartsWith(' ');
            if (!detail) console.WriteLine();
            Text text = new(line.Trim(), detail ? Style.Plain : new Style(decoration: Decoration.Bold));
            console.Write(new Padder(text, new Padding(detail ? 2 : 0, 0, 0, 0)));
        }

        console.WriteLine();
    }
}
