namespace Hillock.Tests.Functions;

/// <summary>
/// Inputs at which results are judged: an even stride over all bit patterns (every magnitude and sign), an even grid where functions
/// bend, and the neighbourhood of every point where something changes.
/// </summary>
internal static class Samples
{
    private static readonly double[] Corners =
    [
        0, 1e-8, 1e-4, 0.01, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 6, 8, 9, 10, 13, 14.4, 16.6, 17.3, 18, 20, 22, 32, 36.7, 37.4, 38.5, 40, 64,
        87.34, 88.03, 88.72, 89.4, 92, 103.28, 103.97, 104, 110, 150, 373, 708.4, 709.78, 710, 744.4, 745.13, 746, 1000, 1 << 20,
        1.2784645, 1.1924545, 0.7517916, 5.70e37, 7e12, 1.84e19, 1.7e38, 1e154, 1.3e154, 1e200, 5.7e307,
    ];

    public static readonly float[] SpecialFloats =
    [
        float.NaN, 0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -float.MaxValue, float.Epsilon, -float.Epsilon,
        1.17549435e-38f, -1.17549435e-38f, 1.17549421e-38f, -1.17549421e-38f, 1f, -1f,
    ];

    public static readonly double[] SpecialDoubles =
    [
        double.NaN, 0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -double.MaxValue, double.Epsilon,
        -double.Epsilon, 2.2250738585072014e-308, -2.2250738585072014e-308, 2.225073858507201e-308, -2.225073858507201e-308, 1, -1,
    ];

    /// <summary>Finite floats: <paramref name="strides"/> over all patterns, as many on [−24, 24], and the corners with 8 neighbours.</summary>
    public static float[] Floats(int strides, IEnumerable<double>? more = null)
    {
        List<float> list = [];
        for (int i = 0; i < strides; i++) list.Add(BitConverter.UInt32BitsToSingle((uint)((long)i * uint.MaxValue / strides)));
        for (int i = 0; i < strides; i++) list.Add((float)(-24 + 48.0 * i / strides));
        foreach (double corner in Corners.Concat(more ?? []))
            foreach (double signed in new[] { corner, -corner })
            {
                float down = (float)signed, up = (float)signed;
                for (int i = 0; i < 8; i++) list.AddRange([down = float.BitDecrement(down), up = float.BitIncrement(up)]);
                list.Add((float)signed);
            }
        list.AddRange(SpecialFloats);
        return [.. list.Where(float.IsFinite)];
    }

    /// <summary>Finite doubles: as <see cref="Floats"/>, on [−40, 40] and [−750, 750], and as many random ones.</summary>
    public static double[] Doubles(int strides, IEnumerable<double>? more = null)
    {
        List<double> list = [];
        for (int i = 0; i < strides; i++) list.Add(BitConverter.UInt64BitsToDouble((ulong)((Int128)i * ulong.MaxValue / strides)));
        for (int i = 0; i < strides; i++) list.Add(-40 + 80.0 * i / strides);
        for (int i = 0; i < strides; i++) list.Add(-750 + 1500.0 * i / strides);
        // Even strides leave most bits of a double alike; these have all of them at random, at the magnitudes where functions bend.
        Random random = new(strides);
        for (int i = 0; i < strides; i++) list.Add(Math.ScaleB(random.Next(2) == 0 ? 1 + random.NextDouble() : -1 - random.NextDouble(), random.Next(-30, 10)));
        foreach (double corner in Corners.Concat(more ?? []))
            foreach (double signed in new[] { corner, -corner })
            {
                double down = signed, up = signed;
                for (int i = 0; i < 4; i++) list.AddRange([down = double.BitDecrement(down), up = double.BitIncrement(up)]);
                list.Add(signed);
            }
        list.AddRange(SpecialDoubles);
        return [.. list.Where(double.IsFinite)];
    }
}
