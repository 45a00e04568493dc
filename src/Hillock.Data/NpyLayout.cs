using System.Runtime.CompilerServices;
using Hillock.Data.Numpy;

namespace Hillock.Data;

/// <summary>How a .npy file holds an array of floats.</summary>
/// <param name="Bits">The width of a number: 16, 32 or 64.</param>
/// <param name="BigEndian">Whether the most significant byte of a number comes first.</param>
/// <param name="Fortran">Whether the first index runs fastest, not the last.</param>
/// <param name="Shape">The sizes; empty for a single number.</param>
public sealed record NpyLayout(int Bits, bool BigEndian, bool Fortran, IReadOnlyList<long> Shape)
{
    /// <summary>How many numbers there are.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    internal NpyHeader Header => new(new('f', Bits / 8, BigEndian), Fortran, [.. Shape]);

    internal void Demand<T>() where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() * 8 != Bits) throw new ArgumentException($"The numbers have {Bits} bits, {typeof(T).Name} has not.");
    }
}
