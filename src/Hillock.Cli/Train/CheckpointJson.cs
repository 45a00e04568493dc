using System.Text.Json.Serialization;

namespace Hillock.Cli.Train;

/// <summary>How the command of a checkpoint is written.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
