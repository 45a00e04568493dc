using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hillock.Diagnosis;
using Hillock.Runs;
using Xunit;

namespace Hillock.Report.Tests;

public sealed partial class ReportHtmlTests
{
    private static readonly string[] Verdict =
    [
        "relu learned.",
        "sigmoid did not.",
        "Its gradient died on the way back: at hidden1 it is 0.7 billionths of what it is at the output, so the first layers hardly moved.",
        "Use relu or leaky_relu in a network this deep, or fewer layers.",
    ];

    public static TheoryData<string> Cases => [.. SampleCases.All.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void A_page_is_whole_and_needs_nothing_from_elsewhere(string name)
    {
        string page = ReportHtml.Render(SampleCases.All[name], Verdict);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        // The name of SVG's namespace is no address that anybody fetches.
        Assert.DoesNotMatch("(?i)https?://", page.Replace("\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"(?i)\s(src|srcset|on[a-z]+)=""", page);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_picture_is_well_formed_and_says_what_it_shows(string name)
    {
        string page = ReportHtml.Render(SampleCases.All[name], Verdict);
        foreach (string picture in Pictures(page))
        {
            XElement svg = XElement.Parse(picture);
            Assert.True(svg.Attribute("aria-hidden") is not null || (svg.Attribute("role")?.Value == "img" && svg.Attribute("aria-label")?.Value.Length > 0), picture[..100]);
            foreach (XAttribute attribute in svg.DescendantsAndSelf().Attributes())
                Assert.DoesNotMatch("NaN|∞|Infinity", attribute.Value);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void No_number_is_written_as_NaN(string name) =>
        Assert.DoesNotMatch(@"\bNaN\b|∞|Infinity", ReportHtml.Render(SampleCases.All[name]));

    [Theory, MemberData(nameof(Cases))]
    public void The_evidence_and_the_advice_of_every_finding_stand_on_the_page(string name)
    {
        string text = WebUtility.HtmlDecode(ReportHtml.Render(SampleCases.All[name]));
        foreach (Finding finding in SampleCases.All[name].Runs.SelectMany(run => run.Findings))
        {
            Assert.Contains($"<p>{finding.Evidence}</p>", text, StringComparison.Ordinal);
            Assert.Contains(finding.Advice, text, StringComparison.Ordinal);
            Assert.Contains(finding.Rule, text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_run_is_in_the_table_and_has_its_section(string name)
    {
        string page = ReportHtml.Render(SampleCases.All[name]);
        int runs = SampleCases.All[name].Runs.Count;
        // A model that was trained elsewhere has no score to be compared by.
        Assert.Equal(SampleCases.All[name].Runs.Count(run => run.Model is null), Regex.Count(page, "<a href=\"#run-\\d+\""));
        Assert.Equal(runs, Regex.Count(page, "<section class=\"run\" id=\"run-\\d+\""));
    }

    [Fact]
    public void A_default_run_makes_a_small_page() => Assert.InRange(ReportHtml.Render(SampleReports.Full()).Length, 50_000, 1_500_000);

    [Fact]
    public void Units_that_flicker_in_every_layer_do_not_make_it_big()
    {
        Random random = new(1);
        RunReport report = SampleReports.Full();
        TimelineRecord noise = new(
            [.. Enumerable.Range(0, 256)],
            [.. Enumerable.Range(0, 64).Select(_ => string.Concat(Enumerable.Range(0, 256).Select(_ => "dsa"[random.Next(3)])))]);
        report = report with { Runs = [.. report.Runs.Select(run => run with { Layers = [.. run.Layers.Select(layer => layer with { Timeline = noise })] })] };
        Assert.InRange(ReportHtml.Render(report).Length, 50_000, 1_500_000);
    }

    [Fact]
    public void The_full_page_shows_its_parts_in_order()
    {
        string page = WebUtility.HtmlDecode(ReportHtml.Render(SampleReports.Full(), Verdict));
        string[] parts =
        [
            "<h1>sigmoid, relu and leaky_relu on digits</h1>", "<p>relu learned.</p>", "<p>sigmoid did not.</p>", "<h2>Runs</h2>", "Loss by epoch",
            "Gradient by layer", "id=\"run-1\"", "vanishing-gradient", "hidden1: units by time", "hidden1: distribution of pre-activations",
            "Treatments tried", "Settings", "Learning rate", "id=\"run-3\"", "To make this again", SampleReports.Full().Command!,
        ];
        int at = 0;
        foreach (string part in parts)
        {
            int found = page.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is missing or out of order.");
            at = found;
        }
    }

    [Fact]
    public void A_proof_shows_the_chain_of_layers_by_what_is_proven()
    {
        string page = WebUtility.HtmlDecode(ReportHtml.Render(SampleCases.All["a proof"]));
        XElement chain = XElement.Parse(Pictures(page).Single(p => p.Contains("plot chain", StringComparison.Ordinal)));
        string[] Classes(int layer) => [.. chain.Elements().Where(e => e.Name.LocalName == "g").ElementAt(layer).Elements().Where(e => e.Name.LocalName == "rect").Select(e => e.Attribute("class")!.Value)];
        Assert.Equal(["alive", "silent", "on"], Classes(0));
        Assert.Equal(["alive", "on"], Classes(1));
        Assert.Equal(["alive", "silent"], Classes(2));
        // The input leads to a, a to b and past it to c, b to c.
        Assert.Equal(["leads on", "leads on", "skips 1 layer", "leads on"], chain.Elements().Where(e => e.Name.LocalName == "path").Select(e => e.Value));
        Assert.Contains("5 of 8 open", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The chain of layers", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_verdict_none_is_shown() =>
        Assert.DoesNotContain("class=\"verdict\"", ReportHtml.Render(SampleReports.Full()), StringComparison.Ordinal);

    [Fact]
    public void Whatever_comes_from_outside_is_text_and_never_markup()
    {
        const string evil = "</style></svg><script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
        Run run = SampleReports.Run("relu", layers: 2);
        run = run with
        {
            Activation = evil,
            Network = evil,
            Optimizer = evil,
            Initialiser = evil,
            Loss = evil,
            Unwatched = [evil],
            NonFinite = new(1, 1, evil, evil),
            End = RunEnd.Diverged,
            Layers = [.. run.Layers.Select(layer => layer with { Name = evil, Activation = evil })],
            Findings = [new(evil, Severity.Error, evil, [1], Grade.Observed, new Dictionary<string, double> { [evil] = 1 }, evil, evil)],
            Cures = [new(evil, evil, 1, 2, false)],
        };
        RunReport report = SampleReports.Of(run) with { Command = evil };
        string page = ReportHtml.Render(report with { Data = report.Data with { Name = evil, Scale = evil } }, [evil]);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Single(Regex.Matches(page, "</style>"));
        Assert.All(Pictures(page), picture => XElement.Parse(picture));
        // Inside an attribute a quotation mark would end it.
        Assert.DoesNotMatch("=\"[^\"<>]*</style>", page);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_broke_says_where()
    {
        string text = WebUtility.HtmlDecode(ReportHtml.Render(SampleCases.All["diverged"]));
        Assert.Contains("not finite from step 31 (epoch 1)", text, StringComparison.Ordinal);
        Assert.Contains("a gradient at step 31, epoch 1, in hidden2", text, StringComparison.Ordinal);
        Assert.Contains("class=\"broken\"", text, StringComparison.Ordinal);
        Assert.Contains("interrupted after 5 epochs", ReportHtml.Render(SampleCases.All["interrupted"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_one_activation_are_told_apart_by_their_seeds()
    {
        string page = ReportHtml.Render(SampleCases.All["several seeds"]);
        Assert.Contains(">relu, seed 3</a>", page, StringComparison.Ordinal);
        Assert.Contains(">relu (2)</a>", ReportHtml.Render(SampleReports.Of(SampleReports.Run("relu"), SampleReports.Run("relu"))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_gives_the_same_page_in_every_culture()
    {
        string page = ReportHtml.Render(SampleReports.Full());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (strange.NumberFormat.NumberDecimalSeparator, strange.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = strange;
            Assert.Equal(page, ReportHtml.Render(SampleReports.Full()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_page_is_written_as_a_whole()
    {
        using TemporaryFolder folder = new();
        ReportHtml.Write(SampleReports.Full(), folder.File("new/report.html"), Verdict);
        Assert.Equal(ReportHtml.Render(SampleReports.Full(), Verdict), File.ReadAllText(folder.File("new/report.html")));
        Assert.Single(Directory.GetFiles(folder.File("new")));
    }

    // To look at the pages, set HILLOCK_SAMPLE_PAGES to a folder and open what lies in it afterwards.
    [Fact]
    public void Every_case_can_be_written_to_be_looked_at()
    {
        using TemporaryFolder folder = new();
        string place = Environment.GetEnvironmentVariable("HILLOCK_SAMPLE_PAGES") ?? folder.Path;
        foreach ((string name, RunReport report) in SampleCases.All)
        {
            string path = Path.Combine(place, name.Replace(' ', '-') + ".html");
            ReportHtml.Write(report, path, Verdict);
            Assert.Contains("</html>", File.ReadAllText(path), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Pictures(string page) => Picture().Matches(page).Select(match => match.Value);

    // A heat map holds a picture within the picture.
    [GeneratedRegex(@"<svg(?:(?!</?svg\b)[\s\S])*(?:<svg(?:(?!</svg)[\s\S])*</svg>(?:(?!</?svg\b)[\s\S])*)*</svg>")]
    private static partial Regex Picture();
}
