using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// x·Φ(x) and its derivative on lanes of float, Φ being the normal distribution, for |x| below <see cref="Range"/>. With t = |x| they come from
/// e^(−t²/2) and a factor that is smooth: a polynomial about a point of the piece that t lies in, which takes no division, and whose terms are
/// small beside the first, so that their rounding errors hardly count. Everything is told from −t, so that no sign changes on the way and
/// ±0 comes out as it went in.
/// </summary>
internal static class NormalGate
{
    /// <summary>Here the last piece ends; results are normal numbers up to here, but for those of subnormal x.</summary>
    public const float Range = 8;

    /// <summary>x·Φ(x) within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Value(FloatLanes x)
    {
        ref float rows = ref MemoryMarshal.GetReference(TailFactor);
        Vector512<float> minus = x.Vector | Vector512.Create(-0.0f);
        // First, because then the registers are free.
        Vector512<float> density = Density(minus, out Vector512<float> ofDensity, out Vector512<int> exponent), whole = density + ofDensity;
        // A square, because the pieces should grow more slowly than their distance from 0.
        Vector512<float> place = Vector512.FusedMultiplyAdd(minus, Vector512.Create(0.0703125f), Vector512.Create(-0.84375f));
        Vector512<int> piece = Eighths.Of(Vector512.FusedMultiplyAdd(minus, place, Vector512.Create(0.75f)));
        Vector512<float> z = minus + Eighths.Pick(ref rows, 0, piece), square = z * z;
        // In pairs of terms (Estrin): the processor waits for chains.
        Vector512<float> q = Vector512.FusedMultiplyAdd(Eighths.Pick(ref rows, 7, piece), z, Eighths.Pick(ref rows, 6, piece));
        q = Vector512.FusedMultiplyAdd(Eighths.Pick(ref rows, 8, piece), square, q);
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.FusedMultiplyAdd(Eighths.Pick(ref rows, 5, piece), z, Eighths.Pick(ref rows, 4, piece)));
        q = Vector512.FusedMultiplyAdd(q, z, Eighths.Pick(ref rows, 3, piece));
        q = Vector512.FusedMultiplyAdd(q, z, Eighths.Pick(ref rows, 2, piece));

        // e^(−t²/2)·(1 + z·q) as a pair; with the first coefficient and 2^k it is Φ(−t).
        Vector512<float> change = Vector512.FusedMultiplyAdd(z * q, whole, ofDensity), high = density + change, low = change - (high - density);
        Vector512<float> scale = (Eighths.Pick(ref rows, 1, piece).AsInt32() + exponent).AsSingle();

        // −t·(Φ(−t) − 1) above 0, −t·Φ(−t) below, rounded once.
        Vector512<float> minusOne = AboveZero(x.Vector, -1), gate = Vector512.FusedMultiplyAdd(scale, high, minusOne);
        Vector512<float> rest = Vector512.FusedMultiplyAdd(scale, low, Vector512.FusedMultiplyAdd(scale, high, minusOne - gate));
        return new(Vector512.FusedMultiplyAdd(minus, gate, minus * rest));
    }

    /// <summary>Φ(x) + x·φ(x), φ being the normal density, within 1 ulp, and near its root within 2^-27.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Slope(FloatLanes x)
    {
        ref float rows = ref MemoryMarshal.GetReference(SlopeFactor);
        Vector512<float> minus = x.Vector | Vector512.Create(-0.0f);
        Vector512<float> density = Density(minus, out Vector512<float> ofDensity, out Vector512<int> exponent);
        Vector512<int> piece = Eighths.Of(Vector512.FusedMultiplyAdd(minus, Vector512.Create(-1.40625f), Vector512.Create(0.75f)));
        Vector512<float> z = minus + Eighths.Pick(ref rows, 0, piece), square = z * z;
        Vector512<float> q = Vector512.FusedMultiplyAdd(Eighths.Pick(ref rows, 6, piece), z, Eighths.Pick(ref rows, 5, piece));
        q = Vector512.FusedMultiplyAdd(Eighths.Pick(ref rows, 7, piece), square, q);
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.FusedMultiplyAdd(Eighths.Pick(ref rows, 4, piece), z, Eighths.Pick(ref rows, 3, piece)));
        // Here the first term is not the larger everywhere, so the last steps carry what they lose.
        Vector512<float> linear = Eighths.Pick(ref rows, 2, piece), steep = Vector512.FusedMultiplyAdd(q, z, linear);
        Vector512<float> ofSteep = Vector512.FusedMultiplyAdd(q, z, linear - steep), change = z * steep;
        Vector512<float> low = Vector512.FusedMultiplyAdd(z, ofSteep, Vector512.FusedMultiplyAdd(z, steep, -change));
        Vector512<float> first = Eighths.Pick(ref rows, 1, piece), high = first + change;
        low += change - (high - first);

        // Φ(−t) − t·φ(t), with its sign changed above 0, where the derivative is 1 less that.
        Vector512<float> signed = (x.Vector & Vector512.Create(-0.0f)) ^ Vector512.Create(-1.0f), scale = (signed.AsInt32() + exponent).AsSingle();
        high *= scale;
        low *= scale;
        Vector512<float> one = AboveZero(x.Vector, 1), sum = Vector512.FusedMultiplyAdd(high, density, one);
        Vector512<float> rest = Vector512.FusedMultiplyAdd(high, ofDensity, Vector512.FusedMultiplyAdd(high, density, one - sum));
        return new(sum + Vector512.FusedMultiplyAdd(low, density, rest));
    }

    /// <summary>2^k·(High + low) = e^(−t²/2), High being 1 + r; t²/2 is exact, because its rounding would be magnified.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Density(Vector512<float> minus, out Vector512<float> low, out Vector512<int> exponent)
    {
        Vector512<float> half = minus * Vector512.Create(-0.5f), square = half * minus;
        (FloatLanes r, FloatLanes more) = InFloats.Reduce(new(square), new(Vector512.FusedMultiplyAdd(half, minus, -square)), out exponent);
        Vector512<float> high = r.Vector + Vector512<float>.One;
        low = more.Vector + (r.Vector - (high - Vector512<float>.One));
        return high;
    }

    /// <summary>value where x has no sign, 0 where it has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AboveZero(Vector512<float> x, float value) =>
        Vector512.Create(value) & (x.AsInt32() >> 31).AsSingle() ^ Vector512.Create(value);

    // Rows c, c0, c1, …; a column a piece. e^(t²/2)·Φ(−t) = c0·(1 + z·(c1 + z·(c2 + …))) with z = c − t, within 2^-28.5. Each piece: near minimax by least squares,
    // weighted anew until the errors were level; the coefficients rounded to floats one after the other, the rest fitted again each time;
    // c so that the function there is a float all but exactly.
    private static ReadOnlySpan<float> TailFactor =>
    [
        1.82861328f, 2.59960938f, 3.71826172f, 5.12255859f, 6.89355469f, 0.10546875f, 0.583496094f, 1.09619141f,
        0.179516077f, 0.136919484f, 0.100799911f, 0.0751992688f, 0.056723766f, 0.460556358f, 0.331701785f, 0.248918161f,
        0.393707335f, 0.31409049f, 0.239502519f, 0.182576507f, 0.139516428f, 0.7607494f, 0.619217575f, 0.506513178f,
        0.140030861f, 0.0917437002f, 0.0547335707f, 0.0323705636f, 0.0191179737f, 0.459882289f, 0.319344461f, 0.222382292f,
        0.0458822735f, 0.025197411f, 0.011996028f, 0.0055854856f, 0.0025752713f, 0.237418056f, 0.144296944f, 0.0875813589f,
        0.0140296612f, 0.00655995635f, 0.00253116479f, 0.000939633988f, 0.000341132254f, 0.108729675f, 0.0587872155f, 0.0315946415f,
        0.00403691363f, 0.0016312243f, 0.000517752254f, 0.000154347959f, 4.45218684e-05f, 0.0450540185f, 0.0219086222f, 0.0105417771f,
        0.00113301235f, 0.000390727218f, 0.000105159532f, 2.51513175e-05f, 5.93716368e-06f, 0.0159857534f, 0.00770949153f, 0.00334395911f,
        0.000318474398f, 7.84586591e-05f, 1.80271527e-05f, 3.90527111e-06f, 7.45156058e-07f, 0.00326106814f, 0.00325870095f, 0.00143320998f,
    ];

    // e^(t²/2)·(Φ(−t) − t·φ(t)) = c0 + z·(c1 + z·(c2 + …)) with z = c − t, within 2^-26.4, fitted in the same way; in the third
    // piece z is 0 at the float nearest the root, which is 2^-27.5 off, and beyond 0.09 from it the polynomial makes up for that.
    private static ReadOnlySpan<float> SlopeFactor =>
    [
        1.21728516f, 1.98608398f, 3.11083984f, 4.32617188f, 6.40820312f, 0.146240234f, 0.318847656f, 0.751791537f,
        -0.251201272f, -0.62335366f, -1.12323511f, -1.63797081f, -2.49566507f, 0.388274729f, 0.26726985f, 0f,
        0.512522221f, 0.462277651f, 0.431395173f, 0.417518586f, 0.408021748f, 0.732571304f, 0.672108173f, 0.572406173f,
        0.0480831079f, 0.021594964f, 0.00842766091f, 0.00377886673f, 0.00132765272f, 0.198913261f, 0.153686613f, 0.0847551897f,
        0.0183473174f, 0.00681510568f, 0.00207846845f, 0.000742630335f, 0.000190233288f, 0.10152024f, 0.0747247934f, 0.0365824625f,
        0.00643574726f, 0.00201318436f, 0.000487373822f, 0.000141694472f, 2.68968688e-05f, 0.0458108298f, 0.0324837752f, 0.0143623464f,
        0.00214343658f, 0.000569019525f, 0.00011389907f, 2.6666381e-05f, 3.9315787e-06f, 0.0206434317f, 0.0127731115f, 0.00510931993f,
        0.00065241399f, 0.000162333788f, 2.9527122e-05f, 4.27027589e-06f, 4.84099019e-07f, 0.0031924916f, 0.00389166479f, 0.00145303807f,
    ];
}
