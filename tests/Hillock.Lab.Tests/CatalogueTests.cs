using Xunit;

namespace Hillock.Lab.Tests;

public sealed class CatalogueTests
{
    [Fact]
    public void An_unknown_claim_names_the_nearest()
    {
        SpecificationException refusal = Assert.Throws<SpecificationException>(() => Catalogue.Named(["saturaton"]));
        Assert.Contains("'saturation'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_have_names_of_their_own_and_say_what_they_do_not_show() => Assert.All(Catalogue.Claims.GroupBy(claim => claim.Id), group =>
    {
        IClaim claim = Assert.Single(group);
        Assert.All(new[] { claim.Statement, claim.Question, claim.Method, claim.Limits }, text => Assert.EndsWith(".", text.Replace('?', '.'), StringComparison.Ordinal));
    });
}
