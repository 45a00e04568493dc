using Hillock.Data.Files;
using SkiaSharp;

namespace Hillock.Data.Reading;

/// <summary>A folder of PNG and JPEG images, those below it included, in the order of their paths; one is decoded at a time.</summary>
internal sealed class ImageFolder : SampleReader
{
    // Twice what the largest cameras make.
    private const long MostPixels = 200_000_000;
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];

    private readonly IReadOnlyList<string> _paths;
    private readonly SampleFit _fit;
    private readonly (int Height, int Width) _size;
    private int _next;

    public ImageFolder(string folder, IReadOnlyList<string> paths, SampleFit fit) : this(folder, paths, fit, fit.ImageSize ?? SizeOf(paths[0]))
    {
    }

    private ImageFolder(string folder, IReadOnlyList<string> paths, SampleFit fit, (int Height, int Width) size)
        : base(folder, fit.ChannelsLast ? [size.Height, size.Width, fit.ImageChannels] : [fit.ImageChannels, size.Height, size.Width], 255) =>
        (_paths, _fit, _size) = (paths, fit, size);

    public static IReadOnlyList<string> Paths(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    public override int Read(Span<float> values)
    {
        int count = Math.Min(_paths.Count - _next, values.Length / Size);
        for (int i = 0; i < count; i++) Decode(_paths[_next++], values.Slice(i * Size, Size));
        return count;
    }

    private static (int Height, int Width) SizeOf(string path)
    {
        using SKCodec codec = Open(path);
        return (codec.Info.Height, codec.Info.Width);
    }

    // The header's size is looked at before anything is allocated for it.
    private static SKCodec Open(string path)
    {
        SKCodec codec = SKCodec.Create(path) ?? throw DataError.At(path, null, "the file is no PNG or JPEG image, or it is damaged", "fetch it again, or take it out of the folder");
        if ((long)codec.Info.Width * codec.Info.Height is > 0 and <= MostPixels) return codec;
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        codec.Dispose();
        throw DataError.At(path, null, $"the image is stated to have {width} × {height} pixels", $"at most {MostPixels:N0} are read; make it smaller");
    }

    private void Decode(string path, Span<float> values)
    {
        using SKCodec codec = Open(path);
        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using SKBitmap whole = new(info);
        if (codec.GetPixels(info, whole.GetPixels()) != SKCodecResult.Success)
            throw DataError.At(path, null, "the image is damaged or cut off", "fetch it again, or take it out of the folder");
        if ((info.Height, info.Width) != _size && _fit.ImageSize is null)
            throw DataError.At(path, null, $"the image has {info.Width} × {info.Height} pixels, the first one {_size.Width} × {_size.Height}", "give images of one size, or a size with --shape");
        using SKBitmap? fitted = (info.Height, info.Width) == _size ? null : whole.Resize(info.WithSize(_size.Width, _size.Height), SKFilterQuality.Medium);
        ReadOnlySpan<byte> pixels = (fitted ?? whole).GetPixelSpan();
        int channels = _fit.ImageChannels, positions = _size.Height * _size.Width;
        for (int p = 0; p < positions; p++)
            for (int c = 0; c < channels; c++)
                values[_fit.ChannelsLast ? p * channels + c : c * positions + p] = channels == 1 ? Grey(pixels.Slice(p * 4, 3)) : pixels[p * 4 + c];
    }

    // Brightness as ITU-R BT.601 weighs it, in whole steps as image libraries give it.
    private static float Grey(ReadOnlySpan<byte> colour) => MathF.Round(0.299f * colour[0] + 0.587f * colour[1] + 0.114f * colour[2]);
}
