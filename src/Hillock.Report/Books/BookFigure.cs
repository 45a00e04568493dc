using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Books;

/// <summary>A plot with its caption, drawn once for wide and once for narrow screens, and as a file of its own.</summary>
public sealed class BookFigure
{
    private const int NarrowWidth = 360;

    private readonly Func<string> _svg;

    private BookFigure(string name, string caption, Type plot, IReadOnlyDictionary<string, object?> parameters, int height, Func<string> svg)
    {
        (Name, Caption, Plot, _svg) = (name, caption, plot, svg);
        Wide = With(parameters, "wide", null, height);
        Narrow = With(parameters, "narrow", NarrowWidth, Math.Min(height, 330));
    }

    /// <summary>Its name, unique in the book: the file's name without .svg.</summary>
    public string Name { get; }

    /// <summary>How to read it.</summary>
    public string Caption { get; }

    /// <summary>The component; it has Class, Width and Height.</summary>
    public Type Plot { get; }

    /// <summary>The component's parameters for a wide screen.</summary>
    public IDictionary<string, object?> Wide { get; }

    /// <summary>The component's parameters for a narrow screen.</summary>
    public IDictionary<string, object?> Narrow { get; }

    /// <summary>A figure.</summary>
    /// <typeparam name="TPlot">A component whose markup is one svg element, with parameters Class, Width and Height.</typeparam>
    /// <param name="name">Its name, unique in the book.</param>
    /// <param name="caption">How to read it.</param>
    /// <param name="parameters">What it shows.</param>
    /// <param name="height">Its height at full width.</param>
    public static BookFigure Of<TPlot>(string name, string caption, IReadOnlyDictionary<string, object?> parameters, int height = 340) where TPlot : IComponent =>
        new(name, caption, typeof(TPlot), parameters, height, () => ComponentText.RenderSvg<TPlot>(With(parameters, "", null, height).AsReadOnly()));

    /// <summary>The text of an SVG file.</summary>
    public string ToSvg() => _svg();

    private static Dictionary<string, object?> With(IReadOnlyDictionary<string, object?> parameters, string @class, int? width, int height)
    {
        Dictionary<string, object?> all = new(parameters) { ["Class"] = @class, ["Height"] = height };
        if (width is not null) all["Width"] = width;
        return all;
    }
}
