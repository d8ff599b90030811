using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hicra.Torch.Loading;

/// <summary>
/// A copy of TorchSharp's shim that starts where the C++ library is a little older (Debian 12, Ubuntu 22.04). The shim asks for
/// version GLIBCXX_3.4.32 of libstdc++ because of one symbol that nothing calls (<c>_ZSt21ios_base_library_initv</c>); the copy
/// has the ELF format's weak flag on that one need (two bytes), so that the loader starts it all the same. Nothing else changes.
/// </summary>
internal static class WeakenedShim
{
    private const string Need = "GLIBCXX_3.4.32";
    private const uint NeedsSection = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Writes the copy, once for each content; concurrent starts write the same bytes.</summary>
    /// <param name="shim">The shim as it was built.</param>
    /// <param name="folders">Where the copy may lie; the first that can be written.</param>
    /// <returns>The copy's path.</returns>
    /// <exception cref="HicraException">The file has no such need, or no folder can be written.</exception>
    public static string Write(string shim, IEnumerable<string> folders)
    {
        byte[] bytes = File.ReadAllBytes(shim);
        string name = $"libLibTorchSharp-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}.so";
        if (!TryWeaken(bytes)) throw new HicraException($"{shim}: not a shim that asks for {Need}; install TorchSharp's package again");
        foreach (string folder in folders)
        {
            string path = Path.Combine(folder, name);
            try
            {
                // A copy that was cut off, or that somebody changed, is not used.
                if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return path;
                Directory.CreateDirectory(folder);
                string fresh = $"{path}.{Path.GetRandomFileName()}";
                File.WriteAllBytes(fresh, bytes);
                File.Move(fresh, path, overwrite: true);
                return path;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
            }
        }
        throw new HicraException($"no folder can be written for a copy of {shim}: set XDG_CACHE_HOME or TMPDIR to a folder that can");
    }

    /// <summary>Sets the weak flag.</summary>
    /// <returns>Whether the file is such an ELF file.</returns>
    public static bool TryWeaken(byte[] elf)
    {
        try
        {
            return Weaken(elf);
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static bool Weaken(Span<byte> elf)
    {
        // 64 bits, little-endian.
        if (!elf[..6].SequenceEqual<byte>([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1])) return false;
        int sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf[40..]), size = BinaryPrimitives.ReadUInt16LittleEndian(elf[58..]), count = BinaryPrimitives.ReadUInt16LittleEndian(elf[60..]);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = elf.Slice(sections + i * size, 64);
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != NeedsSection) continue;
            int strings = sections + (int)BinaryPrimitives.ReadUInt32LittleEndian(section[40..]) * size;
            int names = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf[(strings + 24)..]);
            int library = (int)BinaryPrimitives.ReadUInt64LittleEndian(section[24..]);
            for (int next; ; library += next)
            {
                int need = library + (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(library + 8)..]);
                for (int after; ; need += after)
                {
                    ReadOnlySpan<byte> name = elf[(names + (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(need + 8)..]))..];
                    if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) == Need)
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(elf[(need + 4)..], Weak);
                        return true;
                    }
                    after = (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(need + 12)..]);
                    if (after == 0) break;
                }
                next = (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(library + 12)..]);
                if (next == 0) return false;
            }
        }
        return false;
    }
}
