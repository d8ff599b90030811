namespace Hicra.Training.Text;

/// <summary>A text as tokens.</summary>
/// <param name="Ids">[tokens] the ids.</param>
/// <param name="Offsets">
/// [tokens + 1] where each token begins in the text's UTF-8 bytes; the first is 0 and the last the number of bytes, so the
/// tokens partition the text. A token may be empty: a tokenizer's own leading blank, or where it reads a character in a composed form.
/// </param>
public sealed record TokenizedText(int[] Ids, int[] Offsets);
