using Hillock.Networks;
using Hillock.Torch.Training;
using Xunit;

namespace Hillock.Torch.Tests;

public sealed class NetworkProbeTests
{
    private static readonly Network Net = new(NetworkSpec.Parse("5,4"), [3], 2, Activation.Parse("tanh"), Activation.Parse("identity"));

    [Fact]
    public void Gradients_agree_with_differences_of_the_loss()
    {
        Initialiser he = Initialiser.Parse("he_normal");
        NetworkWeights weights = NetworkWeights.Create(Net, he, he, 3);
        TrainingPart part = new([0.3f, -0.5f, 0.9f, -0.2f, 0.4f, 0.1f], [0, 1], 2);
        using NetworkProbe probe = new(Net, weights, 2);
        ProbePass pass = probe.Run(part, [0, 1]);
        Assert.Equal(["hidden1", "hidden2"], pass.Layers.Select(layer => layer.Name));
        Assert.Equal(pass.Layers[0].Z.Select(z => MathF.Tanh(z)), pass.Layers[0].A, (a, b) => Math.Abs(a - b) < 1e-6);
        for (int i = 0; i < part.X.Length; i++)
        {
            int feature = i;
            Assert.Equal(Difference(h => Loss(weights, part with { X = Shifted(part.X, feature, h) })), pass.InputGradient[i], 2e-3);
        }

        foreach (WeightArray array in weights.Arrays)
            for (int i = 0; i < array.Data.Length; i++)
            {
                int index = i;
                NetworkWeights With(double h) => new([.. weights.Arrays.Select(a => a.Name == array.Name ? a with { Data = Shifted(a.Data, index, h) } : a)]);
                Assert.Equal(Difference(h => Loss(With(h), part)), pass.Gradients[array.Name].Data[i], 2e-3);
            }

        // δ of a layer is the gradient of its biases before the samples are added up.
        float[] delta = pass.Layers[1].Delta, bias = pass.Gradients["hidden2.bias"].Data;
        for (int unit = 0; unit < bias.Length; unit++) Assert.Equal(bias[unit], delta[unit] + delta[bias.Length + unit], 1e-6);
    }

    [Fact]
    public void A_training_starts_from_the_weights_that_it_is_given_and_takes_the_rate_that_it_is_told()
    {
        Initialiser he = Initialiser.Parse("he_normal");
        NetworkWeights weights = NetworkWeights.Create(Net, he, he, 3);
        TrainingPart part = new([0.3f, -0.5f, 0.9f, -0.2f, 0.4f, 0.1f], [0, 1], 2);
        using TrainingSession session = TrainingSession.Start(new(part, part, part, 2), new() { Network = Net, Weights = weights, LearningRate = 0.1, Batch = 2, Epochs = 10 },
            cancellation: TestContext.Current.CancellationToken);
        foreach (WeightArray array in session.CopyWeights().Arrays) Assert.Equal(weights[array.Name].Data, array.Data);
        session.RunSteps(1);
        double small = Distance(session.CopyWeights(), weights);
        using NetworkProbe probe = new(Net, session.CopyWeights(), 2);
        NetworkWeights gradient = probe.Run(part, [0, 1]).Gradients, before = session.CopyWeights();
        session.LearningRate = 10;
        session.RunSteps(1);
        Assert.True(small > 0);
        NetworkWeights zero = new([.. gradient.Arrays.Select(a => a with { Data = new float[a.Data.Length] })]);
        Assert.Equal(10 * Distance(gradient, zero), Distance(session.CopyWeights(), before), 1e-4);
        session.RunSteps(100);
        Assert.Equal(10, session.Step);
        Assert.True(session.IsOver);
    }

    private static double Loss(NetworkWeights weights, TrainingPart part)
    {
        using NetworkProbe probe = new(Net, weights, 2);
        return probe.Run(part, [0, 1]).Loss;
    }

    private static double Difference(Func<double, double> loss) => (loss(1e-2) - loss(-1e-2)) / 2e-2;

    private static float[] Shifted(float[] values, int index, double by)
    {
        float[] copy = [.. values];
        copy[index] += (float)by;
        return copy;
    }

    private static double Distance(NetworkWeights a, NetworkWeights b) =>
        Math.Sqrt(a.Arrays.Sum(array => array.Data.Zip(b[array.Name].Data, (x, y) => ((double)x - y) * ((double)x - y)).Sum()));
}
