namespace Hillock;

/// <summary>
/// What somebody asked for in words or numbers (a function, a network, an optimizer, an option) names what does not exist, or a value that
/// is not allowed. The message is one line: what was given, what is allowed. It belongs to the request, not to the code that passed it on,
/// so it names no method's parameter.
/// </summary>
public sealed class SpecificationException : ArgumentException
{
    /// <summary>With a message.</summary>
    public SpecificationException(string message) : base(message)
    {
    }

    /// <summary>With a message and what led to it.</summary>
    public SpecificationException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Without a message of its own.</summary>
    public SpecificationException()
    {
    }
}
