using System.Collections.Concurrent;
using Hillock.Data;
using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Lab.Trouble;

/// <summary>The data of the cases, prepared as <c>hillock train</c> does, and how well a plain network does on them.</summary>
internal sealed class TroubleData
{
    // Read once; what is drawn from the seed is drawn for each case.
    private readonly ConcurrentDictionary<string, Dataset> _files = new();

    public (Dataset Dataset, TrainingData Data) Of(string name, string? scale, int seed)
    {
        Dataset dataset = name is "circle" or "blobs" ? DataSource.Load(name, new() { Seed = seed }) : _files.GetOrAdd(name, text => DataSource.Load(text));
        return (dataset, LabData.Prepare(dataset, seed, scale is null ? null : Enum.Parse<ScaleKind>(scale, ignoreCase: true)));
    }

    /// <summary>Test accuracy of two layers of 32 relus, Adam 0.01, batch 32, 1,500 steps, on the data in their usual scale.</summary>
    public double Reference(string name, int seed, CancellationToken cancellation)
    {
        (Dataset dataset, TrainingData data) = Of(name, null, seed);
        using TrainingSession session = TrainingSession.Start(data, new()
        {
            Network = new(NetworkSpec.Parse("32x2"), dataset.Shape, dataset.Classes!.Count, Activation.Parse("relu"), Activation.Parse("identity")),
            Initialiser = Initialiser.Parse("he_uniform"),
            Optimizer = OptimizerSpec.Parse("adam"),
            LearningRate = 0.01,
            Epochs = Math.Max(1, 1500 * 32 / data.Train.Count),
            Seed = seed,
        }, cancellation: cancellation);
        while (!session.IsOver)
        {
            session.RunEpoch(cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        return session.Finish().Run.Test.Accuracy!.Value;
    }
}
