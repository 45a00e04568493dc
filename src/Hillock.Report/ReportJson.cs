using System.Text.Json;
using Hillock.Report.Files;
using Hillock.Runs;

namespace Hillock.Report;

/// <summary>
/// report.json: one object of schema hillock.report/1, camelCase, a number that is absent or not finite written as null. The same
/// record gives the same bytes.
/// </summary>
public static class ReportJson
{
    private const string Schema = "hillock.report/1";

    /// <summary>Writes the report as UTF-8 and leaves the stream open.</summary>
    public static void Write(RunReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, report, RunsJson.Indented.RunReport);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the report to a file, beside it first, so that a reader never sees half of one; makes the folder if need be.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(RunReport report, string path) => WholeFile.Write(path, stream => Write(report, stream));

    /// <summary>Reads a report. Fields that are not known are passed over; a null where a number must stand becomes NaN.</summary>
    /// <exception cref="InvalidDataException">The text is no such report; the message says where.</exception>
    public static RunReport Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            RunReport report = JsonSerializer.Deserialize(stream, RunsJson.Indented.RunReport)
                ?? throw new InvalidDataException($"The report is null; an object with \"schema\": \"{Schema}\" is expected.");
            return report.Schema == Schema
                ? report
                : throw new InvalidDataException($"The report's schema is \"{report.Schema}\"; this version reads \"{Schema}\".");
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is long line ? $"line {line + 1}, {e.Path}: " : "";
            throw new InvalidDataException($"{place}not a report of schema \"{Schema}\": {e.Message}", e);
        }
    }

    /// <inheritdoc cref="Read(Stream)"/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RunReport Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }
}
