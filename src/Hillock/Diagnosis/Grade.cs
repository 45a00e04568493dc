namespace Hillock.Diagnosis;

/// <summary>How strong the evidence for a finding is.</summary>
public enum Grade
{
    /// <summary>Seen in the evaluation pass.</summary>
    Observed,

    /// <summary>Seen in the evaluation pass and at every look since some step, at least three of them.</summary>
    Converged,

    /// <summary>Shown by bounds for every input in a stated box.</summary>
    Proven,
}
