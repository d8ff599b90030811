using System.Text;

namespace Hicra.Kernel.Session;

/// <summary><see cref="Console"/> for cells: what a cell writes goes to the cell, whichever thread writes it; what others write goes where it went.</summary>
internal static class RoutedConsole
{
    private static readonly Lock Gate = new();
    private static bool _installed;

    /// <summary>Puts the routing streams in place, once a process.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (_installed) return;
            Console.SetOut(new RoutedWriter(Console.Out, toErrors: false));
            Console.SetError(new RoutedWriter(Console.Error, toErrors: true));
            Console.SetIn(new RoutedReader(Console.In));
            _installed = true;
        }
    }

    private sealed class RoutedWriter(TextWriter otherwise, bool toErrors) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

        public override void Write(string? value)
        {
            if (string.IsNullOrEmpty(value)) return;
            if (CellContext.Current is { } cell) cell.Output.Write(value, toErrors);
            else otherwise.Write(value);
        }

        public override void WriteLine(string? value) => Write(value + CoreNewLineText);

        public override void Flush()
        {
            if (CellContext.Current is null) otherwise.Flush();
        }

        private static string CoreNewLineText => "\n";
    }

    private sealed class RoutedReader(TextReader otherwise) : TextReader
    {
        private readonly StringBuilder _rest = new();

        public override string? ReadLine()
        {
            CellContext? cell = CellContext.Current;
            if (cell is null) return otherwise.ReadLine();
            return cell.Output.AskAsync("", password: false, cell.OwnCancellation).GetAwaiter().GetResult();
        }

        public override int Peek()
        {
            if (CellContext.Current is null) return otherwise.Peek();
            Fill();
            return _rest[0];
        }

        public override int Read()
        {
            if (CellContext.Current is null) return otherwise.Read();
            Fill();
            int first = _rest[0];
            _rest.Remove(0, 1);
            return first;
        }

        private void Fill()
        {
            if (_rest.Length == 0) _rest.Append(ReadLine()).Append('\n');
        }
    }
}
