namespace Hillock.Lab;

/// <summary>Whoever watches the lab run. <see cref="Progress"/> is called from several threads.</summary>
public interface ILabView
{
    /// <summary>A claim's runs begin.</summary>
    void Begin(IClaim claim, int index, int count);

    /// <summary>Runs of the claim at hand that are done, of those that are planned so far.</summary>
    void Progress(IClaim claim, int done, int planned);

    /// <summary>A claim has its verdict.</summary>
    void Done(ClaimResult result);

    /// <summary>Something is not as it should be, but the lab goes on.</summary>
    void Warn(string message);
}
