namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// An attempt in a response: a letter and its number, then four additions of 22 tokens
/// <c>+ b 68 · x y carry next digit · (three columns, ones first) = d d d</c>.
/// </summary>
/// <param name="Form">The strategy that the letters make (index in <see cref="LongStrategy.All"/>), -1 for none.</param>
/// <param name="Result">The last sum as written.</param>
/// <param name="Columns">Columns that were added.</param>
/// <param name="Slips">Columns whose digit and carry are not the sum of what stands in them.</param>
/// <param name="Copies">Places where something is copied: numbers, digits, carries and sums.</param>
/// <param name="CopyErrors">Places where the copy is wrong.</param>
public readonly record struct LongAttempt(int Form, int Result, int Columns, int Slips, int Copies, int CopyErrors)
{
    /// <summary>Tokens in an attempt.</summary>
    public const int Length = 2 + AdditionLength * LongStrategy.Additions;

    private const int AdditionLength = 22, ColumnLength = 5, DigitsOfSum = 3;

    /// <summary>Whether every column is right and everything was copied rightly.</summary>
    public bool IsSound => Slips == 0 && CopyErrors == 0;

    /// <summary>Reads the attempt at the start of <paramref name="tokens"/>, if there is one.</summary>
    public static bool TryRead(ReadOnlySpan<int> tokens, LongProblem problem, out LongAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(problem);
        attempt = default;
        if (tokens.Length < Length || !HasShape(tokens[..Length])) return false;
        Span<int> letters = stackalloc int[LongStrategy.Additions + 1];
        letters[0] = tokens[0] - LongVocabulary.LetterA;
        int sum = tokens[1], slips = 0, copies = 1, errors = sum == problem.Number(letters[0]) ? 0 : 1;
        for (int i = 0; i < LongStrategy.Additions; i++)
        {
            ReadOnlySpan<int> addition = tokens.Slice(2 + i * AdditionLength, AdditionLength);
            letters[i + 1] = addition[1] - LongVocabulary.LetterA;
            int number = addition[2], carry = 0, made = 0, scale = 1;
            Copied(number == problem.Number(letters[i + 1]));
            for (int column = 0; column < DigitsOfSum; column++, scale *= 10)
            {
                ReadOnlySpan<int> c = addition.Slice(3 + column * ColumnLength, ColumnLength);
                Copied(c[0] == sum / scale % 10);
                Copied(c[1] == number / scale % 10);
                Copied(c[2] == carry);
                if (10 * c[3] + c[4] != c[0] + c[1] + c[2]) slips++;
                (carry, made) = (c[3], made + c[4] * scale);
            }
            sum = Number(addition[^DigitsOfSum..]);
            Copied(sum == made);
        }
        attempt = new LongAttempt(LongStrategy.Of(letters), sum, DigitsOfSum * LongStrategy.Additions, slips, copies, errors);
        return true;

        void Copied(bool right)
        {
            copies++;
            if (!right) errors++;
        }
    }

    /// <summary>The number that three digits write.</summary>
    internal static int Number(ReadOnlySpan<int> digits) => 100 * digits[0] + 10 * digits[1] + digits[2]; // a digit's id is its value

    private static bool HasShape(ReadOnlySpan<int> tokens)
    {
        if (!IsLetter(tokens[0]) || !IsOperand(tokens[1])) return false;
        for (int start = 2; start < Length; start += AdditionLength)
        {
            ReadOnlySpan<int> addition = tokens.Slice(start, AdditionLength);
            if (addition[0] != LongVocabulary.Plus || !IsLetter(addition[1]) || !IsOperand(addition[2]) || addition[^(DigitsOfSum + 1)] != LongVocabulary.EqualsSign) return false;
            if (addition[3..^(DigitsOfSum + 1)].ContainsAnyExceptInRange(0, LongVocabulary.DigitCount - 1) || addition[^DigitsOfSum..].ContainsAnyExceptInRange(0, LongVocabulary.DigitCount - 1)) return false;
        }
        return true;
    }

    private static bool IsLetter(int token) => token is >= LongVocabulary.LetterA and < LongVocabulary.LetterA + 3;

    private static bool IsOperand(int token) => token is >= LongVocabulary.DigitCount and < LongVocabulary.NumberCount;
}
