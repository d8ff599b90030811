using System.Globalization;
using System.Text.RegularExpressions;

namespace Hicra.Rollouts.Records;

/// <summary>Text that stands for a number or a verdict: tables write "5", "1.0", "True", "correct" where others write 5, 1, true.</summary>
internal static partial class TextNumber
{
    private static readonly HashSet<string> Right = new(["true", "yes", "correct", "right", "pass", "passed", "success", "successful", "ok", "\u2713", "\u2714", "\u2705", "\u6B63\u786E", "\u5BF9"], StringComparer.Ordinal);
    private static readonly HashSet<string> Wrong = new(["false", "no", "incorrect", "wrong", "fail", "failed", "failure", "not correct", "\u2717", "\u2718", "\u274C", "\u9519\u8BEF", "\u9519"], StringComparer.Ordinal);
    private static readonly HashSet<string> Nothing = new(["", "none", "null", "nan", "n/a", "na", "-", "inf", "-inf", "infinity", "-infinity"], StringComparer.Ordinal);

    // tensor(0.5, device='cuda:0'), np.float32(1.0), array([1.])
    [GeneratedRegex("""^(?:torch\.)?(?:tensor|(?:np|numpy)\.[a-z0-9_]+|array)\(\[?\s*([^\s,\[\]()]+?)\.?\s*\]?(?:,[^()]*)?\)$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Wrapped();

    // A decimal comma: "0,5". Three digits behind it may be thousands.
    [GeneratedRegex("""^[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})$""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Comma();

    /// <summary>Whether the text reads as a number, a verdict (1 or 0) or as nothing (null).</summary>
    public static bool TryRead(string text, out double? value)
    {
        string trimmed = text.Trim();
        value = null;
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            if (double.IsFinite(number)) value = number;
            return true;
        }
        if (Wrapped().Match(trimmed) is { Success: true } match) return TryRead(match.Groups[1].Value, out value);
        if (Comma().IsMatch(trimmed)) return TryRead(trimmed.Replace(',', '.'), out value);
        string word = trimmed.TrimEnd('.', '!').ToLowerInvariant();
        if (Right.Contains(word)) value = 1;
        else if (Wrong.Contains(word)) value = 0;
        else return Nothing.Contains(word);
        return true;
    }
}
