namespace Hillock.Data;

/// <summary>An array of numbers, as NumPy stores it.</summary>
/// <param name="Name">Its name in an archive, or the file's name without its extension.</param>
/// <param name="Shape">Its sizes; empty for a single number.</param>
/// <param name="Data">The values, the last index running fastest (C order).</param>
public sealed record NpyArray(string Name, int[] Shape, float[] Data);
