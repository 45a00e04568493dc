namespace Hillock.Kernels;

/// <summary>Doubles that round to the Half nearest to the true value: what <see cref="ExactStep{TOperation}"/> does for floats.</summary>
internal static class HalfRounding
{
    // A double is within 2^-51 of the true value, or near a root of a derivative, which no Half comes nearer than 2^-13, within 2^-53 of
    // the terms that cancel there: this is more than both.
    private const double Error = 1.0 / (1L << 38);

    /// <summary>y = operation(x); y is not x.</summary>
    public static void Run<TOperation>(TOperation operation, ReadOnlySpan<double> x, Span<double> y) where TOperation : struct, IEstimatedOperation
    {
        SpanKernel.Run(operation, x, y);
        for (int i = 0; i < y.Length; i++)
            if ((Half)(y[i] - y[i] * Error) != (Half)(y[i] + y[i] * Error) && double.IsFinite(x[i])) y[i] = ExactStep<TOperation>.Settled(operation, x[i]);
    }
}
