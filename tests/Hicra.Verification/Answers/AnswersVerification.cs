using Hicra.Answers;

namespace Hicra.Verification.Answers;

/// <summary>A pair on which the judge and the file disagree.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Reference">The answer that was found in its reference.</param>
/// <param name="Found">The answer that was found in its answer; null for none.</param>
internal sealed record AnswerDisagreement(AnswerPair Pair, string Reference, ExtractedAnswer? Found);

/// <summary>How often the judge of answers agrees with recorded verdicts.</summary>
/// <param name="Equal">Pairs that the file calls equal.</param>
/// <param name="EqualAgreed">Those of them that are found equal.</param>
/// <param name="Different">Pairs that the file calls different.</param>
/// <param name="DifferentAgreed">Those of them that are found different.</param>
/// <param name="Disagreements">The others.</param>
internal sealed record AnswersReport(int Equal, int EqualAgreed, int Different, int DifferentAgreed, IReadOnlyList<AnswerDisagreement> Disagreements)
{
    /// <summary>The share of pairs on which both agree, 0 to 1.</summary>
    public double Agreement => (double)(EqualAgreed + DifferentAgreed) / (Equal + Different);
}

/// <summary>Compares the judge of answers with recorded verdicts.</summary>
internal static class AnswersVerification
{
    /// <summary>Judges every pair.</summary>
    public static AnswersReport Verify(IReadOnlyList<AnswerPair> pairs, AnswerOptions? options = null)
    {
        int equal = 0, equalAgreed = 0, different = 0, differentAgreed = 0;
        var disagreements = new List<AnswerDisagreement>();
        foreach (AnswerPair pair in pairs)
        {
            ReferenceAnswer[] references = [.. pair.Gold.Select(gold => new ReferenceAnswer(gold, options))];
            bool found = false;
            ExtractedAnswer? answer = null;
            foreach (ReferenceAnswer reference in references)
            {
                AnswerVerdict verdict = reference.Judge(pair.Answer);
                answer = verdict.Answer;
                found |= verdict.IsEqual;
            }
            bool agrees = found == pair.IsEqual;
            if (pair.IsEqual) (equal, equalAgreed) = (equal + 1, equalAgreed + (agrees ? 1 : 0));
            else (different, differentAgreed) = (different + 1, differentAgreed + (agrees ? 1 : 0));
            if (!agrees) disagreements.Add(new AnswerDisagreement(pair, string.Join(" or ", references.Select(reference => reference.Text)), answer));
        }
        return new AnswersReport(equal, equalAgreed, different, differentAgreed, disagreements);
    }
}
