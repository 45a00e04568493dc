using System.Runtime.InteropServices;

namespace Hillock.Tests.Kernels;

/// <summary>Some pages between two that may not be touched: an access beyond a span at either end of it stops the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3, None = 0, PrivateAnonymous = 0x22;
    private static readonly int Page = Environment.SystemPageSize;
    private readonly nint _start, _end;

    public GuardedMemory(int bytes = 16_384)
    {
        int inside = (bytes + Page - 1) / Page * Page;
        _start = MapMemory(0, (nuint)(inside + 2 * Page), ReadWrite, PrivateAnonymous, -1, 0);
        if (_start == -1) throw new InvalidOperationException($"mmap failed with error {Marshal.GetLastPInvokeError()}");
        _end = _start + Page + inside;
        if (Protect(_start, (nuint)Page, None) != 0 || Protect(_end, (nuint)Page, None) != 0)
            throw new InvalidOperationException($"mprotect failed with error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>The elements right behind the forbidden page.</summary>
    public Span<T> First<T>(int length) where T : unmanaged => new((void*)(_start + Page), length);

    /// <summary>The elements right before the forbidden page.</summary>
    public Span<T> Last<T>(int length) where T : unmanaged => new((void*)(_end - (nint)length * sizeof(T)), length);

    public void Dispose() => Unmap(_start, (nuint)(_end + Page - _start));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
