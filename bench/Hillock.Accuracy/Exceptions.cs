namespace Hillock.Accuracy;

/// <summary>Where less is promised than everywhere else; docs/accuracy.md lists the same.</summary>
internal static class Exceptions
{
    /// <summary>Fast results that may be this many ulp off instead of one, because one would lose the race.</summary>
    public static IReadOnlyDictionary<(string Function, bool Derivative), double> Fast { get; } = new Dictionary<(string, bool), double>
    {
        // Lanes of float (Numerics.InFloats); in double, within 0.54 ulp, they take more than twice the time.
        [("sigmoid", false)] = 2,
        [("tanh", false)] = 2,
        [("hard_swish", false)] = 2,
    };
}
