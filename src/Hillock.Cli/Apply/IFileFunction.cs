using Hillock.Data;

namespace Hillock.Cli.Apply;

/// <summary>What is done to the numbers of a file: rows of a fixed length in, rows of another out; a row may be a single number.</summary>
internal interface IFileFunction
{
    /// <summary>The length of a row of the input and of its result, and the shape that the results make.</summary>
    /// <exception cref="InvalidDataException">An array of this layout cannot be worked on; the message says why.</exception>
    (int Row, int Result, NpyLayout Output) Plan(NpyLayout input);

    void Run(ReadOnlySpan<float> x, Span<float> y, int row);

    void Run(ReadOnlySpan<double> x, Span<double> y, int row);

    void Run(ReadOnlySpan<Half> x, Span<Half> y, int row);
}
