namespace Hillock.Accuracy;

/// <summary>Whether a result is the float nearest to the true value, and how far off it is.</summary>
internal readonly record struct Verdict(bool Nearest, double Ulp, double Error);
