namespace Hillock.Data.Files;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
internal static class NearestText
{
    /// <summary>" (did you mean 'digits'?)", or nothing when no candidate is close.</summary>
    public static string Suggest(string given, IEnumerable<string> candidates)
    {
        // A third of the letters may be wrong; more than that is another word.
        int most = Math.Max(1, given.Length / 3);
        string? best = null;
        foreach (string candidate in candidates)
        {
            int distance = EditDistance(given.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance > most) continue;
            most = distance - 1;
            best = candidate;
        }

        return best is null ? "" : $" (did you mean '{best}'?)";
    }

    // Insertions, deletions, substitutions and swaps of neighbours count 1 (optimal string alignment).
    private static int EditDistance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int substitution = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(substitution, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[a.Length, b.Length];
    }
}
