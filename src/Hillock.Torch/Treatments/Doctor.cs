using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Torch.Treatments;

/// <summary>
/// Cures a training while it runs: at twenty moments it is diagnosed; against what is wrong treatments are tried, cheapest first. A trial
/// is a window of a tenth of the steps from the latest good state, or from the start, on the same batches as the untouched continuation.
/// A treatment is kept if the symptom is gone and the validation loss is not worse, else the untouched continuation goes on.
/// </summary>
internal sealed class Doctor(TrainingData data, TrainingOptions asked, Func<IReadOnlyList<string>, IReadOnlyList<Candidate>>? plan = null)
{
    private const int Visits = 20;

    // A tenth of the steps: what diagnosis.md allows.
    private const int WindowsInTraining = 10;

    // Steps thrown away, as a share of the training: with the training itself less than twice its cost, evaluations included.
    private const double MostWaste = 0.9;

    // Errors are treated at once; with less there is time: a network that learns late would be treated for nothing.
    private const double Patience = 0.25;

    private const int CurvePoints = 30;

    private readonly List<Cure> _cures = [];
    private readonly HashSet<string> _tried = [];
    private CourseState? _start, _good;
    private int _treatedAt;

    public IReadOnlyList<Cure> Cures => _cures;

    /// <summary>Restarts among the treatments kept.</summary>
    public int Restarts => _cures.Count(cure => cure.Kept && cure.Restart);

    /// <summary>Steps that are no part of the training that was kept.</summary>
    public int WastedSteps { get; private set; }

    /// <summary>Sees the training before its first step.</summary>
    public void Begin(Course course) => _start = course.Save();

    /// <summary>Sees the training after a step; what it returns goes on, and the other, if it is another, is disposed.</summary>
    public Course Visit(Course course, CancellationToken cancellation)
    {
        int interval = Math.Max(1, course.Steps / Visits);
        if (course.NonFinite is null && course.Trainer.Steps % interval != 0) return course;
        string[] symptoms = Symptoms(course, course.Trainer.Steps - _treatedAt >= Patience * course.Steps ? Severity.Warning : Severity.Error);
        if (symptoms.Length == 0)
        {
            if (course.Learns) _good = course.Save();
            return course;
        }

        return Treat(course, symptoms, cancellation);
    }

    public void Pass(StateStream state)
    {
        List<Cure> cures = [.. state.Record(_cures.ToArray())!];
        string[] tried = state.Record(_tried.ToArray())!;
        WastedSteps = state.Value(WastedSteps);
        _treatedAt = state.Value(_treatedAt);
        _start = CourseState.Pass(state, _start, asked);
        if (state.Value(_good is not null)) _good = CourseState.Pass(state, _good, asked);
        if (!state.Reads) return;
        _cures.AddRange(cures);
        _tried.UnionWith(tried);
    }

    private static string[] Symptoms(Course course, Severity least)
    {
        // A rule of its own, so that it does not have to wait for the last third of the epochs.
        const string stalled = "stalled";
        IEnumerable<string> found = course.Diagnose(course.RecentScore).Where(finding => finding.Severity >= least && finding.Rule != stalled)
            .Select(finding => finding.Rule);
        bool stalls = course.NonFinite is null && !course.Learns && least <= Severity.Warning;
        return [.. found.Concat(stalls ? [stalled] : []).Distinct()];
    }

    private Course Treat(Course course, string[] symptoms, CancellationToken cancellation)
    {
        int window = Math.Max(1, course.Steps / WindowsInTraining);
        Candidate[] candidates = [.. (plan ?? TreatmentPlan.For)(symptoms).Where(candidate => !_tried.Contains(candidate.Name))];
        bool diverged = course.NonFinite is not null;
        if (candidates.Length == 0 || !diverged && course.Steps - course.Trainer.Steps < window) return course;
        int noticed = course.Trainer.Steps;
        CourseState now = diverged ? _good ?? _start! : course.Save();
        double[] untouched = diverged ? [] : Run(course, window, cancellation);
        double before = course.NonFinite is null ? course.Trainer.Score(data.Validation).Loss : double.NaN;
        (Course Course, int Cure)? best = null;
        foreach (Candidate candidate in candidates)
        {
            if (cancellation.IsCancellationRequested || WastedSteps + noticed + window > MostWaste * course.Steps) break;
            CourseState from = candidate.FromStart ? _start! : now;
            if (Try(candidate, from, window, cancellation) is not ({ } treated, { } curve)) continue;
            _tried.Add(candidate.Name);
            double after = treated.NonFinite is null ? treated.Trainer.Score(data.Validation).Loss : double.NaN;
            string[] left = Symptoms(treated, Severity.Warning);
            (double compared, IReadOnlyList<double> beside) = candidate.FromStart && FirstWindow(course, window) is { } first ? first : (before, untouched);
            bool helps = treated.NonFinite is null && !symptoms.Any(left.Contains) && double.IsFinite(after) && !(after > compared);
            _cures.Add(new(candidate.Name, null, compared, after, false)
            {
                Rules = symptoms,
                Step = noticed,
                Restart = candidate.FromStart || diverged && _good is null,
                Untouched = beside,
                Treated = curve,
            });
            WastedSteps += window;
            if (helps && (best is not { } known || after < _cures[known.Cure].After))
            {
                best?.Course.Dispose();
                best = (treated, _cures.Count - 1);
            }
            else treated.Dispose();

            // A symptom that is gone is enough to keep a treatment; only where the network learns too does the search for better ones end.
            if (helps && best!.Value.Course.Learns) break;
        }

        if (best is not { } chosen || cancellation.IsCancellationRequested)
        {
            best?.Course.Dispose();
            return course;
        }

        Cure kept = _cures[chosen.Cure] = _cures[chosen.Cure] with { Kept = true };
        // The chosen trial is part of the training now; what it replaces is not.
        WastedSteps += course.Trainer.Steps - chosen.Course.Trainer.Steps;
        if (kept.Restart) _good = null;
        _treatedAt = chosen.Course.Trainer.Steps;
        course.Dispose();
        return chosen.Course;
    }

    // A restart sees the batches that the untouched training saw in its first steps: those are compared. Null where no epoch ended by then.
    private static (double Loss, IReadOnlyList<double> Curve)? FirstWindow(Course course, int window)
    {
        EpochRecord[] epochs = [.. course.History.TakeWhile(epoch => epoch.Step <= window)];
        return epochs.Length > 0 && epochs[^1].Validation is { } score && course.NonFinite is null
            ? (score.Loss, [.. epochs.Select(epoch => epoch.Loss)]) : null;
    }

    private (Course Course, double[] Curve)? Try(Candidate candidate, CourseState from, int window, CancellationToken cancellation)
    {
        using SessionPatient patient = new(data, Course.Restore(data, from)) { Random = new RandomSource(asked.Seed * 1000 + _cures.Count) };
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

        return (patient.Course, Run(patient.Course, window, cancellation));
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
