namespace Hillock.Report.Books;

/// <summary>A question with its answer.</summary>
public sealed record BookChapter
{
    /// <summary>A short name, unique in the book; its anchor.</summary>
    public required string Id { get; init; }

    /// <summary>What is claimed or asked, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The answer in a word or two: "holds", "holds if".</summary>
    public required string Verdict { get; init; }

    /// <summary>How the answer is marked.</summary>
    public required BookMark Mark { get; init; }

    /// <summary>The answer in a sentence.</summary>
    public required string Condition { get; init; }

    /// <summary>Paragraphs before the tables, each with its heading: question, method.</summary>
    public IReadOnlyList<(string Heading, string Text)> Before { get; init; } = [];

    /// <summary>The figures.</summary>
    public IReadOnlyList<BookFigure> Figures { get; init; } = [];

    /// <summary>The tables.</summary>
    public IReadOnlyList<BookTable> Tables { get; init; } = [];

    /// <summary>Paragraphs behind the tables.</summary>
    public IReadOnlyList<(string Heading, string Text)> After { get; init; } = [];

    /// <summary>The command that makes the chapter again.</summary>
    public string? Command { get; init; }
}
