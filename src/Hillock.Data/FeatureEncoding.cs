namespace Hillock.Data;

/// <summary>All that is needed to read new data of the same kind; kept beside a trained network, serialisable as JSON.</summary>
/// <param name="Shape">The shape of one sample: [30], [1,28,28].</param>
/// <param name="Columns">The columns of a table; empty for arrays and images.</param>
/// <param name="HasHeader">Whether the columns' names came from the file.</param>
/// <param name="Label">The name of the label's column, or null.</param>
/// <param name="LabelIndex">Where the label's column stood among all columns, counted from 0; −1 where there was none.</param>
/// <param name="Classes">The names of the classes, or null for regression.</param>
public sealed record FeatureEncoding(
    int[] Shape, IReadOnlyList<FeatureColumn> Columns, bool HasHeader, string? Label, int LabelIndex, IReadOnlyList<string>? Classes)
{
    /// <summary>The number of values of one sample.</summary>
    public int Features => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>The columns, with numbered ones for an array or an image: these may come as a table too.</summary>
    internal IReadOnlyList<FeatureColumn> ColumnsOrNumbered() =>
        Columns.Count > 0 ? Columns : [.. Enumerable.Range(0, Features).Select(i => new FeatureColumn($"column{i}", 0))];
}
