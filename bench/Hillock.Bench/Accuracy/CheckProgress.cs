using System.Diagnostics;
using Hillock.Accuracy;

namespace Hillock.Bench.Accuracy;

/// <summary>Says on the error stream how far a check is and how long all will take: a line that is rewritten, or one a minute.</summary>
internal sealed class CheckProgress(int checks)
{
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly bool _rewrites = !Console.IsErrorRedirected;
    private readonly Stopwatch _running = new();
    private long _blocksDone;
    private Check? _check;
    private int _begun;
    private int _pendingAtFirst;

    public void Begin(Check check, CheckRun run)
    {
        if (run.StartedAnew) Console.Error.WriteLine($"{check.Function.Name} {check.Direction}: another build was checked before; starting anew");
        if (run.Confirms) Console.Error.WriteLine($"{check.Function.Name} {check.Direction}: another build was checked; seeing whether this one's results are the same");
        _check = check;
        _begun++;
        _pendingAtFirst = run.Pending;
        _running.Start();
    }

    public void Report(CheckRun run)
    {
        _blocksDone++;
        if (_sinceLine.Elapsed < TimeSpan.FromSeconds(_rewrites ? 0.5 : 60)) return;
        _sinceLine.Restart();
        double perBlock = _running.Elapsed.TotalSeconds / _blocksDone;
        int blocks = _check!.Inputs.Blocks;
        string line = $"{_check.Function.Name} {_check.Direction}: {100.0 * (blocks - run.Pending) / blocks:F0} %, {Duration(perBlock * run.Pending)} left; "
            + $"{_begun} of {checks}, {Duration(perBlock * (run.Pending + (double)blocks * (checks - _begun)))} left for all";
        if (_rewrites) Console.Error.Write($"\r{line}\e[K");
        else Console.Error.WriteLine(line);
    }

    public void End()
    {
        _running.Stop();
        if (_rewrites && _pendingAtFirst > 0) Console.Error.Write("\r\e[K");
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => $"{seconds:F0} s",
        < 5400 => $"{seconds / 60:F0} min",
        _ => $"{seconds / 3600:F1} h",
    };
}
