using Hillock.Cli.Train;
using Hillock.Runs;
using Spectre.Console;

namespace Hillock.Cli.Terminal;

/// <summary>The layers of a checked model as a table, with what was fed to it and what was left alone.</summary>
internal static class LayerText
{
    public static void Write(IAnsiConsole console, Run run)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("layer");
        table.AddColumn("function");
        foreach (string name in new[] { "units", "dead", "constant", "saturated", "dormant", "zeros", "mean |f′|" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (LayerRecord layer in run.Layers)
        {
            int saturated = layer.SaturatedLow.Count + layer.SaturatedHigh.Count + layer.SaturatedBoth.Count;
            table.AddRow(new Text(Shown(layer.Name)), new Text(layer.Activation), Count(layer.Units), Count(layer.Dead.Count), Count(layer.Constant.Count),
                Count(saturated), Count(layer.Dormant.Count), new Text(EpochText.Percent(layer.ZeroFraction)), new Text(EpochText.Number(layer.MeanAbsDerivative)));
        }

        console.Write(table);
        foreach (string note in run.Notes) console.WriteLine(note);
        foreach (string reason in run.Unwatched) console.WriteLine($"Left alone: {reason}.");
    }

    private static Text Count(int count) => new(count == 0 ? "–" : $"{count}");

    // A model's names may hold anything; the terminal gets no controls from them.
    private static string Shown(string name) => new([.. name.Select(c => char.IsControl(c) ? '·' : c)]);
}
