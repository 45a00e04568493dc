namespace Hillock.Runs;

/// <summary>What each unit of a layer did over the time of a training.</summary>
/// <param name="Steps">The step at which each time bin begins, ascending; at most 256.</param>
/// <param name="Units">For each unit a text with one character a bin: d silent, s saturated, a alive (see <see cref="Statistics.UnitState"/>).</param>
public sealed record TimelineRecord(IReadOnlyList<int> Steps, IReadOnlyList<string> Units);
