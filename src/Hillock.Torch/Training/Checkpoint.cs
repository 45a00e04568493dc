using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;

namespace Hillock.Torch.Training;

/// <summary>
/// A training's state in a file: "HILLCKPT", the SHA-256 of what follows, what was trained as name=value lines, the state. Written beside
/// its place and renamed, so that whoever is killed leaves the one before.
/// </summary>
internal static class Checkpoint
{
    private static readonly byte[] Magic = "HILLCKPT"u8.ToArray();

    public static void Write(string path, string[] identity, Action<StateStream> pass)
    {
        byte[] payload = StateStream.Save(state =>
        {
            state.Text(string.Join('\n', identity));
            pass(state);
        });
        WholeFile.Write(path, stream =>
        {
            stream.Write(Magic);
            stream.Write(SHA256.HashData(payload));
            stream.Write(payload);
        });
    }

    /// <exception cref="InvalidDataException">The file is damaged, or of another training; the message says which.</exception>
    public static void Read(string path, string[] identity, Action<StateStream> pass)
    {
        byte[] file = File.ReadAllBytes(path);
        int head = Magic.Length + SHA256.HashSizeInBytes;
        if (file.Length < head || !file.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidDataException($"'{path}' is no checkpoint, or cut short within its first {head} bytes; delete it to train anew");
        byte[] payload = file[head..];
        if (!SHA256.HashData(payload).AsSpan().SequenceEqual(file.AsSpan(Magic.Length, SHA256.HashSizeInBytes)))
            throw new InvalidDataException($"the checkpoint '{path}' is damaged: its content does not have the hash written with it; delete it to train anew");
        StateStream.Restore(payload, state =>
        {
            string[] saved = (state.Text(null) ?? "").Split('\n');
            if (!saved.SequenceEqual(identity)) throw new InvalidDataException(Difference(path, saved, identity));
            pass(state);
        });
    }

    /// <summary>What a training is told from others by, one name=value a line.</summary>
    public static string[] IdentityOf(TrainingData data, TrainingOptions options) =>
    [
        .. new (string Name, object? Value)[]
        {
            ("network", options.Network.Spec), ("activation", options.Network.Activation), ("output-activation", options.Network.OutputActivation),
            ("input shape", string.Join('×', options.Network.InputShape)), ("outputs", options.Network.Outputs),
            ("init", options.Initialiser), ("output-init", options.OutputInitialiser ?? options.Initialiser), ("optimizer", options.Optimizer),
            ("initial weights", options.Weights is { } weights ? string.Join('-', weights.Arrays.Select(array => Hash(new(array.Data, [], 0)))) : "drawn"),
            ("lr", options.LearningRate?.ToString("R", CultureInfo.InvariantCulture) ?? "auto"), ("weight-decay", options.WeightDecay),
            ("clip", options.Clip), ("l1", options.L1), ("l1-weights", options.L1Weights), ("batch", options.Batch), ("epochs", options.Epochs),
            ("loss", options.Loss ?? "that of the label"), ("seed", options.Seed), ("cure", options.Cure), ("steps between looks", options.LookEvery),
            ("thresholds", string.Join(',', options.Thresholds.Overrides.Order().Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value:R}")))),
            ("threads", torch.get_num_threads()), ("training part", Hash(data.Train)), ("validation part", Hash(data.Validation)),
            ("test part", Hash(data.Test)), ("build", $"{BuildOf<Activation>()}-{BuildOf<ActivationModule>()}"),
        }.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Name}={pair.Value ?? "none"}")),
    ];

    private static Guid BuildOf<T>() => typeof(T).Module.ModuleVersionId;

    private static string Hash(TrainingPart part)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(part.X.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(part.Y.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static string Difference(string path, string[] saved, string[] asked)
    {
        string was = saved.Except(asked).FirstOrDefault() ?? "a setting more", now = asked.Except(saved).FirstOrDefault() ?? "one less";
        return $"the checkpoint '{path}' is of another training: it was made with {was}, asked for is {now}; resume with the same command, or train anew without --resume";
    }
}
