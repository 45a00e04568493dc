namespace Hillock;

/// <summary>Finds the name that a mistyped one was meant to be.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate that begins with <paramref name="given"/>, else the one with the smallest edit distance (insertions, deletions, substitutions) to it.
    /// </summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public static string Of(string given, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => IsStart(given, candidate) ? 0 : 1 + Distance(given, candidate))
        ?? throw new ArgumentException("There is no candidate.", nameof(candidates));

    /// <summary>"did you mean 'x'?" where a candidate is near, followed by all of them in brackets; only those where none is.</summary>
    public static string Hint(string given, IReadOnlyCollection<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(given);
        string all = string.Join(", ", candidates), nearest = Of(given, candidates);
        bool isNear = IsStart(given, nearest) || Distance(given, nearest) <= Math.Max(2, given.Length / 2);
        return isNear ? $"did you mean '{nearest}'? ({all})" : $"there are {all}";
    }

    private static bool IsStart(string given, string candidate) => given.Length > 0 && candidate.StartsWith(given, StringComparison.OrdinalIgnoreCase);

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
