namespace Hillock.Statistics;

/// <summary>What was seen when a unit fell silent, between the last look at which it fired and the first at which it did not.</summary>
/// <param name="Step">The first silent look's step.</param>
/// <param name="LastFired">The step of the look before; 0 where there was none: the unit was silent from the start.</param>
/// <param name="BiasChange">How far its bias moved in between; NaN where that is not known, as in the other numbers.</param>
/// <param name="WeightChange">‖ΔW‖/‖W‖ of its incoming weights in between.</param>
/// <param name="StepLength">Learning rate × norm of the gradient at the look before.</param>
/// <param name="InputJump">The largest input of the two looks' batches over the running median of such.</param>
public readonly record struct Death(int Step, int LastFired, double BiasChange, double WeightChange, double StepLength, double InputJump);
