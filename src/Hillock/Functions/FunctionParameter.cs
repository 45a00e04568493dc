using System.Globalization;

namespace Hillock;

/// <summary>A parameter of an activation function: its name, default and the closed range of values that are allowed.</summary>
/// <param name="Name">snake_case, as <see cref="Activation.Parse"/> reads it.</param>
/// <param name="Default">The value when none is given; ±∞ stands for none.</param>
/// <param name="Minimum">The smallest value allowed.</param>
/// <param name="Maximum">The largest value allowed.</param>
/// <param name="Meaning">What it does, in a few words.</param>
public sealed record FunctionParameter(string Name, double Default, double Minimum, double Maximum, string Meaning)
{
    /// <summary>Whether 0 is left out of the range.</summary>
    public bool NotZero { get; init; }

    /// <summary>
    /// Whether <see cref="Activation.ParameterDerivative(string, ReadOnlySpan{float}, Span{float})"/> exists for it, so that it can be
    /// learnt.
    /// </summary>
    public bool Learnable { get; init; }

    /// <summary>"it takes slope", for messages.</summary>
    internal static string Names(IReadOnlyCollection<FunctionParameter> parameters) =>
        parameters.Count == 0 ? "it takes none" : "it takes " + string.Join(", ", parameters.Select(p => p.Name));

    internal string Range => string.Create(CultureInfo.InvariantCulture, $"{Minimum:G3} to {Maximum:G3}{(NotZero ? " without 0" : "")}");

    /// <summary>Whether the value may be used, as it is and rounded to float.</summary>
    public bool Allows(double value)
    {
        if (value == Default) return true;
        // NaN fails every comparison; what leaves the range as a float (±∞, or 0 where 0 is not allowed) is refused too.
        float rounded = (float)value;
        return value >= Minimum && value <= Maximum && rounded >= Minimum && rounded <= Maximum && !(NotZero && rounded == 0);
    }
}
