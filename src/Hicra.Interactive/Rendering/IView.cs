using Hicra.Interactive.Hosting;

namespace Hicra.Interactive.Rendering;

/// <summary>How values of one type are shown. The kit lists its views in <see cref="Kit"/>; hosts register what that lists.</summary>
public interface IView
{
    /// <summary>The type whose values are shown, those of derived types too.</summary>
    Type Type { get; }

    /// <summary>The representations of a value: always plain text, and HTML that needs no script, style sheet or network. Null where the value is not of the type.</summary>
    /// <exception cref="HicraException">The value contradicts itself and cannot be shown.</exception>
    MimeBundle? Show(object value);
}

/// <summary>A view by its text and its HTML. All text that comes from models, files or users is escaped in both.</summary>
/// <typeparam name="T">The type that is shown.</typeparam>
internal abstract class View<T> : IView where T : class
{
    /// <inheritdoc/>
    public Type Type => typeof(T);

    /// <summary>The value for a terminal: plain text, without control characters.</summary>
    public abstract string RenderText(T value);

    /// <summary>The value as HTML with inline styles alone.</summary>
    public abstract string RenderHtml(T value);

    /// <summary>All representations.</summary>
    public virtual MimeBundle Bundle(T value) => MimeBundle.Of(RenderText(value), RenderHtml(value));

    /// <inheritdoc/>
    public MimeBundle? Show(object value) => value is T own ? Bundle(own) : null;
}
