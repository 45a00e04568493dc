namespace Hillock.Torch.Training;

/// <summary>What a network is trained, chosen and tested on.</summary>
/// <param name="Train">Samples to train on.</param>
/// <param name="Validation">Samples that choose rates and judge cures.</param>
/// <param name="Test">Samples that are only reported on.</param>
/// <param name="Classes">The number of classes; null for regression.</param>
public sealed record TrainingData(TrainingPart Train, TrainingPart Validation, TrainingPart Test, int? Classes)
{
    /// <summary>Checks that the data can be trained on by a network of these sizes.</summary>
    /// <exception cref="InvalidDataException">
    /// A part is empty, has another number of features, or holds a class that does not exist or a number that is not finite.
    /// </exception>
    public void Check(int features, int outputs)
    {
        if (outputs != (Classes ?? 1))
            throw new InvalidDataException(
                $"the network has {outputs} outputs, but the data needs {Classes ?? 1}: one for each class, one for regression");
        foreach ((string name, TrainingPart part) in new[] { ("training", Train), ("validation", Validation), ("test", Test) })
        {
            if (part.Count < 1) throw new InvalidDataException($"the {name} part is empty; at least one sample is needed");
            if (part.X.Length != (long)part.Count * features || part.Y.Length != part.Count)
                throw new InvalidDataException(
                    $"the {name} part has {part.X.Length} features and {part.Y.Length} targets for {part.Count} samples; "
                    + $"the network takes {features} features a sample");
            int bad = Array.FindIndex(part.X, x => !float.IsFinite(x));
            if (bad >= 0)
                throw new InvalidDataException(
                    $"the {name} part holds {part.X[bad]} as feature {bad % features} of sample {bad / features}; replace it or leave the sample out");
            bad = Array.FindIndex(part.Y, y => !IsTarget(y));
            if (bad < 0) continue;
            string allowed = Classes is null ? "it must be finite" : $"classes go from 0 to {Classes - 1}";
            throw new InvalidDataException($"the {name} part holds {part.Y[bad]} as target of sample {bad}; {allowed}");
        }
    }

    private bool IsTarget(float y) => Classes is int classes ? y >= 0 && y < classes && y == MathF.Floor(y) : float.IsFinite(y);
}
