namespace Hicra.Training.Text;

/// <summary>A tokenizer whose tokens are pieces of words, down to single bytes: it can say every text.</summary>
public interface ISubwordTokenizer : ITokenizer
{
    /// <summary>What a model of this tokenizer expects before a text that nothing precedes; <see cref="ITokenizer.Encode"/> does not put it there, a chat template may.</summary>
    IReadOnlyList<int> BeginTokens { get; }

    /// <summary>The ids of a text and the bytes that each stands for. A special token's own text in it becomes that token.</summary>
    TokenizedText Tokenize(string text);
}
