namespace Hillock.Lab.Trouble;

/// <summary>Whoever watches the benchmark run; called from several threads.</summary>
public interface ITroubleView
{
    /// <summary>A case is done.</summary>
    void Done(int index, TroubleResult result, int done, int cases);

    /// <summary>Something is not as it should be, but the benchmark goes on.</summary>
    void Warn(string message);
}
