namespace Hillock.Functions;

/// <summary>A line of the catalogue: what can be said of a function before its parameters are known.</summary>
internal sealed record FunctionEntry(
    string Name, IReadOnlyList<FunctionParameter> Parameters, Func<double[], Activation> Create, Func<double[], string?> Refuse)
{
    public static FunctionEntry Of<TFunction>() where TFunction : struct, IFunction<TFunction> =>
        new(TFunction.Name, TFunction.Parameters, values => new ActivationOf<TFunction>(values), values => TFunction.Refuse(values));

    /// <summary>The function with its defaults.</summary>
    public Activation Default => Create([.. Parameters.Select(p => p.Default)]);

    public FunctionFacts DefaultFacts => Default.Facts;

    /// <summary>The same function with another default for a parameter, as some library has it.</summary>
    public FunctionEntry WithDefault(string parameter, double value) =>
        this with { Parameters = [.. Parameters.Select(p => p.Name == parameter ? p with { Default = value } : p)] };
}
