namespace Hillock;

/// <summary>Finds the name that a mistyped one was meant to be.</summary>
public static class NearestName
{
    /// <summary>The candidate with the smallest edit distance (insertions, deletions, substitutions) to <paramref name="given"/>.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public static string Of(string given, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Distance(given, candidate))
        ?? throw new ArgumentException("There is no candidate.", nameof(candidates));

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
