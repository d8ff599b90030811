namespace Hicra.Reproduction.Reported;

/// <summary>How surely a reported number is known.</summary>
public enum ReportedMark
{
    /// <summary>Printed in the paper.</summary>
    Seen,

    /// <summary>Digitised from the authors' figure, to about 1 % of the axis.</summary>
    Digitised,

    /// <summary>Read off the authors' figure by eye, to about 3 % of the axis.</summary>
    Eyeballed,

    /// <summary>Said in the text; no picture could be had.</summary>
    Described,
}

/// <summary>The marks in words.</summary>
public static class ReportedMarks
{
    /// <summary>For tables, for example <c>digitised</c>.</summary>
    public static string Word(this ReportedMark mark) => mark switch
    {
        ReportedMark.Seen => "printed",
        ReportedMark.Digitised => "digitised",
        ReportedMark.Eyeballed => "read by eye",
        _ => "described",
    };

    /// <summary>For captions, with how exact it is.</summary>
    public static string Sentence(this ReportedMark mark) => mark switch
    {
        ReportedMark.Seen => "Printed in the paper.",
        ReportedMark.Digitised => "Digitised from the authors' figure, to about 1 % of the axis.",
        ReportedMark.Eyeballed => "Read off the authors' figure by eye, to about 3 % of the axis: a few points of each curve.",
        _ => "Known by its description alone; the image could not be had.",
    };
}
