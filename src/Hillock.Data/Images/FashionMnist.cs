using System.Net;
using System.Security.Cryptography;
using Hillock.Data.Files;

namespace Hillock.Data.Images;

/// <summary>
/// Fashion-MNIST (Xiao, Rasul, Vollgraf 2017; MIT): from the Debian package, from the cache, or fetched from its official address.
/// </summary>
/// <param name="systemFolders">Where packages put it; looked through first.</param>
/// <param name="address">Where it is fetched from.</param>
/// <param name="handler">What fetches; it is disposed.</param>
internal sealed class FashionMnist(IReadOnlyList<string> systemFolders, Uri address, Func<HttpMessageHandler> handler)
{
    // The largest file has 26 MB; the MD5 of more need not be computed.
    private const long MostBytes = 64 << 20;

    // From the set's README. An MD5 tells damage and a login page of a network from the files; it is no defence against forgery.
    private static readonly (string Name, string Md5)[] Parts =
    [
        ("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        ("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
        ("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
        ("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
    ];

    private static readonly string[] Classes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The usual places.</summary>
    public static FashionMnist Official { get; } = new(
        ["/usr/share/datasets/fashion-mnist", "/usr/local/share/datasets/fashion-mnist"],
        new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) });

    /// <summary>Reads it from a folder.</summary>
    public static Dataset LoadFolder(string folder) => IdxFolder.Load(folder, "fashion-mnist", Classes);

    /// <exception cref="IOException">It is not on this machine and cannot be fetched.</exception>
    public Dataset Load(DataOptions options) => LoadFolder(Folder(options));

    internal string Folder(DataOptions options)
    {
        string cache = Path.Combine(options.CacheFolder ?? UserCache(), "fashion-mnist");
        foreach (string folder in systemFolders.Append(cache))
            if (Parts.All(file => File.Exists(Path.Combine(folder, file.Name)))) return folder;
        if (!options.AllowDownload) throw Unreachable(cache, "downloads are switched off", null);
        try
        {
            Directory.CreateDirectory(cache);
            using HttpClient client = new(handler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
            foreach ((string name, string md5) in Parts)
                if (!File.Exists(Path.Combine(cache, name))) Fetch(client, name, md5, Path.Combine(cache, name), options);
        }
        catch (Exception e) when (!options.Cancellation.IsCancellationRequested
            && e is HttpRequestException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            throw Unreachable(cache, e.Message.ReplaceLineEndings(" "), e);
        }

        return cache;
    }

    private static void Fetch(HttpClient client, string name, string md5, string path, DataOptions options)
    {
        CancellationToken cancellation = options.Cancellation;
        using HttpRequestMessage request = new(HttpMethod.Get, name);
        using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{request.RequestUri} answered {(int)response.StatusCode}");
        using Stream body = response.Content.ReadAsStream(cancellation);
        ReplacedFile.Write(path, target =>
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            byte[] block = new byte[1 << 16];
            long received = 0;
            for (int read; (read = Read(body, block, cancellation)) > 0;)
            {
                if ((received += read) > MostBytes) throw new IOException($"{name} is larger than it should be");
                hash.AppendData(block, 0, read);
                target.Write(block, 0, read);
                options.Progress?.Report(new(name, received, response.Content.Headers.ContentLength));
            }

            string computed = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (computed != md5) throw new IOException($"{name} arrived damaged (MD5 {computed} instead of {md5})");
        });
    }

    // A server that falls silent must not hold the program: each read has a time of its own, and Ctrl-C ends it.
    private static int Read(Stream body, byte[] block, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        return body.ReadAsync(block, patience.Token).AsTask().GetAwaiter().GetResult();
    }

    private IOException Unreachable(string cache, string reason, Exception? inner) => new(
        $"fashion-mnist is not on this machine and could not be fetched from {address} ({reason.TrimEnd('.')}); "
        + $"install the Debian package dataset-fashion-mnist, or put its four .gz files into {cache}", inner);

    private static string UserCache() => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "hillock");
}
