namespace Hillock.Data;

/// <summary>The three parts of a data set.</summary>
/// <param name="Train">What the network learns from, in shuffled order.</param>
/// <param name="Validation">What rates and cures are chosen by; a tenth of what was there to learn from.</param>
/// <param name="Test">What is only reported.</param>
/// <param name="Encoding">How to read new data, with missing cells filled as here: by the mean of <paramref name="Train"/>.</param>
public sealed record DataSplit(Samples Train, Samples Validation, Samples Test, FeatureEncoding Encoding);
