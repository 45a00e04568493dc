using Hillock.Diagnosis;
using Hillock.Runs;
using Xunit;

namespace Hillock.Tests.Runs;

public sealed class VerdictTests
{
    private static LayerRecord Layer(string name, double gradient, params int[] dead) => new()
    {
        Name = name,
        Units = 8,
        Activation = "relu",
        Samples = 1000,
        Dead = dead,
        SaturatedLow = [],
        SaturatedHigh = [],
        SaturatedBoth = [],
        Constant = [],
        Dormant = [],
        ZeroFraction = 0.5,
        SaturatedFraction = 0,
        MeanOutput = 0.4,
        StdOutput = 0.6,
        MeanAbsDerivative = 0.5,
        GradientRms = gradient,
    };

    private static Run Of(double accuracy, params LayerRecord[] layers) => new()
    {
        Activation = "relu",
        Seed = 1,
        Network = "8x2",
        LearningRate = 0.1,
        Epochs = 10,
        Seconds = 1,
        ConstantLoss = 2.3,
        ChanceAccuracy = 0.1,
        Train = new(0.5, accuracy),
        Test = new(0.5, accuracy),
        OutputGradientRms = 1e-2,
        Layers = layers,
        Findings = [],
    };

    private static string Say(Run run) => string.Join('\n', Verdict.Of(new()
    {
        Data = new() { Name = "digits", Train = 1, Test = 1, Features = 64, Classes = 10 },
        Runs = [run],
    }));

    [Theory]
    [InlineData(0.95, "relu learned:")]
    [InlineData(0.40, "learned in part")]
    [InlineData(0.12, "did not learn")]
    public void Learning_is_judged_between_chance_and_perfection(double accuracy, string says) =>
        Assert.Contains(says, Say(Of(accuracy, Layer("hidden1", 1e-2))), StringComparison.Ordinal);

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(0.06, false)]
    public void A_training_that_fell_back_is_said_to_have_done_better(double finalLoss, bool said)
    {
        EpochRecord Epoch(int number, double loss, double accuracy) => new() { Epoch = number, Step = number, Loss = loss, Accuracy = accuracy, Layers = [] };
        Run run = Of(0.5, Layer("hidden1", 1e-2)) with { History = [Epoch(1, 1, 0.7), Epoch(2, 0.01, 0.99), Epoch(3, 0.05, 0.97)], Train = new(finalLoss, 0.5) };
        Assert.Equal(said, Say(run).Contains("it had reached an accuracy of 99.0 % on the training part in epoch 2 and fell back", StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_whose_gradient_died_are_named()
    {
        string said = Say(Of(0.1, Layer("hidden1", 1e-9), Layer("hidden2", 1e-6), Layer("hidden3", 1e-2)));
        Assert.Contains("died in hidden1, hidden2", said, StringComparison.Ordinal);
        Assert.Contains("1.0e-7", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_arrives_is_not_called_dead()
    {
        string said = Say(Of(0.9, Layer("hidden1", 5e-3)));
        Assert.Contains("arrives", said, StringComparison.Ordinal);
        Assert.DoesNotContain("died", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_units_are_counted_and_the_worst_layer_is_named() =>
        Assert.Contains("Of 16 hidden units 3 are dead (most in hidden2: 2 of 8), none saturated",
            Say(Of(0.9, Layer("hidden1", 1e-2, 4), Layer("hidden2", 1e-2, 1, 2))), StringComparison.Ordinal);

    [Fact]
    public void The_gravest_finding_says_what_to_do_and_a_mere_fact_does_not()
    {
        Finding Make(Severity severity) =>
            new("dead-units", severity, "hidden1", [1], Grade.Observed, new Dictionary<string, double>(), "Seen.", "Do this.");
        Assert.Contains("What to do: Do this.", Say(Of(0.1, Layer("hidden1", 1e-2)) with { Findings = [Make(Severity.Error)] }), StringComparison.Ordinal);
        Assert.DoesNotContain("Do this.", Say(Of(0.9, Layer("hidden1", 1e-2)) with { Findings = [Make(Severity.Info)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_explodes_is_not_said_to_arrive()
    {
        string said = Say(Of(0.1, Layer("hidden1", 1e3), Layer("hidden2", 1)));
        Assert.Contains("explodes", said, StringComparison.Ordinal);
        Assert.DoesNotContain("arrives", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_layer_gives_the_figure_and_layers_apart_are_named_one_by_one()
    {
        string said = Say(Of(0.1, Layer("hidden1", 1e-2), Layer("hidden2", 1e-8), Layer("hidden3", 1e-2), Layer("hidden4", 1e-6)));
        Assert.Contains("died in hidden2, hidden4: at hidden2 it is 1.0e-6 times", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_200_samples_no_word_is_said_on_death() =>
        Assert.Contains("none can be called dead on 108 samples", Say(Of(0.9, Layer("hidden1", 1e-2) with { Samples = 108 })), StringComparison.Ordinal);

    [Fact]
    public void A_loss_that_still_falls_asks_for_more_epochs()
    {
        Run Falling(double last) => Of(0.12, Layer("hidden1", 1e-2)) with
        {
            History = [.. new[] { 2.3, 2.2, 2.1, last }.Select((loss, i) => new EpochRecord { Epoch = i + 1, Loss = loss })],
        };
        Assert.Contains("still falling", Say(Falling(2.0)), StringComparison.Ordinal);
        Assert.DoesNotContain("still falling", Say(Falling(2.2)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_rate_that_worked_is_said()
    {
        Run run = Of(0.1, Layer("hidden1", 1)) with
        {
            End = RunEnd.Diverged,
            NonFinite = new(2, 1, null, "loss"),
            RateTrials = [new(1, null, false), new(0.1, null, true)],
        };
        Assert.Contains("none of the learning rates tried (1 … 0.1)", Say(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_divergence_says_where_it_began()
    {
        Run run = Of(0.1, Layer("hidden1", double.NaN)) with { End = RunEnd.Diverged, NonFinite = new(17, 2, "hidden3", "pre-activation") };
        Assert.Contains("pre-activation of hidden3 was no longer finite at step 17 (epoch 2)", Say(run), StringComparison.Ordinal);
    }
}
