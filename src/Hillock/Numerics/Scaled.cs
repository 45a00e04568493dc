using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// Pair·Scale, Scale being a power of two: e^x far below the smallest normal number keeps all its digits until the end, so that
/// x·e^x or e^x/a has them too.
/// </summary>
internal readonly struct Scaled<V>(Pair<V> pair, V scale) where V : struct, ILanes<V>
{
    public Pair<V> Pair { get; } = pair;
    public V Scale { get; } = scale;

    /// <summary>The number, rounded.</summary>
    public V Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Pair.Sum * Scale;
    }

    /// <summary>The number as a pair, for where small is as good as 0.</summary>
    public Pair<V> Unscaled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Pair.High * Scale, Pair.Low * Scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> operator *(Scaled<V> a, V b) => new(a.Pair * b, a.Scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> operator *(Scaled<V> a, Pair<V> b) => new(a.Pair * b, a.Scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> operator /(Scaled<V> a, Pair<V> b) => new(a.Pair / b, a.Scale);
}
