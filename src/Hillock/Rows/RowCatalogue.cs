using Hillock.Functions;

namespace Hillock.Rows;

/// <summary>Every function over a row, one line each.</summary>
internal static class RowCatalogue
{
    public static IReadOnlyList<RowEntry> Entries { get; } =
    [
        RowEntry.Of<Softmax>(),
        RowEntry.Of<LogSoftmax>(),
        RowEntry.Of<Softmin>(),
        RowEntry.Of<Hardmax>(),
        RowEntry.Of<Sparsemax>(),
        RowEntry.Of<GatedRow<Sigmoid>>(),
        RowEntry.Of<GatedRow<Relu>>(),
        RowEntry.Of<GatedRow<Gelu>>(),
        RowEntry.Of<GatedRow<Silu>>(),
        RowEntry.Of<Maxout>(),
        RowEntry.Of<ConcatenatedRelu>(),
    ];
}

/// <summary>A line of the catalogue.</summary>
internal sealed record RowEntry(string Name, IReadOnlyList<FunctionParameter> Parameters, Func<double[], RowActivation> Create)
{
    public static RowEntry Of<TFunction>() where TFunction : struct, IRowFunction<TFunction> =>
        new(TFunction.Name, TFunction.Parameters, values => new RowActivationOf<TFunction>(values));
}
