using Hillock.Cli;

return await Tool.RunAsync(args).ConfigureAwait(false);
