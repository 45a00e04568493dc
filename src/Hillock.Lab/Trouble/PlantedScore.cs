namespace Hillock.Lab.Trouble;

/// <summary>How units with planted faults, and decoys beside them, were told apart.</summary>
/// <param name="Precision">Share of the listed units that belong into their list.</param>
/// <param name="Recall">Share of the units that belong into a list and stand in it.</param>
/// <param name="Units">Units that belong into a list, planted or found there by the plain loop.</param>
/// <param name="Decoys">Units that look like one and are none.</param>
public sealed record PlantedScore(double Precision, double Recall, int Units, int Decoys);
