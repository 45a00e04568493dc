using Hillock.Accuracy;
using Hillock.Bench.Functions;
using Hillock.Bench.Functions.Peers;

namespace Hillock.Bench.Accuracy;

/// <summary>A peer's function as a contender of the check: each thread has memory and a call of its own.</summary>
internal static class PeerContender
{
    /// <summary>The peer's function or derivative (its backward pass with dy = 1); null where it has none.</summary>
    public static Contender? Of(IPeer peer, Activation f, bool derivative)
    {
        Direction direction = derivative ? Direction.Backward : Direction.Forward;
        using Workspace trial = Workspace.Of([0f]);
        lock (peer)
        {
            using Call? call = peer.Create(new(f, direction, trial.Length, 1), trial);
            if (call is null) return null;
        }
        ThreadLocal<Dictionary<int, Workspace>> workspaces = new(() => []);
        return new(peer.Name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), $"{peer.Name} {peer.Version}", Run);

        void Run(ReadOnlySpan<float> x, Span<float> y)
        {
            if (!workspaces.Value!.TryGetValue(x.Length, out Workspace? workspace)) workspaces.Value.Add(x.Length, workspace = Workspace.Of(x));
            x.CopyTo(Workspace.Floats(workspace.X));
            // What a backward pass keeps is computed when the call is made, and a peer makes one at a time.
            Call call;
            lock (peer) call = peer.Create(new(f, direction, x.Length, 1), workspace)!;
            using (call) call.Compute();
            Workspace.Floats(workspace.Result).CopyTo(y);
        }
    }
}
