using Hillock.Runs;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class UnitTimelineTests
{
    private const UnitState D = UnitState.Silent, S = UnitState.Saturated, A = UnitState.Alive;

    [Fact]
    public void Up_to_256_looks_each_has_its_bin()
    {
        UnitTimeline timeline = Of(2, 256, (look, unit) => (UnitState)((look + unit) % 3));
        TimelineRecord record = timeline.ToRecord();
        Assert.Equal(256, record.Steps.Count);
        Assert.StartsWith("dsads", record.Units[0], StringComparison.Ordinal);
        Assert.StartsWith("sadsa", record.Units[1], StringComparison.Ordinal);
        Assert.Equal(2560, record.Steps[^1]);
    }

    [Fact]
    public void The_257th_look_merges_neighbours_by_the_highest_state()
    {
        UnitTimeline timeline = Of(3, 257, (look, unit) => unit == 0 ? D : unit == 1 ? (look == 101 ? S : D) : (look % 2 == 0 ? A : D));
        TimelineRecord record = timeline.ToRecord();
        Assert.Equal((129, 2), (record.Steps.Count, timeline.LooksPerBin));
        Assert.Equal(new string('d', 129), record.Units[0]);
        Assert.Equal(50, record.Units[1].IndexOf('s', StringComparison.Ordinal));
        Assert.Equal(new string('a', 129), record.Units[2]);
        Assert.Equal([10, 30, 50], record.Steps.Take(3));
        Assert.Equal(2570, record.Steps[^1]);
    }

    [Fact]
    public void However_many_looks_at_most_256_bins_cover_them_all()
    {
        for (int looks = 1; looks < 3000; looks += 37)
        {
            UnitTimeline timeline = Of(1, looks, (look, _) => look == looks - 1 ? A : D);
            TimelineRecord record = timeline.ToRecord();
            Assert.InRange(record.Steps.Count, 1, 256);
            Assert.Equal((looks + timeline.LooksPerBin - 1) / timeline.LooksPerBin, record.Steps.Count);
            Assert.Equal(10, record.Steps[0]);
            Assert.EndsWith("a", record.Units[0], StringComparison.Ordinal);
            Assert.Equal(1, record.Units[0].Count(c => c == 'a'));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2000)]
    public void How_long_a_unit_has_been_silent_stays_exact(int looks)
    {
        UnitTimeline timeline = Of(4, looks, (look, unit) => unit == 0 ? D : unit == 1 ? A : unit == 2 ? (look >= looks - 3 ? D : S) : (look == looks - 2 ? A : D));
        Assert.Equal((looks, (int?)10), (timeline.SilentLooks(0), timeline.SilentSince(0)));
        Assert.Equal((0, (int?)null), (timeline.SilentLooks(1), timeline.SilentSince(1)));
        Assert.Equal((3, (int?)((looks - 2) * 10)), (timeline.SilentLooks(2), timeline.SilentSince(2)));
        Assert.Equal((1, (int?)(looks * 10)), (timeline.SilentLooks(3), timeline.SilentSince(3)));
    }

    [Fact]
    public void Revived_is_who_fires_again_after_three_silent_looks() =>
        Assert.Equal([0, 0, 1, 2, 0], Revivals("aaadd", "addad", "adddas", "dddadddda", "ddddd"));

    [Fact]
    public void Parts_of_the_data_seen_at_the_same_looks_merge_in_any_order()
    {
        Random random = new(3);
        for (int round = 0; round < 50; round++)
        {
            int looks = random.Next(1, 700);
            UnitState[,] first = Random(random, looks), second = Random(random, looks);
            UnitTimeline ab = Of(5, looks, (look, unit) => first[look, unit]), ba = Of(5, looks, (look, unit) => second[look, unit]);
            ab.Merge(Of(5, looks, (look, unit) => second[look, unit]));
            ba.Merge(Of(5, looks, (look, unit) => first[look, unit]));
            UnitTimeline whole = Of(5, looks, (look, unit) => first[look, unit] > second[look, unit] ? first[look, unit] : second[look, unit]);
            foreach (UnitTimeline merged in (UnitTimeline[])[ab, ba])
            {
                Assert.Equal(whole.ToRecord().Units, merged.ToRecord().Units);
                for (int unit = 0; unit < 5; unit++)
                    Assert.Equal((whole.SilentLooks(unit), whole.SilentSince(unit), whole.TimesRevived(unit)),
                        (merged.SilentLooks(unit), merged.SilentSince(unit), merged.TimesRevived(unit)));
            }
        }
    }

    [Fact]
    public void Looks_that_go_back_in_time_or_see_other_units_are_refused()
    {
        UnitTimeline timeline = Of(2, 3, (_, _) => A);
        Assert.Throws<ArgumentException>(() => timeline.Add(30, [A, A]));
        Assert.Throws<ArgumentException>(() => timeline.Add(31, [A]));
        Assert.Throws<ArgumentException>(() => timeline.Merge(Of(2, 4, (_, _) => A)));
        Assert.Throws<ArgumentException>(() => timeline.Merge(Of(3, 3, (_, _) => A)));
    }

    private static UnitState[,] Random(Random random, int looks)
    {
        UnitState[,] states = new UnitState[looks, 5];
        for (int look = 0; look < looks; look++)
            for (int unit = 0; unit < 5; unit++) states[look, unit] = random.NextDouble() < 0.15 * unit ? A : random.NextDouble() < 0.1 ? S : D;
        return states;
    }

    private static int[] Revivals(params string[] units) =>
        [.. units.Select(text => Of(1, text.Length, (look, _) => text[look] switch { 'd' => D, 's' => S, _ => A }).TimesRevived(0))];

    private static UnitTimeline Of(int units, int looks, Func<int, int, UnitState> state)
    {
        UnitTimeline timeline = new(units);
        for (int look = 0; look < looks; look++)
            timeline.Add((look + 1) * 10, [.. Enumerable.Range(0, units).Select(unit => state(look, unit))]);
        return timeline;
    }
}
