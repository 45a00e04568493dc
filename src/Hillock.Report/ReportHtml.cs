using System.Text;
using Hillock.Report.Files;
using Hillock.Report.Pages;
using Hillock.Runs;

namespace Hillock.Report;

/// <summary>report.html: one file that holds all it shows and needs no script and no network.</summary>
public static class ReportHtml
{
    /// <summary>The page.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="verdict">What came of it, in plain sentences, one a line; nothing is shown without.</param>
    public static string Render(RunReport report, IReadOnlyList<string>? verdict = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        return "<!doctype html>\n" + ComponentText.Render<ReportPage>(new Dictionary<string, object?>
        {
            [nameof(ReportPage.Report)] = report,
            [nameof(ReportPage.Verdict)] = verdict,
        });
    }

    /// <summary>Writes the page to a file, beside it first; makes the folder if need be.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(RunReport report, string path, IReadOnlyList<string>? verdict = null)
    {
        byte[] page = Encoding.UTF8.GetBytes(Render(report, verdict));
        WholeFile.Write(path, stream => stream.Write(page));
    }
}
