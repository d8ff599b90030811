using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

/// <summary>The verifier's plain twin: the definitions of the reference program (torch_grpo.py, <c>judge</c>), word by word on texts.</summary>
internal static class PlainVerifier
{
    private static readonly string[] Strategies = ["a*b+c", "a*b-c", "b*c+a", "a+b*c", "b*c-a", "a*c+b", "b+c*a", "a*c-b"];

    public static (double Reward, string Kind, int Attempts, int Sound, int[] Forms) Judge(PuzzleProblem problem, string text)
    {
        string[] words = text.Length == 0 ? [] : text.Split(' ');
        int[] numbers = [problem.A, problem.B, problem.C];
        List<string[]> attempts = [];
        for (int i = 0; i + 11 <= words.Length; i++)
        {
            string[] t = words[i..(i + 11)];
            if (IsOperator(t[1]) && t[3] == "=" && t[5] == "," && IsOperator(t[7]) && t[9] == "=" && new[] { 0, 2, 4, 6, 8, 10 }.All(k => IsNumber(t[k])))
                attempts.Add(t);
        }
        bool[] sound = [.. attempts.Select(t =>
            Value(t[0], t[1], t[2]) == int.Parse(t[4]) && t[4] == t[6] && Value(t[6], t[7], t[8]) == int.Parse(t[10])
            && new[] { t[0], t[2], t[8] }.Select(int.Parse).Order().SequenceEqual(numbers.Order()))];
        bool ended = words.Length >= 3 && words[^1] == "<eos>" && words[^3] == "answer" && IsNumber(words[^2]);
        bool stands = ended && attempts.Count > 0 && sound[^1] && int.Parse(words[^2]) == int.Parse(attempts[^1][10]);
        bool right = stands && int.Parse(words[^2]) == problem.Target;
        return (right ? 1 : 0, right ? "Right" : stands ? "Plan" : "Other", attempts.Count, sound.Count(s => s), [.. attempts.Select(Form)]);

        int Form(string[] t) => Array.FindIndex(Strategies, s =>
        {
            int x = numbers[s[0] - 'a'], y = numbers[s[2] - 'a'], z = numbers[s[4] - 'a'], p = int.Parse(t[0]), q = int.Parse(t[2]);
            return $"{s[1]}" == t[1] && $"{s[3]}" == t[7] && int.Parse(t[8]) == z && ((p, q) == (x, y) || (q, p) == (x, y));
        });
    }

    private static bool IsOperator(string word) => word is "*" or "+" or "-";

    private static bool IsNumber(string word) => Enumerable.Range(0, 100).Any(number => $"{number}" == word);

    private static int Value(string x, string operation, string y) => operation switch
    {
        "*" => int.Parse(x) * int.Parse(y),
        "+" => int.Parse(x) + int.Parse(y),
        _ => int.Parse(x) - int.Parse(y),
    };
}
