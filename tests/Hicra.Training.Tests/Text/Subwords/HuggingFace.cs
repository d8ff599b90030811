using System.Runtime.InteropServices;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>Hugging Face's tokenizers library, to compare with; it puts begin tokens before every text.</summary>
internal static class HuggingFace
{
    /// <summary>The ids of each text; skips the test on machines for which the library is not referenced.</summary>
    public static IEnumerable<int[]> Encode(string folder, IEnumerable<string> texts)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "needs Hugging Face's tokenizers library, which is referenced for linux-x64 alone");
        var tokenizer = new Tokenizers.DotNet.Tokenizer(Path.Combine(folder, "tokenizer.json"));
        return texts.Select(text => Array.ConvertAll(tokenizer.Encode(text), id => (int)id));
    }
}
