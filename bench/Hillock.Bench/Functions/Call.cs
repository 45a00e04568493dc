namespace Hillock.Bench.Functions;

/// <summary>One contender at one cell, ready to run.</summary>
/// <param name="name">Who it is.</param>
/// <param name="repeat">Runs the call so many times.</param>
internal sealed class Call(string name, Action<int> repeat) : IDisposable
{
    public string Name => name;

    public Action<int> Repeat => repeat;

    /// <summary>What a reader must know to judge the time: null where the result is preallocated and nothing else is to be said.</summary>
    public string? Note { get; init; }

    /// <summary>Runs once and leaves the result in the workspace; null where a run does so anyway.</summary>
    public Action? Store { get; init; }

    /// <summary>What must live as long as the call.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    /// <summary>Leaves the result in the workspace.</summary>
    public void Compute()
    {
        if (Store is null) repeat(1);
        else Store();
    }

    public void Dispose()
    {
        foreach (IDisposable owned in Owned) owned.Dispose();
    }
}
