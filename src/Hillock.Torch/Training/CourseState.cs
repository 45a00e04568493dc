using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>A training as it was at one step.</summary>
/// <param name="Bytes">Weights, optimizer, statistics, timelines.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="History">The epochs before.</param>
/// <param name="NonFinite">Where NaN or ±∞ first appeared.</param>
/// <param name="Options">How it was trained then: treatments change it.</param>
internal sealed record CourseState(byte[] Bytes, int Step, IReadOnlyList<EpochRecord> History, NonFiniteEvent? NonFinite, TrainingOptions Options)
{
    /// <summary>Saves a state, or restores one of a training that was asked for with these options.</summary>
    public static CourseState Pass(StateStream stream, CourseState? state, TrainingOptions asked)
    {
        Head head = stream.Record(state is null ? null : new Head([.. state.History], state.NonFinite, TreatedOptions.Of(state.Options)))!;
        return new(stream.Array(state?.Bytes ?? []), stream.Value(state?.Step ?? 0), head.History, head.NonFinite, head.Options.ApplyTo(asked));
    }

    private sealed record Head(EpochRecord[] History, NonFiniteEvent? NonFinite, TreatedOptions Options);
}
