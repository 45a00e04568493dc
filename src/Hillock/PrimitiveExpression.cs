using System.Globalization;

namespace Hillock;

/// <summary>
/// A formula in primitive ONNX operators: an operator with its operands, or a leaf: the input x, a parameter by its name, a number.
/// </summary>
/// <param name="Text">The operator's name ("Mul"), "x", a parameter's name, or a number.</param>
/// <param name="Operands">The operands; none for a leaf.</param>
public sealed record PrimitiveExpression(string Text, IReadOnlyList<PrimitiveExpression> Operands)
{
    /// <summary>Whether this is the input.</summary>
    public bool IsInput => Operands.Count == 0 && Text == "x";

    /// <summary>The number that stands here; null for anything else.</summary>
    public double? Number =>
        Operands.Count == 0 && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>Whether this is a parameter, named by <see cref="Text"/>.</summary>
    public bool IsParameter => Operands.Count == 0 && !IsInput && Number is null;

    /// <summary>Reads "Mul(x, Sigmoid(Mul(beta, x)))".</summary>
    /// <exception cref="FormatException">A parenthesis is missing or too many.</exception>
    public static PrimitiveExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        PrimitiveExpression expression = Read(text, ref at);
        return at == text.Length ? expression : throw new FormatException($"'{text}' goes on after its end at {at}");
    }

    /// <inheritdoc/>
    public override string ToString() => Operands.Count == 0 ? Text : $"{Text}({string.Join(", ", Operands)})";

    private static PrimitiveExpression Read(string text, ref int at)
    {
        int end = text.AsSpan(at).IndexOfAny("(),") is int found and >= 0 ? at + found : text.Length;
        string word = text[at..end].Trim();
        if (word.Length == 0) throw new FormatException($"'{text}' lacks a word at {at}");
        at = end;
        List<PrimitiveExpression> operands = [];
        if (at == text.Length || text[at] != '(') return new(word, operands);
        do
        {
            at++;
            operands.Add(Read(text, ref at));
        }
        while (at < text.Length && text[at] == ',');
        if (at == text.Length) throw new FormatException($"'{text}' lacks a closing parenthesis");
        at++;
        return new(word, operands);
    }
}
