namespace Hillock.Functions;

/// <summary>
/// Another library's names: "keras:leaky_relu" is what Keras computes under that name, with its defaults. A name may be ours or the
/// library's own ("onnx:LeakyRelu"); a parameter too ("negative_slope").
/// </summary>
/// <param name="Prefix">What stands before the colon.</param>
/// <param name="Library">The library's name.</param>
/// <param name="NameIn">Picks its name of a function.</param>
/// <param name="Differences">Where it means another function, or another default, under a name of ours.</param>
internal sealed record Dialect(
    string Prefix, string Library, Func<ForeignNames, string?> NameIn, IReadOnlyDictionary<string, FunctionEntry> Differences)
{
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new("torch", "PyTorch", names => names.PyTorch, new Dictionary<string, FunctionEntry>
        {
            [Softplus.Name] = FunctionEntry.Of<Softplus>().WithDefault("threshold", 20),
        }),
        new("keras", "Keras", names => names.Keras, new Dictionary<string, FunctionEntry>
        {
            [LeakyRelu.Name] = FunctionEntry.Of<LeakyRelu>().WithDefault("slope", 0.2),
        }),
        new("jax", "JAX", names => names.Jax, new Dictionary<string, FunctionEntry>
        {
            [Gelu.Name] = FunctionEntry.Of<GeluTanh>(),
            [LeakyRelu.Name] = FunctionEntry.Of<JaxLeakyRelu>(),
            [HardTanh.Name] = FunctionEntry.Of<JaxHardTanh>(),
        }),
        new("onnx", "ONNX", names => names.Onnx, new Dictionary<string, FunctionEntry>
        {
            [HardSigmoid.Name] = FunctionEntry.Of<OnnxHardSigmoid>(),
            [Selu.Name] = FunctionEntry.Of<OnnxSelu>(),
            // Clip without bounds.
            [HardTanh.Name] = FunctionEntry.Of<HardTanh>().WithDefault("min", -float.MaxValue).WithDefault("max", float.MaxValue),
        }),
    ];

    /// <summary>Parameters that other libraries, or one of them, call otherwise, and what they may be here.</summary>
    private static readonly Dictionary<string, string[]> ForeignParameters = new()
    {
        ["negative_slope"] = ["slope"],
        ["lambd"] = ["lambda"],
        ["min_val"] = ["min"],
        ["max_val"] = ["max"],
        ["threshold"] = ["at"],
        ["default_value"] = ["value"],
        ["onnx:alpha"] = ["slope", "beta"],
    };

    /// <summary>A function's parameter by the name that the library may give it; the name itself where there is none.</summary>
    public string Parameter(FunctionEntry entry, string name)
    {
        bool Has(string parameter) => entry.Parameters.Any(p => p.Name == parameter);
        string[]? foreign = ForeignParameters.GetValueOrDefault($"{Prefix}:{name}") ?? ForeignParameters.GetValueOrDefault(name);
        return Has(name) ? name : foreign?.FirstOrDefault(Has) ?? name;
    }

    /// <summary>Our names of the functions that the library has.</summary>
    public IEnumerable<string> Names => Catalogue.Entries.Where(e => NameIn(e.DefaultFacts.Names) is not null).Select(e => e.Name);

    /// <summary>The function that the library means; null where it has none of that name.</summary>
    public FunctionEntry? Find(string name)
    {
        string bare = Bare(name), ours = Catalogue.Aliases.GetValueOrDefault(name, name);
        FunctionEntry? entry = Catalogue.Entries.FirstOrDefault(e => Bare(e.Name) == Bare(ours) && NameIn(e.DefaultFacts.Names) is not null)
            ?? Catalogue.Entries.FirstOrDefault(e => NameIn(e.DefaultFacts.Names) is string foreign && Bare(foreign) == bare);
        return entry is null ? null : Differences.GetValueOrDefault(entry.Name, entry);
    }

    // "nn.LeakyReLU", "LeakyRelu" and "leaky_relu" are one name; what follows a parenthesis is an argument.
    private static string Bare(string name)
    {
        int open = name.IndexOf('(', StringComparison.Ordinal);
        string head = open < 0 ? name : name[..open];
        return head[(head.LastIndexOf('.') + 1)..].Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
