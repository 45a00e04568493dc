using Hillock.Onnx.Running;

namespace Hillock.Onnx.Tests;

public sealed class ModelReaderTests
{
    [Theory]
    [MemberData(nameof(SharedModels.Names), MemberType = typeof(SharedModels))]
    public void Real_models_survive_a_round_trip_byte_for_byte(string name)
    {
        string path = SharedModels.At(name);
        OnnxModel model = OnnxModel.Read(path);
        Assert.NotEmpty(model.Graph.Nodes);
        using MemoryStream stream = new();
        Google.Protobuf.MessageExtensions.WriteTo(model.Proto, stream);
        Assert.Equal(new FileInfo(path).Length, stream.Length);
        Assert.All(ModelSession.Types(model), type => Assert.NotNull(type.Value.Shape));
    }
}
