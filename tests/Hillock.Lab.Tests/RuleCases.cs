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
        ("partition", "accuracy.identity=0.5 accuracy.sigmoid=0.83 accuracy.relu=0.84 accuracy.logistic=0.5 regions.identity=1 regions.relu=40 linear.difference=1e-6 sine.64=0.4 sine.deeper=0.2 sine.deeper.sd=0.1",
        [
            ("", Holds), ("sine.deeper.sd=0.3", HoldsIf), ("sine.deeper=0.5", HoldsIf), ("accuracy.sigmoid=0.5", HoldsIf), ("accuracy.sigmoid=0.5 accuracy.relu=0.55", DoesNotHold), ("linear.difference=0.1", DoesNotHold), ("accuracy.logistic=0.8", DoesNotHold),
        ]),
        ("initialisation", "chance=0.1 accuracy.g0.1=0.1 accuracy.g1=0.9 accuracy.g4=0.92 accuracy.g10=0.9 accuracy.g100=0.2 saturated.g100=0.9",
        [
            ("", Holds), ("accuracy.g1=0.1", HoldsIf), ("accuracy.g100=0.5", HoldsIf), ("accuracy.g100=0.91", DoesNotHold), ("saturated.g100=0.2", DoesNotHold),
        ]),
        ("jacobian", "linear.standard.n1000=0.49 linear.normalised.n1000=0.849 tanh.standard.n1000=0.487 tanh.normalised.n1000=0.8 tanhWide.standard.n1000=0.45 tanhWide.normalised.n1000=0.65",
        [
            ("", HoldsIf), ("tanhWide.standard.n1000=0.48 tanhWide.normalised.n1000=0.79", Holds), ("tanh.normalised.n1000=0.6", HoldsIf), ("linear.standard.n1000=0.47", DoesNotHold), ("linear.normalised.n1000=0.87", DoesNotHold),
        ]),
        ("zero-centred", "sigmoid.init.b1=1 relu.init.b1=1 tanh.init.b1=0 shifted.init.b1=0 sigmoid.init.b256=0.8 relu.init.b256=0 sigmoid.trained.b256=0.1",
        [
            ("", HoldsIf), ("sigmoid.init.b256=0.1 relu.init.b1=0.2", Holds), ("sigmoid.init.b256=0.1", HoldsIf), ("sigmoid.init.b1=0.5", DoesNotHold), ("tanh.init.b1=0.9", DoesNotHold), ("shifted.init.b1=0.9", DoesNotHold),
        ]),
        ("zig-zag", "two.positive=6 two.centred=3 path.sigmoid.b1=20 path.sigmoid.b256=4 path.tanh.b1=10",
        [
            ("", Holds), ("path.tanh.b1=20", HoldsIf), ("path.sigmoid.b256=19", HoldsIf), ("two.positive=3", DoesNotHold),
        ]),
        ("relu-flow", "gain.he.n1000=0.998 gain.glorot.n1000=0.709 gain.relu.he=1 gain.relu.glorot=0.707 gain.sigmoid.he=0.35 gain.sigmoid.glorot=0.25 chance=0.1 accuracy30.relu.he=0.9 accuracy30.relu.glorot=0.1 accuracy30.sigmoid.he=0.1 accuracy30.sigmoid.glorot=0.1 accuracy30.tanh.glorot=0.8",
        [
            ("", HoldsIf), ("gain.relu.glorot=0.98", Holds), ("gain.relu.glorot=0.98 accuracy30.relu.he=0.2", HoldsIf), ("gain.relu.he=0.6", DoesNotHold), ("gain.sigmoid.he=0.9", DoesNotHold), ("gain.he.n1000=0.98", DoesNotHold),
            ("gain.glorot.n1000=0.72", DoesNotHold),
        ]),
        ("relu-speed", "ratio.tanh=1.5 ratio.tanh.sd=0.1 ratio10.tanh=1.4",
        [
            ("", HoldsIf), ("ratio.tanh=6", Holds), ("ratio.tanh.sd=0.6", DoesNotHold), ("ratio.tanh=0.8", DoesNotHold),
        ]),
        ("disentangling", "changed.relu.e0.03=0.5 changed.reluL1.e0.03=0.2 changed.tanh.e0.03=1 changed.sigmoid.e0.03=1 move.reluL1.e0.03=0.9 move.tanh.e0.03=0.8 move.sigmoid.e0.03=0.3",
        [
            ("", HoldsIf), ("move.reluL1.e0.03=0.2", Holds), ("changed.reluL1.e0.03=0.9", DoesNotHold),
        ]),
        ("regularisation", "validation.l0=0.85 validation.l0.0001=0.86 validation.l0.001=0.88 validation.l0.003=0.85 validation.l0.01=0.8 test.l0=0.85 test.l0.sd=0.01 test.l0.0001=0.86 test.l0.001=0.88 test.l0.003=0.85 test.l0.01=0.8 gini.l0=0.2 gini.l0.sd=0.01 gini.l0.0001=0.2 gini.l0.001=0.3 gini.l0.003=0.4 gini.l0.01=0.5 gap.l0=0.15 gap.l0.0001=0.14 gap.l0.001=0.1 gap.l0.003=0.1 gap.l0.01=0.1",
        [
            ("", HoldsIf), ("gini.l0.001=0.1", Holds), ("gini.l0.001=0.195", HoldsIf), ("test.l0.0001=0.8 test.l0.001=0.8 test.l0.003=0.8", DoesNotHold), ("test.l0.0001=0.8 test.l0.001=0.8 test.l0.003=0.8 gini.l0.001=0.1 gini.l0.0001=0.1 gini.l0.003=0.1 gini.l0.01=0.1", HoldsIf),
        ]),
        ("dead-role", "dead=0.3 deadSeen.largest=0 deadTest=0.1 accuracyDead=0.95 accuracyLive=0.8",
        [
            ("", HoldsIf), ("deadTest=0", Holds), ("deadSeen.largest=0.5", DoesNotHold), ("accuracyLive=0.96", DoesNotHold), ("dead=0", HoldsIf),
        ]),
        ("variable-size", "ink.relu=0.5 entropy.relu=0.5 edges.relu=0.5 ink.reluL1=0.5 entropy.reluL1=0.5 edges.reluL1=0.5 variation.relu=0.1 variation.reluL1=0.3",
        [
            ("", Holds), ("ink.relu=-0.5", HoldsIf), ("ink.reluL1=0.1 entropy.reluL1=0.1 edges.reluL1=0.1", DoesNotHold), ("ink.reluL1=-0.5 entropy.reluL1=-0.5", DoesNotHold),
        ]),
        ("separability", "fresh.relu=0.85 fresh.relu.sd=0.01 fresh.reluL1=0.85 fresh.reluL1.sd=0.01 fresh.tanh=0.8 fresh.tanh.sd=0.01 fresh.softplus=0.7 fresh.softplus.sd=0.01 trained.relu=0.9 trained.relu.sd=0.01 trained.reluL1=0.95 trained.reluL1.sd=0.01 trained.tanh=0.9 trained.tanh.sd=0.01 trained.softplus=0.9 trained.softplus.sd=0.01",
        [
            ("", Holds), ("fresh.tanh=0.86", HoldsIf), ("trained.softplus=0.96", HoldsIf), ("fresh.tanh=0.86 trained.tanh=0.96", DoesNotHold),
        ]),
        ("recovery", "recovered.sigmoid.x30=1 recovered.sigmoid.x100=0.2 recovered.sigmoid.x300=0.3 recovered.relu.x30=1 recovered.relu.x100=1 recovered.relu.x300=0.9 recovered.sigmoid.x30.sd=0 recovered.sigmoid.x100.sd=0.1 recovered.sigmoid.x300.sd=0.1 recovered.relu.x30.sd=0 recovered.relu.x100.sd=0.1 recovered.relu.x300.sd=0.1",
        [
            ("", Holds), ("recovered.relu.x300=0.1", HoldsIf), ("recovered.relu.x300=0.1 recovered.relu.x100=0.6 recovered.relu.x100.sd=0.7", DoesNotHold), ("recovered.relu.x100=0.1", DoesNotHold), ("recovered.sigmoid.x100=1 recovered.sigmoid.x300=1", DoesNotHold),
        ]),
        ("dying", "dead.lr0.01=0 dead.lr0.1=0.01 dead.lr1=0.8 dead.lr2=0.9 died=500 back=0.01",
        [
            ("", Holds), ("back=0.2", HoldsIf), ("back=0.8", DoesNotHold), ("died=3", DoesNotHold), ("dead.lr1=NaN", Holds),
        ]),
        ("born-dead", "cellsOutsideBounds=0 dead.N2.L10=0.88 dead.N10.L10=0.002",
        [
            ("", Holds), ("dead.N10.L10=0.2", HoldsIf), ("dead.N2.L10=0.01", DoesNotHold), ("cellsOutsideBounds=1", DoesNotHold),
        ]),
        ("leaky", "runs=15|dead.relu=0.8|dead.leaky 0.01=0|failed.relu=6|failed.leaky 0.01=6|bestAccuracy.leaky 0.01=0.95|bestAccuracy.relu=0.95",
        [
            ("", HoldsIf), ("failed.leaky 0.01=1", Holds), ("dead.leaky 0.01=0.3", DoesNotHold), ("dead.relu=0", DoesNotHold),
        ]),
        ("successors", "loss.paper.relu=0.5|loss.tuned.relu=0.2|loss.paper.leaky 0.1=0.4|loss.paper.elu=0.3|loss.paper.selu=0.3|loss.paper.gelu=0.6|loss.paper.silu=0.7|loss.paper.elu.sd=0|loss.paper.selu.sd=0|loss.paper.gelu.sd=0|loss.paper.silu.sd=0"
            + "|loss.tuned.elu=0.1|loss.tuned.selu=0.1|loss.tuned.gelu=0.1|loss.tuned.silu=0.1|loss.tuned.elu.sd=0|loss.tuned.selu.sd=0|loss.tuned.gelu.sd=0|loss.tuned.silu.sd=0|mean.paper.elu=0.1|mean.paper.selu=0.1|mean.paper.relu=0.4|table.selu=0.97|table.selu.sd=0.005|table.relu=0.965",
        [
            ("", HoldsIf), ("loss.paper.gelu=0.4|loss.paper.silu=0.4", Holds), ("loss.paper.gelu=0.4|loss.paper.silu=0.4|table.selu=0.9", HoldsIf), ("mean.paper.elu=0.5", DoesNotHold),
            ("loss.paper.relu=0.1|loss.tuned.relu=0.01", DoesNotHold), ("loss.paper.elu.sd=0.3", HoldsIf),
        ]),
    ];

    /// <summary>Reads "name=number name=number"; bars part them where a name holds a space.</summary>
    public static Dictionary<string, double> Parse(string text) => text.Split(Names(text), StringSplitOptions.RemoveEmptyEntries)
        .Select(item => item.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));

    private static char Names(string text) => text.Contains('|', StringComparison.Ordinal) || text.Contains("leaky 0", StringComparison.Ordinal) ? '|' : ' ';
}
