using System.Text.Json.Serialization;

namespace Hillock.Data;

/// <summary>How features are brought to a range that suits training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScaleKind>))]
public enum ScaleKind
{
    /// <summary>As they are.</summary>
    [JsonStringEnumMemberName("raw")] Raw,

    /// <summary>Divided by the largest value of their format; where it has none, by the largest magnitude of the training part.</summary>
    [JsonStringEnumMemberName("unit")] Unit,

    /// <summary>Each feature with mean 0 and standard deviation 1 over the training part.</summary>
    [JsonStringEnumMemberName("standard")] Standard,

    /// <summary>The data set's own scale, then multiplied by 100: a planted mistake.</summary>
    [JsonStringEnumMemberName("x100")] X100,
}
