using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>A piece of a formula that is long enough to be a method of its own where the whole is too long for one.</summary>
internal interface IPiece<TArguments, TResult>
{
    static abstract TResult Of(TArguments arguments);
}

/// <summary>
/// Runs a piece of a formula where it stands, or as a call. Without AVX-512 every operation on 512 bits is two, and a formula in double with
/// a series or two in it has more variables than the JIT takes into one method (512): what it then leaves out is a call through memory for
/// every operation, a hundred times slower. There each long piece is a call, and that is all.
/// </summary>
internal static class Outlined
{
    // See SpanKernel.Loop.
    private const long W = 1L << 40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TResult Of<TPiece, TArguments, TResult>(TArguments arguments) where TPiece : IPiece<TArguments, TResult> =>
        Vector512.IsHardwareAccelerated ? TPiece.Of(arguments) : Called<TPiece, TArguments, TResult>(arguments);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TResult Called<TPiece, TArguments, TResult>(TArguments arguments) where TPiece : IPiece<TArguments, TResult>
    {
        nint weight = 0;
        if (Vector512<double>.Count == 0)
        {
            weight = (nint)(weight
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W
                ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W ^ W);
        }

        return TPiece.Of(arguments);
    }
}
