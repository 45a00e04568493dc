using System.Diagnostics;
using Hillock.Runs;
using Spectre.Console;

namespace Hillock.Cli.Train;

/// <summary>Progress as lines, about ten a network and one every 15 seconds at least, for files and pipes.</summary>
internal sealed class LineView(IAnsiConsole console) : TrainView
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _clock = new();
    private readonly Dictionary<Activation, int> _cures = [];
    private IReadOnlyList<Contender> _contenders = [];
    private int _epochs;
    private int _shownEpoch;
    private TimeSpan _shown;

    public override void Preparing(Activation activation, bool searchesRate)
    {
        if (searchesRate) console.WriteLine($"{activation}: searching the learning rate");
    }

    public override void Tried(Activation activation, RateTrial trial)
    {
        _clock.Start();
        if (_clock.Elapsed - _shown < Longest) return;
        _shown = _clock.Elapsed;
        console.WriteLine($"{activation}: learning rate {EpochText.Number(trial.Rate)} gives a validation loss of {EpochText.Number(trial.ValidationLoss)}");
    }

    public override void Start(IReadOnlyList<Contender> contenders, int epochs)
    {
        _epochs = epochs;
        _contenders = contenders;
        _clock.Restart();
        _shown = TimeSpan.Zero;
        foreach (Contender contender in contenders)
            console.WriteLine($"{contender.Activation}: learning rate {EpochText.Number(contender.Session.LearningRate)}");
    }

    public override void EpochDone(Contender contender, EpochRecord epoch)
    {
        int told = _cures.GetValueOrDefault(contender.Activation);
        foreach (Cure cure in contender.Session.Cures.Skip(told))
            console.WriteLine($"{contender.Activation}: {cure.Treatment} tried against {string.Join(", ", cure.Rules)}: {(!cure.Kept ? "rolled back" : cure.Restart ? "kept, from the start again" : "kept")}");
        _cures[contender.Activation] = contender.Session.Cures.Count;
        // All networks' lines of one epoch, or none.
        if (epoch.Epoch != _shownEpoch)
        {
            bool due = epoch.Epoch == 1 || epoch.Epoch == _epochs || epoch.Epoch % Math.Max(1, _epochs / 10) == 0 || _clock.Elapsed - _shown > Longest;
            if (!due) return;
            (_shownEpoch, _shown) = (epoch.Epoch, _clock.Elapsed);
        }

        string layers = string.Join(' ', epoch.Layers.Select(layer => layer.Silent));
        console.WriteLine(
            $"epoch {epoch.Epoch,4}/{_epochs}  {contender.Activation,-12} {EpochText.Score(epoch)}  silent units [{layers}]  {EpochText.TimeLeft(_clock.Elapsed, Done(_contenders))}");
    }

    public override void StepDone(Contender contender)
    {
        if (_clock.Elapsed - _shown < Longest) return;
        _shown = _clock.Elapsed;
        console.WriteLine(
            $"{contender.Activation}: step {contender.Session.Step} of {contender.Session.Steps}  {EpochText.TimeLeft(_clock.Elapsed, Done(_contenders))}");
    }

    public override void Finishing()
    {
    }
}
