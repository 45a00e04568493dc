using System.Globalization;
using Hillock.Onnx;
using Hillock.Onnx.Probing;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Bench;

/// <summary>Two models of the same input, such as one before and after `hillock prune`, side by side in ONNX Runtime on the same samples.</summary>
internal static class ModelsBenchmark
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(30);

    public static int Run(string[] args)
    {
        string[] paths = [.. args.Where(a => a != "--quick")];
        if (paths.Length != 2)
        {
            Console.Error.WriteLine("hillock bench models: name two models, such as one and what hillock prune made of it");
            return 2;
        }

        try
        {
            return Compare(paths, args.Contains("--quick") ? 9 : 25);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Console.Error.WriteLine($"hillock bench models: {exception.Message}");
            return 2;
        }
    }

    private static int Compare(string[] paths, int rounds)
    {
        OnnxModel[] models = [.. paths.Select(OnnxModel.Read)];
        ModelInput[] inputs = [.. models.Select(m => ModelInput.Of(m) is [var one] ? one : throw new InvalidDataException($"{m.Path}: it has several inputs; give models of one"))];
        if (!inputs[0].Shape.SequenceEqual(inputs[1].Shape)) throw new InvalidDataException($"{paths[1]}: it takes {inputs[1].ShapeText}, but {paths[0]} takes {inputs[0].ShapeText}; give two models of the same input");
        Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, the same random samples, medians of {rounds} interleaved rounds; ratio: the first model's time over the second's, median of the rounds.");
        Console.WriteLine();
        Console.WriteLine($"{"batch",6}{"threads",9}{"first µs",12}{"second µs",12}{"ratio",8}");
        foreach (int batch in inputs[0].HasOpenBatch ? new[] { 1, 64 } : [(int)inputs[0].Shape[0]])
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
                Row(models, inputs, batch, threads, rounds);
        return 0;
    }

    private static void Row(OnnxModel[] models, ModelInput[] inputs, int batch, int threads, int rounds)
    {
        long[] shape = [batch, .. inputs[0].Shape.Skip(1).Select(s => s > 0 ? s : 224)];
        float[] values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        new RandomSamples(inputs[0], [.. shape.Skip(1).Select(s => (int)s)], batch, 1).Read(values);
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = threads };
        using RunOptions runOptions = new();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(), shape);
        InferenceSession[] sessions = [.. models.Select(m => Open(m, options))];
        Action<int> Of(int model) => times =>
        {
            for (int i = 0; i < times; i++) sessions[model].Run(runOptions, [inputs[model].Name], [x], sessions[model].OutputNames).Dispose();
        };
        double[][] seconds = Interleaved.Measure(new Sampling(rounds, 1) { Sample = Sample }, [Of(0), Of(1)], CancellationToken.None);
        foreach (InferenceSession session in sessions) session.Dispose();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{batch,6}{threads,9}{1e6 * Interleaved.Median(seconds[0]),12:F1}{1e6 * Interleaved.Median(seconds[1]),12:F1}{Interleaved.Ratio(seconds[0], seconds[1]),8:F2}"));
    }

    private static InferenceSession Open(OnnxModel model, SessionOptions options)
    {
        using MemoryStream bytes = new();
        model.Write(bytes);
        return new(bytes.ToArray(), options);
    }
}
