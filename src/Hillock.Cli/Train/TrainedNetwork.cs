using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Cli.Train;

/// <summary>A network after its training.</summary>
internal sealed record TrainedNetwork(Run Run, SavedNetwork Saved, NetworkWeights Weights);
