namespace Hillock.Bench.Functions.Peers;

/// <summary>A library to compare with.</summary>
internal interface IPeer : IDisposable
{
    string Name { get; }

    /// <summary>The version that runs here.</summary>
    string Version { get; }

    /// <summary>The library's own function over this memory; null where it has none.</summary>
    Call? Create(Cell cell, Workspace workspace);
}
