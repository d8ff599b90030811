using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Commands;

/// <summary>The few numbers of a step that progress shows.</summary>
internal sealed class StepText(string world, int samples)
{
    private readonly string _validation = $"val-core/{world}/acc/mean@{samples}";
    private double? _lastValidation;

    public string Of(MetricRow row)
    {
        _lastValidation = row[_validation] ?? _lastValidation;
        return string.Join(' ', Part("acc", row["hicra/accuracy"]), Part("val", _lastValidation), Part("sound", row["hicra/sound_attempts"]),
            Part("H(sg)", row["hicra/semantic_entropy"]), Part("len", row["response_length/mean"], "F0"));
    }

    private static string Part(string name, double? value, string format = "F2") =>
        $"{name} {value?.ToString(format, CultureInfo.InvariantCulture) ?? "-"}";
}
