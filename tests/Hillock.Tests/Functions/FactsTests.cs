using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>The facts of a function against the function itself.</summary>
public sealed class FactsTests
{
    private static readonly double[] Grid = [.. Enumerable.Range(0, 40001).Select(i => (i - 20000) / 500.0 + 1e-5)];

    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Fact]
    public void Every_function_has_an_entry_in_the_reference() => Assert.All(Activation.All, f => Assert.Contains(f.Name, Reference.Formulas.Keys));

    [Theory, MemberData(nameof(Texts))]
    public void Tails_have_the_limits_of_the_function(string text)
    {
        Activation f = Activation.Parse(text);
        FunctionFacts facts = f.Facts;
        Check(facts.LowerTail, double.NegativeInfinity);
        Check(facts.UpperTail, double.PositiveInfinity);

        void Check(Tail tail, double end)
        {
            Assert.Equal(tail.Limit, f.Value(end), 1e-15 * Math.Abs(tail.Limit));
            // Off and saturating sides are flat far out.
            if (tail.Kind != TailKind.None) Assert.True(f.Derivative(end) == 0 && double.IsFinite(tail.Limit), $"{text} at {end}");
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_range_is_reached(string text)
    {
        Activation f = Activation.Parse(text);
        double[] x = [.. Grid, .. f.Facts.Kinks, .. f.Facts.TurningPoints, double.NegativeInfinity, double.PositiveInfinity, -double.MaxValue, double.MaxValue];
        double[] y = new double[x.Length];
        f.Forward(x, y);
        Reaches(f.Facts.Minimum, y.Min());
        Reaches(f.Facts.Maximum, y.Max());

        void Reaches(double bound, double found) =>
            Assert.True(bound == found || Math.Abs(bound - found) <= 1e-9 * Math.Max(1, Math.Abs(bound)), $"{text}: the bound {bound} stands against {found}");
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_largest_slope_is_reached(string text)
    {
        Activation f = Activation.Parse(text);
        double[] scales = [1, 1e-20, 1e20, 1e-30, 1e30];
        double[] x = [.. scales.SelectMany(scale => Grid.Select(v => v * scale)), 0, .. f.Facts.Kinks.SelectMany(k => new[] { k - 1e-6, k, k + 1e-6 }), double.MinValue, double.MaxValue];
        double[] d = new double[x.Length];
        f.Derivative(x, d);
        double found = d.Max(Math.Abs), largest = f.Facts.MaxSlope;
        // A function that jumps has no Lipschitz constant, whatever its derivative is elsewhere.
        if (double.IsInfinity(largest) && f.Facts.Kinks.Any(k => Math.Abs(f.Value(k + 1e-9) - f.Value(k - 1e-9)) > 1e-6)) return;
        Assert.True(found <= largest * (1 + 1e-12) && (found >= largest * 0.9999 || double.IsInfinity(largest) && found > 1e16), $"{text}: {found}, not {largest}");
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_largest_curvature_is_reached(string text)
    {
        Activation f = Activation.Parse(text);
        double largest = f.Facts.MaxCurvature;
        // Beyond these the parameters bend too sharply, or too little, for differences of doubles to see.
        if (largest is > 1e6 or (> 0 and < 1e-6)) return;
        double step = 1e-4 / Math.Max(1, largest), found = 0;
        foreach (double x in ((double[])[.. Grid.Where(v => Math.Abs(v) < 20), 0, .. f.Facts.Kinks.SelectMany(k => new[] { k - 3 * step, k + 3 * step }), 1e-6 - step])
            .SelectMany(v => new[] { v, v / Math.Max(1, largest) }))
        {
            if (f.Facts.Kinks.Any(k => k >= x - step && k <= x + step)) continue;
            found = Math.Max(found, Math.Abs(f.Derivative(x + step) - f.Derivative(x - step)) / (2 * step));
        }

        Assert.True(found <= largest * (1 + 1e-6) + 1e-9 && found >= largest * 0.99, $"{text}: {found}, not {largest}");
    }

    [Theory, MemberData(nameof(Texts))]
    public void Zero_centred_means_odd_and_nothing_else(string text)
    {
        Activation f = Activation.Parse(text);
        double[] asymmetries = [.. Grid.Where((_, i) => i % 16 == 0).Concat([1e-20, 1e20]).Select(x => Math.Abs(f.Value(x) + f.Value(-x)) / Math.Max(double.Epsilon, Math.Abs(f.Value(x)) + Math.Abs(f.Value(-x))))];
        if (f.Facts.ZeroCentred) Assert.True(asymmetries.Max() <= 1e-15, $"{text}: f(−x) differs from −f(x) by {asymmetries.Max()}");
        // celu with an alpha of 1e30 bends too little for a double to see.
        else Assert.True(asymmetries.Max() > 1e-9 || f.Parameters.Any(p => f[p.Name] >= 1e30), $"{text} is odd");
    }

    [Theory, MemberData(nameof(Texts))]
    public void A_tail_that_is_neither_off_nor_saturating_stays_steep_or_grows(string text)
    {
        Activation f = Activation.Parse(text);
        Check(f.Facts.LowerTail, -1);
        Check(f.Facts.UpperTail, 1);

        void Check(Tail tail, int side)
        {
            if (tail.Kind == TailKind.Off) Assert.Equal(0, tail.Limit);
            // Of an infinite slope everything is a vanishing share: the tail of e^x is not called saturating.
            if (tail.Kind != TailKind.None || double.IsInfinity(f.Facts.MaxSlope)) return;
            double steepest = Enumerable.Range(1, 100).Max(i => Math.Abs(f.Derivative(side * (1e4 + i))));
            Assert.True(double.IsInfinity(tail.Limit) || steepest > 1e-3 * f.Facts.MaxSlope, $"{text}: flat far out, limit {tail.Limit}");
        }
    }

    [Fact]
    public void Every_source_names_somebody_and_a_paper_its_year()
    {
        foreach (FunctionSource source in Activation.All.Select(f => f.Facts.Source).Concat(RowActivation.All.Select(f => f.Facts.Source)))
        {
            Assert.NotEmpty(source.Authors);
            Assert.True(source.Title is null || source.Year is >= 1838 and <= 2026, $"{source}");
        }

        Assert.Equal("Maas et al. 2013", Activation.Parse("leaky_relu").Facts.Source.Citation);
        Assert.Equal("Nair and Hinton 2010", Activation.Parse("relu").Facts.Source.Citation);
        Assert.Equal("Misra 2019: Mish: A self regularized non-monotonic activation function", $"{Activation.Parse("mish").Facts.Source}");
    }

    [Theory, MemberData(nameof(Texts))]
    public void Between_turning_points_the_derivative_keeps_its_sign(string text)
    {
        Activation f = Activation.Parse(text);
        double[] turns = [.. f.Facts.TurningPoints];
        Assert.Equal(turns.Order(), turns);
        // Turning points beyond the grid, or all within one step of it, cannot be seen.
        if (turns.Any(turn => Math.Abs(turn) is > 39 or (> 0 and < 0.01))) return;
        int?[] signs = new int?[turns.Length + 1];
        foreach (double x in Grid)
        {
            int piece = turns.Count(turn => turn < x), sign = Math.Sign(f.Derivative(x));
            if (sign == 0) continue;
            Assert.True((signs[piece] ?? sign) == sign, $"{text}: the derivative changes its sign before {x}");
            signs[piece] = sign;
        }
        for (int i = 1; i < signs.Length; i++) Assert.Equal(-signs[i - 1], signs[i]);
    }

    [Theory, MemberData(nameof(Texts))]
    public void Only_at_kinks_the_derivative_jumps(string text)
    {
        Activation f = Activation.Parse(text);
        // A bend sharper than the step cannot be told from a kink.
        if (f.Parameters.Any(p => Math.Abs(f[p.Name]) is > 1e3 or < 1e-3 and not 0)) return;
        IReadOnlyList<double> kinks = f.Facts.Kinks;
        const double step = 1e-7;
        // softplus with a threshold of 20 jumps by 2e-9.
        foreach (double kink in kinks.Where(_ => f.Name != "softplus"))
        {
            double jump = Math.Abs(f.Derivative(kink + step) - f.Derivative(kink - step)) + Math.Abs(f.Value(kink + step) - f.Value(kink - step));
            Assert.True(jump > 1e-3, $"{text} has no kink at {kink}");
        }
        foreach (double x in Grid.Select(v => v / 8).Where(v => kinks.All(kink => Math.Abs(v - kink) > 2 * step)))
        {
            double jump = Math.Abs(f.Derivative(x + step) - f.Derivative(x - step));
            Assert.True(jump <= 1e-5 * Math.Max(1, Math.Abs(f.Derivative(x))), $"{text}: a jump of {jump} at {x}");
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_derivative_is_the_slope(string text)
    {
        Activation f = Activation.Parse(text);
        foreach (double x in Grid.Where((_, i) => i % 97 == 0))
        {
            const double h = 1e-5;
            if (f.Facts.Kinks.Any(kink => Math.Abs(x - kink) < 2 * h)) continue;
            double high = f.Value(x + h), low = f.Value(x - h), slope = (high - low) / (2 * h), d = f.Derivative(x);
            // Rounding of f over the step, and the curvature between; sharp bends are left to the accuracy tests.
            double allowed = 1e-8 + (Math.Abs(high) + Math.Abs(low)) * 1e-10 + 1e-6 * Math.Abs(d);
            if (f.Parameters.All(p => Math.Abs(f[p.Name]) is < 100 or double.PositiveInfinity)) Assert.True(Math.Abs(slope - d) <= allowed, $"{text} at {x}: {d}, but the slope is {slope}");
        }
    }
}
