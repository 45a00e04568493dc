namespace Hillock.Accuracy;

/// <summary>One function or derivative, checked for several contenders against the same estimates.</summary>
internal sealed record Check(Activation Function, bool Derivative, InputSet Inputs, IReadOnlyList<Contender> Contenders)
{
    public string Direction => Derivative ? "derivative" : "value";
}
