using Hicra.Training.Text;

namespace Hicra.Training.Tests.Worlds.Problems;

/// <summary>A token is a letter, or two where they stand for one: grams fall across tokens, as with tokenizers of real models.</summary>
internal sealed class LetterTokenizer : ITokenizer
{
    private const int Letters = 128;

    public int VocabularySize => 2 * Letters;

    public IReadOnlyList<int> EndTokens { get; } = [1, 2];

    public int[] Encode(string text) => [.. text.Select(c => (int)c)];

    public string Decode(ReadOnlySpan<int> ids) => string.Concat(Pieces(ids));

    // From 128 on: a letter with a blank before it.
    public string[] Pieces(ReadOnlySpan<int> ids) => Array.ConvertAll(ids.ToArray(), id => id < Letters ? $"{(char)id}" : $" {(char)(id - Letters)}");
}
