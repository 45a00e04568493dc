using System.Globalization;

namespace Hillock.Accuracy;

/// <summary>What is counted over a set of inputs; the same whatever the order in which parts are merged.</summary>
internal sealed class Tally
{
    /// <summary>Inputs judged: not NaN, and where the function promises its bound.</summary>
    public long Judged { get; set; }

    /// <summary>Results that are not the float nearest to the true value.</summary>
    public long NotNearest { get; set; }

    /// <summary>Results more than one ulp off, those of <see cref="NearRoot"/> left out.</summary>
    public long AboveOne { get; set; }

    /// <summary>Results more than one ulp off near a root of the derivative, but within 2^-27 absolutely.</summary>
    public long NearRoot { get; set; }

    /// <summary>NaN for a number, or a number for NaN.</summary>
    public long WrongNaN { get; set; }

    /// <summary>What the estimates could not decide and the oracle did.</summary>
    public long Settled { get; set; }

    /// <summary>The largest error in ulp, <see cref="NearRoot"/> left out; −1 before the first.</summary>
    public double Worst { get; set; } = -1;

    /// <summary>The bits of the input with the largest error, of several the smallest.</summary>
    public uint WorstBits { get; set; }

    /// <summary>The sum, modulo 2^64, of a mixture of each input's bits with its result's: it depends on no order.</summary>
    public ulong Hash { get; set; }

    public float WorstAt => BitConverter.UInt32BitsToSingle(WorstBits);

    public void See(double ulp, uint bits)
    {
        if (ulp > Worst || ulp == Worst && bits < WorstBits) (Worst, WorstBits) = (ulp, bits);
    }

    public void Add(Tally other)
    {
        Judged += other.Judged;
        NotNearest += other.NotNearest;
        AboveOne += other.AboveOne;
        NearRoot += other.NearRoot;
        WrongNaN += other.WrongNaN;
        Settled += other.Settled;
        Hash += other.Hash;
        See(other.Worst, other.WorstBits);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Judged} {NotNearest} {AboveOne} {NearRoot} {WrongNaN} {Settled} {Worst:R} {WorstBits:X8} {Hash:X16}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It did not write this.</exception>
    public static Tally Parse(string text)
    {
        string[] parts = text.Split(' ');
        if (parts.Length != 9) throw new FormatException($"a tally has 9 numbers, not {parts.Length}");
        long[] counts = [.. parts[..6].Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        return new()
        {
            Judged = counts[0],
            NotNearest = counts[1],
            AboveOne = counts[2],
            NearRoot = counts[3],
            WrongNaN = counts[4],
            Settled = counts[5],
            Worst = double.Parse(parts[6], CultureInfo.InvariantCulture),
            WorstBits = uint.Parse(parts[7], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            Hash = ulong.Parse(parts[8], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        };
    }
}
