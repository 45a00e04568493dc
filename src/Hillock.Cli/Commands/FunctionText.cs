namespace Hillock.Cli.Commands;

/// <summary>Reads the name of a function of either kind.</summary>
internal static class FunctionText
{
    private static readonly string[] Rows = [.. RowActivation.All.Select(f => f.Name)];
    private static readonly string[] Names = [.. Activation.All.Select(f => f.Name), .. Rows];

    /// <summary>The function of single numbers, or else the one of whole rows: one of the two is null.</summary>
    /// <exception cref="SpecificationException">The text names neither; the message suggests the nearest of both.</exception>
    public static (Activation? OfNumbers, RowActivation? OfRows) Parse(string text)
    {
        if (Activation.TryParse(text, out Activation? activation)) return (activation, null);
        string head = text.Split('(')[0].Trim();
        return Rows.Contains(NearestName.Of(head, Names)) ? (null, RowActivation.Parse(text)) : (Activation.Parse(text), null);
    }
}
