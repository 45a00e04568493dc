using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Hillock.Torch;

/// <summary>
/// What must not happen inside a backward pass: an exception there ends the process, because libtorch calls us and cannot pass it on.
/// So it is kept for the thread and thrown later, from managed code. The gradients that were returned are kept too until the next ones, so
/// that the garbage collector cannot free them before libtorch has taken them over.
/// </summary>
internal static class BackwardErrors
{
    [ThreadStatic] private static ExceptionDispatchInfo? _error;
    [ThreadStatic] private static torch.Tensor[]? _returned;

    public static void Keep(Exception error) => _error ??= ExceptionDispatchInfo.Capture(error);

    public static void ThrowIfAny()
    {
        if (_error is not { } error) return;
        _error = null;
        error.Throw();
    }

    /// <summary>Keeps gradients until the next; where no dispose scope of the caller owns them, they are disposed then.</summary>
    public static void Hand(params torch.Tensor[] gradients)
    {
        foreach (torch.Tensor gradient in _returned ?? []) gradient.Dispose();
        _returned = gradients;
    }
}
