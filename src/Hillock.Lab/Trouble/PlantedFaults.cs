using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch;
using Hillock.Torch.Training;
using TorchSharp;

namespace Hillock.Lab.Trouble;

/// <summary>
/// Faults and decoys planted in trained networks at known places. The truth is computed by a plain loop in double over the definitions,
/// which also finds what training itself made; the verdict is that of the whole path from the module to the lists.
/// </summary>
internal static class PlantedFaults
{
    private const int Units = 24;

    private static readonly string[] Functions = ["relu", "leaky_relu", "elu", "selu", "tanh", "sigmoid", "gelu", "relu6"];

    public static PlantedScore Score(int seed, CancellationToken cancellation)
    {
        int listed = 0, right = 0, belong = 0, decoys = 0;
        foreach (string function in Functions)
            foreach (string data in new[] { "blobs", "digits" })
            {
                PlantedNetwork planted = Train(function, data, seed, cancellation);
                decoys += planted.Decoys;
                (UnitList Truth, UnitList Found) = (planted.Truth(), planted.Look());
                listed += Found.Count;
                belong += Truth.Count;
                right += Found.Common(Truth);
            }

        return new(listed == 0 ? 1 : (double)right / listed, belong == 0 ? 1 : (double)right / belong, belong, decoys);
    }

    private static PlantedNetwork Train(string function, string data, int seed, CancellationToken cancellation)
    {
        (Hillock.Data.Dataset dataset, TrainingData prepared) = new TroubleData().Of(data, null, seed);
        Network network = new(NetworkSpec.Parse($"{Units}x2"), dataset.Shape, dataset.Classes!.Count, Activation.Parse(function), Activation.Parse("identity"));
        using TrainingSession session = TrainingSession.Start(
            prepared, new() { Network = network, Optimizer = OptimizerSpec.Parse("adam"), LearningRate = 0.01, Epochs = 5, Seed = seed }, cancellation: cancellation);
        while (!session.IsOver) session.RunEpoch(cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new(network, session.Finish().Weights, prepared.Train);
    }
}
