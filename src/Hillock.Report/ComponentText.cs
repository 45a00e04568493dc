using Hillock.Report.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hillock.Report;

/// <summary>Renders Razor components to text, without a server.</summary>
public static class ComponentText
{
    /// <summary>The component's markup.</summary>
    /// <param name="parameters">Its parameters by name.</param>
    public static string Render<TComponent>(IReadOnlyDictionary<string, object?> parameters) where TComponent : IComponent
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        using HtmlRenderer renderer = new(services, NullLoggerFactory.Instance);
        // Nothing in a report waits for anything, so the tasks are done when they are handed back.
        return renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(new Dictionary<string, object?>(parameters)));
            return output.ToHtmlString();
        }).GetAwaiter().GetResult();
    }

    /// <summary>A picture as a file of its own, with its style inside: for a README, or a browser.</summary>
    /// <typeparam name="TPlot">A component whose markup is one svg element.</typeparam>
    /// <param name="parameters">Its parameters by name.</param>
    public static string RenderSvg<TPlot>(IReadOnlyDictionary<string, object?> parameters) where TPlot : IComponent
    {
        string markup = Render<TPlot>(parameters).Trim();
        if (!markup.StartsWith("<svg", StringComparison.Ordinal))
            throw new ArgumentException($"{typeof(TPlot).Name} is no picture: its markup must be one svg element.", nameof(parameters));
        return markup.Insert(markup.IndexOf('>', StringComparison.Ordinal) + 1, $"<style>{PageStyle.Plots}</style>") + "\n";
    }
}
