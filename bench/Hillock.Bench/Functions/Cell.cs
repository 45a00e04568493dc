using Hillock.Bench.Functions.Peers;

namespace Hillock.Bench.Functions;

/// <summary>What is compared: one function in one direction over so many floats on so many threads.</summary>
internal sealed record Cell(Activation Activation, Direction Direction, int Size, int Threads)
{
    /// <summary>From the output only where a peer does so.</summary>
    public bool IsCompared => Direction != Direction.FromOutput || TorchPeer.TakesOutput(Activation.Name);

    public bool IsForward => Direction == Direction.Forward;

    /// <summary>"from output".</summary>
    public string DirectionText => TextOf(Direction);

    public static string TextOf(Direction direction) => direction switch
    {
        Direction.Forward => "forward",
        Direction.Backward => "backward",
        _ => "from output",
    };
}
