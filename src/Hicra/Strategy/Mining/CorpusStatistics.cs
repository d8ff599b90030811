namespace Hicra.Strategy.Mining;

/// <summary>What was mined.</summary>
/// <param name="Read">Solutions that came.</param>
/// <param name="Used">Solutions that were mined.</param>
/// <param name="Incorrect">Solutions left out because their verdict is "incorrect".</param>
/// <param name="WithoutVerdict">Solutions left out because they have no verdict.</param>
/// <param name="Problems">Different problems of the solutions used; null where some solution names none.</param>
/// <param name="Words">Words of the solutions used; numbers, symbols, LaTeX and code are not counted.</param>
/// <param name="DistinctWords">Different words.</param>
/// <param name="Digest">SHA-256 of the texts used, in order, as lower-case hexadecimal.</param>
public sealed record CorpusStatistics(long Read, int Used, long Incorrect, long WithoutVerdict, int? Problems, long Words, int DistinctWords, string Digest);
