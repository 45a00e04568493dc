using System.Globalization;
using System.Xml.Linq;
using Hillock.Report.Plots;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class PlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_point_that_is_not_finite_breaks_the_curve()
    {
        PlotArea area = new(0, 0, 100, 100, Axis.Linear("x", [0, 4]), Axis.Linear("y", [0, 1]));
        Assert.Equal("M0 100L25 0M75 100", area.Path([new(0, 0), new(1, 1), new(2, double.NaN), new(3, 0)]));
    }

    [Fact]
    public void Labels_at_line_ends_do_not_overlap()
    {
        PlotSeries[] series = [.. Enumerable.Range(0, 8).Select(i => new PlotSeries
        {
            Name = $"run{i}", Label = $"run{i}", Style = i, Points = [new(0, 1), new(1, 0.5 + 0.001 * i)],
        })];
        XElement plot = LinePlot(series);
        double[] tops = [.. plot.Descendants(Svg + "text").Where(text => Class(text) == "label")
            .Select(text => double.Parse(text.Attribute("y")!.Value, CultureInfo.InvariantCulture)).Order()];
        Assert.Equal(8, tops.Length);
        Assert.All(tops.Zip(tops.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 14));
    }

    [Fact]
    public void Runs_differ_in_colour_and_in_marker_and_a_companion_is_dashed()
    {
        XElement plot = LinePlot(
            new() { Name = "a", Style = 0, Points = [new(0, 1)] },
            new() { Name = "b", Style = 1, Points = [new(0, 1)] },
            new() { Name = "b, validation", Style = 1, Points = [new(0, 1), new(1, 0.5)], IsDashed = true });
        string[] markers = [.. plot.Descendants(Svg + "path").Where(path => Class(path) == "marker").Select(path => path.Attribute("d")!.Value)];
        Assert.Equal(2, markers.Distinct().Count());
        Assert.Equal(["curve", "curve", "curve dashed"], plot.Descendants(Svg + "path").Select(Class).Where(c => c.StartsWith("curve", StringComparison.Ordinal)));
        Assert.Equal(["run0", "run1", "run1"], plot.Elements(Svg + "g").Select(Class).Where(c => c.StartsWith("run", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_broken_curve_is_crossed_out_at_its_last_number()
    {
        PlotSeries series = new() { Name = "a", Points = [new(0, 1), new(1, double.NaN)], IsBroken = true };
        Assert.Single(LinePlot(series).Descendants(Svg + "path"), path => Class(path) == "broken");
    }

    [Fact]
    public void Marks_of_the_axis_whose_labels_would_touch_are_left_out_and_the_last_is_kept()
    {
        Axis layers = Axis.Categories("layer", [.. Enumerable.Range(1, 60).Select(i => i.ToString(CultureInfo.InvariantCulture)), "output"]);
        XElement plot = Render<LinePlot>(new()
        {
            ["Title"] = "t",
            ["XAxis"] = layers,
            ["YAxis"] = Axis.Linear("y", [0, 1]),
            ["Series"] = Array.Empty<PlotSeries>(),
        });
        string[] labels = [.. plot.Descendants(Svg + "text").Where(text => Class(text) == "tick middle").Select(text => text.Value)];
        Assert.Equal("output", labels[^1]);
        Assert.InRange(labels.Length, 5, 30);
    }

    [Theory]
    [InlineData("relu", "off", -4, 0)]
    [InlineData("elu", "saturating", -4.61, -4)]
    public void A_tail_is_shaded_where_the_derivative_is_below_a_hundredth(string function, string shade, double low, double high)
    {
        IReadOnlyList<TailRegion> regions = TailRegion.Of(Activation.Parse(function), new(function == "elu" ? -8 : -4, 4));
        TailRegion region = Assert.Single(regions);
        Assert.Equal(shade, region.Class);
        Assert.Equal(function == "elu" ? -8 : low, region.Range.Low);
        Assert.Equal(function == "elu" ? low : high, region.Range.High, 0.05);
    }

    [Fact]
    public void A_sigmoid_saturates_on_both_sides_and_a_leaky_relu_on_none()
    {
        TailRegion[] regions = [.. TailRegion.Of(Activation.Parse("sigmoid"), new(-10, 10))];
        Assert.Equal([-10, -5.99, 5.99, 10], regions.SelectMany(r => new[] { r.Range.Low, r.Range.High }).Select(z => Math.Round(z, 1) is -6.0 or 6.0 ? Math.Sign(z) * 5.99 : z));
        Assert.Empty(TailRegion.Of(Activation.Parse("leaky_relu"), new(-10, 10)));
    }

    [Fact]
    public void The_axis_of_a_distribution_leaves_strays_out_and_a_wide_layer_to_itself()
    {
        Histogram narrow = new(-100, 100, Counts(90, 110), 0, 0), wider = new(-100, 100, Counts(85, 115), 1, 1), wide = new(-1000, 1000, Counts(0, 200), 0, 0);
        IReadOnlyList<ValueRange?> ranges = ValueRange.Shared([narrow, null, wider, wide]);
        Assert.Equal(new ValueRange(-15, 15), ranges[0]);
        Assert.Null(ranges[1]);
        Assert.Equal(ranges[0], ranges[2]);
        Assert.Equal(new ValueRange(-1000, 1000), ranges[3]);
        Assert.Null(ValueRange.Shared([new(-1, 1, [0, 0], 0, 0)])[0]);
        Assert.Null(ValueRange.Shared([new(0, 0, [5], 0, 0)])[0]);
    }

    [Fact]
    public void A_picture_of_its_own_carries_its_style()
    {
        string svg = ComponentText.RenderSvg<FunctionPlot>(new Dictionary<string, object?> { ["Function"] = Activation.Parse("tanh") });
        XElement root = XElement.Parse(svg);
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Contains("--saturating", root.Element(Svg + "style")!.Value, StringComparison.Ordinal);
        Assert.Equal(2, root.Descendants(Svg + "rect").Count(rect => Class(rect) == "saturating"));
        Assert.Throws<ArgumentException>(() => ComponentText.RenderSvg<Figure>(new Dictionary<string, object?>()));
    }

    [Theory]
    [InlineData("relu6", "off saturates", "kink at 0|kink at 6")]
    [InlineData("gelu", "off", "turns at −0.752, f = −0.17")]
    [InlineData("hard_shrink", "", "jump at −0.5|jump at 0.5")]
    [InlineData("binary_step", "off saturates", "jump at 0")]
    [InlineData("snake", "", "")]
    public void A_function_s_picture_says_where_it_is_off_saturates_bends_and_turns(string function, string grounds, string notes)
    {
        XElement plot = Render<FunctionPlot>(new() { ["Function"] = Activation.Parse(function) });
        IEnumerable<string> Texts(string name) => plot.Descendants(Svg + "text").Where(text => Class(text).StartsWith(name, StringComparison.Ordinal)).Select(text => text.Value);
        Assert.Equal(grounds.Split(' ', StringSplitOptions.RemoveEmptyEntries), Texts("ground"));
        Assert.Equal(notes.Split('|', StringSplitOptions.RemoveEmptyEntries), Texts("note"));
        // Both curves are there, the derivative in dashes.
        Assert.Equal(2, plot.Descendants(Svg + "path").Count(path => Class(path).StartsWith("curve", StringComparison.Ordinal)));
        Assert.Single(plot.Descendants(Svg + "path"), path => Class(path).Contains("dashed", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_function_can_be_drawn_and_no_word_leaves_the_picture()
    {
        foreach (Activation function in Activation.All)
        {
            XElement plot = Render<FunctionPlot>(new() { ["Function"] = function });
            Assert.DoesNotContain("NaN", plot.ToString(), StringComparison.Ordinal);
            foreach (XElement word in plot.Descendants(Svg + "text").Where(text => Class(text).StartsWith("note", StringComparison.Ordinal) || Class(text) == "ground"))
                Assert.True((double)word.Attribute("x")! >= 0 && (double)word.Attribute("x")! + 0.58 * 12 * word.Value.Length <= 720, $"{function}: {word}");
        }
    }

    [Theory]
    [InlineData("sigmoid", 9)]
    [InlineData("relu", 4)]
    [InlineData("relu6", 9)]
    [InlineData("hard_tanh(min=0, max=20)", 27)]
    [InlineData("threshold(at=1000)", 4)]
    public void The_window_holds_kinks_and_the_beginning_of_tails(string function, double half) =>
        Assert.Equal(half, FunctionCurve.Window(Activation.Parse(function)).High, 1.0);

    // As many in each bin from first to last, none elsewhere, of 200.
    private static long[] Counts(int first, int last) => [.. Enumerable.Range(0, 200).Select(bin => bin >= first && bin < last ? 1000L : 0)];

    private static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    private static XElement LinePlot(params PlotSeries[] series) => Render<LinePlot>(new()
    {
        ["Title"] = "t",
        ["XAxis"] = Axis.Linear("x", [0, 1]),
        ["YAxis"] = Axis.Linear("y", [0, 1]),
        ["Series"] = series,
    });

    private static XElement Render<T>(Dictionary<string, object?> parameters) where T : Microsoft.AspNetCore.Components.IComponent =>
        XElement.Parse(ComponentText.Render<T>(parameters));
}
