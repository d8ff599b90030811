using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Torch.Loading;

namespace Hicra.Torch.Tests.Loading;

public sealed class WeakenedShimTests : IDisposable
{
    private static readonly string Shim = Path.Combine(AppContext.BaseDirectory, "torch", "linux-x64", "native", "libLibTorchSharp.so");
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void One_flag_changes_and_nothing_else()
    {
        byte[] before = File.ReadAllBytes(Shim), after = File.ReadAllBytes(Shim);
        Assert.True(WeakenedShim.TryWeaken(after));
        (byte, byte) changed = Assert.Single(before.Zip(after), pair => pair.First != pair.Second);
        Assert.Equal((0, 2), changed);
    }

    [Fact]
    public void The_copy_is_written_once_whole_and_again_where_it_was_spoilt()
    {
        string first = WeakenedShim.Write(Shim, [_temporary.Path]);
        DateTime written = File.GetLastWriteTimeUtc(first);
        Assert.Equal(first, WeakenedShim.Write(Shim, [_temporary.Path]));
        Assert.Equal(written, File.GetLastWriteTimeUtc(first));
        File.WriteAllBytes(first, [1, 2, 3]);
        Assert.Equal(new FileInfo(Shim).Length, new FileInfo(WeakenedShim.Write(Shim, [_temporary.Path])).Length);
        Assert.Single(Directory.GetFiles(_temporary.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_passed_over_and_none_at_all_is_said()
    {
        // A file where the folder must be: nobody can write there, not even root.
        File.WriteAllText(_temporary.File("file"), "");
        Assert.StartsWith(_temporary.Path, WeakenedShim.Write(Shim, [_temporary.File("file/a"), _temporary.Path]), StringComparison.Ordinal);
        Assert.Contains("XDG_CACHE_HOME", Assert.Throws<HicraException>(() => WeakenedShim.Write(Shim, [_temporary.File("file/a")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concurrent_starts_all_get_a_whole_copy() =>
        Parallel.For(0, 8, _ => Assert.Equal(new FileInfo(Shim).Length, new FileInfo(WeakenedShim.Write(Shim, [_temporary.Path])).Length));

    [Fact]
    public void Files_that_are_no_such_shim_or_cut_off_are_not_changed()
    {
        byte[] whole = File.ReadAllBytes(Shim);
        Prop.ForAll(Gen.Choose(0, 300_000).ToArbitrary(), length =>
        {
            byte[] cut = whole[..length];
            return !WeakenedShim.TryWeaken(cut);
        }).Check(Sampled.Inputs());
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => !WeakenedShim.TryWeaken(bytes ?? [])).Check(Sampled.Inputs());
        File.WriteAllBytes(_temporary.File("bad.so"), whole[..100]);
        Assert.Contains("bad.so", Assert.Throws<HicraException>(() => WeakenedShim.Write(_temporary.File("bad.so"), [_temporary.Path])).Message, StringComparison.Ordinal);
    }
}
