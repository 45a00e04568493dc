using System.Reflection;

namespace Hillock.Bench.Functions.Peers;

/// <summary>The version of the package that an assembly came from.</summary>
internal static class PackageVersion
{
    public static string Of(Assembly assembly)
    {
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        // What follows the plus is the commit.
        return version?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown";
    }
}
