using Xunit;

namespace Hillock.Lab.Tests;

/// <summary>Every claim's rule, fed with numbers that must flip it.</summary>
public sealed class RuleTests
{
    public static TheoryData<string, string, string, ClaimVerdict> Cases()
    {
        TheoryData<string, string, string, ClaimVerdict> cases = [];
        foreach ((string claim, string numbers, (string Change, ClaimVerdict Expected)[] changes) in RuleCases.All)
            foreach ((string change, ClaimVerdict expected) in changes)
                cases.Add(claim, numbers, change, expected);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_verdict_follows_the_numbers(string claim, string numbers, string change, ClaimVerdict expected)
    {
        Dictionary<string, double> all = RuleCases.Parse(numbers);
        foreach ((string name, double value) in RuleCases.Parse(change))
        {
            Assert.True(all.ContainsKey(name), $"{name} is no number of {claim}");
            all[name] = value;
        }

        Ruling ruling = Catalogue.Named([claim])[0].Judge(all);
        Assert.Equal(expected, ruling.Verdict);
        Assert.DoesNotContain("not finite", ruling.Condition, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_claim_has_numbers_that_give_at_least_two_verdicts() => Assert.All(Catalogue.Claims, claim =>
        Assert.True(RuleCases.All.Where(c => c.Claim == claim.Id).SelectMany(c => c.Changes).Select(c => c.Expected).Distinct().Count() >= 2, claim.Id));
}
