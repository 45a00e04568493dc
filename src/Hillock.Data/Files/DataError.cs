namespace Hillock.Data.Files;

/// <summary>Errors in data: always one line with the file, the place, what is wrong and how to mend it.</summary>
internal static class DataError
{
    private const int LongestText = 40;

    /// <summary>"file, place: what; remedy".</summary>
    public static InvalidDataException At(string file, string? place, string what, string remedy) =>
        new(place is null ? $"{file}: {what}; {remedy}" : $"{file}, {place}: {what}; {remedy}");

    /// <summary>A text from a file in quotes: cut to a readable length, without line breaks and other controls.</summary>
    public static string Show(string text) => $"'{Plain(text)}'";

    /// <summary>The first texts of a list, with the number of the others.</summary>
    public static string List(IReadOnlyCollection<string> texts, int most = 20) =>
        string.Join(", ", texts.Take(most).Select(Plain)) + (texts.Count > most ? $" and {texts.Count - most} more" : "");

    private static string Plain(string text)
    {
        string shown = new([.. text.Take(LongestText).Select(c => char.IsControl(c) ? '·' : c)]);
        return text.Length > LongestText ? shown + "…" : shown;
    }

    /// <summary>Refuses NaN and infinities, which would spoil every weight they reach.</summary>
    public static void DemandFinite(string file, float[] x, int features)
    {
        int bad = Array.FindIndex(x, value => !float.IsFinite(value));
        if (bad >= 0)
            throw At(file, $"row {bad / features}, column {bad % features} (counted from 0)",
                float.IsNaN(x[bad]) ? "the value is NaN" : "the value is infinite or too large for a 32-bit float",
                "replace the value or leave out the row");
    }
}
