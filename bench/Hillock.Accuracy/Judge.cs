using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hillock.Accuracy.Oracle;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy;

/// <summary>
/// Compares results with estimates of the true values, four at a time; where the estimates leave open which float is the nearest, the oracle
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
    private readonly double _bound;
    private readonly V _limit;

    public Judge(Activation function, bool derivative)
    {
        _function = function;
        _settlement = new(function, derivative);
        _hasRoots = derivative && (function.Facts.TurningPoints.Count > 0 || function.Name == "snake");
        _bound = Promise.Limit(function);
        _limit = Vector256.Create(_bound);
    }

    /// <summary>Judges y, the results for x, by the estimates; lengths are multiples of 4.</summary>
    public void Compare(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Estimates estimates, Tally tally)
    {
        ref float input = ref MemoryMarshal.GetReference(x), result = ref MemoryMarshal.GetReference(y);
        for (int i = 0; i < x.Length; i += 4)
        {
            Vector128<float> given = Vector128.LoadUnsafe(ref input, (nuint)i), results = Vector128.LoadUnsafe(ref result, (nuint)i);
            if (AreNearest(given, results, estimates, i, tally.Worst)) tally.Judged += 4;
            else Compare(Widen(given), Widen(results), estimates, i, x, y, tally);
        }
        tally.Hash += ResultHash.Sum(x, y);
    }

    /// <summary>
    /// Whether all are numbers, surely the nearest, and none worse than the worst so far, which is nearly always so: both ends of the
    /// interval in which the true value lies, made wider by more than a sum of doubles loses, round to the result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AreNearest(Vector128<float> x, Vector128<float> results, Estimates estimates, int at, double worst)
    {
        V high = Vector256.LoadUnsafe(ref estimates.High[at]), low = Vector256.LoadUnsafe(ref estimates.Low[at]), doubt = Vector256.LoadUnsafe(ref estimates.Error[at]);
        V open = doubt + Vector256.Abs(low), exact = Vector256.Equals(open, V.Zero);
        open = Vector256.AndNot(Vector256.FusedMultiplyAdd(Vector256.Abs(high), Vector256.Create(Math.ScaleB(1, -50)), open), exact);
        Vector128<float> nearest = Vector128.Equals(Narrow(high - open), results) & Vector128.Equals(Narrow(high + open), results);
        nearest &= Vector128.LessThanOrEqual(Vector128.Abs(x), Vector128.Create((float)_bound));
        if (nearest.ExtractMostSignificantBits() != 0xF) return false;

        V ulp = Vector256.Max(Binade(high), Vector256.Create(LeastNormal)) * Vector256.Create(Math.ScaleB(1, -23)), error = Vector256.Abs(high - Widen(results) + low);
        return Vector256.LessThanOrEqual(error, ulp * Vector256.Create(worst)).ExtractMostSignificantBits() == 0xF;
    }

    private void Compare(V x, V r, Estimates estimates, int at, ReadOnlySpan<float> inputs, ReadOnlySpan<float> results, Tally tally)
    {
        V isNumber = Vector256.Equals(x, x), gives = Vector256.Equals(r, r);
        ulong numbers = Vector256.ExtractMostSignificantBits(isNumber), given = Vector256.ExtractMostSignificantBits(gives);
        tally.WrongNaN += BitOperations.PopCount(numbers ^ given);
        // Out of two finite ranges comes what has a limit.
        V counted = isNumber & gives & (Vector256.LessThanOrEqual(Vector256.Abs(x), _limit) | Vector256.Equals(_limit, Vector256.Create(double.PositiveInfinity)));
        ulong judged = Vector256.ExtractMostSignificantBits(counted);
        if (judged == 0) return;
        tally.Judged += BitOperations.PopCount(judged);

        V high = Vector256.LoadUnsafe(ref estimates.High[at]), low = Vector256.LoadUnsafe(ref estimates.Low[at]), doubt = Vector256.LoadUnsafe(ref estimates.Error[at]);
        V infinite = Vector256.Create(Infinite), within = Vector256.LessThan(Vector256.Abs(high), infinite);
        high = Clamp(high, infinite);
        r = Clamp(r, infinite);
        V off = high - r, size = Vector256.Abs(off);
        low &= within;
        low = Vector256.ConditionalSelect(Vector256.LessThan(off, V.Zero), -low, low);
        doubt &= within;
        V error = Vector256.Abs(size + low);

        // Half the distance from r to its neighbour on the side of the true value: half of that again below a power of two.
        V least = Vector256.Create(LeastNormal), binade = Binade(r), half = Vector256.Max(binade, least) * Vector256.Create(Math.ScaleB(1, -24));
        V inwards = Vector256.Equals(Vector256.Abs(r), binade) & Vector256.GreaterThan(binade, least) & Vector256.LessThan(off * r, V.Zero);
        half = Vector256.ConditionalSelect(inwards, half * Vector256.Create(0.5), half);
        V beyondHalf = size - half + low;

        V ulp = Vector256.Max(Binade(high), least) * Vector256.Create(Math.ScaleB(1, -23));
        V beyondOne = error - ulp, errors = error / ulp;

        ulong notNearest = Bits(Vector256.GreaterThan(beyondHalf, doubt)) & judged, above = Bits(Vector256.GreaterThan(beyondOne, doubt)) & judged;
        ulong open = Bits(Vector256.LessThanOrEqual(Vector256.Abs(beyondHalf), doubt) | ~Vector256.Equals(error, error)) & judged;
        tally.NotNearest += BitOperations.PopCount(notNearest & ~open);
        ulong one = _hasRoots ? above | open : open;
        tally.AboveOne += BitOperations.PopCount(above & ~one);
        ulong worse = Bits(Vector256.GreaterThan(errors, Vector256.Create(tally.Worst))) & judged & ~one;
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
    private static V Binade(V x) => (x.AsUInt64() & Vector256.Create(0x7FF0000000000000UL)).AsDouble();

    private static V Clamp(V x, V bound) => Vector256.Min(Vector256.Max(x, -bound), bound);

    private static ulong Bits(V mask) => Vector256.ExtractMostSignificantBits(mask);

    private static Vector128<float> Narrow(V x) => Vector256.Narrow(x, x).GetLower();

    private static V Widen(Vector128<float> x) => Vector256.WidenLower(x.ToVector256Unsafe());
}
