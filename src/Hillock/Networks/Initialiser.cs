using System.Globalization;

namespace Hillock.Networks;

/// <summary>How the weights of a layer are drawn before training; biases are 0 except with torch.</summary>
/// <param name="Name">he_uniform, he_normal, glorot_uniform, glorot_normal, lecun_normal, uniform, normal or torch.</param>
/// <param name="Scale">The half width of uniform, the standard deviation of normal; otherwise unused.</param>
public sealed record Initialiser(string Name, double Scale)
{
    // The parameter of those that have one, with its default.
    private static readonly Dictionary<string, (string Parameter, double Default)?> Known = new()
    {
        ["he_uniform"] = null,
        ["he_normal"] = null,
        ["glorot_uniform"] = null,
        ["glorot_normal"] = null,
        ["lecun_normal"] = null,
        ["uniform"] = ("a", 0.05),
        ["normal"] = ("std", 1),
        ["torch"] = null,
    };

    /// <summary>Every name that <see cref="Parse"/> reads.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Reads "he_uniform", "uniform(a=0.05)", "normal(std=1)" ….</summary>
    /// <exception cref="SpecificationException">The name or its parameter is unknown or out of range.</exception>
    public static Initialiser Parse(string text)
    {
        (string name, IReadOnlyDictionary<string, double> given) = NamedText.Parse(text, "initialiser", Known.Keys);
        (string Parameter, double Default)? parameter = Known[name];
        foreach ((string key, double value) in given)
            if (parameter?.Parameter != key || !(value > 0) || !double.IsFinite(value))
                throw new SpecificationException(parameter is null
                    ? $"initialiser '{text}': {name} takes no parameters"
                    : string.Create(CultureInfo.InvariantCulture, $"initialiser '{text}': {key} = {value:R}; write {name}({parameter.Value.Parameter}=X) with X > 0"));
        return new(name, parameter is null ? 0 : given.GetValueOrDefault(parameter.Value.Parameter, parameter.Value.Default));
    }

    /// <inheritdoc/>
    public override string ToString() => Known[Name] is { } parameter
        ? string.Create(CultureInfo.InvariantCulture, $"{Name}({parameter.Parameter}={Scale:R})") : Name;

    /// <summary>
    /// Fills a layer's weights and biases: He 2015 (uniform ±√(6/in), normal √(2/in)), Glorot and Bengio 2010 (uniform ±√(6/(in+out)),
    /// normal √(2/(in+out))), LeCun 1998 (normal √(1/in)), PyTorch's default (weights and biases uniform ±1/√in).
    /// </summary>
    public void Fill(Span<float> weight, Span<float> bias, int fanIn, int fanOut, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        bias.Clear();
        switch (Name)
        {
            case "he_uniform": Uniform(weight, Math.Sqrt(6.0 / fanIn), random); break;
            case "he_normal": Normal(weight, Math.Sqrt(2.0 / fanIn), random); break;
            case "glorot_uniform": Uniform(weight, Math.Sqrt(6.0 / (fanIn + fanOut)), random); break;
            case "glorot_normal": Normal(weight, Math.Sqrt(2.0 / (fanIn + fanOut)), random); break;
            case "lecun_normal": Normal(weight, Math.Sqrt(1.0 / fanIn), random); break;
            case "uniform": Uniform(weight, Scale, random); break;
            case "normal": Normal(weight, Scale, random); break;
            case "torch":
                Uniform(weight, 1 / Math.Sqrt(fanIn), random);
                Uniform(bias, 1 / Math.Sqrt(fanIn), random);
                break;
            default: throw new NotSupportedException($"No rule for initialiser '{Name}'.");
        }
    }

    private static void Uniform(Span<float> values, double bound, RandomSource random)
    {
        foreach (ref float value in values) value = (float)((2 * random.NextDouble() - 1) * bound);
    }

    private static void Normal(Span<float> values, double deviation, RandomSource random)
    {
        foreach (ref float value in values) value = (float)(random.NextNormal() * deviation);
    }
}
