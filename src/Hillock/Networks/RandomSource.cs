namespace Hillock.Networks;

/// <summary>
/// A random number generator whose numbers depend on the seed alone, whatever the machine or the version of .NET: xoshiro256**
/// (Blackman and Vigna 2018), seeded by SplitMix64.
/// </summary>
public sealed class RandomSource
{
    private readonly ulong[] _state = new ulong[4];

    /// <summary>Starts a sequence.</summary>
    public RandomSource(long seed)
    {
        ulong x = unchecked((ulong)seed);
        for (int i = 0; i < _state.Length; i++)
        {
            x = unchecked(x + 0x9E3779B97F4A7C15);
            ulong z = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            _state[i] = z ^ (z >> 31);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = unchecked(ulong.RotateLeft(unchecked(_state[1] * 5), 7) * 9), t = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= t;
        _state[3] = ulong.RotateLeft(_state[3], 45);
        return result;
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>A number of the standard normal distribution (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1 (Lemire 2019, without rejection: the bias is below bound/2^64).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(NextBits(), (ulong)bound, out _);
    }

    /// <summary>Puts the elements in random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
