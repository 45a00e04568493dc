using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Hillock.Accuracy.Quick;

namespace Hillock.Accuracy;

/// <summary>Runs one check block by block on several threads and keeps what is done, so that it can be stopped and continued.</summary>
internal sealed class CheckRun
{
    private const int Chunk = 4096;
    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(5);

    private readonly Check _check;
    private readonly CheckState[] _states;
    private readonly QuickFormula _formula;
    private readonly Judge _judge;
    private readonly Lock _lock = new();
    private readonly Action<CheckRun> _blockDone;
    private readonly Stopwatch _sinceSave = new();
    private int _next = -1;
    private ExceptionDispatchInfo? _failure;

    /// <param name="check">What to check.</param>
    /// <param name="folder">Where states are kept; null for nowhere.</param>
    /// <param name="again">Whether a complete check is made once more and its hash compared.</param>
    /// <param name="blockDone">Called after each block, by one thread at a time.</param>
    /// <exception cref="InvalidDataException">A state file is damaged or foreign.</exception>
    public CheckRun(Check check, string? folder = null, bool again = false, Action<CheckRun>? blockDone = null)
    {
        _check = check;
        _states = [.. check.Contenders.Select(contender => CheckState.Open(folder, check, contender))];
        if (again) foreach (CheckState state in _states) state.Repeat();
        _formula = QuickReference.Formulas[check.Function.Name];
        _judge = new(check.Function, check.Derivative);
        _blockDone = blockDone ?? (_ => { });
        Pending = Enumerable.Range(0, check.Inputs.Blocks).Count(IsPending);
    }

    /// <summary>The blocks that some contender still lacks.</summary>
    public int Pending { get; private set; }

    /// <summary>Whether another build's state was set aside.</summary>
    public bool StartedAnew => _states.Any(state => state.StartedAnew);

    /// <summary>Whether another build completed the check, so that nothing but the hash of the results need be computed.</summary>
    public bool Confirms => _states.Any(state => state.Claim is not null);

    /// <summary>What each contender reached.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what is done is kept.</exception>
    public CheckResult[] Run(int threads, CancellationToken cancellation = default)
    {
        for (int i = 0; i < _states.Length; i++)
            if (_states[i].Claim is not null) _states[i].Confirm(HashOf(_check.Contenders[i], threads, cancellation));
        Pending = Enumerable.Range(0, _check.Inputs.Blocks).Count(IsPending);
        _sinceSave.Start();
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(threads, Math.Max(Pending, 1))).Select(_ => new Thread(() => Work(cancellation)))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        foreach (CheckState state in _states) state.Save();
        _failure?.Throw();
        cancellation.ThrowIfCancellationRequested();
        return [.. _check.Contenders.Zip(_states, (contender, state) => new CheckResult(_check, contender, state.Tally, state.Earlier))];
    }

    private ulong HashOf(Contender contender, int threads, CancellationToken cancellation)
    {
        ulong hash = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, _check.Inputs.Blocks, options, () => 0UL, (block, _, sum) =>
        {
            float[] x = new float[Chunk], y = new float[Chunk];
            int length = _check.Inputs.Length(block);
            for (int at = 0; at < length; at += Chunk)
            {
                Span<float> inputs = x.AsSpan(0, Math.Min(Chunk, length - at)), results = y.AsSpan(0, inputs.Length);
                _check.Inputs.Fill(block, at, inputs);
                contender.Run(inputs, results);
                sum += ResultHash.Sum(inputs, results);
            }
            return sum;
        }, sum => Interlocked.Add(ref hash, sum));
        return hash;
    }

    private void Work(CancellationToken cancellation)
    {
        try
        {
            Estimates estimates = new(Chunk);
            float[] x = new float[Chunk], y = new float[Chunk];
            while (!cancellation.IsCancellationRequested && _failure is null && Interlocked.Increment(ref _next) is int block && block < _check.Inputs.Blocks)
            {
                int[] lacking = [.. Enumerable.Range(0, _states.Length).Where(i => !_states[i].IsDone(block))];
                if (lacking.Length == 0) continue;
                Tally[] tallies = [.. lacking.Select(_ => new Tally())];
                int length = _check.Inputs.Length(block);
                for (int at = 0; at < length && !cancellation.IsCancellationRequested; at += Chunk)
                {
                    Span<float> inputs = x.AsSpan(0, Math.Min(Chunk, length - at)), results = y.AsSpan(0, inputs.Length);
                    _check.Inputs.Fill(block, at, inputs);
                    estimates.Fill(_check.Derivative ? _formula.Derivative : _formula.Value, inputs);
                    for (int i = 0; i < lacking.Length; i++)
                    {
                        _check.Contenders[lacking[i]].Run(inputs, results);
                        _judge.Compare(inputs, results, estimates, tallies[i]);
                    }
                }
                // Half a block does not count.
                if (cancellation.IsCancellationRequested) return;
                lock (_lock) Keep(block, lacking, tallies);
            }
        }
        catch (Exception thrown)
        {
            // It is thrown again where the run was asked for.
            _failure ??= ExceptionDispatchInfo.Capture(thrown);
        }
    }

    private void Keep(int block, int[] lacking, Tally[] tallies)
    {
        for (int i = 0; i < lacking.Length; i++) _states[lacking[i]].Add(block, tallies[i]);
        Pending--;
        if (_sinceSave.Elapsed > BetweenSaves)
        {
            foreach (CheckState state in _states) state.Save();
            _sinceSave.Restart();
        }
        _blockDone(this);
    }

    private bool IsPending(int block) => _states.Any(state => !state.IsDone(block));
}
