using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Training;
using Hillock.Torch.Treatments;
using Xunit;

namespace Hillock.Torch.Tests;

/// <summary>Treatments tried while a network trains.</summary>
public sealed class CureTests
{
    private static readonly TrainingOptions Vanishing = new()
    {
        Network = Samples.Net("6x16", "sigmoid", 4, 3),
        LearningRate = 0.003,
        Epochs = 40,
        Optimizer = OptimizerSpec.Parse("adam"),
    };

    [Fact]
    public void A_network_whose_gradient_vanished_learns_after_a_treatment_that_the_report_names()
    {
        TrainingResult untouched = Train(Vanishing), cured = Train(Vanishing with { Cure = true });
        Assert.True(untouched.Run.Test.Accuracy < 0.7, $"untouched {untouched.Run.Test.Accuracy}");
        Assert.True(cured.Run.Test.Accuracy > 0.9, $"cured {cured.Run.Test.Accuracy}");
        Cure kept = Assert.Single(cured.Run.Cures, cure => cure.Kept);
        Assert.Contains("vanishing-gradient", kept.Rules);
        Assert.True(kept.After <= kept.Before);
        Assert.True(kept.Treated.Count > 1 && kept.Untouched.Count > 1);
        Assert.Equal(cured.Run.Cures.Count(cure => cure.Kept && cure.Restart), cured.Run.Restarts);
        Assert.DoesNotContain(cured.Run.Findings, finding => finding.Severity >= Diagnosis.Severity.Warning);
        Assert.True(cured.Run.TrialSteps < untouched.Run.History[^1].Step);

        // What is saved is the cured network.
        using Predictor predictor = new(cured.Network, cured.Weights);
        TrainingData data = Samples.Clouds();
        float[] scores = predictor.Run(data.Test.X);
        int right = Enumerable.Range(0, data.Test.Count).Count(i => Enumerable.Range(0, 3).MaxBy(c => scores[3 * i + c]) == (int)data.Test.Y[i]);
        Assert.Equal(cured.Run.Test.Accuracy!.Value, (double)right / data.Test.Count, 9);
    }

    [Fact]
    public void A_healthy_network_is_left_alone_to_the_last_bit()
    {
        TrainingOptions healthy = Vanishing with { Network = Samples.Net("16x2", "tanh", 4, 3), Epochs = 10 };
        TrainingResult one = Train(healthy), two = Train(healthy with { Cure = true });
        Assert.Empty(two.Run.Cures);
        Assert.Equal(Bits(one.Weights), Bits(two.Weights));
    }

    [Fact]
    public void What_is_treated_are_the_gravest_findings_and_gone_is_what_is_less_grave()
    {
        using Course blocked = After(Vanishing, 60), learning = After(Vanishing with { Network = Samples.Net("16x2", "tanh", 4, 3) }, 60);
        Symptoms symptoms = Symptoms.Of(blocked);
        Assert.Equal(Diagnosis.Severity.Error, symptoms.Least);
        Assert.Equal(["stalled", "vanishing-gradient"], symptoms.Rules.Order());
        Assert.Contains(blocked.Diagnose(blocked.RecentScore), finding => finding.Severity == Diagnosis.Severity.Warning && !symptoms.Rules.Contains(finding.Rule));
        Assert.True(symptoms.AreIn(blocked, blocked.RecentScore));
        Assert.False(symptoms.AreIn(learning, learning.RecentScore));
        // The score decides: the mean of a trial's steps still has its beginning in it.
        Assert.True(symptoms.AreIn(learning, new Score(blocked.ConstantLoss, 0.3)));
        Assert.True(Symptoms.Of(learning).AreNone);
        Assert.Equal(["vanishing-gradient"], symptoms.Among(["vanishing-gradient", "dead-units"]).Rules);
    }

    [Fact]
    public void Symptoms_that_give_way_to_milder_ones_have_passed_only_where_the_network_learns_clearly()
    {
        using Course blocked = After(Vanishing, 60), learning = After(Vanishing with { Network = Samples.Net("16x2", "tanh", 4, 3) }, 60);
        Symptoms other = new(["saturated-units"], Diagnosis.Severity.Error);
        Score little = new(0.8 * blocked.ConstantLoss, null), clear = new(0.4 * blocked.ConstantLoss, null);
        Assert.False(other.AreIn(blocked, little));
        Assert.False(other.HavePassed(blocked, little));
        Assert.True(other.HavePassed(blocked, clear));
        Assert.True(other.HavePassed(learning, learning.RecentScore));
        Assert.False(Symptoms.Of(blocked).HavePassed(blocked, little));
    }

    [Fact]
    public void A_treatment_that_does_not_help_is_rolled_back_to_the_same_bits()
    {
        TrainingData data = Samples.Clouds();
        TrainingOptions options = Vanishing with { Epochs = 12 };
        Course plain = New(), treated = New();
        while (!plain.IsOver) plain.Step();
        Doctor doctor = new(data, options, _ => [Candidate.Now(new LearningRate(1e-9)), Candidate.Anew(new LearningRate(1e-8)), Candidate.Now(new ClipGradient(1e-9))]);
        treated = doctor.Begin(treated, TestContext.Current.CancellationToken);
        while (!treated.IsOver)
        {
            treated.Step();
            treated = doctor.Visit(treated, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, doctor.Cures.Count);
        Assert.All(doctor.Cures, cure => Assert.False(cure.Kept));
        Assert.Equal(Bits(plain.Trainer.ToWeights()), Bits(treated.Trainer.ToWeights()));
        Assert.Equal(plain.Save().Bytes, treated.Save().Bytes);
        plain.Dispose();
        treated.Dispose();

        Course New() => new(data, options, NetworkWeights.Create(options.Network, options.Initialiser, options.Initialiser, options.Seed));
    }

    [Fact]
    public void A_network_that_had_learnt_and_falls_back_goes_on_from_its_best_state_with_a_smaller_rate()
    {
        TrainingData data = Samples.Clouds();
        TrainingOptions options = Vanishing with { Network = Samples.Net("16x2", "relu", 4, 3) };
        Course course = new(data, options, NetworkWeights.Create(options.Network, options.Initialiser, options.Initialiser, options.Seed));
        // A layer that is dead is found before the loss has told of it; here nothing is known against that.
        Doctor doctor = new(data, options, rules => rules[0] == "oscillating" ? new TreatmentPlan(options.Batch).For(rules) : []);
        course = doctor.Begin(course, TestContext.Current.CancellationToken);
        int struck = course.Steps * 6 / 10;
        double learnt = double.NaN;
        for (bool once = true; !course.IsOver;)
        {
            course.Step();
            course = doctor.Visit(course, TestContext.Current.CancellationToken);
            if (!once || course.Trainer.Steps != struck) continue;
            once = false;
            learnt = course.Trainer.Score(data.Validation).Loss;
            course.Trainer.Module.Flat.Windows.Single(window => window.Name == "hidden1.bias").Of(course.Trainer.Module.Flat.Values).Fill(-1000);
        }

        Assert.True(learnt < course.ConstantLoss / 2, $"{learnt}");
        Cure first = Assert.Single(doctor.Cures, cure => cure.Kept);
        Assert.Equal("learning rate × 0.1", first.Treatment);
        Assert.False(first.Restart);
        Assert.InRange(first.Step, struck, struck + course.Steps / 5);
        Assert.True(course.Trainer.Score(data.Validation).Loss < 1.2 * learnt, $"{learnt} before");
        Assert.Equal(0, doctor.Restarts);
        course.Dispose();
    }

    [Fact]
    public void Whatever_is_tried_all_steps_together_cost_less_than_twice_the_training()
    {
        TrainingData data = Samples.Clouds();
        TrainingOptions options = Vanishing with { Epochs = 12 };
        Course course = new(data, options, NetworkWeights.Create(options.Network, options.Initialiser, options.Initialiser, options.Seed));
        Doctor doctor = new(data, options, _ => [.. Enumerable.Range(1, 40).Select(i => i % 2 == 0 ? Candidate.Now(new LearningRate(i * 1e-9)) : Candidate.Anew(new NormaliseBatches(), new LearningRate(i * 1e-9)))]);
        course = doctor.Begin(course, TestContext.Current.CancellationToken);
        while (!course.IsOver)
        {
            course.Step();
            course = doctor.Visit(course, TestContext.Current.CancellationToken);
        }

        Assert.InRange(doctor.Cures.Count, 4, 9);
        Assert.InRange(course.Trainer.Steps + doctor.WastedSteps, 1.4 * course.Steps, 1.85 * course.Steps);
        course.Dispose();
    }

    [Fact]
    public void What_does_not_fit_is_treated_before_the_first_step()
    {
        // No relu gives a number below 0.
        TrainingData waves = Samples.Waves(), low = waves with { Train = Lowered(waves.Train), Validation = Lowered(waves.Validation), Test = Lowered(waves.Test) };
        using TrainingSession session = TrainingSession.Start(low, Vanishing with { Cure = true, LearningRate = 0.01, Network = Samples.Net("16x2", "tanh", [2], 1, output: "relu") }, cancellation: TestContext.Current.CancellationToken);
        while (session.RunEpoch(cancellation: TestContext.Current.CancellationToken) is not null) { }
        Run run = session.Finish().Run;
        Cure first = run.Cures[0];
        Assert.Equal((0, true, false), (first.Step, first.Kept, first.Restart));
        Assert.Equal(["output-mismatch"], first.Rules);
        Assert.DoesNotContain(run.Findings, finding => finding.Rule == "output-mismatch");
        Assert.True(run.Test.Loss < run.ConstantLoss, $"{run.Test.Loss}");

        static TrainingPart Lowered(TrainingPart part) => part with { Y = Array.ConvertAll(part.Y, y => y - 3) };
    }

    [Theory]
    [InlineData("abnormal-input", "input centred and scaled")]
    [InlineData("output-mismatch", "output function and loss that fit")]
    public void A_restart_mends_what_does_not_fit_too(string rule, string treatment) =>
        Assert.All(new TreatmentPlan(32).For(["vanishing-gradient", rule, "stalled"]).Where(candidate => candidate.FromStart), candidate => Assert.StartsWith(treatment, candidate.Name, StringComparison.Ordinal));

    [Fact]
    public void A_cured_training_that_was_interrupted_ends_with_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        TrainingData data = Samples.Clouds();
        TrainingOptions options = Vanishing with { Cure = true };
        TrainingResult whole = Train(options);
        try
        {
            using TrainingSession first = TrainingSession.Start(data, options, cancellation: TestContext.Current.CancellationToken);
            while (first.Step < whole.Run.History[^1].Step / 2) first.RunEpoch(cancellation: TestContext.Current.CancellationToken);
            first.SaveCheckpoint(path);
            using TrainingSession second = TrainingSession.Resume(data, options, path);
            while (second.RunEpoch(cancellation: TestContext.Current.CancellationToken) is not null) { }
            TrainingResult resumed = second.Finish();
            Assert.Equal(whole.Run.Cures.Select(cure => $"{cure.Treatment} {cure.Step} {cure.Before} {cure.After} {cure.Kept}"), resumed.Run.Cures.Select(cure => $"{cure.Treatment} {cure.Step} {cure.Before} {cure.After} {cure.Kept}"));
            Assert.Equal(Bits(whole.Weights), Bits(resumed.Weights));
            Assert.Equal(whole.Run.TrialSteps, resumed.Run.TrialSteps);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Course After(TrainingOptions options, int steps)
    {
        Course course = new(Samples.Clouds(), options, NetworkWeights.Create(options.Network, options.Initialiser, options.Initialiser, options.Seed));
        for (int step = 0; step < steps; step++) course.Step();
        return course;
    }

    private static TrainingResult Train(TrainingOptions options)
    {
        using TrainingSession session = TrainingSession.Start(Samples.Clouds(), options, cancellation: TestContext.Current.CancellationToken);
        while (session.RunEpoch(cancellation: TestContext.Current.CancellationToken) is not null) { }
        return session.Finish();
    }

    private static int[] Bits(NetworkWeights weights) => [.. weights.Arrays.SelectMany(array => array.Data).Select(BitConverter.SingleToInt32Bits)];
}
