using System.Text;

namespace Hicra.Interactive.Rendering;

/// <summary>Text files that appear whole or not at all.</summary>
internal static class TextFile
{
    /// <summary>Writes UTF-8 text without byte-order mark; makes the folder where it is missing.</summary>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot write {path}: {error.Message.TrimEnd('.')}; give a file in a folder that can be written", error);
        }
    }
}
