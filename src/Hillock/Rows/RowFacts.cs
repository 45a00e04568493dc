namespace Hillock;

/// <summary>What is known of a function over a row.</summary>
/// <param name="Title">Its full name.</param>
/// <param name="Formula">y as text.</param>
/// <param name="BackwardFormula">dx as text, g being the gradient with respect to y.</param>
/// <param name="Source">Who introduced it, when and where.</param>
/// <param name="Names">What other libraries call it.</param>
public sealed record RowFacts(string Title, string Formula, string BackwardFormula, FunctionSource Source, ForeignNames Names);
