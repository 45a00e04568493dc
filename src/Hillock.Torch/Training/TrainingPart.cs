namespace Hillock.Torch.Training;

/// <summary>A part of a data set.</summary>
/// <param name="X">The features, sample after sample.</param>
/// <param name="Y">One target a sample: the class from 0, or the number to predict.</param>
/// <param name="Count">The number of samples.</param>
public sealed record TrainingPart(float[] X, float[] Y, int Count)
{
    /// <summary>Numbers in a sample; 0 where there are none.</summary>
    public int Features => Count == 0 ? 0 : X.Length / Count;
}
