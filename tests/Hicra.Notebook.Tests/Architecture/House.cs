using System.Text.RegularExpressions;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>The block of the house in the README: projects, their rooms, and the arrows between them.</summary>
/// <remarks>
/// A line is <c>src/Project -> Other   what it is</c>, and below it, indented, <c>Room/ -> Room Room   what it is</c>; a room's own
/// rooms stand below it, indented further, and may use what it may. <c>Kit.cs</c> and its like stand for the files beside the rooms.
/// </remarks>
internal sealed partial class House
{
    private readonly Dictionary<string, string[]> _arrows = [];

    /// <summary>Projects and rooms, as folders below <c>src</c>; a project's own files are <c>Project/*</c>.</summary>
    public IEnumerable<string> Rooms => _arrows.Keys;

    /// <summary>Reads the block; every line of it that begins with a name is a project or a room.</summary>
    public static House Read(string readme)
    {
        var house = new House();
        var path = new List<(int Indent, string Room)>();
        foreach (string line in readme.Split('\n').SkipWhile(l => l != "## The house"))
        {
            if (Line().Match(line) is not { Success: true } match) continue;
            int indent = match.Groups["indent"].Length;
            string name = match.Groups["name"].Value;
            foreach (Capture sibling in match.Groups["more"].Captures) house._arrows.Add($"{path.Last(r => r.Indent < indent).Room}/{sibling.Value.TrimEnd('/')}", []);
            while (path.Count > 0 && path[^1].Indent >= indent) path.RemoveAt(path.Count - 1);
            if (name.StartsWith("src/", StringComparison.Ordinal)) path.Clear();
            else if (path.Count == 0) continue;
            string room = name.StartsWith("src/", StringComparison.Ordinal) ? name[4..] : $"{path[^1].Room}/{(name.EndsWith(".cs", StringComparison.Ordinal) ? "*" : name.TrimEnd('/'))}";
            path.Add((indent, room));
            house._arrows.Add(room, match.Groups["to"].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries));
        }
        return house;
    }

    /// <summary>The room that a file below <c>src</c> belongs to: the deepest that is drawn. Null where not even its project is.</summary>
    public string? RoomOf(string file)
    {
        string[] parts = file.Split('/');
        for (int length = parts.Length - 1; length >= 1; length--)
        {
            string folder = string.Join('/', parts[..length]);
            if (length == 1 && _arrows.ContainsKey(folder + "/*")) return folder + "/*";
            if (_arrows.ContainsKey(folder)) return folder;
        }
        return null;
    }

    /// <summary>What is wrong with uses of one room by another, a line each; empty where the house is drawn as it stands.</summary>
    /// <param name="uses">Rooms that use rooms, with an example of each.</param>
    public IReadOnlyList<string> Violations(IReadOnlyDictionary<(string From, string To), string> uses) =>
    [
        .. uses.Where(u => !Allows(u.Key.From, u.Key.To)).Select(u => $"{u.Key.From} uses {u.Key.To}, which the README does not draw: {u.Value}").Order(StringComparer.Ordinal),
        .. Circles(uses.Keys),
    ];

    private bool Allows(string from, string to)
    {
        string own = from.Split('/')[0], other = to.Split('/')[0];
        if (own != other) return _arrows[own].Contains(other);
        // A room below another may use what that one may, and who may use a room may use those below it.
        for (string room = from; room.Contains('/', StringComparison.Ordinal); room = room[..room.LastIndexOf('/')])
            if (_arrows.TryGetValue(room, out string[]? drawn) && to.Split('/').Skip(1).Any(drawn.Contains)) return true;
        return false;
    }

    private static IEnumerable<string> Circles(IEnumerable<(string From, string To)> uses)
    {
        ILookup<string, string> next = uses.ToLookup(u => u.From, u => u.To);
        return next.Select(room => room.Key).Where(room => Reaches(room, room)).Select(room => $"{room} stands in a circle");

        bool Reaches(string from, string goal)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>(next[from]);
            while (open.TryPop(out string? room))
            {
                if (room == goal) return true;
                if (seen.Add(room)) foreach (string further in next[room]) open.Push(further);
            }
            return false;
        }
    }

    [GeneratedRegex(@"^(?<indent> {4,})(?<name>src/[\w.]+|\w+/|\w+\.cs|\*\.cs)(?:\s+(?<more>\w+/)(?=\s|$))*(?:\s+->\s(?<to>[\w. ,*]+?))?(?:\s{2,}.*)?$")]
    private static partial Regex Line();
}
