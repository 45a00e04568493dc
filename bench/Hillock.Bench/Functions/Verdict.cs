namespace Hillock.Bench.Functions;

/// <summary>
/// The rule: the fastest peer's time over ours is to be at least 1, 0.95 being a tie. Where that peer is wrong 0.7 will do, and then the
/// fastest of the sound peers counts as well, as in any other cell.
/// </summary>
/// <param name="Ratio">The fastest peer's time over ours; null where there is no peer.</param>
/// <param name="Fastest">The fastest peer.</param>
/// <param name="IsMarked">Whether the fastest peer's results are wrong.</param>
/// <param name="SoundRatio">The fastest sound peer's time over ours; null where there is none.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record Verdict(double? Ratio, string? Fastest, bool IsMarked, double? SoundRatio, Outcome Outcome)
{
    public const double Asked = 1, Tie = 0.95, AgainstWrong = 0.7;

    public static Verdict Of(double ours, IReadOnlyCollection<PeerTime> peers)
    {
        if (peers.Count == 0) return new(null, null, false, null, Outcome.Alone);
        PeerTime fastest = peers.MinBy(peer => peer.Nanoseconds)!;
        double ratio = fastest.Nanoseconds / ours;
        double? sound = peers.Where(peer => peer.IsSound).Min(peer => (double?)peer.Nanoseconds) / ours;
        Outcome outcome = ratio >= Asked ? Outcome.Faster
            : fastest.IsSound ? (ratio >= Tie ? Outcome.Tie : Outcome.Miss)
            : ratio >= AgainstWrong && sound is null or >= Tie ? Outcome.Excused : Outcome.Miss;
        return new(ratio, fastest.Name, !fastest.IsSound, sound, outcome);
    }
}
