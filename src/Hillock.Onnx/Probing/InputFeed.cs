namespace Hillock.Onnx.Probing;

/// <summary>What an input of a model is given.</summary>
public abstract record InputFeed;

/// <summary>Samples that can be read again from the start.</summary>
/// <param name="Open">Opens them.</param>
public sealed record SampleFeed(Func<ISampleReader> Open) : InputFeed;

/// <summary>The same number in every place, for every sample: a sampling rate, an empty state.</summary>
/// <param name="Value">The number.</param>
public sealed record ConstantFeed(double Value) : InputFeed;
