using System.Runtime.CompilerServices;

namespace Hillock.Statistics;

/// <summary>
/// Tells which samples fire by computing f′, for functions whose derivative is 0 elsewhere than on two tails (soft_shrink between its
/// thresholds, hard_swish at −1.5).
/// </summary>
internal sealed class FiringByDerivative(Activation activation, TallyState state)
{
    private const int Chunk = 512;
    private readonly long[] _lastSample = [.. Enumerable.Repeat(-1L, state.Third.Length)];
    private long _sample;

    [SkipLocalsInit]
    public void Add(ReadOnlySpan<float> z, UnitLayout layout)
    {
        Span<float> slopes = stackalloc float[Chunk];
        int sampleLength = layout.Units * layout.Positions;
        for (int start = 0; start < z.Length; start += Chunk)
        {
            ReadOnlySpan<float> now = z.Slice(start, Math.Min(Chunk, z.Length - start));
            activation.Derivative(now, slopes[..now.Length]);
            for (int i = 0; i < now.Length; i++)
            {
                if (slopes[i] == 0 || !float.IsFinite(now[i])) continue;
                int unit = layout.UnitOf(start + i);
                long sample = _sample + (start + i) / sampleLength;
                // A channel counts once for a sample, however many of its positions fire.
                if (_lastSample[unit] == sample) continue;
                _lastSample[unit] = sample;
                state.Third[unit]++;
            }
        }

        _sample += z.Length / sampleLength;
    }
}
