using Hillock.Torch.Training;

namespace Hillock.Lab.State;

/// <summary>What tells this build of the programs that make runs from others: a run's key means the same run only while the code is the same.</summary>
internal static class BuildId
{
    public static string Current { get; } =
        string.Join('-', new[] { typeof(BuildId), typeof(TrainingSession), typeof(Activation) }.Select(type => $"{type.Module.ModuleVersionId:N}"));
}
