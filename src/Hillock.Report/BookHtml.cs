using System.Text;
using Hillock.Report.Books;

namespace Hillock.Report;

/// <summary>A book as one HTML file that holds all it shows and needs no script and no network.</summary>
public static class BookHtml
{
    /// <summary>The page.</summary>
    public static string Render(Book book) =>
        "<!doctype html>\n" + ComponentText.Render<BookPage>(new Dictionary<string, object?> { [nameof(BookPage.Book)] = book });

    /// <summary>Writes the page to a file, beside it first; makes the folder if need be.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Book book, string path)
    {
        byte[] page = Encoding.UTF8.GetBytes(Render(book));
        WholeFile.Write(path, stream => stream.Write(page));
    }
}
