using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Training;

/// <summary>
/// A loss: the mean over the batch, and over the outputs except for cross_entropy. A class is one number for cross_entropy, and a 1 among
/// zeros for the others.
/// </summary>
internal sealed class LossFunction
{
    private readonly int? _classes;
    private readonly bool _probabilities;

    /// <exception cref="SpecificationException">The name is unknown, or the loss does not fit the targets or the output.</exception>
    public LossFunction(string? name, int? classes, string outputActivation)
    {
        Name = name is null ? classes is null ? "mse" : "cross_entropy" : NamedText.Parse(name, "loss", Names).Name;
        if (classes is null && Name is "cross_entropy" or "bce")
            throw new SpecificationException($"loss '{Name}' needs classes, but the targets are real numbers; use mse or mae");
        if (Name == "bce" && outputActivation is not ("identity" or "sigmoid"))
            throw new SpecificationException(
                $"loss 'bce' needs plain scores or probabilities, but the output activation is {outputActivation}; use identity or sigmoid");
        (_classes, _probabilities) = (classes, outputActivation == "sigmoid");
    }

    public static IReadOnlyCollection<string> Names { get; } = ["cross_entropy", "mse", "mae", "bce"];

    public string Name { get; }

    /// <summary>The targets of a batch as the loss takes them.</summary>
    public Tensor Targets(ReadOnlySpan<float> y)
    {
        if (_classes is not int classes) return tensor(y.ToArray(), y.Length, 1);
        if (Name == "cross_entropy")
        {
            long[] labels = new long[y.Length];
            for (int i = 0; i < labels.Length; i++) labels[i] = (long)y[i];
            return tensor(labels);
        }

        float[] flags = new float[y.Length * classes];
        for (int i = 0; i < y.Length; i++) flags[i * classes + (int)y[i]] = 1;
        return tensor(flags, y.Length, classes);
    }

    public Tensor Of(Tensor output, Tensor targets) => Name switch
    {
        "cross_entropy" => nn.functional.cross_entropy(output, targets),
        "mse" => nn.functional.mse_loss(output, targets),
        "mae" => nn.functional.l1_loss(output, targets),
        // libtorch refuses anything outside [0, 1], NaN included, which must end as a loss that is not finite.
        _ when _probabilities && !float.IsFinite(output.sum().item<float>()) => output.sum(),
        _ when _probabilities => nn.functional.binary_cross_entropy(output, targets),
        _ => nn.functional.binary_cross_entropy_with_logits(output, targets),
    };

    /// <summary>The loss of the best prediction that does not look at the features, and the accuracy of the largest class.</summary>
    public (double Loss, double? Accuracy) Constant(ReadOnlySpan<float> y)
    {
        if (_classes is not int classes) return (OfNumbers(y), null);
        double[] shares = new double[classes];
        foreach (float label in y) shares[(int)label] += 1.0 / y.Length;
        double loss = Name switch
        {
            "cross_entropy" => shares.Sum(p => p > 0 ? -p * Math.Log(p) : 0),
            "mse" => shares.Average(p => p * (1 - p)),
            "mae" => shares.Average(p => Math.Min(p, 1 - p)),
            _ => shares.Average(p => p is > 0 and < 1 ? -p * Math.Log(p) - (1 - p) * Math.Log(1 - p) : 0),
        };
        return (loss, shares.Max());
    }

    /// <summary>How many outputs have their largest score at the right class.</summary>
    public int Correct(ReadOnlySpan<float> outputs, ReadOnlySpan<float> y)
    {
        if (_classes is not int classes) return 0;
        int correct = 0;
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<float> scores = outputs.Slice(i * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
                if (scores[c] > scores[best]) best = c;
            // A NaN compares with nothing: it must not count as class 0.
            if (best == (int)y[i] && !float.IsNaN(scores[best])) correct++;
        }

        return correct;
    }

    private double OfNumbers(ReadOnlySpan<float> y)
    {
        double[] sorted = Array.ConvertAll(y.ToArray(), v => (double)v);
        double mean = sorted.Average();
        if (Name == "mse") return sorted.Average(v => (v - mean) * (v - mean));
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        return sorted.Average(v => Math.Abs(v - median));
    }
}
