namespace Hillock.Data.Tests;

/// <summary>Expects an error that a person can act on.</summary>
internal static class Refused
{
    /// <summary>The data are refused with one line that holds every one of the parts.</summary>
    public static void With(Func<object?> load, params string[] parts) => With<InvalidDataException>(load, parts);

    public static void With<T>(Func<object?> load, params string[] parts)
        where T : Exception
    {
        T error = Assert.Throws<T>(() => _ = load());
        Assert.DoesNotContain('\n', error.Message);
        foreach (string part in parts) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
