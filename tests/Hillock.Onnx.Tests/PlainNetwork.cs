using Hillock.Networks;

namespace Hillock.Onnx.Tests;

/// <summary>A network in double and plain loops.</summary>
internal static class PlainNetwork
{
    public static double[] Run(Network network, NetworkWeights weights, ReadOnlySpan<float> input)
    {
        double[] x = new double[input.Length];
        for (int i = 0; i < x.Length; i++) x[i] = input[i];
        foreach (LayerPlan layer in network.Layers) x = Step(layer, weights, x);
        return x;
    }

    private static double[] Step(LayerPlan layer, NetworkWeights weights, double[] x)
    {
        if (layer.Spec is PoolSpec pool) return Pool(layer, pool.Size, x);
        if (layer.Name is null) return x;
        double[] y = layer.Spec is ConvolutionSpec convolution ? Convolve(layer, convolution.Kernel, weights, x) : Dense(layer, weights, x);
        int positions = y.Length / layer.OutputShape[0];
        for (int i = 0; i < y.Length; i++)
        {
            int unit = i / positions;
            if (layer.Normalised)
            {
                float Of(string part) => weights[$"{layer.Name}.bn.{part}"].Data[unit];
                y[i] = (y[i] - Of("mean")) / Math.Sqrt(Of("variance") + 1e-5) * Of("weight") + Of("bias");
            }

            if (layer.Activation is { } activation) y[i] = activation.Value(y[i]);
        }

        return y;
    }

    private static double[] Dense(LayerPlan layer, NetworkWeights weights, double[] x)
    {
        float[] w = weights[$"{layer.Name}.weight"].Data, b = weights[$"{layer.Name}.bias"].Data;
        return [.. b.Select((bias, unit) => bias + x.Select((v, i) => v * w[unit * x.Length + i]).Sum())];
    }

    private static double[] Convolve(LayerPlan layer, int kernel, NetworkWeights weights, double[] x)
    {
        float[] w = weights[$"{layer.Name}.weight"].Data, b = weights[$"{layer.Name}.bias"].Data;
        (int channels, int height, int width) = (layer.InputShape[0], layer.InputShape[1], layer.InputShape[2]);
        (int rows, int columns) = (layer.OutputShape[1], layer.OutputShape[2]);
        double[] y = new double[layer.OutputShape[0] * rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            int unit = i / (rows * columns), row = i / columns % rows, column = i % columns;
            y[i] = b[unit];
            for (int c = 0; c < channels; c++)
                for (int r = 0; r < kernel; r++)
                    for (int s = 0; s < kernel; s++)
                        y[i] += w[((unit * channels + c) * kernel + r) * kernel + s] * x[(c * height + row + r) * width + column + s];
        }

        return y;
    }

    private static double[] Pool(LayerPlan layer, int size, double[] x)
    {
        (int height, int width, int rows, int columns) = (layer.InputShape[1], layer.InputShape[2], layer.OutputShape[1], layer.OutputShape[2]);
        double[] y = new double[layer.OutputShape[0] * rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i / (rows * columns), row = i / columns % rows, column = i % columns;
            y[i] = double.NegativeInfinity;
            for (int r = 0; r < size; r++)
                for (int s = 0; s < size; s++) y[i] = Math.Max(y[i], x[(channel * height + row * size + r) * width + column * size + s]);
        }

        return y;
    }
}
