namespace Hillock.Lab.State;

/// <summary>What the result of a run depends on besides its key.</summary>
/// <param name="Schema">The version of the format.</param>
/// <param name="Data">The name of the data.</param>
/// <param name="Content">A hash of the data.</param>
/// <param name="Full">Whether the long version runs.</param>
/// <param name="Build">What tells this build of the programs that make the runs from others.</param>
internal sealed record StoreSettings(string Schema, string Data, string Content, bool Full, string Build)
{
    /// <summary>The version that this program writes.</summary>
    public const string Current = "hillock.lab-state/1";

    /// <summary>"a full lab on mnist".</summary>
    public string Words => $"a {(Full ? "full" : "quick")} lab on {Data} ({Schema}, data {Content[..Math.Min(8, Content.Length)]}, build {Build[..Math.Min(8, Build.Length)]})";
}
