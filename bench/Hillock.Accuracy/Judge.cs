using System.Numerics;
using System.Runtime.Intrinsics;
using Hillock.Accuracy.Oracle;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace Hillock.Accuracy;

/// <summary>
/// Compares results with estimates of the true values, eight at a time; where the estimates leave open which float is the nearest, the oracle
/// says it. An error of one ulp counts as more than one only if the estimates are sure.
/// The error of a result is |result − true| in ulp of the true value: 2^(e − 23) for 2^e ≤ |true| &lt; 2^(e + 1), 2^-149 below the normal
/// range. An infinite result counts as 2^128, as does every true value beyond it. What NaN looks like is not compared.
/// </summary>
internal sealed class Judge
{
    // 2^128, and the least normal float.
    private const double Infinite = 3.402823669209385e38, LeastNormal = 1.1754943508222875e-38;

    private readonly Activation _function;
    private readonly Settlement _settlement;
    private readonly bool _hasRoots;
    private readonly V _limit;

    public Judge(Activation function, bool derivative)
    {
        _function = function;
        _settlement = new(function, derivative);
        _hasRoots = derivative && (function.Facts.TurningPoints.Count > 0 || function.Name == "snake");
        _limit = Vector512.Create(Promise.Limit(function));
    }

    /// <summary>Judges y, the results for x, by the estimates; lengths are multiples of 8.</summary>
    public void Compare(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Estimates estimates, Tally tally)
    {
        Vector512<ulong> hash = Vector512<ulong>.Zero;
        for (int i = 0; i < x.Length; i += 8)
        {
            Vector256<float> input = Vector256.Create(x.Slice(i, 8)), result = Vector256.Create(y.Slice(i, 8));
            hash += ResultHash.Of(input, result);
            Compare(Widen(input), Widen(result), estimates, i, x, y, tally);
        }
        tally.Hash += Vector512.Sum(hash);
    }

    private void Compare(V x, V r, Estimates estimates, int at, ReadOnlySpan<float> inputs, ReadOnlySpan<float> results, Tally tally)
    {
        V isNumber = Vector512.Equals(x, x), gives = Vector512.Equals(r, r);
        ulong numbers = Vector512.ExtractMostSignificantBits(isNumber), given = Vector512.ExtractMostSignificantBits(gives);
        tally.WrongNaN += BitOperations.PopCount(numbers ^ given);
        // Out of two finite ranges comes what has a limit.
        V counted = isNumber & gives & (Vector512.LessThanOrEqual(Vector512.Abs(x), _limit) | Vector512.Equals(_limit, Vector512.Create(double.PositiveInfinity)));
        ulong judged = Vector512.ExtractMostSignificantBits(counted);
        if (judged == 0) return;
        tally.Judged += BitOperations.PopCount(judged);

        V high = Vector512.LoadUnsafe(ref estimates.High[at]), low = Vector512.LoadUnsafe(ref estimates.Low[at]), doubt = Vector512.LoadUnsafe(ref estimates.Error[at]);
        V infinite = Vector512.Create(Infinite), within = Vector512.LessThan(Vector512.Abs(high), infinite);
        high = Clamp(high, infinite);
        r = Clamp(r, infinite);
        V off = high - r, size = Vector512.Abs(off);
        low &= within;
        low = Vector512.ConditionalSelect(Vector512.LessThan(off, V.Zero), -low, low);
        doubt &= within;
        V error = Vector512.Abs(size + low);

        // Half the distance from r to its neighbour on the side of the true value: half of that again below a power of two.
        V least = Vector512.Create(LeastNormal), binade = Binade(r), half = Vector512.Max(binade, least) * Vector512.Create(Math.ScaleB(1, -24));
        V inwards = Vector512.Equals(Vector512.Abs(r), binade) & Vector512.GreaterThan(binade, least) & Vector512.LessThan(off * r, V.Zero);
        half = Vector512.ConditionalSelect(inwards, half * Vector512.Create(0.5), half);
        V beyondHalf = size - half + low;

        V ulp = Vector512.Max(Binade(high), least) * Vector512.Create(Math.ScaleB(1, -23));
        V beyondOne = error - ulp, errors = error / ulp;

        ulong notNearest = Bits(Vector512.GreaterThan(beyondHalf, doubt)) & judged, above = Bits(Vector512.GreaterThan(beyondOne, doubt)) & judged;
        ulong open = Bits(Vector512.LessThanOrEqual(Vector512.Abs(beyondHalf), doubt) | ~Vector512.Equals(error, error)) & judged;
        tally.NotNearest += BitOperations.PopCount(notNearest & ~open);
        ulong one = _hasRoots ? above | open : open;
        tally.AboveOne += BitOperations.PopCount(above & ~one);
        ulong worse = Bits(Vector512.GreaterThan(errors, Vector512.Create(tally.Worst))) & judged & ~one;
        for (; worse != 0; worse &= worse - 1)
        {
            int lane = BitOperations.TrailingZeroCount(worse);
            tally.See(errors[lane], BitConverter.SingleToUInt32Bits(inputs[at + lane]));
        }
        for (; one != 0; one &= one - 1)
        {
            int lane = BitOperations.TrailingZeroCount(one);
            ulong bit = 1UL << lane;
            Verdict verdict = new((notNearest & bit) == 0, errors[lane], error[lane]);
            if ((open & bit) != 0)
            {
                // An exact tie has an even and an odd neighbour.
                if (doubt[lane] == 0) verdict = verdict with { Nearest = (BitConverter.SingleToUInt32Bits(results[at + lane]) & 1) == 0 };
                else
                {
                    verdict = _settlement.Of(inputs[at + lane], results[at + lane]);
                    tally.Settled++;
                }
                if (!verdict.Nearest) tally.NotNearest++;
            }
            Count(verdict, inputs[at + lane], tally);
        }
    }

    private void Count(Verdict verdict, float x, Tally tally)
    {
        if (verdict.Ulp > 1)
        {
            if (_hasRoots && verdict.Error <= Promise.NearRootError && Promise.NearRoot(_function, x))
            {
                tally.NearRoot++;
                return;
            }
            tally.AboveOne++;
        }
        tally.See(verdict.Ulp, BitConverter.SingleToUInt32Bits(x));
    }

    // 2^e for 2^e ≤ |x| < 2^(e + 1).
    private static V Binade(V x) => (x.AsUInt64() & Vector512.Create(0x7FF0000000000000UL)).AsDouble();

    private static V Clamp(V x, V bound) => Vector512.Min(Vector512.Max(x, -bound), bound);

    private static ulong Bits(V mask) => Vector512.ExtractMostSignificantBits(mask);

    private static V Widen(Vector256<float> x) => Vector512.Create(Vector256.WidenLower(x), Vector256.WidenUpper(x));
}
