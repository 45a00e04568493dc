using Hillock.Networks;
using Xunit;

namespace Hillock.Tests.Networks;

public sealed class NetworkTests
{
    private static Network Resolve(string text, params int[] shape) =>
        new(NetworkSpec.Parse(text), shape, 10, Activation.Parse("relu"), Activation.Parse("identity"));

    [Theory]
    [InlineData("64", 1)]
    [InlineData("64x10", 10)]
    [InlineData("conv6k5,pool2,conv16k5,pool2,flatten,120,84x2", 8)]
    [InlineData("32,bn,16", 3)]
    public void A_text_is_read_and_read_back(string text, int layers)
    {
        NetworkSpec spec = NetworkSpec.Parse(text);
        Assert.Equal(layers, spec.Layers.Count);
        Assert.Equal(text, spec.ToString());
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("64,,32", "''")]
    [InlineData("0", "'0'")]
    [InlineData("-4", "'-4'")]
    [InlineData("64x0", "'64x0'")]
    [InlineData("99999999999", "99999999999")]
    [InlineData("64x1000000", "too many")]
    [InlineData("bn,64", "bn")]
    [InlineData("conv6", "conv6")]
    public void A_wrong_text_is_refused_by_the_entry_that_is_wrong(string text, string says) =>
        Assert.Contains(says, Assert.Throws<SpecificationException>(() => NetworkSpec.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lenet_on_mnist_has_the_shapes_of_the_paper()
    {
        Network network = Resolve("conv6k5,pool2,conv16k5,pool2,flatten,120,84", 1, 28, 28);
        Assert.Equal(
            ["6×24×24", "6×12×12", "16×8×8", "16×4×4", "256", "120", "84", "10"],
            network.Layers.Select(layer => string.Join('×', layer.OutputShape)));
        Assert.Equal(["hidden1", "hidden2", "hidden3", "hidden4", "output"], network.Layers.Select(layer => layer.Name).OfType<string>());
        Assert.Equal((25, 150), (network.Layers[0].FanIn, network.Layers[0].FanOut));
    }

    [Theory]
    [InlineData("pool2", "pool2")]
    [InlineData("64,conv3k3", "64 features")]
    public void A_layer_that_does_not_fit_is_named(string text, string says) =>
        Assert.Contains(says, Assert.Throws<SpecificationException>(() => Resolve(text, 64)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kernel_larger_than_its_image_is_refused() =>
        Assert.Contains("1×8×8", Assert.Throws<SpecificationException>(() => Resolve("conv4k9", 1, 8, 8)).Message, StringComparison.Ordinal);

    [Fact]
    public void Absurd_sizes_are_refused_before_anything_is_allocated() =>
        Assert.Contains("too many", Assert.Throws<SpecificationException>(() => Resolve("1000000x2", 64)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_convolution_may_have_a_channel_count_but_not_a_kernel_of_zero() =>
        Assert.Throws<SpecificationException>(() => NetworkSpec.Parse("conv3k0"));

    [Theory]
    [InlineData("he_uniform", 2.0 / 300)]
    [InlineData("he_normal", 2.0 / 300)]
    [InlineData("glorot_uniform", 2.0 / 500)]
    [InlineData("glorot_normal", 2.0 / 500)]
    [InlineData("lecun_normal", 1.0 / 300)]
    [InlineData("uniform(a=0.05)", 0.0025 / 3)]
    [InlineData("normal(std=3)", 9.0)]
    [InlineData("torch", 1.0 / 900)]
    public void Weights_have_the_variance_of_their_initialiser_and_biases_are_zero_except_torchs(string text, double variance)
    {
        float[] weight = new float[300 * 200], bias = new float[200];
        Initialiser.Parse(text).Fill(weight, bias, 300, 200, new RandomSource(5));
        double mean = weight.Average(w => (double)w), second = weight.Average(w => (double)w * w);
        // Four standard errors of the mean and of the variance (at most 2σ⁴/n for the normal distribution).
        Assert.InRange(mean, -4 * Math.Sqrt(variance / weight.Length), 4 * Math.Sqrt(variance / weight.Length));
        double tolerance = 4 * Math.Sqrt(2.0 / weight.Length);
        Assert.InRange(second / variance, 1 - tolerance, 1 + tolerance);
        Assert.Equal(text != "torch", bias.All(b => b == 0));
    }

    [Theory]
    [InlineData("he_unifrom", "'he_uniform'")]
    [InlineData("uniform(std=1)", "uniform(a=X)")]
    [InlineData("normal(std=0)", "std = 0; write normal(std=X) with X > 0")]
    [InlineData("normal(std=nan)", "X > 0")]
    [InlineData("normal(std=1", "parenthesis")]
    [InlineData("he_normal(a=1)", "no parameters")]
    public void A_wrong_initialiser_is_refused_with_the_remedy(string text, string says) =>
        Assert.Contains(says, Assert.Throws<SpecificationException>(() => Initialiser.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        Network network = Resolve("conv2k3,8,bn,4", 1, 8, 8);
        NetworkWeights Create(long seed) => NetworkWeights.Create(network, Initialiser.Parse("he_normal"), Initialiser.Parse("glorot_uniform"), seed);
        Assert.Equal(Create(1)["hidden2.weight"].Data, Create(1)["hidden2.weight"].Data);
        Assert.NotEqual(Create(1)["hidden2.weight"].Data, Create(2)["hidden2.weight"].Data);
        Assert.Equal([8, 72], Create(1)["hidden2.weight"].Shape);
        Assert.All(Create(1)["hidden2.bn.variance"].Data, v => Assert.Equal(1, v));
        Assert.Throws<KeyNotFoundException>(() => Create(1)["hidden9.weight"]);
    }

    [Fact]
    public void The_generator_gives_its_published_numbers_and_uniform_integers()
    {
        // First output of SplitMix64 with seed 0 is 0xE220A8397B1DCDAF (Vigna's reference); xoshiro's first output follows from its second word.
        ulong second = 0x6E789E6AA1B965F4;
        Assert.Equal(ulong.RotateLeft(second * 5, 7) * 9, new RandomSource(0).NextBits());
        RandomSource random = new(11);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        int[] items = [.. Enumerable.Range(0, 100)];
        random.Shuffle<int>(items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), items);
    }
}
