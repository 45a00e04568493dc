using System.Diagnostics;
using Hillock.Lab;
using Hillock.Report;
using Spectre.Console;

namespace Hillock.Cli.LabWork;

/// <summary>Progress as lines: one for each verdict, and one every ten seconds between them.</summary>
internal sealed class LabLines(IAnsiConsole console, bool quiet) : ILabView
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private TimeSpan _shown;
    private string _place = "";

    public void Begin(IClaim claim, int index, int count)
    {
        lock (_gate)
        {
            _place = $"[{index + 1}/{count}]";
            _shown = _clock.Elapsed;
        }
    }

    public void Progress(IClaim claim, int done, int planned)
    {
        lock (_gate)
        {
            if (quiet || done == planned || _clock.Elapsed - _shown < Longest) return;
            _shown = _clock.Elapsed;
            console.WriteLine($"{_place} {claim.Id}: run {done} of {planned}, {NumberText.Seconds(Math.Round(_clock.Elapsed.TotalSeconds))} so far");
        }
    }

    public void Done(ClaimResult result)
    {
        lock (_gate) console.WriteLine($"{_place} {result.Claim.Id}: {result.Ruling.Words}{(result.Ruling.Verdict == ClaimVerdict.HoldsIf ? " " : ": ")}{result.Ruling.Condition}");
    }

    public void Warn(string message)
    {
        lock (_gate) Console.Error.WriteLine($"hillock: {message}");
    }
}
