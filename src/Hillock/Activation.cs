using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Functions;

namespace Hillock;

/// <summary>
/// One element-wise activation function with its parameters fixed; immutable and thread-safe.
/// </summary>
/// <remarks>
/// Kernels compute <see cref="Forward(ReadOnlySpan{float}, Span{float}, Precision)"/> y = f(x), the derivative d = f′(x), and
/// dx = dy·f′(x). Source and destination have the same length and may be the same memory; a partial overlap or another length throws
/// <see cref="ArgumentException"/>. NaN in gives NaN out, derivative included; ±∞ gives the limit. A parameter is rounded to the
/// element type before use (for Half too, unless that would take it out of its range). Distance from the true value, every function,
/// value and derivative: float 1 ulp with <see cref="Precision.Fast"/> (2 for sigmoid, tanh and hard_swish, whose values would lose the race
/// with 1) and the nearest one, 0.5, with <see cref="Precision.Exact"/>; double 2 ulp; Half 0.5; near a root of the derivative 2^-27 (float) and 2^-53 (double) absolutely. At a kink the
/// derivative is the one from the left, unless <see cref="FunctionFacts.DerivativeFormula"/> says otherwise. Results have the same bits
/// on every processor. Work stays on the calling thread and allocates nothing, unless the overload with a number of threads is called.
/// </remarks>
public abstract partial class Activation
{
    private readonly Lazy<FunctionFacts> _facts;
    private readonly IReadOnlyList<FunctionParameter> _parameters;
    private readonly double[] _values;

    private protected Activation(string name, IReadOnlyList<FunctionParameter> parameters, double[] values)
    {
        Name = name;
        _parameters = parameters;
        _values = values;
        _facts = new(CreateFacts);
    }

    /// <summary>Every function with its default parameters, in the order of the catalogue.</summary>
    public static IReadOnlyList<Activation> All { get; } =
        [.. Catalogue.Entries.Select(entry => entry.Default)];

    /// <summary>Other names that <see cref="Parse"/> reads, and what they stand for: swish, silu.</summary>
    public static IReadOnlyDictionary<string, string> Aliases => Catalogue.Aliases;

    /// <summary>The function's name in snake_case: "leaky_relu".</summary>
    public string Name { get; }

    /// <summary>The parameters it takes; <see cref="this[string]"/> gives their values.</summary>
    public IReadOnlyList<FunctionParameter> Parameters => _parameters;

    /// <summary>What is known of the function with these parameters.</summary>
    public FunctionFacts Facts => _facts.Value;

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="ArgumentException">The function has no such parameter.</exception>
    public double this[string parameter]
    {
        get
        {
            for (int i = 0; i < _parameters.Count; i++)
                if (_parameters[i].Name == parameter) return _values[i];
            throw new ArgumentException($"{Name} has no parameter '{parameter}'; {FunctionParameter.Names(_parameters)}.", nameof(parameter));
        }
    }

    /// <summary>The same function with another value of a parameter, as a training finds it.</summary>
    /// <exception cref="ArgumentException">The function has no such parameter, or the value is out of its range.</exception>
    public Activation With(string parameter, double value)
    {
        double[] values = [.. _values];
        for (int i = 0; i < values.Length; i++)
        {
            if (_parameters[i].Name != parameter) continue;
            if (!_parameters[i].Allows(value))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{parameter} = {value:R} is out of range for {Name}; {_parameters[i].Range} is allowed."), nameof(value));
            values[i] = value;
            return Create(values);
        }

        throw new ArgumentException($"{Name} has no parameter '{parameter}'.", nameof(parameter));
    }

    /// <summary>
    /// Reads "relu", "leaky_relu" or "leaky_relu(slope=0.2)"; after torch:, keras:, jax: or onnx: what that library computes under the
    /// name.
    /// </summary>
    /// <exception cref="SpecificationException">The text names no function, or a parameter is unknown or out of range; the message says
    /// which.</exception>
    public static Activation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ActivationText.Parse(text);
    }

    /// <inheritdoc cref="Parse"/>
    /// <returns>Whether the text was understood.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Activation? activation)
    {
        activation = null;
        if (text is null) return false;
        try
        {
            activation = Parse(text);
            return true;
        }
        catch (SpecificationException)
        {
            return false;
        }
    }

    /// <summary>f(x).</summary>
    public double Value(double x)
    {
        double y = 0;
        ForwardCore(new ReadOnlySpan<double>(in x), new Span<double>(ref y));
        return y;
    }

    /// <summary>f′(x).</summary>
    public double Derivative(double x)
    {
        double d = 0;
        DerivativeCore(new ReadOnlySpan<double>(in x), new Span<double>(ref d));
        return d;
    }

    /// <summary>y = f(x) for every element.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or x and y overlap in part.</exception>
    public void Forward(ReadOnlySpan<float> x, Span<float> y, Precision precision = Precision.Fast)
    {
        Check(x, y);
        ForwardCore(x, y, precision);
    }

    /// <summary>d = f′(x) for every element.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or x and d overlap in part.</exception>
    public void Derivative(ReadOnlySpan<float> x, Span<float> d, Precision precision = Precision.Fast)
    {
        Check(x, d);
        DerivativeCore(x, d, precision);
    }

    /// <summary>dx = dy·f′(x) for every element: the gradient of a loss with respect to x from the one with respect to f(x).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or dx overlaps x or dy in part.</exception>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Precision precision = Precision.Fast)
    {
        Check(x, dx);
        Check(dy, dx);
        BackwardCore(x, dy, dx, precision);
    }

    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float}, Precision)"/>
    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision = Precision.Fast)
    {
        Check(x, y);
        ForwardCore(x, y);
    }

    /// <inheritdoc cref="Derivative(ReadOnlySpan{float}, Span{float}, Precision)"/>
    public void Derivative(ReadOnlySpan<double> x, Span<double> d, Precision precision = Precision.Fast)
    {
        Check(x, d);
        DerivativeCore(x, d);
    }

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Precision)"/>
    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision = Precision.Fast)
    {
        Check(x, dx);
        Check(dy, dx);
        BackwardCore(x, dy, dx);
    }

    /// <summary>A text that <see cref="Parse"/> reads back: the name, and the parameters that differ from their defaults.</summary>
    public override string ToString()
    {
        string changed = string.Join(", ", _parameters
            .Select((p, i) => (p, value: _values[i]))
            .Where(pair => pair.value != pair.p.Default)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.p.Name}={pair.value:R}")));
        return changed.Length == 0 ? Name : $"{Name}({changed})";
    }

    private protected abstract Activation Create(double[] parameters);
    private protected abstract FunctionFacts CreateFacts();
    private protected abstract void ForwardCore(ReadOnlySpan<float> x, Span<float> y, Precision precision);
    private protected abstract void DerivativeCore(ReadOnlySpan<float> x, Span<float> d, Precision precision);
    private protected abstract void BackwardCore(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Precision precision);
    private protected abstract void ParameterDerivativeCore(int parameter, ReadOnlySpan<float> x, Span<float> d);
    private protected abstract void ParameterDerivativeCore(int parameter, ReadOnlySpan<double> x, Span<double> d);
    private protected abstract void ForwardOfHalf(ReadOnlySpan<double> x, Span<double> y);
    private protected abstract void DerivativeOfHalf(ReadOnlySpan<double> x, Span<double> d);
    private protected abstract void ForwardCore(ReadOnlySpan<double> x, Span<double> y);
    private protected abstract void DerivativeCore(ReadOnlySpan<double> x, Span<double> d);
    private protected abstract void BackwardCore(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx);

    internal static void Check<T>(
        ReadOnlySpan<T> source, Span<T> destination,
        [CallerArgumentExpression(nameof(source))] string sourceName = "",
        [CallerArgumentExpression(nameof(destination))] string destinationName = "")
    {
        if (source.Length != destination.Length)
            throw new ArgumentException(
                $"{sourceName} has {source.Length} elements but {destinationName} has {destination.Length}; they must be equally long.",
                destinationName);
        if (source.Overlaps(destination, out int offset) && offset != 0)
            throw new ArgumentException(
                $"{destinationName} overlaps {sourceName}, shifted by {offset} elements; use the same memory or separate memory.",
                destinationName);
    }
}
