namespace Hillock.Torch;

/// <summary>
/// The native part of TorchSharp cannot be loaded; <see cref="Exception.Message"/> is one line that says what is missing and how to mend
/// it.
/// </summary>
public sealed class NativeLoadException : Exception
{
    /// <summary>Without a reason.</summary>
    public NativeLoadException() { }

    /// <summary>With one line that says what is missing and how to mend it.</summary>
    public NativeLoadException(string message) : base(message) { }

    /// <inheritdoc cref="NativeLoadException(string)"/>
    public NativeLoadException(string message, Exception innerException) : base(message, innerException) { }
}
