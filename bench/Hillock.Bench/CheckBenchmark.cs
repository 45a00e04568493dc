using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hillock.Networks;
using Hillock.Onnx;
using Hillock.Onnx.Export;
using Hillock.Onnx.Probing;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Bench;

/// <summary>
/// `hillock check` against ONNX Runtime's plain run of the same model on the same batches: what exposing the inner values and counting
/// every unit costs. Networks of our own, and any model given with --model.
/// </summary>
internal static class CheckBenchmark
{
    private const double Target = 1.5;

    // What a plain run must take at least: what is set up once for a layer then weighs as it does on a data set.
    private const double LeastSeconds = 0.2;
    private const long MostValues = 64L << 20;

    private sealed record Row(string Model, int Batch, int Samples, double Plain, double Checked, double Ratio, double Start);

    public static int Run(string[] args)
    {
        bool quick = args.Contains("--quick");
        int json = Array.IndexOf(args, "--json");
        if ((json >= 0 && json + 1 == args.Length) || args is [.., "--model"])
        {
            Console.Error.WriteLine("hillock bench check: --json and --model need a file");
            return 2;
        }

        int rounds = quick ? 5 : 15;
        Console.WriteLine($"hillock check against a plain run in ONNX Runtime {OrtEnv.Instance().GetVersionString()}, same batches, sessions opened before, {Environment.ProcessorCount} threads, medians of {rounds} interleaved rounds; start: what one batch costs more.");
        Console.WriteLine();
        Console.WriteLine($"{"model",-52}{"batch",6}{"samples",9}{"plain ms",10}{"check ms",10}{"ratio",8}{"start ms",10}");
        List<Row> rows = [];
        foreach ((string name, OnnxModel model) in Models(args))
        {
            Row row = Measure(name, model, rounds);
            rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Model,-52}{row.Batch,6}{row.Samples,9}{1000 * row.Plain,10:F2}{1000 * row.Checked,10:F2}{row.Ratio,8:F2}{1000 * row.Start,10:F2}"));
        }

        double worst = rows.Max(row => row.Ratio);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"At most {worst:F2} times a plain run ({(worst <= Target ? "reaches" : "misses")} {Target:F1})."));
        if (json >= 0) WholeFile.Write(args[json + 1], stream => JsonSerializer.Serialize(stream, new { schema = "hillock.bench.check/1", rows }));
        return 0;
    }

    private static IEnumerable<(string Name, OnnxModel Model)> Models(string[] args)
    {
        yield return ("dense 784-256x4-10, relu", Own("256x4", [784], 10, "relu"));
        yield return ("dense 784-256x4-10, sigmoid", Own("256x4", [784], 10, "sigmoid"));
        yield return ("conv 1x28x28-6k5-16k5-120-84-10, relu", Own("conv6k5,pool2,conv16k5,pool2,flatten,120,84", [1, 28, 28], 10, "relu"));
        for (int i = 0; i + 1 < args.Length; i++)
            if (args[i] == "--model") yield return (Path.GetFileName(args[i + 1]), OnnxModel.Read(args[i + 1]));
    }

    private static OnnxModel Own(string network, int[] input, int outputs, string activation)
    {
        Network built = new(NetworkSpec.Parse(network), input, outputs, Activation.Parse(activation), Activation.Parse("identity"));
        Initialiser he = Initialiser.Parse("he_uniform");
        return NetworkExport.Of(built, NetworkWeights.Create(built, he, he, 1));
    }

    private static Row Measure(string name, OnnxModel model, int rounds)
    {
        ModelInput input = ModelInput.Of(model).Single();
        int batch = input.HasOpenBatch ? 64 : (int)input.Shape[0];
        int[] shape = [.. input.Shape.Skip(1).Select(s => s > 0 ? (int)s : 224)];
        int size = shape.Aggregate(1, (a, b) => a * b);
        long[] sizes = [batch, .. shape.Select(s => (long)s)];
        using SessionOptions sessionOptions = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using MemoryStream bytes = new();
        model.Write(bytes);
        using InferenceSession session = new(bytes.ToArray(), sessionOptions);
        float[] one = Draw(1);
        double ofOne = Enumerable.Range(0, 5).Min(_ => Plain(session, input.Name, one, sizes));
        int batches = (int)Math.Clamp(LeastSeconds / ofOne, 4, MostValues / ((long)batch * size));
        float[] values = Draw(batches);
        List<double> plain = [], check = [], start = [];
        for (int round = -1; round < rounds; round++)
        {
            double ofPlain = Plain(session, input.Name, values, sizes), ofCheck = Check(values), ofStart = Check(one) - Plain(session, input.Name, one, sizes);
            if (round < 0) continue;
            plain.Add(ofPlain);
            check.Add(ofCheck);
            start.Add(ofStart);
        }

        return new(name, batch, batch * batches, Interleaved.Median([.. plain]), Interleaved.Median([.. check]), Interleaved.Ratio([.. check], [.. plain]), Interleaved.Median([.. start]));

        float[] Draw(int number)
        {
            float[] drawn = new float[number * batch * size];
            new RandomSamples(input, shape, number * batch, 1).Read(drawn);
            return drawn;
        }

        double Check(float[] data) => ModelProbe.Run(model, new()
        {
            Batch = batch,
            Shapes = new Dictionary<string, long[]> { [input.Name] = sizes },
            Feeds = new Dictionary<string, InputFeed> { [input.Name] = new SampleFeed(() => new Prepared(data, shape)) },
        }).Elapsed.TotalSeconds;
    }

    private static double Plain(InferenceSession session, string input, float[] values, long[] shape)
    {
        using RunOptions runOptions = new();
        string[] inputs = [input], outputs = [.. session.OutputNames];
        int size = (int)shape.Aggregate(1L, (a, b) => a * b), batches = values.Length / size;
        // As in a check the first batch warms the session up, inside the time.
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < batches; i++)
        {
            using OrtValue x = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(i * size, size), shape);
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(runOptions, inputs, [x], outputs);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Prepared(float[] values, int[] shape) : ISampleReader
    {
        private readonly int _size = shape.Aggregate(1, (a, b) => a * b);
        private int _at;

        public string Name => "prepared";

        public IReadOnlyList<int> Shape => shape;

        public int Read(Span<float> destination)
        {
            int count = Math.Min((values.Length - _at) / _size, destination.Length / _size);
            values.AsSpan(_at, count * _size).CopyTo(destination);
            _at += count * _size;
            return count;
        }

        public void Dispose()
        {
        }
    }
}
