using System.Xml.Linq;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class PlanePlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly PlotArea Area = new(0, 0, 100, 100, Axis.Linear("x", [-2, 2], 5), Axis.Linear("y", [-2, 2], 5));

    // A·x + B·y + C = 0; the ends are where it leaves the square from −2 to 2.
    [Theory]
    [InlineData(1, 0, -1, 1, -2, 1, 2)]
    [InlineData(0, 1, 1, -2, -1, 2, -1)]
    [InlineData(1, -1, 0, -2, -2, 2, 2)]
    [InlineData(1, 1, -3, 2, 1, 1, 2)]
    public void A_line_is_drawn_from_border_to_border(double a, double b, double c, double x1, double y1, double x2, double y2)
    {
        (PlotPoint From, PlotPoint To)? ends = new PlaneLine(a, b, c, "unit").Inside(Area.XAxis, Area.YAxis);
        Assert.NotNull(ends);
        PlotPoint[] found = [.. new[] { ends.Value.From, ends.Value.To }.OrderBy(p => p.X).ThenBy(p => p.Y)];
        PlotPoint[] expected = [.. new[] { new PlotPoint(x1, y1), new PlotPoint(x2, y2) }.OrderBy(p => p.X).ThenBy(p => p.Y)];
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(1, 1, -9)]
    [InlineData(0, 0, 1)]
    public void A_line_outside_the_picture_is_not_drawn(double a, double b, double c) =>
        Assert.Null(new PlaneLine(a, b, c, "unit").Inside(Area.XAxis, Area.YAxis));

    [Fact]
    public void Cells_side_by_side_are_one_rectangle_and_other_kinds_have_a_border_between_them()
    {
        // The upper row belongs to kind 1, the lower one to 0 and to 4, which has the shade of 0 but is another kind.
        PlaneMap map = new(2, 2, [0, 4, 1, 1]);
        Assert.Equal("M0 100H100V50H0Z", map.Shade(0, Area));
        Assert.Equal("M0 50H100V0H0Z", map.Shade(1, Area));
        Assert.Equal("", map.Shade(2, Area));
        Assert.Equal("M50 100V50M0 50H50M50 50H100", map.Borders(Area));
    }

    [Fact]
    public void Clouds_paths_and_lines_are_told_apart_without_colour()
    {
        string markup = ComponentText.Render<PlanePlot>(new Dictionary<string, object?>
        {
            ["Title"] = "t",
            ["XAxis"] = Area.XAxis,
            ["YAxis"] = Area.YAxis,
            ["Points"] = new[] { new PlotSeries { Name = "a", Style = 0, Points = [new(0, 0)] }, new PlotSeries { Name = "b", Style = 1, Points = [new(0, 0)] } },
            ["Lines"] = new[] { new PlaneLine(1, 0, 0, "live"), new PlaneLine(0, 1, 0, "dead", IsDashed: true) },
            ["SolidLines"] = "live",
            ["DashedLines"] = "dead",
        });
        XElement plot = XElement.Parse(markup);
        string[] markers = [.. plot.Descendants(Svg + "path").Where(p => p.Attribute("class")?.Value == "marker").Select(p => p.Attribute("d")!.Value)];
        // Two in the legend, two in the picture, of two shapes each.
        Assert.Equal(4, markers.Distinct().Count());
        // The titles of the lines are inside them, the legend has a line of each kind too.
        Assert.Equal(2, plot.Descendants(Svg + "line").Count(line => line.Attribute("class")?.Value == "plane-line dashed"));
        Assert.Contains("dead", plot.Descendants(Svg + "text").Select(text => text.Value));
    }

    [Fact]
    public void A_book_holds_every_chapter_with_its_figures_and_needs_nothing_from_elsewhere()
    {
        BookFigure figure = BookFigure.Of<LinePlot>("one", "how to read it", new Dictionary<string, object?>
        {
            ["Title"] = "t",
            ["XAxis"] = Area.XAxis,
            ["YAxis"] = Area.YAxis,
            ["Series"] = new[] { new PlotSeries { Name = "a", Points = [new(0, 1)], Spread = [(0, 0.5, 1.5)] } },
        });
        Book book = new()
        {
            Title = "Book",
            Chapters = [new() { Id = "dying", Title = "It dies.", Verdict = "holds if", Mark = BookMark.Partly, Condition = "it <does>.", Figures = [figure], Tables = [new("Numbers", ["a", "b"], [["1", "2"]])] }],
            Command = "hillock lab",
        };
        string page = BookHtml.Render(book), text = BookMarkdown.Render(book, "figures");
        Assert.Contains("id=\"dying\"", page, StringComparison.Ordinal);
        Assert.Contains("it &lt;does&gt;.", page, StringComparison.Ordinal);
        Assert.Contains("plot wide", page, StringComparison.Ordinal);
        Assert.Contains("plot narrow", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
        Assert.Contains("(figures/one.svg)", text, StringComparison.Ordinal);
        Assert.Contains("| 1 | 2 |", text, StringComparison.Ordinal);
        Assert.Contains("**Holds if** it", text, StringComparison.Ordinal);
        Assert.StartsWith("<svg", figure.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("class=\"range\"", figure.ToSvg(), StringComparison.Ordinal);
    }
}
