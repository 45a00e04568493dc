namespace Hillock.Kernels;

/// <summary>Work over elements that can be done in parts, on any thread.</summary>
internal interface IPart
{
    void Run(int start, int count);
}
