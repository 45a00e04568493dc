using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs;

/// <summary>The loops over doubles that bounds spend their time in.</summary>
internal static class Doubles
{
    /// <summary>Σ w·middle, Σ |w|·radius and Σ |w|·magnitude.</summary>
    public static (double Middle, double Radius, double Magnitude) Dot(ReadOnlySpan<double> w, ReadOnlySpan<double> middle, ReadOnlySpan<double> radius, ReadOnlySpan<double> magnitude)
    {
        Vector<double> m = default, r = default, a = default;
        ReadOnlySpan<Vector<double>> ws = MemoryMarshal.Cast<double, Vector<double>>(w), ms = MemoryMarshal.Cast<double, Vector<double>>(middle);
        ReadOnlySpan<Vector<double>> rs = MemoryMarshal.Cast<double, Vector<double>>(radius), mags = MemoryMarshal.Cast<double, Vector<double>>(magnitude);
        for (int i = 0; i < ws.Length; i++)
        {
            Vector<double> absolute = Vector.Abs(ws[i]);
            m += ws[i] * ms[i];
            r += absolute * rs[i];
            a += absolute * mags[i];
        }

        (double Middle, double Radius, double Magnitude) sum = (Vector.Sum(m), Vector.Sum(r), Vector.Sum(a));
        for (int i = ws.Length * Vector<double>.Count; i < w.Length; i++)
        {
            double absolute = Math.Abs(w[i]);
            sum.Middle += w[i] * middle[i];
            sum.Radius += absolute * radius[i];
            sum.Magnitude += absolute * magnitude[i];
        }

        return sum;
    }

    /// <summary>y += c·x.</summary>
    public static void Add(double c, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> factor = new(c);
        for (int i = 0; i < xs.Length; i++) ys[i] += factor * xs[i];
        for (int i = xs.Length * Vector<double>.Count; i < x.Length; i++) y[i] += c * x[i];
    }

    /// <summary>y += c·x in every row.</summary>
    public static void Add(Vector512<double> c, ReadOnlySpan<double> x, Span<Vector512<double>> y)
    {
        y = y[..x.Length];
        for (int i = 0; i < x.Length; i++) y[i] += c * x[i];
    }
}
