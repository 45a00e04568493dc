using System.Globalization;
using Hillock.Fuzz;

// Seeded mutation of good files: every reader must read or refuse, with the errors it names, in little time and memory.
int Number(string name, int otherwise) =>
    Array.IndexOf(args, name) is int at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
if (args.Contains("--help"))
{
    Console.WriteLine($"usage: Hillock.Fuzz [{string.Join(" | ", Targets.All.Keys)}] [--seconds N] [--seed N]");
    return 0;
}

int seconds = Number("--seconds", 60), seed = Number("--seed", 1);
string[] names = [.. Targets.All.Keys.Where(name => args.Contains(name) || !Targets.All.Keys.Any(args.Contains))];
using Workspace workspace = new();
int findings = 0;
foreach (string name in names)
{
    Campaign campaign = new(name, Targets.All[name](workspace), seed, TimeSpan.FromSeconds((double)seconds / names.Length));
    findings += campaign.Run();
}

Console.WriteLine($"{findings} findings");
return findings == 0 ? 0 : 1;
