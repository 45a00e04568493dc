using Hillock.Bench.Functions.Peers;

namespace Hillock.Bench.Functions;

/// <summary>Measures cells, all contenders of a cell in turn and over the same memory.</summary>
internal sealed class Measurement : IDisposable
{
    /// <summary>From here on results do not fit into a cache, and stores may go past it.</summary>
    public const int BeyondCache = 1 << 24;

    private readonly Workspace _workspace;
    private readonly IPeer[] _peers = [new TensorPrimitivesPeer(), new TorchPeer(), new OnnxRuntimePeer()];
    private readonly Dictionary<(string Function, Direction Direction, string Peer), PeerAccuracy> _accuracy = [];
    private readonly FunctionsOptions _options;

    public Measurement(FunctionsOptions options)
    {
        _options = options;
        _workspace = Workspace.Random(options.Sizes.Max());
    }

    public IReadOnlyList<IPeer> Peers => _peers;

    /// <summary>How right the peers are that were measured so far.</summary>
    public IReadOnlyCollection<PeerAccuracy> Accuracy => _accuracy.Values;

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public CellResult Measure(Cell cell, CancellationToken cancellation)
    {
        using Workspace workspace = _workspace.First(cell.Size);
        List<Call> calls = [Ours.Create(cell, workspace, Precision.Fast)];
        try
        {
            calls.AddRange(_peers.Select(peer => peer.Create(cell, workspace)).OfType<Call>());
            int peers = calls.Count - 1;
            calls.Add(MemoryCopy.Plain(cell, workspace));
            calls.Add(Ours.Create(cell, workspace, Precision.Exact));
            if (cell.Size >= BeyondCache) calls.Add(MemoryCopy.NonTemporal(cell, workspace));
            double[][] seconds = Interleaved.Measure(_options.SamplingOf(cell), [.. calls.Select(call => call.Repeat)], cancellation);
            Timing[] times = [.. seconds.Select(of => Timing.Of(of, cell.Size, _options.IsMinimum))];
            PeerTime[] peerTimes = [.. Enumerable.Range(1, peers).Select(i => new PeerTime(
                calls[i].Name, times[i].Nanoseconds, times[i].Spread, IsSound(cell, calls[i].Name)) { Note = calls[i].Note })];
            return new(cell, times[0], times[peers + 2], peerTimes, times[peers + 1], cell.Size >= BeyondCache ? times[peers + 3] : null);
        }
        finally
        {
            foreach (Call call in calls) call.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (IPeer peer in _peers) peer.Dispose();
        _workspace.Dispose();
    }

    // Told from the output a derivative loses the same digits whoever computes it; there is nothing to forgive.
    private bool IsSound(Cell cell, string peer) => cell.Direction == Direction.FromOutput || AccuracyOf(cell, peer).IsSound;

    private PeerAccuracy AccuracyOf(Cell cell, string peer)
    {
        (string, Direction, string) key = (cell.Activation.Name, cell.Direction, peer);
        if (_accuracy.TryGetValue(key, out PeerAccuracy? known)) return known;
        AccuracySample sample = new(cell.Activation);
        using Workspace workspace = Workspace.Of(sample.Inputs);
        using Call call = _peers.Single(of => of.Name == peer).Create(cell with { Threads = 1 }, workspace)!;
        call.Compute();
        return _accuracy[key] = sample.Judge(peer, cell.Direction, Workspace.Floats(workspace.Result));
    }
}
