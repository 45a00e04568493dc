namespace Hillock.Data;

/// <summary>One column of a table: a number, or a text that becomes one feature for each of its categories.</summary>
/// <param name="Name">Its name in the header, or "column3" for the fourth column of a table without one.</param>
/// <param name="Fill">What a missing number becomes: the mean of the training part.</param>
/// <param name="Categories">The texts in ordinal order, or null for a number; "" stands last when cells were missing.</param>
public sealed record FeatureColumn(string Name, float Fill, IReadOnlyList<string>? Categories = null)
{
    /// <summary>The number of features the column becomes.</summary>
    public int Width => Categories?.Count ?? 1;
}
