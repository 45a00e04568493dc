using System.Text;
using Hillock.Data;
using Hillock.Networks;
using Hillock.Onnx;
using Hillock.Onnx.Export;
using Hillock.Onnx.Probing;

namespace Hillock.Fuzz;

/// <summary>Every reader of files that come from outside.</summary>
internal static class Targets
{
    public static IReadOnlyDictionary<string, Func<Workspace, Target>> All { get; } = new Dictionary<string, Func<Workspace, Target>>
    {
        ["model"] = Model,
        ["graph"] = workspace => Model(workspace) with { Mutate = GraphMutation.Of },
        ["tensor"] = workspace => Samples(workspace, "input_0.pb", [[8, 1, 8, 3, 16, 1, 74, 12, .. new byte[12]]], path => TensorFiles.Open([path], batched: true)),
        ["npy"] = workspace => Samples(workspace, "x.npy", [Npy(workspace, [5, 3]), Npy(workspace, [2, 1, 4, 4])], Open),
        ["npz"] = workspace => Samples(workspace, "x.npz", [Npz(workspace)], Open),
        ["idx"] = workspace => Samples(workspace, "x-idx3-ubyte", [[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3, .. new byte[18]], [0, 0, 13, 1, 0, 0, 0, 2, .. new byte[8]]], Open),
        ["csv"] = workspace => Samples(workspace, "x.csv", [Encoding.UTF8.GetBytes("a,b,c\n1,2.5,x\n3,-4e2,y\n\"5\",6,x\n7,8,y\n")], Open),
        ["image"] = Image,
    };

    private static Target Model(Workspace workspace)
    {
        string path = workspace.File("m.onnx");
        return new([.. new[] { ("4x2", "relu"), ("4", "hard_swish"), ("3", "gelu") }.Select(net => ModelBytes(net.Item1, net.Item2))], bytes =>
        {
            OnnxModel model = OnnxModel.Read(path, bytes);
            ModelInput.Of(model);
            _ = new ModelLayers(model.Graph).Hidden.Count;
        });
    }

    private static byte[] ModelBytes(string spec, string activation)
    {
        Network network = new(NetworkSpec.Parse(spec), [3], 2, Activation.Parse(activation), Activation.Parse("identity"));
        Initialiser init = Initialiser.Parse("he_uniform");
        using MemoryStream stream = new();
        NetworkExport.Of(network, NetworkWeights.Create(network, init, init, 1)).Write(stream);
        return stream.ToArray();
    }

    private static Target Samples(Workspace workspace, string name, IReadOnlyList<byte[]> seeds, Func<string, IDisposable> open)
    {
        string path = workspace.File(name);
        return new(seeds, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            using IDisposable reader = open(path);
            float[] values = new float[4096];
            Func<Span<float>, int> read = reader is SampleReader samples ? samples.Read : ((ISampleReader)reader).Read;
            for (int i = 0; i < 100 && read(values) > 0; i++)
            {
            }
        });
    }

    private static SampleReader Open(string path) => SampleReader.Open(path, new SampleFit { Features = 2 });

    private static byte[] Npy(Workspace workspace, int[] shape)
    {
        string path = workspace.File("seed.npy");
        NpyFile.Write(path, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i)]);
        return File.ReadAllBytes(path);
    }

    private static byte[] Npz(Workspace workspace)
    {
        string path = workspace.File("seed.npz");
        NpzFile.Write(path, [("x", [2, 3], [1, 2, 3, 4, 5, 6]), ("y", [2], [0, 1])]);
        return File.ReadAllBytes(path);
    }

    // A PNG of 2 × 2 pixels, written by hand.
    private static Target Image(Workspace workspace)
    {
        string folder = workspace.Folder("images"), path = Path.Combine(folder, "a.png");
        byte[] png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEUlEQVR4nGPgEpHTMLJhgFAACiwBpXBsUlAAAAAASUVORK5CYII=");
        return new([png], bytes =>
        {
            File.WriteAllBytes(path, bytes);
            using SampleReader reader = SampleReader.Open(folder, new SampleFit { ImageSize = (4, 4) });
            reader.Read(new float[48]);
        });
    }
}
