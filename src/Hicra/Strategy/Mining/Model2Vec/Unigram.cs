using System.Text.Json;

namespace Hicra.Strategy.Mining.Model2Vec;

/// <summary>Unigram (SentencePiece): of all ways to split a word that with the highest sum of log-probabilities.</summary>
internal sealed class Unigram : Tokenizer
{
    private const double UnknownPenalty = 10;
    private readonly Dictionary<string, (int Id, double Score)> _tokens = new(StringComparer.Ordinal);
    private readonly double _unknownScore;
    private readonly int _longest, _unknown;

    public Unigram(JsonElement model)
    {
        int id = 0;
        foreach (JsonElement token in model.GetProperty("vocab").EnumerateArray()) _tokens.TryAdd(token[0].GetString()!, (id++, token[1].GetDouble()));
        Count = id;
        _unknown = model.TryGetProperty("unk_id", out JsonElement unknown) && unknown.ValueKind == JsonValueKind.Number ? unknown.GetInt32() : -1;
        _longest = _tokens.Keys.Max(token => token.Length);
        _unknownScore = _tokens.Values.Min(token => token.Score) - UnknownPenalty;
    }

    public override int Count { get; }

    protected override IEnumerable<int> Split(string word)
    {
        double[] best = new double[word.Length + 1];
        var (from, token) = (new int[word.Length + 1], new int[word.Length + 1]);
        Array.Fill(best, double.NegativeInfinity, 1, word.Length);
        for (int start = 0; start < word.Length; start++)
        {
            for (int end = start + 1; end <= Math.Min(word.Length, start + _longest); end++)
            {
                if (_tokens.TryGetValue(word[start..end], out (int Id, double Score) piece)) Improve(start, end, piece.Id, piece.Score);
            }
            Improve(start, start + 1, _unknown, _unknownScore);
        }
        var pieces = new Stack<int>();
        for (int end = word.Length; end > 0; end = from[end])
        {
            if (token[end] != _unknown) pieces.Push(token[end]);
        }
        return pieces;

        void Improve(int start, int end, int id, double score)
        {
            if (best[start] + score <= best[end]) return;
            (best[end], from[end], token[end]) = (best[start] + score, start, id);
        }
    }
}
