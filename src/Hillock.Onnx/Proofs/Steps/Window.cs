namespace Hillock.Onnx.Proofs.Steps;

/// <summary>How a kernel moves over a plane: two axes, of which one-dimensional operators use the second.</summary>
internal sealed record Window
{
    public required int InHeight { get; init; }

    public required int InWidth { get; init; }

    public required int OutHeight { get; init; }

    public required int OutWidth { get; init; }

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    public required int StrideY { get; init; }

    public required int StrideX { get; init; }

    public required int DilationY { get; init; }

    public required int DilationX { get; init; }

    /// <summary>Rows of padding above.</summary>
    public required int PadTop { get; init; }

    /// <summary>Columns of padding on the left.</summary>
    public required int PadLeft { get; init; }

    public int InPlane => InHeight * InWidth;

    public int OutPlane => OutHeight * OutWidth;

    public int Kernel => KernelHeight * KernelWidth;

    /// <summary>The row that a kernel row meets; outside the plane for padding.</summary>
    public int Y(int outY, int kernelY) => outY * StrideY - PadTop + kernelY * DilationY;

    public int X(int outX, int kernelX) => outX * StrideX - PadLeft + kernelX * DilationX;

    /// <summary>The output columns, from and up to without, for which a kernel column meets the plane.</summary>
    public (int From, int To) Columns(int kernelX)
    {
        int shift = kernelX * DilationX - PadLeft;
        int from = shift >= 0 ? 0 : (-shift + StrideX - 1) / StrideX;
        int to = InWidth - 1 - shift < 0 ? 0 : Math.Min(OutWidth, (InWidth - 1 - shift) / StrideX + 1);
        return (Math.Min(from, to), to);
    }

    /// <summary>The input places under the kernel at an output place, without padding.</summary>
    public IEnumerable<int> Places(int outY, int outX)
    {
        for (int ky = 0; ky < KernelHeight; ky++)
        {
            int y = Y(outY, ky);
            if (y < 0 || y >= InHeight) continue;
            for (int kx = 0; kx < KernelWidth; kx++)
            {
                int x = X(outX, kx);
                if (x >= 0 && x < InWidth) yield return y * InWidth + x;
            }
        }
    }
}
