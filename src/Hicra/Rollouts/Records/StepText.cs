using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hicra.Rollouts.Records;

/// <summary>A step as tools write it: 5, 5.0, "5", "step_5", "global step 5", "5/100", "1,000", [5].</summary>
internal static partial class StepText
{
    /// <summary>The step; null where the value is none.</summary>
    /// <exception cref="FormatException">The text holds half of a surrogate pair.</exception>
    public static int? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.GetArrayLength() == 1 ? Read(value[0]) : null;
        if (RecordView.WholeOf(value) is int whole) return whole;
        return value.ValueKind == JsonValueKind.String && Written().Match(RecordView.Text(value, "step")) is { Success: true } match
            && int.TryParse(match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;
    }

    [GeneratedRegex("""^\s*(?:(?:[a-z]+[-_ .:#=]*)*(?:step|iter|iteration|update|epoch|checkpoint)s?[-_ .:#=]*)?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\s*(?:/|of)\s*[0-9,]+)?\s*$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Written();
}
