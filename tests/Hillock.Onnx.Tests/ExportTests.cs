using Hillock.Networks;
using Hillock.Onnx.Export;
using Hillock.Onnx.Running;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Tests;

/// <summary>An exported network gives in ONNX Runtime what plain loops give with its weights.</summary>
public sealed class ExportTests
{
    public static TheoryData<string> Functions => ActivationFinderTests.Functions;

    [Theory, MemberData(nameof(Functions))]
    public void Every_function_gives_the_same_outputs(string function) =>
        // Two layers of e^x leave the range of floats.
        Agrees(function == "exponential" ? "8" : "8x2", [6], function);

    [Theory]
    [InlineData("conv3k3,pool2,conv4k2,flatten,10"), InlineData("conv3k3,bn,pool2,7,bn"), InlineData("conv2k1,5")]
    public void Convolutions_pools_and_norms_give_the_same_outputs(string network) => Agrees(network, [2, 9, 8], "tanh");

    [Fact]
    public void The_activation_of_the_output_is_written_too() => Agrees("8", [6], "relu", "sigmoid");

    private static void Agrees(string spec, int[] input, string function, string output = "identity")
    {
        (Network network, NetworkWeights weights) = TestModels.Network(spec, input, 4, function, output);
        // Norms that do something.
        Random random = new(5);
        foreach (WeightArray array in weights.Arrays.Where(a => a.Name.Contains(".bn.", StringComparison.Ordinal) || a.Name.EndsWith(".bias", StringComparison.Ordinal)))
            for (int i = 0; i < array.Data.Length; i++) array.Data[i] += random.NextSingle();
        using TemporaryFolder folder = new();
        NetworkExport.Of(network, weights).Write(folder.File("model.onnx"));
        using ModelSession session = ModelSession.Open(OnnxModel.Read(folder.File("model.onnx")), []);
        int size = input.Aggregate(1, (a, b) => a * b);
        const int Samples = 20;
        float[] x = [.. Enumerable.Range(0, Samples * size).Select(_ => random.NextSingle() * 6 - 3)];
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(x, [Samples, .. input.Select(s => (long)s)]);
        using RunOptions options = new();
        using var results = session.Session.Run(options, [NetworkExport.Input], [value], [NetworkExport.Output]);
        float[] y = results[0].GetTensorDataAsSpan<float>().ToArray();
        for (int i = 0; i < Samples; i++)
        {
            double[] expected = PlainNetwork.Run(network, weights, x.AsSpan(i * size, size));
            double largest = Math.Max(1, expected.Max(Math.Abs));
            for (int k = 0; k < 4; k++)
                Assert.True(Math.Abs(expected[k] - y[i * 4 + k]) <= 1e-5 * largest, $"{function}: {y[i * 4 + k]}, not {expected[k]}");
        }
    }
}
