namespace Hillock.Lab;

/// <summary>The numbers of an experiment as they are gathered.</summary>
internal sealed class Numbers : Dictionary<string, double>
{
    /// <summary>Adds a mean, and its deviation as name.sd.</summary>
    public Summary Keep(string name, Summary summary)
    {
        (this[name], this[name + ".sd"]) = (summary.Mean, summary.Deviation);
        return summary;
    }
}
