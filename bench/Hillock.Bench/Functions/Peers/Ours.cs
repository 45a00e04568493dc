namespace Hillock.Bench.Functions.Peers;

/// <summary>Hillock itself.</summary>
internal static unsafe class Ours
{
    public static Call Create(Cell cell, Workspace workspace, Precision precision)
    {
        (Activation activation, int threads, int length) = (cell.Activation, cell.Threads, workspace.Length);
        (nint x, nint dy, nint result) = ((nint)workspace.XPointer, (nint)workspace.DyPointer, (nint)workspace.ResultPointer);
        nint kept = (nint)workspace.KeptPointer;
        // The calls that a user writes who wants one thread, and who wants all.
        void ForwardOnOne(int times)
        {
            for (int i = 0; i < times; i++) activation.Forward(Read(x, length), Write(result, length), precision);
        }

        void ForwardOnAll(int times)
        {
            for (int i = 0; i < times; i++) activation.Forward(Read(x, length), Write(result, length), precision, threads);
        }

        void BackwardOnOne(int times)
        {
            for (int i = 0; i < times; i++) activation.Backward(Read(x, length), Read(dy, length), Write(result, length), precision);
        }

        void BackwardOnAll(int times)
        {
            for (int i = 0; i < times; i++) activation.Backward(Read(x, length), Read(dy, length), Write(result, length), precision, threads);
        }

        void FromOutput(int times)
        {
            for (int i = 0; i < times; i++) activation.BackwardFromOutput(Read(kept, length), Read(dy, length), Write(result, length), precision, threads);
        }

        if (cell.Direction == Direction.FromOutput) activation.Forward(Read(x, length), Write(kept, length));
        return new(precision.ToString(), (cell.Direction, threads) switch
        {
            (Direction.Forward, 1) => ForwardOnOne,
            (Direction.Forward, _) => ForwardOnAll,
            (Direction.FromOutput, _) => FromOutput,
            (_, 1) => BackwardOnOne,
            _ => BackwardOnAll,
        });
    }

    private static ReadOnlySpan<float> Read(nint pointer, int length) => new((float*)pointer, length);

    private static Span<float> Write(nint pointer, int length) => new((float*)pointer, length);
}
