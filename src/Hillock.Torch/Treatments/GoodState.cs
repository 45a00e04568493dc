using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Torch.Treatments;

/// <summary>The latest good state of a training, and whether what it had learnt is gone since.</summary>
/// <param name="scoreOf">How a training does on the validation part.</param>
internal sealed class GoodState(Func<Course, Score?> scoreOf)
{
    // A good state is none of the worse ones that a network passes on its way down: it is near the best, or three quarters of the constant
    // prediction's loss are gone.
    private const double NearBest = 1.1, LossLeft = 0.25;

    // Less than half of the constant prediction's loss is gone, and twice the best loss is back.
    private const double Fallen = 2;

    // Two visits: a network that had learnt clearly and does no more has no late learning to wait for.
    private const double Gone = 0.1;

    private double _lowest = double.PositiveInfinity;
    private int _heldAt;

    /// <summary>The state; null where there was none.</summary>
    public CourseState? State { get; private set; }

    /// <summary>Whether the network had learnt when it was seen last, and does no more, or has lost most of it.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether it will not come back: it had learnt clearly and was lost for a while, or at the end.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Sees how the training stands.</summary>
    public void See(Course course)
    {
        int step = course.Trainer.Steps;
        IsLost = course.NonFinite is null && State is not null && HasFallen(course);
        if (!IsLost) _heldAt = step;
        IsGone = IsLost && course.IsClear(_lowest) && (course.IsOver || step - _heldAt >= Gone * course.Steps);
    }

    /// <summary>Keeps the state of a training without symptoms, if it is good.</summary>
    public void Keep(Course course)
    {
        if (!course.Learns || course.RecentLoss > Math.Max(NearBest * _lowest, LossLeft * course.ConstantLoss)) return;
        State = course.Save();
        _lowest = Math.Min(_lowest, course.RecentLoss);
    }

    /// <summary>The training goes on as a treatment left it; what learns after its trial may lose it before it is seen again.</summary>
    public void GoOn(Course course, bool restarted)
    {
        if (course.LearnsClearly) (State, _lowest) = (course.Save(), course.RecentLoss);
        else if (restarted) (State, _lowest) = (null, double.PositiveInfinity);
        (IsLost, IsGone, _heldAt) = (false, false, course.Trainer.Steps);
    }

    public void Pass(StateStream state, TrainingOptions asked)
    {
        _heldAt = state.Value(_heldAt);
        _lowest = state.Value(_lowest);
        if (state.Value(State is not null)) State = CourseState.Pass(state, State, asked);
    }

    private bool HasFallen(Course course)
    {
        // The mean of the last steps does not know yet of what happened in the very last.
        double loss = course.IsOver && scoreOf(course) is { } end ? end.Loss : course.RecentLoss;
        return !course.Learns || !course.IsClear(loss) && loss > Fallen * _lowest;
    }
}
