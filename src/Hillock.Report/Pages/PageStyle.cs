namespace Hillock.Report.Pages;

/// <summary>The style sheets that go into every page and picture.</summary>
internal static class PageStyle
{
    /// <summary>Colours, and how plots are drawn.</summary>
    public static string Plots { get; } = Read("plot.css");

    /// <summary>All of a page's style.</summary>
    public static string Text { get; } = Plots + Read("page.css");

    private static string Read(string name)
    {
        using Stream stream = typeof(PageStyle).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The style sheet {name} is not in the assembly.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
