using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>
/// Runs a step over spans: whole vectors, and what is left through a buffer of one vector on the stack, so that every element sees the
/// same operations wherever it stands and nothing beyond a span is touched. Loads come before stores: in place works.
/// </summary>
internal static unsafe class SpanKernel
{
    // From here on it pays to bring the target's vectors to whole cache lines first.
    private const int Long = 1024;

    // A result of 16 MiB and more is written past the cache, which would otherwise read each line before it is overwritten; below, whoever
    // reads the result next may still find it there.
    private const long PastCache = 16 << 20;

    private const int Line = 64, Page = 4096;

    /// <summary>y = operation(x).</summary>
    public static void Run<TOperation>(TOperation operation, ReadOnlySpan<double> x, Span<double> y) where TOperation : struct, IOperation =>
        Run(new DoubleStep<TOperation>(operation), x, y);

    /// <summary>y = operation(x), computed in floats.</summary>
    public static void Run<TOperation>(TOperation operation, ReadOnlySpan<float> x, Span<float> y) where TOperation : struct, IOperation =>
        Run(new FloatStep<TOperation>(operation), x, y);

    /// <summary>dx = dy · operation(x).</summary>
    public static void RunScaled<TOperation>(TOperation operation, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx)
        where TOperation : struct, IOperation => RunScaled(new DoubleStep<TOperation>(operation), x, dy, dx);

    /// <summary>y = step(x).</summary>
    public static void Run<T, TStep>(TStep step, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged where TStep : struct, IStep<T> =>
        Run<T, TStep, Stored, StoredPastCache>(step, x, x, y);

    /// <summary>dx = dy · step(x).</summary>
    public static void RunScaled<T, TStep>(TStep step, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged where TStep : struct, IStep<T> =>
        Run<T, TStep, Multiplied<Stored>, Multiplied<StoredPastCache>>(step, x, dy, dx);

    private static void Run<T, TStep, TStored, TPastCache>(TStep step, ReadOnlySpan<T> x, ReadOnlySpan<T> scale, Span<T> y)
        where T : unmanaged where TStep : struct, IStep<T> where TStored : struct, IEnding where TPastCache : struct, IEnding
    {
        int head = 0, whole = y.Length & -TStep.Count;
        if (y.Length < Long)
        {
            if (whole > 0)
                Loop<T, TStep, TStored>(step, ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(scale), ref MemoryMarshal.GetReference(y), whole, false);
            if (whole == y.Length) return;
        }
        else
        {
            fixed (T* source = x, factor = scale, target = y)
            {
                head = (int)((Line - (nint)target % Line) % Line / sizeof(T));
                Short<T, TStep, TStored>(step, x[..head], scale[..head], y[..head]);
                whole = (y.Length - head) & -TStep.Count;
                // Whole lines cannot be stored where no element begins at one.
                if ((nint)target % sizeof(T) == 0 && Pays(x, scale, y))
                {
                    Loop<T, TStep, TPastCache>(step, ref source[head], ref factor[head], ref target[head], whole, false);
                    Fence();
                }
                else
                {
                    Loop<T, TStep, TStored>(step, ref source[head], ref factor[head], ref target[head], whole, Collides(source, target));
                }
            }
        }

        Short<T, TStep, TStored>(step, x[(head + whole)..], scale[(head + whole)..], y[(head + whole)..]);
    }

    // What the JIT inlines into a method may weigh ten times what the method itself weighs, counted in bytes of IL. Without AVX-512 every
    // operation on 512 bits is two more calls, so for a long formula that does not suffice, and what is left over becomes calls through
    // memory: ten to thirty times slower. A condition that is never true, and costs nothing, therefore adds weight: W is ten bytes.
    private const long W = 1L << 40;

    /// <summary>Whole vectors, a method of its own with one copy of the operation in it, which is what the JIT inlines best.</summary>
    public static void Loop<T, TStep, TEnding>(TStep step, ref T x, ref T scale, ref T y, int length, bool backward)
        where T : unmanaged where TStep : struct, IStep<T> where TEnding : struct, IEnding
    {
        nint i = backward ? length - TStep.Count : 0, next = backward ? -TStep.Count : TStep.Count;
        if (TStep.Count == 0)
        {
            i = (nint)(i
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W);
        }

        for (int left = length; left > 0; left -= TStep.Count, i += next) step.Run<TEnding>(ref x, ref scale, ref y, (nuint)i);
    }

    /// <summary>Less than a vector.</summary>
    private static void Short<T, TStep, TEnding>(TStep step, ReadOnlySpan<T> x, ReadOnlySpan<T> scale, Span<T> y)
        where T : unmanaged where TStep : struct, IStep<T> where TEnding : struct, IEnding
    {
        if (x.IsEmpty) return;
        Span<T> values = stackalloc T[FloatLanes.Count], factors = stackalloc T[FloatLanes.Count];
        values.Clear();
        factors.Clear();
        x.CopyTo(values);
        scale.CopyTo(factors);
        Loop<T, TStep, TEnding>(step, ref values[0], ref factors[0], ref values[0], (x.Length + TStep.Count - 1) & -TStep.Count, false);
        values[..x.Length].CopyTo(y);
    }

    /// <summary>Whether y is large, and none of the sources, whose lines are in the cache already.</summary>
    private static bool Pays<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> y) where T : unmanaged =>
        (long)y.Length * sizeof(T) >= PastCache && !x.Overlaps(y) && !scale.Overlaps(y);

    /// <summary>
    /// Whether going forward would load from where, but for the page, it has just stored: processors take such a load for a possible
    /// reading of that store and hold it back. Two arrays allocated one after the other often lie so; going backward avoids it.
    /// </summary>
    private static bool Collides(void* source, void* target) => ((byte*)target - (byte*)source & (Page - 1)) is > 0 and < Page / 2;

    // These stores are not ordered with others; another thread may be told of the result next.
    private static void Fence()
    {
        if (Sse.IsSupported) Sse.StoreFence();
        else Thread.MemoryBarrier();
    }
}
