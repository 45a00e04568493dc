using System.Text;
using Hillock.Report.Books;

namespace Hillock.Report;

/// <summary>A book as Markdown with its figures as SVG files beside it, for a repository's docs.</summary>
public static class BookMarkdown
{
    /// <summary>The text; figures are linked as FOLDER/name.svg.</summary>
    public static string Render(Book book, string figureFolder)
    {
        ArgumentNullException.ThrowIfNull(book);
        StringBuilder text = new();
        text.Append($"# {book.Title}\n\n");
        foreach (string paragraph in book.Lead) text.Append($"{paragraph}\n\n");
        if (book.Command is not null) text.Append($"    {book.Command}\n\n");
        AppendTable(text, new("", ["claim", "verdict", "in a sentence"],
            [.. book.Chapters.Select(chapter => (IReadOnlyList<string>)[$"[{chapter.Id}](#{chapter.Id})", chapter.Verdict, chapter.Condition])]));
        foreach (BookChapter chapter in book.Chapters) Append(text, chapter, figureFolder);
        foreach ((string heading, IReadOnlyList<string> paragraphs) in book.Remarks)
        {
            text.Append($"## {heading}\n\n");
            foreach (string paragraph in paragraphs) text.Append($"{paragraph}\n\n");
        }

        return text.ToString().TrimEnd() + "\n";
    }

    /// <summary>Writes the text to a file and the figures into a folder beside it.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(Book book, string path, string figureFolder)
    {
        ArgumentNullException.ThrowIfNull(book);
        string folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, figureFolder);
        foreach (BookFigure figure in book.Chapters.SelectMany(chapter => chapter.Figures))
            Write(Path.Combine(folder, figure.Name + ".svg"), figure.ToSvg());
        Write(path, Render(book, figureFolder));
    }

    private static void Append(StringBuilder text, BookChapter chapter, string figureFolder)
    {
        text.Append($"## {chapter.Id}\n\n{chapter.Title}\n\n**{Capital(chapter.Verdict)}{(chapter.Mark == BookMark.Partly ? "" : ".")}** {chapter.Condition}\n\n");
        foreach ((string heading, string paragraph) in chapter.Before) text.Append($"*{heading}.* {paragraph}\n\n");
        foreach (BookFigure figure in chapter.Figures) text.Append($"![{figure.Caption}]({figureFolder}/{figure.Name}.svg)\n\n{figure.Caption}\n\n");
        foreach (BookTable table in chapter.Tables)
        {
            text.Append($"{table.Caption}:\n\n");
            AppendTable(text, table);
        }

        foreach ((string heading, string paragraph) in chapter.After) text.Append($"*{heading}.* {paragraph}\n\n");
        if (chapter.Command is not null) text.Append($"    {chapter.Command}\n\n");
    }

    private static void AppendTable(StringBuilder text, BookTable table)
    {
        text.Append($"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(Enumerable.Repeat("---|", table.Columns.Count))}\n");
        // A bar in a cell would end it.
        foreach (IReadOnlyList<string> row in table.Rows)
            text.Append($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
        text.Append('\n');
    }

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    private static void Write(string path, string text) => WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
