namespace Hillock.Report.Books;

/// <summary>A table of texts; the first column names the rows.</summary>
/// <param name="Caption">What it shows, with units.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, row by row.</param>
public sealed record BookTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
