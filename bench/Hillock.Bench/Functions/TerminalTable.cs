using System.Globalization;
using Hillock.Report;

namespace Hillock.Bench.Functions;

/// <summary>The rows as they come, in columns.</summary>
internal sealed class TerminalTable(TextWriter writer)
{
    private const string Clear = "\u001b[K";
    private readonly bool _isLive = !Console.IsErrorRedirected && !Console.IsOutputRedirected;
    private (int Size, int Threads)? _block;

    /// <summary>On a terminal, what is being measured, until the row comes.</summary>
    public void Announce(Cell cell, int done, int all)
    {
        if (_isLive) Console.Error.Write($"\r{Clear}[{done + 1}/{all}] {cell.Activation.Name} {cell.DirectionText} …");
    }

    /// <summary>Takes away what was announced.</summary>
    public void End()
    {
        if (_isLive) Console.Error.Write($"\r{Clear}");
    }

    public void Add(CellResult result)
    {
        Cell cell = result.Cell;
        End();
        if (_block != (cell.Size, cell.Threads))
        {
            _block = (cell.Size, cell.Threads);
            writer.WriteLine();
            writer.WriteLine($"{FunctionsOptions.SizeText(cell.Size)} floats, {(cell.Threads == 1 ? "one thread" : $"{cell.Threads} threads")}; ns per float");
            writer.WriteLine($"{"function",-17}{"direction",-10}{"Fast",8}{"±",6}{"Exact",8}{"TP",8}{"torch",8}{"ORT",8}{"copy",8}{"nt copy",9}{"ratio",8}");
        }

        string Peer(string name) => result.Peers.FirstOrDefault(peer => peer.Name == name) is { } peer ? NumberText.Number(peer.Nanoseconds) : "–";
        Verdict verdict = result.FastVerdict;
        string mark = verdict.IsMarked ? "*" : "";
        string end = verdict.Outcome switch { Outcome.Miss => "  MISS", Outcome.Tie => "  tie", Outcome.Excused => "  excused", _ => "" };
        writer.WriteLine(
            $"{cell.Activation.Name,-17}{cell.DirectionText,-12}{NumberText.Number(result.Fast.Nanoseconds),8}"
            + string.Create(CultureInfo.InvariantCulture, $"{100 * result.Fast.Spread,5:F0}%")
            + $"{NumberText.Number(result.Exact.Nanoseconds),8}{Peer("TensorPrimitives"),8}{Peer("libtorch"),8}{Peer("ONNX Runtime"),8}"
            + $"{NumberText.Number(result.Copy.Nanoseconds),8}{(result.NonTemporal is { } copy ? NumberText.Number(copy.Nanoseconds) : ""),9}"
            + (verdict.Ratio is double ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio,8:F2}") + mark : "       –") + end);
    }
}
