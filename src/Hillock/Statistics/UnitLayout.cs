namespace Hillock.Statistics;

/// <summary>
/// How the values of a layer's units lie in memory. The element of sample s, unit u, position p stands at (s·Units + u)·Positions + p, or
/// with channels last at (s·Positions + p)·Units + u. A dense layer has one position; a convolution has height × width of them.
/// </summary>
/// <param name="Samples">The samples of the batch.</param>
/// <param name="Units">The neurons of a dense layer, or the channels of a convolution.</param>
/// <param name="Positions">The positions of a channel; 1 for a dense layer.</param>
/// <param name="ChannelsLast">Whether a position's channels stand side by side.</param>
public readonly record struct UnitLayout(int Samples, int Units, int Positions = 1, bool ChannelsLast = false)
{
    /// <summary>The number of values.</summary>
    public int Length => checked(Samples * Units * Positions);

    /// <summary>The unit that the element at <paramref name="index"/> belongs to.</summary>
    public int UnitOf(int index) => ChannelsLast ? index % Units : index / Positions % Units;
}
