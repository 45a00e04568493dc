using Hillock.Report;

namespace Hillock.Lab;

/// <summary>A kind of network whose codes, the outputs of its hidden layers, are compared with those of others.</summary>
/// <param name="Key">Its name among <see cref="Evidence.Numbers"/>.</param>
/// <param name="Function">The hidden layers' function.</param>
/// <param name="L1">The penalty on their outputs.</param>
internal sealed record CodeKind(string Key, string Function, double L1 = 0)
{
    /// <summary>ReLU, half of whose outputs are zero.</summary>
    public static CodeKind Relu { get; } = new("relu", "relu");

    /// <summary>ReLU made sparser by a penalty.</summary>
    public static CodeKind SparseRelu { get; } = new("reluL1", "relu", 1e-3);

    /// <summary>"relu, L1 0.001".</summary>
    public string Name => L1 > 0 ? $"{Function}, L1 {NumberText.Chosen(L1)}" : Function;
}
