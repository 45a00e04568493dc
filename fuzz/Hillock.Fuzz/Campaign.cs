using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hillock.Fuzz;

/// <summary>Tries one reader for a time; a finding is any other error than a refusal, a read that takes seconds, or one that takes much memory.</summary>
internal sealed partial class Campaign(string name, Target target, int seed, TimeSpan time)
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);
    private const long MostBytes = 1L << 30;
    private const int MostFindings = 10;

    /// <summary>Returns the number of findings, each of another kind; their files stand beside the program.</summary>
    public int Run()
    {
        Random random = new(seed);
        List<byte[]> corpus = [.. target.Seeds];
        HashSet<string> kinds = [], refusals = [];
        long tries = 0, read = 0, start = Stopwatch.GetTimestamp();
        foreach (byte[] good in target.Seeds) target.Read(good);
        while (Stopwatch.GetElapsedTime(start) < time && kinds.Count < MostFindings)
        {
            // Good files every other time: most of what was refused in a new way is damaged at its beginning.
            IReadOnlyList<byte[]> from = random.Next(2) == 0 ? target.Seeds : corpus;
            byte[] origin = from[random.Next(from.Count)], bytes = target.Mutate?.Invoke(origin, random) ?? Mutation.Of(origin, corpus, random);
            tries++;
            string? kind = Try(bytes, refusals, ref read, out bool isNew);
            // A file refused in a new way, or read, is a new place to start from.
            if (isNew && corpus.Count < 2000) corpus.Add(bytes);
            if (kind is null || !kinds.Add(kind)) continue;
            string path = Path.GetFullPath($"fuzz-{name}-{kinds.Count}.bin");
            File.WriteAllBytes(path, bytes);
            Console.WriteLine($"{name}: {kind}\n  {path}");
        }

        Console.WriteLine($"{name}: {tries:N0} files in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {read:N0} read, {refusals.Count} ways of refusing, {kinds.Count} findings (seed {seed})");
        return kinds.Count;
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    private string? Try(byte[] bytes, HashSet<string> refusals, ref long read, out bool isNew)
    {
        // Of the processor: on a busy machine the clock goes on while the reader waits.
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long before = GC.GetAllocatedBytesForCurrentThread();
        isNew = false;
        try
        {
            target.Read(bytes);
            read++;
            isNew = read % 50 == 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            if (exception.Message.Contains('\n', StringComparison.Ordinal)) return $"a message of several lines: {exception.Message}";
            // Numbers, and what is quoted from the file, apart.
            isNew = refusals.Add(string.Concat(Quoted().Replace(exception.Message, "").Where(c => c is ' ' or (>= 'a' and <= 'z'))));
        }
        catch (Exception exception)
        {
            StackFrame? place = new StackTrace(exception).GetFrames().FirstOrDefault(f => f.GetMethod()?.DeclaringType?.Namespace?.StartsWith("Hillock", StringComparison.Ordinal) == true);
            return $"{exception.GetType().Name} in {place?.GetMethod()?.DeclaringType?.Name}.{place?.GetMethod()?.Name}: {exception.Message}";
        }

        TimeSpan spent = Environment.CpuUsage.TotalTime - start;
        if (spent > MostTime) return $"it took {spent.TotalSeconds:F0} s";
        return GC.GetAllocatedBytesForCurrentThread() - before > MostBytes ? "it took more than 1 GiB" : null;
    }
}
