using Hillock.Accuracy;
using Hillock.Bench.Functions.Peers;
using Hillock.Torch;

namespace Hillock.Bench.Accuracy;

/// <summary>
/// How far every result is from the true value, over all 2^32 floats or a sample: <c>accuracy [FUNCTION…] [--sample N] [--again]</c>.
/// </summary>
internal static class AccuracyCommand
{
    public const string Usage = """
        usage: hillock bench accuracy [FUNCTION…] [--sample N] [--again] [--out FILE.md] [--resume DIR] [--threads N]
        Checks every result of the functions and their derivatives, Fast and Exact, against true values: all 2^32 floats, a minute or two a
        function, or every N-th and the special regions densely. Stopped, it continues where it was (states are kept in
        hillock-out/exhaustive, or DIR); what is complete over all floats there stands for a sample too. --out also checks a sample (of N, or 256)
        of TensorPrimitives, libtorch and ONNX Runtime and writes the table. --again repeats what is complete and compares the hashes. The last line is "N passed, N failed".
        """;

    public static int Run(string[] args)
    {
        AccuracyOptions options;
        try
        {
            options = AccuracyOptions.Parse(args);
        }
        catch (FormatException refused)
        {
            Console.Error.WriteLine($"hillock bench accuracy: {refused.Message}");
            return 2;
        }
        if (options.Help)
        {
            Console.WriteLine(Usage);
            return 0;
        }

        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return Run(options, stop.Token);
        }
        catch (Exception refused) when (refused is InvalidDataException or IOException or UnauthorizedAccessException or NativeLoadException)
        {
            Console.Error.WriteLine($"hillock bench accuracy: {refused.Message}");
            return refused is NativeLoadException ? 3 : 2;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stopped; the same command continues");
            return 130;
        }
    }

    private static int Run(AccuracyOptions options, CancellationToken stop)
    {
        if (options.Out is not null) NativeLoader.EnsureLoaded();
        IPeer[] peers = options.Out is null ? [] : [new TensorPrimitivesPeer(), new TorchPeer(), new OnnxRuntimePeer()];
        Check[] checks = [.. options.Functions.SelectMany(f => ((bool[])[false, true]).SelectMany(derivative => ChecksOf(f, derivative, options, peers)))];
        CheckProgress progress = new(checks.Length);
        List<CheckResult> results = [];
        Console.WriteLine(CheckTable.Header);
        foreach (Check check in checks)
        {
            CheckRun run = new(check, options.Folder, options.Again, progress.Report);
            progress.Begin(check, run);
            CheckResult[] found = run.Run(options.Threads, stop);
            progress.End();
            foreach (CheckResult result in found) Console.WriteLine(CheckTable.Line(result));
            results.AddRange(found);
        }
        if (options.Out is not null) AccuracyDocument.Write(options.Out, options, results, peers);
        foreach (IPeer peer in peers) peer.Dispose();
        CheckResult[] judged = [.. results.Where(result => result.Contender.Promises)];
        int failed = judged.Count(result => result.Failure() is not null);
        Console.WriteLine($"{judged.Length - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    // Peers, of which some take minutes for what takes us seconds, are judged by a sample.
    private static IEnumerable<Check> ChecksOf(Activation f, bool derivative, AccuracyOptions options, IPeer[] peers)
    {
        Check all = new(f, derivative, InputSet.All, [Contender.Of(f, derivative, Precision.Fast), Contender.Of(f, derivative, Precision.Exact)]);
        yield return options.Sample == 1 || CheckState.IsComplete(options.Folder, all) ? all : all with { Inputs = InputSet.Sample(options.Sample, f) };
        Contender[] others = [.. peers.Select(peer => PeerContender.Of(peer, f, derivative)).OfType<Contender>()];
        if (others.Length > 0) yield return new(f, derivative, InputSet.Sample(options.PeerSample, f), others);
    }
}
