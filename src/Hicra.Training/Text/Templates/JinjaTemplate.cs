using System.Text;

namespace Hicra.Training.Text.Templates;

/// <summary>
/// A template in the part of Jinja that chat templates use: texts, <c>{{ }}</c>, <c>set</c>, <c>if</c>, <c>for</c>, comments and
/// blanks' control, with the filters, tests and methods of Qwen's and Llama's. Anything else is refused by name when it is read
/// or reached. Values are null, bool, long, double, string, lists and dictionaries with string keys.
/// </summary>
public sealed class JinjaTemplate
{
    private readonly string _name;
    private readonly IReadOnlyList<JinjaStatement> _body;

    private JinjaTemplate(string name, IReadOnlyList<JinjaStatement> body) => (_name, _body) = (name, body);

    /// <summary>Reads a template.</summary>
    /// <param name="name">What errors call it, for example a file's path.</param>
    /// <param name="source">The template's text.</param>
    /// <exception cref="HicraException">It is broken, or has a construct that is not known.</exception>
    public static JinjaTemplate Parse(string name, string source)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(source);
        return new JinjaTemplate(name, new JinjaParser(name, JinjaLexer.Read(name, source)).Template());
    }

    /// <summary>Writes the template's text.</summary>
    /// <param name="variables">What the template may name.</param>
    /// <exception cref="HicraException">The template refuses its input, or reaches what is not known.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var scope = new JinjaScope(_name);
        JinjaFunctions.Define(scope);
        foreach ((string name, object? value) in variables) scope.Set(name, value);
        var output = new StringBuilder();
        foreach (JinjaStatement statement in _body) statement.Run(scope, output);
        return output.ToString();
    }
}
