using System.Text.Json.Serialization;

namespace Hillock.Lab.State;

/// <summary>How the state is written: NaN and ±∞ by name, since a run that diverged is a result too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredRun))]
[JsonSerializable(typeof(StoreSettings))]
internal sealed partial class StoreJson : JsonSerializerContext;
