using System.Globalization;
using System.Text;
using Hillock.Report;

namespace Hillock.Bench.Functions;

/// <summary>The tables that docs/performance.md holds.</summary>
internal static class MarkdownTables
{
    private static readonly (string Name, string Letter)[] Peers = [("TensorPrimitives", "T"), ("libtorch", "L"), ("ONNX Runtime", "O")];

    public static string Of(FunctionsReport report)
    {
        StringBuilder text = new();
        IReadOnlyList<CellResult> results = report.Results;
        string versions = string.Join(", ", report.Versions.Select(version => $"{version.Key} {version.Value}"));
        text.Append(CultureInfo.InvariantCulture, $"{Machine.Description}; {versions}. {report.Options.StatisticText}\n");
        text.Append("\n### Summary\n\n");
        foreach (string line in report.Summary.Lines()) text.Append(line.StartsWith(' ') ? $"  - {line.Trim()}\n" : $"- {line}\n");

        text.Append("\n### Ratios\n\nThe fastest peer's time over ours with Fast, and which peer that is: T TensorPrimitives, L libtorch, O ONNX Runtime; \\* its results are wrong; bold: misses.\n");
        foreach (var table in results.GroupBy(result => (result.Cell.Direction, result.Cell.Threads)).OrderBy(group => group.Key.Threads))
            Ratios(text, $"{Cell.TextOf(table.Key.Direction)}, {Threads(table.Key.Threads)}", [.. table]);

        // In cache, and far beyond it: the two that a reader asks for.
        foreach (int threads in results.Select(result => result.Cell.Threads).Distinct())
            foreach (int size in Shown(results))
                foreach (var table in results.Where(result => result.Cell.Size == size && result.Cell.Threads == threads).GroupBy(result => result.Cell.Direction))
                    Times(text, $"Nanoseconds per float: {Cell.TextOf(table.Key)}, {FunctionsOptions.SizeText(size)}, {Threads(threads)}", [.. table]);
        Notes(text, report);
        return text.ToString();
    }

    /// <summary>The sizes that stand for all in tables and pictures of times: in cache, and beyond it.</summary>
    public static IEnumerable<int> Shown(IReadOnlyList<CellResult> results)
    {
        int[] sizes = [.. results.Select(result => result.Cell.Size).Distinct().Order()];
        int[] inCache = [.. sizes.Where(size => size < Measurement.BeyondCache)];
        if (inCache.Length > 0) yield return inCache.Contains(1 << 16) ? 1 << 16 : inCache[inCache.Length / 2];
        if (sizes.Length > inCache.Length) yield return sizes[^1];
    }

    private static void Ratios(StringBuilder text, string title, IReadOnlyList<CellResult> results)
    {
        int[] sizes = [.. results.Select(result => result.Cell.Size).Distinct().Order()];
        Begin(text, title, ["function", .. sizes.Select(FunctionsOptions.SizeText)]);
        foreach (var function in results.Where(result => result.FastVerdict.Ratio is not null).GroupBy(result => result.Cell.Activation.Name))
            Line(text, [function.Key, .. sizes.Select(size => Ratio(function.FirstOrDefault(result => result.Cell.Size == size)))]);
    }

    private static void Times(StringBuilder text, string title, IReadOnlyList<CellResult> results)
    {
        bool streams = results.Any(result => result.NonTemporal is not null);
        Begin(text, title, ["function", "Fast", "±", "Exact", "Exact/Fast", .. Peers.Select(peer => peer.Name), "copy", .. streams ? (string[])["non-temporal", "Fast/nt"] : []]);
        foreach (CellResult result in results)
        {
            IEnumerable<string> peers = Peers.Select(of => result.Peers.FirstOrDefault(peer => peer.Name == of.Name) is { } peer
                ? NumberText.Number(peer.Nanoseconds) + (peer.IsSound ? "" : "\\*") : "–");
            string[] copies = result.NonTemporal is { } copy ? [NumberText.Number(copy.Nanoseconds), Summary.Fixed(Summary.OverNonTemporal(result))] : [];
            Line(text, [result.Cell.Activation.Name, NumberText.Number(result.Fast.Nanoseconds), NumberText.Percent(result.Fast.Spread),
                NumberText.Number(result.Exact.Nanoseconds), Summary.Fixed(result.ExactOverFast), .. peers, NumberText.Number(result.Copy.Nanoseconds), .. copies]);
        }
    }

    private static void Notes(StringBuilder text, FunctionsReport report)
    {
        var notes = report.Results.SelectMany(result => result.Peers.Where(peer => peer.Note is not null).Select(peer => (result.Cell, Peer: peer)))
            .GroupBy(pair => $"{pair.Peer.Name}, {pair.Cell.DirectionText}: {pair.Peer.Note}");
        text.Append("\n### Of the peers\n\nResults are preallocated, but for these:\n\n");
        foreach (var note in notes) text.Append(CultureInfo.InvariantCulture, $"- {note.Key} ({string.Join(", ", note.Select(pair => pair.Cell.Activation.Name).Distinct())})\n");
        text.Append("\nWrong by more than 4 ulp, or NaN, on the sample (worst error in ulp, and where):\n\n");
        foreach (PeerAccuracy wrong in report.Accuracy.Where(accuracy => !accuracy.IsSound).OrderBy(accuracy => accuracy.Peer))
            text.Append(CultureInfo.InvariantCulture,
                $"- {wrong.Peer}, {wrong.Function} {Cell.TextOf(wrong.Direction)}: {(wrong.MakesNaN ? "NaN" : NumberText.Number(wrong.WorstUlp))} at {NumberText.Number(wrong.At).Replace("not finite", wrong.At > 0 ? "∞" : "−∞", StringComparison.Ordinal)}\n");
    }

    private static string Ratio(CellResult? result)
    {
        if (result?.FastVerdict is not { Ratio: double ratio } verdict) return "";
        string text = $"{Summary.Fixed(ratio)} {Peers.Single(peer => peer.Name == verdict.Fastest).Letter}{(verdict.IsMarked ? "\\*" : "")}";
        return verdict.Outcome == Outcome.Miss ? $"**{text}**" : text;
    }

    private static void Begin(StringBuilder text, string title, IReadOnlyList<string> columns)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n**{title}**\n\n");
        Line(text, columns);
        Line(text, [.. columns.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Threads(int threads) => threads == 1 ? "one thread" : $"{threads} threads";
}
