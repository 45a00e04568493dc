namespace Hillock.Report.Books;

/// <summary>Several questions with their answers in one document.</summary>
public sealed record Book
{
    /// <summary>What it is about.</summary>
    public required string Title { get; init; }

    /// <summary>What to know before reading, a paragraph each.</summary>
    public IReadOnlyList<string> Lead { get; init; } = [];

    /// <summary>A page each.</summary>
    public required IReadOnlyList<BookChapter> Chapters { get; init; }

    /// <summary>What stands behind the chapters: a heading and its paragraphs.</summary>
    public IReadOnlyList<(string Heading, IReadOnlyList<string> Text)> Remarks { get; init; } = [];

    /// <summary>The command that makes the book again.</summary>
    public string? Command { get; init; }
}
