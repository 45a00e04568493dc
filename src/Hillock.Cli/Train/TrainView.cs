using Hillock.Runs;
using Spectre.Console;

namespace Hillock.Cli.Train;

/// <summary>What a person sees while networks train.</summary>
internal abstract class TrainView : IDisposable
{
    /// <summary>A live display on a terminal, lines elsewhere, nothing when quiet.</summary>
    public static TrainView Open(IAnsiConsole console, bool quiet) =>
        quiet ? new SilentView() : console.Profile.Capabilities.Interactive ? new LiveView(console) : new LineView(console);

    /// <summary>A network is built; with auto, its learning rate is being searched.</summary>
    public abstract void Preparing(Activation activation, bool searchesRate);

    /// <summary>A learning rate was tried.</summary>
    public abstract void Tried(Activation activation, RateTrial trial);

    public abstract void Start(IReadOnlyList<Contender> contenders, int epochs);

    /// <summary>A step was taken: called often, to be answered quickly.</summary>
    public abstract void StepDone(Contender contender);

    public abstract void EpochDone(Contender contender, EpochRecord epoch);

    /// <summary>Training is over; the evaluation pass begins.</summary>
    public abstract void Finishing();

    /// <summary>How much of all trainings is done, from 0 to 1; one that diverged has nothing left to do.</summary>
    protected static double Done(IReadOnlyList<Contender> contenders) =>
        contenders.Sum(c => c.Session.IsOver ? (double)c.Session.Steps : c.Session.Step) / contenders.Sum(c => (double)c.Session.Steps);

    public virtual void Dispose()
    {
    }

    private sealed class SilentView : TrainView
    {
        public override void Preparing(Activation activation, bool searchesRate)
        {
        }

        public override void Tried(Activation activation, RateTrial trial)
        {
        }

        public override void Start(IReadOnlyList<Contender> contenders, int epochs)
        {
        }

        public override void StepDone(Contender contender)
        {
        }

        public override void EpochDone(Contender contender, EpochRecord epoch)
        {
        }

        public override void Finishing()
        {
        }
    }
}
