using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>What <see cref="Activation.Parse"/> reads, writes back and refuses.</summary>
public sealed class ParseTests
{
    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void What_is_written_is_read_back(string text)
    {
        Activation once = Activation.Parse(text), twice = Activation.Parse(once.ToString());
        Assert.Equal(once.ToString(), twice.ToString());
        Assert.Equal(once.Parameters.Select(p => once[p.Name]), twice.Parameters.Select(p => twice[p.Name]));
    }

    [Fact]
    public void A_parameter_that_differs_from_its_default_is_part_of_the_text()
    {
        Assert.Equal("leaky_relu(slope=0.2)", Activation.Parse(" leaky_relu( slope = 0.2 ) ").ToString());
        Assert.Equal("leaky_relu", Activation.Parse("leaky_relu(slope=0.01)").ToString());
        Assert.Equal("elu(alpha=1E-05)", Activation.Parse("elu(alpha=0.00001)").ToString());
    }

    [Theory]
    [InlineData("sigmod", "unknown activation 'sigmod'; did you mean 'sigmoid'?")]
    [InlineData("leaky", "did you mean 'leaky_relu'?")]
    [InlineData("bogus_function", "unknown activation 'bogus_function'; there are ")]
    [InlineData("", "unknown activation ''")]
    [InlineData("softmax", "works on whole rows, so it is a RowActivation")]
    [InlineData("maxout(pieces=2)", "works on whole rows")]
    [InlineData("relu(", "parenthesis")]
    [InlineData("relu(slope=1)", "relu has no parameter 'slope'; it takes none")]
    [InlineData("leaky_relu(0.2)", "name=number")]
    [InlineData("leaky_relu(slop=0.2)", "leaky_relu has no parameter 'slop'; it takes slope")]
    [InlineData("leaky_relu(slope=0,2)", "name=number")]
    [InlineData("leaky_relu(slope=NaN)", "slope = NaN is out of range; -3.4E+38 to 3.4E+38 is allowed")]
    [InlineData("leaky_relu(slope=Infinity)", "slope = Infinity is out of range; -3.4E+38 to 3.4E+38 is allowed")]
    [InlineData("leaky_relu(slope=-∞)", "name=number")]
    [InlineData("leaky_relu(slope=1e39)", "slope = 1E+39 is out of range; -3.4E+38 to 3.4E+38 is allowed")]
    [InlineData("leaky_relu(slope=1, slope=2)", "slope is given twice")]
    [InlineData("celu(alpha=0)", "alpha = 0 is out of range; -3.4E+38 to 3.4E+38 without 0 is allowed")]
    [InlineData("snake(a=0)", "without 0")]
    [InlineData("rrelu(lower=0.5, upper=0.25)", "lower = 0.5 must not be above upper = 0.25")]
    [InlineData("hard_tanh(min=1, max=1)", "min = 1 must be below max = 1")]
    [InlineData("soft_shrink(lambda=-1)", "lambda = -1 is out of range; 0 to 3.4E+38 is allowed")]
    [InlineData("hard_sigmoid(slope=0.2)", "it takes none")]
    [InlineData("softplus(beta=0)", "beta = 0 is out of range")]
    [InlineData("softplus(beta=-1)", "beta = -1 is out of range")]
    [InlineData("softplus(beta=1e-60)", "out of range")]
    public void Bad_text_is_refused_with_what_is_wrong(string text, string part)
    {
        SpecificationException thrown = Assert.Throws<SpecificationException>(() => Activation.Parse(text));
        Assert.IsAssignableFrom<ArgumentException>(thrown);
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
        Assert.False(Activation.TryParse(text, out _));
    }

    [Fact]
    public void An_unknown_parameter_is_refused_when_asked_for() =>
        Assert.Contains("no parameter 'beta'; it takes slope", Assert.Throws<ArgumentException>(() => Activation.Parse("leaky_relu")["beta"]).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Activation.Parse(null!));
        Assert.False(Activation.TryParse(null, out _));
    }
}
