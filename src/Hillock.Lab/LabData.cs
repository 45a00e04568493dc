using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hillock.Data;
using Hillock.Torch.Training;

namespace Hillock.Lab;

/// <summary>Data sets as the lab trains on them.</summary>
internal static class LabData
{
    /// <summary>The split and scale of `hillock train` for a seed.</summary>
    public static TrainingData Prepare(Dataset dataset, int seed, ScaleKind? scale = null)
    {
        DataSplit split = dataset.Split(seed);
        Scaler scaler = dataset.FitScaler(split.Train, scale);
        TrainingPart Part(Samples samples) => new(scaler.Apply(samples).X, samples.Y, samples.Count);
        return new(Part(split.Train), Part(split.Validation), Part(split.Test), dataset.Classes?.Count);
    }

    /// <summary>The first samples of a part.</summary>
    public static TrainingPart First(this TrainingPart part, int count)
    {
        count = Math.Min(count, part.Count);
        return new(part.X[..(count * part.Features)], part.Y[..count], count);
    }

    /// <summary>What tells these data from others.</summary>
    public static string Hash(Dataset dataset)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Samples part in new[] { dataset.Train, dataset.Test }.OfType<Samples>())
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(part.X));
            hash.AppendData(MemoryMarshal.AsBytes<float>(part.Y));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
