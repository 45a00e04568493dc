using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hillock.Cli.Terminal;

/// <summary>
/// A live display that is told what to show, from a loop that runs elsewhere. Spectre's own one wants to own the loop, so it runs on a
/// thread of its own here.
/// </summary>
internal sealed class BlockingDisplay : IDisposable
{
    private readonly TaskCompletionSource _finished = new();
    private readonly TaskCompletionSource<LiveDisplayContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    public BlockingDisplay(IAnsiConsole console) =>
        _running = console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
        {
            _context.SetResult(context);
            await _finished.Task.ConfigureAwait(false);
        });

    public void Show(IRenderable content)
    {
        LiveDisplayContext context = _context.Task.GetAwaiter().GetResult();
        context.UpdateTarget(content);
    }

    public void Dispose()
    {
        _finished.TrySetResult();
        _running.GetAwaiter().GetResult();
    }
}
