using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Hillock.Report.Plots;
using Hillock.Runs;
using Xunit;

namespace Hillock.Report.Tests;

public sealed partial class UnitBandsTests
{
    [Fact]
    public void Silent_units_come_first_then_saturated_ones() =>
        Assert.Equal(["addd", "aadd", "aass", "aaaa"], Rows(Timeline("aaaa", "aadd", "aass", "addd")));

    [Fact]
    public void Equal_rows_become_one_rectangle()
    {
        UnitBands timeline = Timeline("add", "add", "aaa");
        Assert.Equal("M1 0h2v2H1z", timeline.SilentPath);
        Assert.Equal("", timeline.SaturatedPath);
    }

    [Fact]
    public void The_rectangles_cover_each_state_exactly_once() =>
        Gen.Char["dsa"].Array[7].Select(chars => new string(chars)).Array[1, 12].Sample(units =>
        {
            UnitBands timeline = Timeline(units);
            string[] rows = Rows(timeline);
            Assert.Equal(units.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
            int[,] silent = Painted(timeline.SilentPath, timeline), saturated = Painted(timeline.SaturatedPath, timeline);
            for (int row = 0; row < timeline.Rows; row++)
                for (int column = 0; column < timeline.Columns; column++)
                {
                    Assert.Equal(rows[row][column] == 'd' ? 1 : 0, silent[row, column]);
                    Assert.Equal(rows[row][column] == 's' ? 1 : 0, saturated[row, column]);
                }
        });

    [Fact]
    public void A_thousand_units_share_rows_by_majority()
    {
        string[] units = [.. Enumerable.Range(0, 1000).Select(i => i < 250 ? "aad" : "aaa")];
        UnitBands timeline = Timeline(units);
        Assert.InRange(timeline.Rows, 100, 128);
        Assert.Equal(8, timeline.UnitsPerRow);
        Assert.Equal(0.25, Rows(timeline).Count(row => row == "aad") / (double)timeline.Rows, 0.01);
    }

    [Theory]
    [InlineData(1, 'a')]
    [InlineData(2, 'd')]
    public void A_cell_shows_the_state_of_most_of_its_units(int silent, char state)
    {
        string[] units = [.. Enumerable.Range(0, 300).Select(i => i < silent ? "d" : "a")];
        UnitBands timeline = Timeline(units);
        Assert.Equal(3, timeline.UnitsPerRow);
        Assert.Equal(state, timeline.State(0, 0));
    }

    [Fact]
    public void Noise_is_made_coarse_before_it_makes_the_page_big()
    {
        Random random = new(1);
        string[] units = [.. Enumerable.Range(0, 128).Select(_ => string.Concat(Enumerable.Range(0, 256).Select(_ => "da"[random.Next(2)])))];
        UnitBands timeline = Timeline(units);
        Assert.InRange(timeline.SilentPath.Length + timeline.SaturatedPath.Length, 100, 25_000);
    }

    [Fact]
    public void Nothing_recorded_is_nothing_drawn()
    {
        Assert.Null(UnitBands.Of(null));
        Assert.Null(UnitBands.Of(new([], [])));
        Assert.Null(UnitBands.Of(new([0], [])));
        Assert.Null(UnitBands.Of(new([], ["", ""])));
    }

    private static UnitBands Timeline(params string[] units) =>
        UnitBands.Of(new TimelineRecord([.. Enumerable.Range(0, units[0].Length)], units))!;

    private static string[] Rows(UnitBands timeline) =>
    [
        .. Enumerable.Range(0, timeline.Rows)
            .Select(row => string.Concat(Enumerable.Range(0, timeline.Columns).Select(column => timeline.State(row, column)))),
    ];

    private static int[,] Painted(string path, UnitBands timeline)
    {
        int[,] cells = new int[timeline.Rows, timeline.Columns];
        foreach (Match match in Rectangle().Matches(path))
        {
            int[] n = [.. match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture))];
            for (int row = n[1]; row < n[1] + n[3]; row++)
                for (int column = n[0]; column < n[0] + n[2]; column++) cells[row, column]++;
        }
        return cells;
    }

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v(\d+)H\d+z")]
    private static partial Regex Rectangle();
}
