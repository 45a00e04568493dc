using System.Globalization;

namespace Hillock.Torch.Training;

/// <summary>An optimizer, read from text: sgd, momentum(beta=0.9), adam(beta1=0.9, beta2=0.999), rmsprop(rho=0.9), adagrad.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Beta">How much of the running mean of gradients is kept each step: momentum's beta, adam's beta1.</param>
/// <param name="Rho">How much of the running mean of squares is kept each step: rmsprop's rho, adam's beta2.</param>
public sealed record OptimizerSpec(string Name, double Beta, double Rho)
{
    private sealed record Kind(string? Beta, double DefaultBeta, string? Rho, double DefaultRho, double[] Rates);

    private static readonly Dictionary<string, Kind> Kinds = new()
    {
        ["sgd"] = new(null, 0, null, 0, [1, 0.3, 0.1, 0.03, 0.01, 0.003]),
        ["momentum"] = new("beta", 0.9, null, 0, [0.3, 0.1, 0.03, 0.01, 0.003, 0.001]),
        ["adam"] = new("beta1", 0.9, "beta2", 0.999, [0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4]),
        ["rmsprop"] = new(null, 0, "rho", 0.9, [0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4]),
        ["adagrad"] = new(null, 0, null, 0, [0.3, 0.1, 0.03, 0.01, 0.003, 0.001]),
    };

    /// <summary>Every name that <see cref="Parse"/> reads.</summary>
    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    /// <summary>The learning rates that an automatic choice tries, the same for every activation.</summary>
    public IReadOnlyList<double> RateGrid => Kinds[Name].Rates;

    /// <summary>Reads "sgd", "momentum(beta=0.9)", "adam(beta1=0.9, beta2=0.999)", "rmsprop(rho=0.9)" or "adagrad".</summary>
    /// <exception cref="SpecificationException">The name or a parameter is unknown, or a parameter lies outside [0, 1).</exception>
    public static OptimizerSpec Parse(string text)
    {
        (string name, IReadOnlyDictionary<string, double> given) = NamedText.Parse(text, "optimizer", Kinds.Keys);
        Kind kind = Kinds[name];
        foreach ((string key, double value) in given)
        {
            if (key != kind.Beta && key != kind.Rho)
            {
                string[] known = [.. new[] { kind.Beta, kind.Rho }.OfType<string>()];
                throw new SpecificationException(
                    $"optimizer '{text}': {name} has no parameter '{key}'; it takes {(known.Length == 0 ? "none" : string.Join(", ", known))}");
            }

            if (value is not (>= 0 and < 1))
                throw new SpecificationException(string.Create(CultureInfo.InvariantCulture,
                    $"optimizer '{text}': {key} = {value:R} is out of range; it must be at least 0 and below 1"));
        }

        return new(name,
            kind.Beta is null ? 0 : given.GetValueOrDefault(kind.Beta, kind.DefaultBeta),
            kind.Rho is null ? 0 : given.GetValueOrDefault(kind.Rho, kind.DefaultRho));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Kind kind = Kinds[Name];
        string[] parts = [
            .. kind.Beta is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{kind.Beta}={Beta:R}")],
            .. kind.Rho is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{kind.Rho}={Rho:R}")]];
        return parts.Length == 0 ? Name : $"{Name}({string.Join(", ", parts)})";
    }
}
