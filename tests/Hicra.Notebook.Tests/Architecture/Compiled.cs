using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>C# sources as the compiler understands them, with all that these tests refer to but the kit itself.</summary>
internal static class Compiled
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);
    // Read once: there are some hundred, and many small compilations.
    private static readonly Lazy<MetadataReference[]> References = new(() => [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Hicra", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p))]);

    /// <summary>A file's tree.</summary>
    public static SyntaxTree Tree((string Path, string Text) source) => CSharpSyntaxTree.ParseText(source.Text, Options, source.Path);

    /// <summary>Files that belong together.</summary>
    public static CSharpCompilation Of(IEnumerable<SyntaxTree> trees) =>
        CSharpCompilation.Create("sources", [CSharpSyntaxTree.ParseText(Usings, Options), .. trees], References.Value, new(OutputKind.ConsoleApplication, allowUnsafe: true));
}
