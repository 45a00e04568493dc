using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Training;
using Xunit;

namespace Hillock.Torch.Tests;

/// <summary>
/// Faults and decoys planted in a trained network at known places, found by the whole path: module, monitor, statistics, rules. The truth
/// is recomputed by a plain double loop, which also finds what training itself made.
/// </summary>
public sealed class PlantedFaultTests
{
    private const int Count = 1000, Units = 16, Features = 4;

    private readonly TrainingData _data = Samples.Clouds(count: Count);

    [Theory]
    [InlineData("relu")]
    [InlineData("leaky_relu")]
    [InlineData("elu")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void Planted_units_are_reported_and_decoys_are_not(string function)
    {
        Activation activation = Activation.Parse(function);
        Network network = Samples.Net($"{Units}x2", function, Features, 3);
        using TrainingSession session = TrainingSession.Start(_data, new() { Network = network, LearningRate = 0.05, Epochs = 6 },
            cancellation: TestContext.Current.CancellationToken);
        while (!session.IsOver) session.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        NetworkWeights weights = session.Finish().Weights;
        Assert.True(session.History[^1].Accuracy > 0.5, "the network must have been trained");

        // Saturation in these functions begins where the slope is 1 % of the largest; ±edge in z.
        double edge = function switch { "tanh" => 2.9932, "sigmoid" => 5.9826, "elu" => 4.6052, _ => double.NaN };
        Layer hidden = new(weights, _data.Train, activation);
        hidden.Shift(1, share: 0, above: 30);                           // far below 0: dead where that is flat, saturated low in elu, tanh, sigmoid
        hidden.Shift(3, share: 0.002, above: 0);                        // decoy: fires on 2 of 1,000
        hidden.Shift(5, share: 0.01, above: 0);                         // decoy: fires on 10 of 1,000
        hidden.Shift(7, share: 0.08, above: 0);                         // decoy: 92 % zeros in relu
        hidden.Freeze(9, at: 0.7);                                      // constant
        if (double.IsFinite(edge))
        {
            hidden.Shift(11, share: 0.04, above: -edge);                // 96 % saturated low
            hidden.Shift(13, share: 0.06, above: -edge);                // decoy: 94 %
        }

        using NetworkModule module = new(network, weights);
        using ActivationMonitor monitor = ActivationMonitor.Attach(module);
        monitor.Evaluate(() =>
        {
            using TorchSharp.torch.Tensor x = TorchSharp.torch.tensor(_data.Train.X, Count, Features), y = module.call(x);
        });
        LayerRecord found = monitor.Report()[1];
        (int[] dead, int[] constant, int[] low) = hidden.Truth(edge);
        Assert.Equal(dead, found.Dead);
        Assert.Equal(constant, found.Constant);
        Assert.Equal(low, found.SaturatedLow);
        Assert.Contains(9, found.Constant);
        if (function == "relu") Assert.Contains(1, found.Dead);
        if (double.IsFinite(edge)) Assert.Contains(11, found.SaturatedLow);
        int[] listed = [.. found.Dead, .. found.Constant, .. found.SaturatedLow, .. found.SaturatedHigh, .. found.SaturatedBoth];
        Assert.Empty(listed.Intersect(function is "relu" or "leaky_relu" ? [3, 5, 7] : [7, 13]));
        Assert.Equal(found.Dead, monitor.Diagnose().Where(f => f.Rule == "dead-units" && f.Layer == found.Name).SelectMany(f => f.Units));
    }

    /// <summary>The second hidden layer by hand, in double.</summary>
    private sealed class Layer(NetworkWeights weights, TrainingPart part, Activation activation)
    {
        private readonly float[] _weight = weights["hidden2.weight"].Data, _bias = weights["hidden2.bias"].Data;

        private double[][] Inputs { get; } = [.. Enumerable.Range(0, Count).Select(sample => Enumerable.Range(0, Units).Select(unit =>
            activation.Value(weights["hidden1.bias"].Data[unit] + Enumerable.Range(0, Features)
                .Sum(k => (double)weights["hidden1.weight"].Data[unit * Features + k] * part.X[sample * Features + k]))).ToArray())];

        /// <summary>Moves the bias so that this share of the samples lies above a value; with none, the largest lies as far below as the value says.</summary>
        public void Shift(int unit, double share, double above)
        {
            // Steeper weights keep the neighbours of the cut apart, so that float and double see the same samples beyond it.
            for (int k = 0; k < Units; k++) _weight[unit * Units + k] *= 8;
            double[] z = [.. Inputs.Select(x => PreActivation(unit, x)).OrderDescending()];
            int firing = (int)Math.Round(share * Count);
            _bias[unit] += (float)(firing == 0 ? -above - z[0] : above - (z[firing - 1] + z[firing]) / 2);
        }

        /// <summary>Takes the unit's inputs away.</summary>
        public void Freeze(int unit, double at)
        {
            _weight.AsSpan(unit * Units, Units).Clear();
            _bias[unit] = (float)at;
        }

        /// <summary>The lists by their definitions: dead, then constant, then saturated low for 95 % of the samples.</summary>
        public (int[] Dead, int[] Constant, int[] Low) Truth(double edge)
        {
            List<int> dead = [], constant = [], low = [];
            for (int unit = 0; unit < Units; unit++)
            {
                float[] z = [.. Inputs.Select(x => (float)PreActivation(unit, x))], a = new float[Count], slope = new float[Count];
                activation.Forward(z, a);
                activation.Derivative(z, slope);
                double spread = a.Max() - (double)a.Min(), largest = a.Max(Math.Abs);
                if (spread == 0 && slope.All(d => d == 0)) dead.Add(unit);
                else if (spread <= 4 * (MathF.BitIncrement((float)largest) - largest)) constant.Add(unit);
                else if (z.Count(v => v <= -edge) >= 0.95 * Count) low.Add(unit);
            }

            return ([.. dead], [.. constant], [.. low]);
        }

        private double PreActivation(int unit, double[] inputs) =>
            _bias[unit] + inputs.Select((x, k) => x * _weight[unit * Units + k]).Sum();
    }
}
