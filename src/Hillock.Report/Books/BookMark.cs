namespace Hillock.Report.Books;

/// <summary>How an answer is marked; each has its own sign, so that colour is not needed to tell them apart.</summary>
public enum BookMark
{
    /// <summary>Yes: a tick.</summary>
    Yes,

    /// <summary>In part: a half-filled disc.</summary>
    Partly,

    /// <summary>No: a cross.</summary>
    No,
}
