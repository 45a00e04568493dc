using System.Globalization;

namespace Hillock.Cli.Commands;

/// <summary>Facts of functions as short texts.</summary>
internal static class FactText
{
    public static string Range(FunctionFacts facts) => $"{Number(facts.Minimum)} … {Number(facts.Maximum)}";

    /// <summary>"off", "saturates", or where the tail goes.</summary>
    public static string Tail(TailKind kind) => kind switch
    {
        TailKind.Off => "off",
        TailKind.Saturating => "saturates",
        _ => "–",
    };

    /// <summary>"a, b, c", or a dash.</summary>
    public static string Numbers(IReadOnlyList<double> values) => values.Count == 0 ? "–" : string.Join(", ", values.Select(Number));

    /// <summary>"slope=0.01".</summary>
    public static string Parameters(IReadOnlyList<FunctionParameter> parameters) =>
        parameters.Count == 0 ? "–" : string.Join(", ", parameters.Select(p => $"{p.Name}={Number(p.Default)}"));

    /// <summary>Other names of ours for the function.</summary>
    public static IEnumerable<string> Aliases(Activation function) =>
        Activation.Aliases.Where(pair => pair.Value == function.Name).Select(pair => pair.Key);

    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞"
        : value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
}
