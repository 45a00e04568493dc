using System.Globalization;
using static Hillock.Lab.ClaimVerdict;

namespace Hillock.Lab.Tests;

/// <summary>Numbers for each rule, and changes to them with the verdict that must follow.</summary>
internal static class RuleCases
{
    public static (string Claim, string Numbers, (string Change, ClaimVerdict Expected)[] Changes)[] All { get; } =
    [
        ("saturation", "flat.g1=0 flat.g30=0.8 typical.g30=1e-3 rmsRatio.g30=12 inputRms.g1=4e-7 inputRms.g30=8e-3",
        [
            ("", HoldsIf), ("inputRms.g30=1e-8", Holds), ("typical.g30=0.2", DoesNotHold), ("flat.g30=0.3", DoesNotHold), ("flat.g1=0.4", DoesNotHold),
        ]),
        ("sparsity", "zeros.init=0.5 zeros.init.lowest=0.48 zeros.init.highest=0.53 zeros.l0=0.56 zeros.l0.001=0.79 accuracy.l0=0.95 accuracy.l0.001=0.955",
        [
            ("", Holds), ("accuracy.l0.001=0.9", HoldsIf), ("zeros.l0.001=0.57", HoldsIf), ("zeros.init.lowest=0.2", DoesNotHold), ("zeros.init.highest=0.9", DoesNotHold),
        ]),
    ];

    /// <summary>Reads "name=number name=number".</summary>
    public static Dictionary<string, double> Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(item => item.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
}
