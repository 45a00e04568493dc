using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// As near to the truth as plain double arithmetic makes worthwhile: 2^-44.6, which leaves one float of 200,000 undecided
/// (<see cref="ExactStep{TOperation}"/>). Even and odd powers apart where the chain would be long: the processor waits for chains.
/// </summary>
internal readonly struct LongSeries : ISeries
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Exp(DoubleLanes x)
    {
        Vector512<double> r = ShortSeries.Reduce(x.Vector, out Vector512<long> shifted), square = r * r;
        Vector512<double> even = Vector512.Create(2.487617540442212e-05);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.001388882165712301));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.041666666891059634));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.4999999999979781));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512<double>.One);
        Vector512<double> odd = Vector512.Create(2.7625112348132093e-06);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.0001984120873835699));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.008333333353726484));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.16666666666648292));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512<double>.One);
        Vector512<double> p = Vector512.FusedMultiplyAdd(odd, r, even);
        return new((p.AsInt64() + (shifted << 52)).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Expm1(DoubleLanes x)
    {
        Vector512<double> r = ShortSeries.Reduce(x.Vector, out Vector512<long> shifted), square = r * r;
        Vector512<double> even = Vector512.Create(2.763265216957956e-06);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.00019841190623382567));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.008333333367327151));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.16666666666615615));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1.0000000000000013));
        Vector512<double> odd = Vector512.Create(2.7620085455018414e-07);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(2.4801521302241082e-05));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.001388888891720967));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.041666666666624136));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.5000000000000001));
        Vector512<double> p = Vector512.FusedMultiplyAdd(odd, r, even) * r;
        Vector512<double> scale = ((shifted << 52) + Vector512<double>.One.AsInt64()).AsDouble();
        return new(Vector512.FusedMultiplyAdd(p, scale, scale - Vector512<double>.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Log1p(DoubleLanes x)
    {
        Vector512<double> s = x.Vector / (x.Vector + Vector512.Create(2.0)), z = s * s;
        Vector512<double> p = Vector512.Create(0.18758019601047687);
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.11744977819559474));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.1557070720148144));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.18169333991893807));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.22222709754719172));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.2857141793475505));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.4000000011581452));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.6666666666618257));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.000000000000003));
        return new(p * s);
    }

    /// <summary>A polynomial in (t − 5)/(t + 5), divided by t + 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes NormalTail(DoubleLanes t)
    {
        Vector512<double> five = Vector512.Create(5.0), inverse = Vector512<double>.One / (t.Vector + five), u = (t.Vector - five) * inverse, square = u * u;
        Vector512<double> even = Vector512.Create(-2.6320031585166344e-06);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1.6789241250494487e-05));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(-5.9453096387273646e-05));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(-0.000797849563346001));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.02079506433310594));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.1650203663143563));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.4953056159669028));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.7691930497500729));
        Vector512<double> odd = Vector512.Create(-8.224744652594358e-07);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(4.472639861008408e-06));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(-4.996070124055627e-05));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.000544941511507761));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(-0.0029933821626161538));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(-0.06911863829226111));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(-0.3135331566882057));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(-0.6653825028898274));
        return new(Vector512.FusedMultiplyAdd(odd, u, even) * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Sin(DoubleLanes x)
    {
        Vector512<double> z = x.Vector * x.Vector;
        Vector512<double> p = Vector512.Create(-7.374360691567403e-13);
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(1.6048166167666442e-10));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(-2.5051881879351066e-08));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.7557316608034622e-06));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(-0.00019841269824853736));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.008333333333282726));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(-0.16666666666666072));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.9999999999999999));
        return new(p * x.Vector);
    }
}
