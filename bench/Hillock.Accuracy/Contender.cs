namespace Hillock.Accuracy;

/// <summary>Something that computes a function or its derivative over floats, from any thread.</summary>
/// <param name="Name">What tells it from the others: "fast", "exact", "libtorch".</param>
/// <param name="Version">Which build of it; results of another build are not continued.</param>
/// <param name="Run">Computes the results of a span of floats.</param>
internal sealed record Contender(string Name, string Version, Action<ReadOnlySpan<float>, Span<float>> Run)
{
    /// <summary>Whether it is one of ours, which promise a bound.</summary>
    public bool Promises => Name is "fast" or "exact";

    /// <summary>Hillock itself. Its version is that of the build: the same source gives the same, another source another.</summary>
    public static Contender Of(Activation f, bool derivative, Precision precision) => new(
        precision == Precision.Fast ? "fast" : "exact",
        BuildOf(typeof(Activation)),
        derivative ? (x, d) => f.Derivative(x, d, precision) : (x, y) => f.Forward(x, y, precision));

    /// <summary>The identity of the assembly that holds a type; builds are deterministic, so it stands for the source.</summary>
    public static string BuildOf(Type type) => type.Module.ModuleVersionId.ToString("N");
}
