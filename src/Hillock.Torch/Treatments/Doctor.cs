using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Torch.Treatments;

/// <summary>
/// Cures a training: it is diagnosed before its first step and, from a tenth on, at twenty moments of it; against what is wrong treatments
/// are tried, cheapest first. A trial is a window of at most a tenth of the steps from the latest good state, or from the start, on the same
/// batches as the untouched continuation. A treatment is kept if the symptom is gone and the validation loss is not worse, else the
/// untouched continuation goes on. Whatever is tried, all steps together cost less than twice those of the training asked for.
/// </summary>
internal sealed class Doctor
{
    private const int Visits = 20;

    // The first tenth says little of what a network will learn.
    private const double FirstVisit = 0.1;

    // A tenth of the steps: what diagnosis.md allows. Before the first step half of that: what is treated there need not be ill.
    private const int WindowsInTraining = 10, WindowsBefore = 20;

    // All steps that are taken, those of the training that is kept among them, over those asked for; the rest of a 2 is for diagnosing.
    private const double MostCost = 1.85;

    // A step with batch normalisation over one without, measured on narrow layers, where it is largest.
    private const double NormalisedCost = 1.5;

    // Until then only what blocks learning whatever the loss does is treated: a network that learns late would be treated for nothing.
    private const double Patience = 0.35;

    private static readonly string[] BlocksAtOnce = ["non-finite", "output-mismatch", "dead-units", "constant-units"];

    private const int CurvePoints = 30;

    private readonly List<Cure> _cures = [];
    private readonly HashSet<string> _tried = [];
    private readonly TrainingData _data;
    private readonly TrainingOptions _asked;
    private readonly Func<IReadOnlyList<string>, IReadOnlyList<Candidate>> _plan;
    private readonly GoodState _good;
    private CourseState? _start;
    private int _treatedAt, _counted;
    private double _spent;

    public Doctor(TrainingData data, TrainingOptions asked, Func<IReadOnlyList<string>, IReadOnlyList<Candidate>>? plan = null)
    {
        (_data, _asked, _plan) = (data, asked, plan ?? new TreatmentPlan(asked.Batch).For);
        _good = new(ScoreOf);
    }

    public IReadOnlyList<Cure> Cures => _cures;

    /// <summary>Restarts among the treatments kept.</summary>
    public int Restarts => _cures.Count(cure => cure.Kept && cure.Restart);

    /// <summary>Steps that are no part of the training that was kept.</summary>
    public int WastedSteps { get; private set; }

    /// <summary>Sees the training before its first step, and treats what need not be trained to be seen.</summary>
    public Course Begin(Course course, CancellationToken cancellation)
    {
        // Before it is saved, which forgets what was seen outside of steps.
        Symptoms symptoms = Symptoms.Before(course);
        _start = course.Save();
        return symptoms.AreNone ? course : Treat(course, symptoms, WindowsBefore, cancellation);
    }

    /// <summary>Sees the training after a step; what it returns goes on, and the other, if it is another, is disposed.</summary>
    public Course Visit(Course course, CancellationToken cancellation)
    {
        int interval = Math.Max(1, course.Steps / Visits), step = course.Trainer.Steps;
        if (course.NonFinite is null && (step % interval != 0 && step != course.Steps || step < FirstVisit * course.Steps)) return course;
        Count(course);
        Symptoms symptoms = Symptoms.Of(course);
        _good.See(course);
        if (course.NonFinite is null && !_good.IsGone && step - _treatedAt < Patience * course.Steps) symptoms = symptoms.Among(symptoms.Least == Severity.Error ? BlocksAtOnce : []);
        // What had learnt took too long a step first of all, whatever is found where it landed.
        if (_good.IsGone || _good.IsLost && !symptoms.AreNone) symptoms = symptoms with { Rules = [.. symptoms.Rules.Prepend("oscillating").Distinct()] };
        if (!symptoms.AreNone) return Treat(course, symptoms, WindowsInTraining, cancellation);
        _good.Keep(course);
        return course;
    }

    public void Pass(StateStream state)
    {
        List<Cure> cures = [.. state.Record(_cures.ToArray())!];
        string[] tried = state.Record(_tried.ToArray())!;
        WastedSteps = state.Value(WastedSteps);
        _treatedAt = state.Value(_treatedAt);
        _counted = state.Value(_counted);
        _spent = state.Value(_spent);
        _start = CourseState.Pass(state, _start, _asked);
        _good.Pass(state, _asked);
        if (!state.Reads) return;
        _cures.AddRange(cures);
        _tried.UnionWith(tried);
    }

    private Course Treat(Course course, Symptoms symptoms, int windows, CancellationToken cancellation)
    {
        int window = Math.Max(1, course.Steps / windows), noticed = course.Trainer.Steps;
        bool diverged = course.NonFinite is not null, lost = diverged || _good.IsLost;
        // What has learnt and does no more, or is not finite, is no state to go on from.
        CourseState now = lost ? _good.State ?? _start! : noticed == 0 ? _start! : course.Save();
        (Course Course, int Cure, CourseState Begun, bool Helps)? best = null;
        // Before the first step the cheapest alone, for the network may do well as it is.
        // Nor is what a network that clearly learns has learnt thrown away.
        Candidate[] candidates = [.. _plan(symptoms.Rules).Take(noticed == 0 ? 1 : int.MaxValue)
            .Where(candidate => !_tried.Contains(Key(candidate)) && (lost || !candidate.FromStart || !course.LearnsClearly))];
        // A trial that would outlast the training tells too little.
        if (!lost && course.Steps - noticed < window || !candidates.Any(Affords)) return course;
        double[] untouched = lost ? [] : Run(course, window, cancellation);
        Count(course);
        Score? ofUntouched = ScoreOf(course);
        if (!lost && course.NonFinite is null && symptoms.HavePassed(course, ofUntouched)) return course;
        double before = ofUntouched?.Loss ?? double.NaN;
        int helpful = 0;
        foreach (Candidate candidate in candidates)
        {
            if (cancellation.IsCancellationRequested) break;
            if (!Affords(candidate)) continue;
            if (Try(candidate, From(candidate), window, cancellation) is not ({ } treated, { } begun, { } curve)) continue;
            _tried.Add(Key(candidate));
            int taken = treated.Trainer.Steps - From(candidate).Step;
            _spent += taken * CostOf(treated.Options);
            WastedSteps += taken;
            Score? ofTreated = ScoreOf(treated);
            double after = ofTreated?.Loss ?? double.NaN;
            (double compared, IReadOnlyList<double> beside) = candidate.FromStart && FirstWindow(course, window) is { } first ? first : (before, untouched);
            bool helps = treated.NonFinite is null && !symptoms.AreIn(treated, ofTreated) && double.IsFinite(after) && !(after > compared);
            _cures.Add(new(candidate.Name, null, compared, after, false)
            {
                Rules = symptoms.Rules,
                Step = noticed,
                Restart = noticed > 0 && (candidate.FromStart || lost && _good.State is null),
                Untouched = beside,
                Treated = curve,
            });
            // A short trial may not get as far as to learn: of what is not finite untouched, anything that lowers the loss is the better one.
            bool eases = diverged && treated.NonFinite is null && after < course.ConstantLoss;
            if ((helps || eases) && (best is not { } known || (helps, -after).CompareTo((known.Helps, -_cures[known.Cure].After)) > 0))
            {
                best?.Course.Dispose();
                best = (treated, _cures.Count - 1, begun, helps);
            }
            else treated.Dispose();

            // A window is short: unless half of the constant prediction's loss is gone, the second that helps is compared with the first.
            if (helps && (course.IsClear(after) || after < course.ConstantLoss && ++helpful == 2)) break;
        }

        if (best is not { } chosen || cancellation.IsCancellationRequested)
        {
            best?.Course.Dispose();
            return course;
        }

        Cure kept = _cures[chosen.Cure] = _cures[chosen.Cure] with { Kept = true };
        // The chosen trial is part of the training now; what it replaces is not.
        WastedSteps += course.Trainer.Steps - chosen.Course.Trainer.Steps;
        _good.GoOn(chosen.Course, kept.Restart);
        // What does not fit from the start would not fit after a restart either.
        if (noticed == 0) _start = chosen.Begun;
        _treatedAt = _counted = chosen.Course.Trainer.Steps;
        course.Dispose();
        return chosen.Course;

        // The state that a network was lost after is another each time.
        string Key(Candidate candidate) => candidate.FromStart || !lost ? candidate.Name : $"{candidate.Name} from step {now.Step}";

        CourseState From(Candidate candidate) => candidate.FromStart ? _start! : now;

        // Whether it is kept or not.
        bool Affords(Candidate candidate)
        {
            double cost = candidate.Normalises ? NormalisedCost : CostOf(now.Options), untreated = diverged ? 0 : (course.Steps - course.Trainer.Steps) * CostOf(course.Options);
            // Or the best so far goes on, which may have to begin anew.
            double ofBest = best is { } helping ? (course.Steps - helping.Course.Trainer.Steps) * CostOf(helping.Course.Options) : 0;
            return _spent + Math.Max((course.Steps - From(candidate).Step) * cost, window * cost + Math.Max(untreated, ofBest)) <= MostCost * course.Steps;
        }
    }

    private Score? ScoreOf(Course course) => course.NonFinite is null ? course.Trainer.Score(_data.Validation) : null;

    private void Count(Course course)
    {
        _spent += (course.Trainer.Steps - _counted) * CostOf(course.Options);
        _counted = course.Trainer.Steps;
    }

    private double CostOf(TrainingOptions options) =>
        options.Network.Layers.Any(layer => layer.Normalised) && _asked.Network.Layers.All(layer => !layer.Normalised) ? NormalisedCost : 1;

    // A restart sees the batches that the untouched training saw in its first steps: those are compared. Null where no epoch ended by then.
    private static (double Loss, IReadOnlyList<double> Curve)? FirstWindow(Course course, int window)
    {
        EpochRecord[] epochs = [.. course.History.TakeWhile(epoch => epoch.Step <= window)];
        return epochs.Length > 0 && epochs[^1].Validation is { } score && course.NonFinite is null
            ? (score.Loss, [.. epochs.Select(epoch => epoch.Loss)]) : null;
    }

    private (Course Course, CourseState Begun, double[] Curve)? Try(Candidate candidate, CourseState from, int window, CancellationToken cancellation)
    {
        using SessionPatient patient = new(_data, Course.Restore(_data, from)) { Random = new RandomSource(_asked.Seed * 1000 + _cures.Count) };
        try
        {
            foreach (Treatment treatment in candidate.Treatments) treatment.Apply(patient);
            // What was seen before a treatment says nothing about it.
            patient.Change(options => options);
        }
        catch (NotSupportedException)
        {
            patient.Course.Dispose();
            return null;
        }

        return (patient.Course, patient.Course.Save(), Run(patient.Course, window, cancellation));
    }

    /// <summary>Trains on, and gives the mean loss over each of a few parts of the window.</summary>
    private static double[] Run(Course course, int steps, CancellationToken cancellation)
    {
        int part = Math.Max(1, (steps + CurvePoints - 1) / CurvePoints);
        List<double> curve = [];
        for (int step = 0; step < steps && !course.IsOver && !cancellation.IsCancellationRequested;)
        {
            double sum = 0;
            int taken = 0;
            for (; taken < part && step < steps && !course.IsOver; taken++, step++) sum += course.Step().Loss;
            curve.Add(sum / taken);
        }

        return [.. curve];
    }
}
