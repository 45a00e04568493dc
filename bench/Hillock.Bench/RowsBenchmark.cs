using System.Globalization;
using System.Text.Json;
using Hillock.Bench.Functions;
using Hillock.Bench.Functions.Peers;
using Hillock.Torch;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Hillock.Bench;

/// <summary>
/// Functions over a row against the libraries that have them: so many floats as short, middling and long rows, one thread, over the same
/// memory. libtorch's backward pass takes the output where the function is a softmax, so its forward pass is run again before it, as ours does.
/// </summary>
internal static unsafe class RowsBenchmark
{
    private const double Tie = 0.95;

    private static readonly Dictionary<string, Peer> Peers = new()
    {
        ["softmax"] = new("Softmax", TorchSoftmax("_softmax"), TorchSoftmaxBackward("_softmax")),
        ["log_softmax"] = new("LogSoftmax", TorchSoftmax("_log_softmax"), TorchSoftmaxBackward("_log_softmax")),
        ["hardmax"] = new("Hardmax", null, null),
        ["glu"] = new(null,
            (w, length) => TorchOperator.Bind("glu_out", Rows(w.X, length), 1L, Rows(Half(w.Result), length / 2)),
            (w, length) => TorchOperator.Bind("glu_backward_grad_input", Rows(Half(w.Dy), length / 2), Rows(w.X, length), 1L, Rows(w.Result, length))),
    };

    // Nanoseconds per float of x; what a library does not have is null.
    private sealed record Row(
        string Function, string Direction, int RowLength, double Ours, double Spread, double? TensorPrimitives, double? Libtorch, double? OnnxRuntime, double Copy, double? Ratio);

    public static int Run(string[] args)
    {
        bool quick = args.Contains("--quick");
        int json = Array.IndexOf(args, "--json");
        if (json >= 0 && json + 1 == args.Length)
        {
            Console.Error.WriteLine("hillock bench rows: --json needs a file");
            return 2;
        }

        NativeLoader.EnsureLoaded();
        torch.set_num_threads(1);
        int values = quick ? 1 << 16 : 1 << 20;
        using Workspace all = Workspace.Random(values);
        Console.WriteLine($"{Machine.Description}; {values:N0} floats in rows, one thread; ns per float, medians of interleaved rounds.");
        Console.WriteLine("Ratio: the fastest peer's time over ours; 1 is asked.");
        Console.WriteLine();
        Console.WriteLine("| function | direction | row | ours | ± | TensorPrimitives | libtorch | ONNX Runtime | copy | ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        List<Row> rows = [];
        foreach (RowActivation function in RowActivation.All)
            foreach (bool forward in (bool[])[true, false])
                foreach (int length in (int[])[16, 1024, 1 << 15])
                {
                    Row row = Measure(function, forward, length, all, quick ? 7 : 15);
                    rows.Add(row);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {row.Function} | {row.Direction} | {row.RowLength} | {row.Ours:F2} | {row.Spread:P0} | {Text(row.TensorPrimitives)} | ")
                        + string.Create(CultureInfo.InvariantCulture, $"{Text(row.Libtorch)} | {Text(row.OnnxRuntime)} | {row.Copy:F2} | {Text(row.Ratio)} |"));
                }

        double[] ratios = [.. rows.Select(row => row.Ratio).OfType<double>()];
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ratios.Length} cells with a peer: {ratios.Count(ratio => ratio >= Tie)} no slower; geometric mean {Math.Exp(ratios.Average(Math.Log)):F2}"));
        if (json >= 0)
            WholeFile.Write(args[json + 1], stream => JsonSerializer.Serialize(stream, new { schema = "hillock.bench.rows/1", rows }, JsonSerializerOptions.Web));
        return 0;
    }

    private static Row Measure(RowActivation function, bool forward, int length, Workspace all, int rounds)
    {
        int values = all.Length, results = values / length * function.OutputLength(length);
        // Results longer than their inputs need the room of both.
        using Workspace workspace = all.First(results > values ? values / 2 : values);
        (nint x, nint dy, nint to) = ((nint)workspace.XPointer, (nint)workspace.DyPointer, (nint)workspace.ResultPointer);
        int inputs = workspace.Length, outputs = inputs / length * function.OutputLength(length);
        List<Call> calls = [new("ours", forward
            ? times =>
            {
                for (int i = 0; i < times; i++) function.Forward(Read(x, inputs), Write(to, outputs), length);
            }
            : times =>
            {
                for (int i = 0; i < times; i++) function.Backward(Read(x, inputs), Read(dy, outputs), Write(to, inputs), length);
            }),
            new("copy", times =>
            {
                for (int i = 0; i < times; i++) Read(x, inputs).CopyTo(Write(to, inputs));
            })];
        InferenceSession? session = null;
        try
        {
            if (Peers.TryGetValue(function.Name, out Peer? peer))
            {
                if ((forward ? peer.Forward : peer.Backward)?.Invoke(workspace, length) is { } operation)
                    calls.Add(new("libtorch", operation.Repeat) { Owned = [operation] });
                if (forward && peer.Onnx is not null)
                {
                    session = OnnxRuntimePeer.Open(OnnxModel.Of(peer.Onnx, new Dictionary<string, object>(), [], dimensions: 2), 1);
                    calls.Add(OnnxRuntimePeer.Bind(session, workspace, [inputs / length, length]));
                }
            }

            if (forward && function.Name == "softmax")
                calls.Add(new("TensorPrimitives", times =>
                {
                    for (int i = 0; i < times; i++)
                        for (int row = 0; row < inputs; row += length)
                            TensorPrimitives.SoftMax(Read(x, inputs).Slice(row, length), Write(to, inputs).Slice(row, length));
                }));

            Sampling sampling = new(rounds, 1) { Sample = TimeSpan.FromMilliseconds(2) };
            double[][] seconds = Interleaved.Measure(sampling, [.. calls.Select(call => call.Repeat)], CancellationToken.None);
            Dictionary<string, double> times = calls.Zip(seconds).ToDictionary(pair => pair.First.Name, pair => Timing.Of(pair.Second, inputs, false).Nanoseconds);
            double? Of(string name) => times.TryGetValue(name, out double time) ? time : null;
            double? fastest = times.Where(pair => pair.Key is not ("ours" or "copy")).Select(pair => (double?)pair.Value).Min();
            return new(function.Name, forward ? "forward" : "backward", length, times["ours"], Interleaved.Spread(seconds[0]),
                Of("TensorPrimitives"), Of("libtorch"), Of("ONNX Runtime"), times["copy"], fastest / times["ours"]);
        }
        finally
        {
            foreach (Call call in calls) call.Dispose();
            session?.Dispose();
        }
    }

    private static Func<Workspace, int, TorchOperator?> TorchSoftmax(string name) =>
        (w, length) => TorchOperator.Bind($"{name}_out", Rows(w.X, length), 1L, false, Rows(w.Result, length));

    private static Func<Workspace, int, TorchOperator?> TorchSoftmaxBackward(string name) => (w, length) =>
        TorchOperator.Bind($"{name}_out", Rows(w.X, length), 1L, false, Rows(w.Kept, length))?.Then(TorchOperator.Bind(
            $"{name}_backward_data_out", Rows(w.Dy, length), Rows(w.Kept, length), 1L, ScalarType.Float32, Rows(w.Result, length)));

    private static Tensor Half(Tensor tensor) => tensor.narrow(0, 0, tensor.NumberOfElements / 2);

    private static Tensor Rows(Tensor tensor, int length) => tensor.view(-1, length);

    private static ReadOnlySpan<float> Read(nint pointer, int length) => new((float*)pointer, length);

    private static Span<float> Write(nint pointer, int length) => new((float*)pointer, length);

    private static string Text(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "–";

    /// <param name="Onnx">ONNX's operator.</param>
    /// <param name="Forward">libtorch's, for rows of this length.</param>
    /// <param name="Backward">Its backward pass.</param>
    private sealed record Peer(string? Onnx, Func<Workspace, int, TorchOperator?>? Forward, Func<Workspace, int, TorchOperator?>? Backward);
}
