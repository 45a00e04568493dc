using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>
/// A function with learnt parameters, as they are at one forward pass: one function for all elements, or one for each channel, channels
/// being the second axis. The gradient of a parameter is summed in double from the first element of its channel to the last.
/// </summary>
internal sealed class LearnedPlan(Activation[] functions, string[] names, ScalarType type) : ActivationPlan
{
    // Runs of a channel shorter than this are first gathered: a kernel call for each would cost more than the copy.
    private const long ShortestRun = 64;

    /// <summary>The functions that the parameters stand for now.</summary>
    /// <exception cref="InvalidOperationException">A training took a parameter out of its range.</exception>
    public static Activation[] Functions(Activation start, IReadOnlyList<Parameter> parameters, string[] names)
    {
        Activation[] functions = new Activation[parameters[0].NumberOfElements];
        Array.Fill(functions, start);
        for (int p = 0; p < names.Length; p++)
        {
            TensorSpans.Require(parameters[p], names[p]);
            using Tensor values = parameters[p].detach().to(ScalarType.Float64);
            Span<double> numbers = values.Span<double>();
            for (int channel = 0; channel < functions.Length; channel++)
            {
                try
                {
                    functions[channel] = functions[channel].With(names[p], numbers[channel]);
                }
                catch (ArgumentException e)
                {
                    throw new InvalidOperationException(
                        $"The training took {start.Name}'s {names[p]} out of its range: {e.Message} Lower the learning rate, or clamp the parameter after each step.", e);
                }
            }
        }

        return functions;
    }

    public override Tensor Forward(Tensor x, out Tensor? kept)
    {
        Tensor gathered = Gather(x), y = empty_like(gathered);
        foreach ((int channel, int start, int count) in Runs(x.shape))
        {
            if (x.dtype == ScalarType.Float32)
                functions[channel].Forward(gathered.Span<float>().Slice(start, count), y.Span<float>().Slice(start, count));
            else functions[channel].Forward(gathered.Span<double>().Slice(start, count), y.Span<double>().Slice(start, count));
        }

        kept = gathered;
        return Spread(y, x.shape);
    }

    public override Tensor[] Backward(Tensor? kept, Tensor dy)
    {
        Tensor x = kept!, gathered = Gather(dy), dx = empty_like(gathered);
        double[][] sums = [.. names.Select(_ => new double[functions.Length])];
        foreach ((int channel, int start, int count) in Runs(dy.shape))
        {
            Activation function = functions[channel];
            if (dy.dtype == ScalarType.Float32)
            {
                Span<float> inputs = x.Span<float>().Slice(start, count), gradient = gathered.Span<float>().Slice(start, count);
                function.Backward(inputs, gradient, dx.Span<float>().Slice(start, count));
                for (int p = 0; p < names.Length; p++) sums[p][channel] += function.ParameterGradient(names[p], inputs, gradient);
            }
            else
            {
                Span<double> inputs = x.Span<double>().Slice(start, count), gradient = gathered.Span<double>().Slice(start, count);
                function.Backward(inputs, gradient, dx.Span<double>().Slice(start, count));
                for (int p = 0; p < names.Length; p++) sums[p][channel] += function.ParameterGradient(names[p], inputs, gradient);
            }
        }

        return [Spread(dx, dy.shape), .. sums.Select(sum => tensor(sum, type))];
    }

    // The elements that lie side by side in each channel, in the order of the tensor as it was gathered.
    private IEnumerable<(int Channel, int Start, int Count)> Runs(long[] shape)
    {
        int elements = (int)shape.Aggregate(1L, (a, b) => a * b);
        if (elements == 0) yield break;
        int run = IsGathered(shape) ? elements / functions.Length : (int)RunLength(shape);
        for (int start = 0; start < elements; start += run) yield return (start / run % functions.Length, start, run);
    }

    private Tensor Gather(Tensor x) => IsGathered(x.shape) ? x.transpose(0, 1).contiguous() : x;

    private Tensor Spread(Tensor gathered, long[] shape) => IsGathered(shape) ? gathered.transpose(0, 1).contiguous() : gathered;

    private bool IsGathered(long[] shape) => functions.Length > 1 && RunLength(shape) < ShortestRun;

    private long RunLength(long[] shape) => shape.Skip(functions.Length == 1 ? 0 : 2).Aggregate(1L, (a, b) => a * b);
}
