using System.Globalization;
using Hillock.Rows;

namespace Hillock.Functions;

/// <summary>Reads activation functions from text: name, or name(parameter=value, …), after another library's prefix or not.</summary>
internal static class ActivationText
{
    private static readonly string[] Names = [.. Catalogue.Entries.Select(e => e.Name), .. Catalogue.Aliases.Keys];

    /// <summary>The function.</summary>
    /// <exception cref="SpecificationException">The name or a parameter is unknown or out of range.</exception>
    public static Activation Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ParseOurs(text) : ParseDialect(text, text[..colon].Trim(), text[(colon + 1)..].Trim());
    }

    private static Activation ParseOurs(string text)
    {
        string head = text.Split('(')[0].Trim();
        if (RowCatalogue.Entries.Any(row => row.Name == head))
            throw new SpecificationException($"activation '{text}': {head} works on whole rows, so it is a RowActivation; "
                + "here one of the functions of single numbers is needed, such as sigmoid");
        (string name, IReadOnlyDictionary<string, double> given) = NamedText.Parse(text, "activation", Names);
        name = Catalogue.Aliases.GetValueOrDefault(name, name);
        return Create(Catalogue.Entries.First(e => e.Name == name), given, text);
    }

    private static Activation ParseDialect(string text, string prefix, string rest)
    {
        Dialect dialect = Dialect.All.FirstOrDefault(d => d.Prefix == prefix)
            ?? throw new SpecificationException($"activation '{text}': unknown prefix '{prefix}'; did you mean "
                + $"'{NearestName.Of(prefix, Dialect.All.Select(d => d.Prefix))}'? ({string.Join(", ", Dialect.All.Select(d => d.Prefix))})");
        int open = rest.IndexOf('(', StringComparison.Ordinal);
        string name = (open < 0 ? rest : rest[..open]).Trim();
        FunctionEntry entry = dialect.Find(name)
            ?? throw new SpecificationException($"activation '{text}': {dialect.Library} has no '{name}'; did you mean "
                + $"'{NearestName.Of(name, dialect.Names)}'? ({string.Join(", ", dialect.Names)})");
        (_, IReadOnlyDictionary<string, double> given) = NamedText.Parse(rest, "activation", [name]);
        Dictionary<string, double> ours = [];
        foreach ((string key, double value) in given) ours[dialect.Parameter(entry, key)] = value;

        return Create(entry, ours, text);
    }

    private static Activation Create(FunctionEntry entry, IReadOnlyDictionary<string, double> given, string text)
    {
        foreach (string key in given.Keys.Where(key => entry.Parameters.All(p => p.Name != key)))
            throw new SpecificationException($"activation '{text}': {entry.Name} has no parameter '{key}'; {FunctionParameter.Names(entry.Parameters)}");
        double[] values = [.. entry.Parameters.Select(p => Checked(p, given.GetValueOrDefault(p.Name, p.Default), text))];
        return entry.Refuse(values) is string reason ? throw new SpecificationException($"activation '{text}': {reason}") : entry.Create(values);
    }

    private static double Checked(FunctionParameter parameter, double value, string text) =>
        parameter.Allows(value) ? value : throw new SpecificationException(string.Create(CultureInfo.InvariantCulture,
            $"activation '{text}': {parameter.Name} = {value:R} is out of range; {parameter.Range} is allowed"));
}
