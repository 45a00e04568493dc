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

    /// <summary>Exact results of 2^32 that are known not to be the nearest.</summary>
    public static IReadOnlyDictionary<(string Function, bool Derivative), long> Exact { get; } = new Dictionary<(string, bool), long>
    {
        // Half of an odd subnormal is a tie but for a term in x², which a double loses.
        [("hard_swish", false)] = 1 << 24,
        [("silu", false)] = 1 << 24,
        [("quick_gelu", false)] = 1 << 24,
        [("gelu", false)] = 1 << 24,
        [("gelu_tanh", false)] = 1 << 24,
        // |x| − 1 is a tie from 2^24 to 2^25 but for 2e^(−2|x|), and so is 3x/2 for a quarter of all floats but for 1/2.
        [("tanh_shrink", false)] = 1 << 24,
        [("bent_identity", false)] = 1 << 27,
        // Near-ties that a double cannot tell.
        [("sigmoid", false)] = 76,
        [("snake", true)] = 100,
        [("isru", true)] = 100,
        [("isrlu", true)] = 100,
    };
}
