using Hillock.Networks;

namespace Hillock.Torch.Training;

/// <summary>
/// Which samples make up each batch: a new random order every epoch that depends on the seed and the epoch alone, so that networks
/// trained side by side see the same batches, and a resumed training goes on with the same ones.
/// </summary>
internal sealed class BatchOrder(long seed, int samples, int batch)
{
    // Keeps the numbers apart from those that draw the weights.
    private const long Salt = 0x5EED_BA7C_4E5;

    private readonly int[] _order = new int[samples];
    private int _epoch;

    // A last batch of one sample joins the one before: batch normalisation has no variance to divide by, and the gradient would be one sample's.
    private readonly bool _joinsLast = batch > 1 && samples > batch && samples % batch == 1;

    public int BatchesPerEpoch => (samples + batch - 1) / batch - (_joinsLast ? 1 : 0);

    /// <summary>The samples of a batch.</summary>
    /// <param name="step">The step, from 0.</param>
    public ReadOnlySpan<int> this[int step]
    {
        get
        {
            int epoch = step / BatchesPerEpoch + 1, start = step % BatchesPerEpoch * batch;
            if (epoch != _epoch) Shuffle(epoch);
            bool last = step % BatchesPerEpoch == BatchesPerEpoch - 1;
            return _order.AsSpan(start, last ? samples - start : batch);
        }
    }

    private void Shuffle(int epoch)
    {
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        new RandomSource(unchecked(seed * 0x9E3779B97F4A7C1 + epoch) ^ Salt).Shuffle<int>(_order);
        _epoch = epoch;
    }
}
