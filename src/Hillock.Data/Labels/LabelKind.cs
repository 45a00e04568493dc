namespace Hillock.Data.Labels;

/// <summary>What labels that are numbers stand for.</summary>
internal enum LabelKind
{
    /// <summary>Classes when all are integers with at most 50 different values, else values to predict.</summary>
    Guess,

    /// <summary>Classes, as in every file of images.</summary>
    Classes,
}
