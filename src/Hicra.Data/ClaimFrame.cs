using Hicra.Interactive.Features.Paper;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>Claims and what was found as frames: a row a claim. Figures are no columns, and do not come back.</summary>
public static class ClaimFrame
{
    private const string What = "a frame of claims";

    /// <summary>The frame of claims: <c>claim</c>, <c>verdict</c>, <c>evidence</c> (a line a sentence), <c>source</c>, <c>caveat</c>.</summary>
    public static DataFrame Of(IEnumerable<ClaimCheck> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        TextBuilder claim = new("claim"), verdict = new("verdict"), evidence = new("evidence"), source = new("source"), caveat = new("caveat");
        long row = 0;
        foreach (ClaimCheck check in claims)
        {
            claim.Set(row, check.Claim);
            verdict.Set(row, check.Verdict.ToString());
            if (check.Evidence.Count > 0) evidence.Set(row, string.Join('\n', check.Evidence));
            source.Set(row, check.Source);
            caveat.Set(row++, check.Caveat);
        }
        return new DataFrame(((TextBuilder[])[claim, verdict, evidence, source, caveat]).Select(c => c.Build(row)));
    }

    /// <summary>The claims of a frame.</summary>
    /// <exception cref="HicraException">A column is missing, or a verdict is none.</exception>
    public static IReadOnlyList<ClaimCheck> Claims(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var reader = new FrameReader(frame, What);
        reader.Require("claim", "verdict");
        var claims = new List<ClaimCheck>();
        for (long row = 0; row < reader.Rows; row++)
        {
            ClaimVerdict verdict = reader.Choice<ClaimVerdict>("verdict", row) ?? ClaimVerdict.NotChecked;
            claims.Add(new ClaimCheck(reader.Text("claim", row) ?? "", verdict, reader.Text("evidence", row)?.Split('\n') ?? []) { Source = reader.Text("source", row), Caveat = reader.Text("caveat", row) });
        }
        return claims;
    }
}
