using System.Globalization;
using Hillock.Data;
using Spectre.Console;

namespace Hillock.Cli.Train;

/// <summary>A line for each tenth of a download.</summary>
internal sealed class DownloadLines(IAnsiConsole console) : IProgress<DownloadProgress>
{
    private string _file = "";
    private long _tenths = -1;

    public void Report(DownloadProgress value)
    {
        long tenths = value.Total is > 0 ? 10 * value.Received / value.Total.Value : 0;
        if (value.File == _file && tenths == _tenths) return;
        (_file, _tenths) = (value.File, tenths);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"downloading {value.File}: {value.Received / 1e6:F1} MB{(value.Total is > 0 ? $", {10 * tenths} %" : "")}"));
    }
}
