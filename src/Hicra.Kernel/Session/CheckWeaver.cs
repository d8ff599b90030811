using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Hicra.Kernel.Session;

/// <summary>Puts a <see cref="CellCheck"/> into every loop and function of a compiled cell.</summary>
/// <remarks>
/// On the compiled code, not on the text: so lambdas, queries, iterators and <c>goto</c> are covered as they are, and lines and
/// columns stay those of the reader. A check stands before each jump backwards, outside of a <c>try</c> that the loop's body may
/// hold, so a loop that catches everything stops too. Cleaning up must be able to end: <c>finally</c> blocks, <c>Dispose</c> and
/// static constructors (whose failure would spoil the type for good) have none. A loop is as fast with its check as without; a
/// function that does next to nothing and calls others takes up to three times as long, for the look at the stack.
/// </remarks>
internal static class CheckWeaver
{
    /// <summary>The image and its portable symbols with the checks in.</summary>
    public static (MemoryStream Image, MemoryStream Symbols) Weave(Stream image, Stream symbols)
    {
        var reading = new ReaderParameters(ReadingMode.Deferred) { ReadSymbols = true, SymbolReaderProvider = new PortablePdbReaderProvider(), SymbolStream = symbols, AssemblyResolver = new NoResolver() };
        using ModuleDefinition module = ModuleDefinition.ReadModule(image, reading);
        MethodReference enter = module.ImportReference(typeof(CellCheck).GetMethod(nameof(CellCheck.Enter)));
        MethodReference round = module.ImportReference(typeof(CellCheck).GetMethod(nameof(CellCheck.Round)));
        foreach (MethodDefinition method in module.GetTypes().SelectMany(t => t.Methods))
        {
            if (!method.HasBody) continue;
            CellCulture.Weave(method);
            CellExit.Weave(method);
            if (!IsExempt(method)) Weave(method, enter, round);
        }

        MemoryStream woven = new(), wovenSymbols = new();
        module.Write(woven, new WriterParameters { WriteSymbols = true, SymbolWriterProvider = new PortablePdbWriterProvider(), SymbolStream = wovenSymbols });
        // The writer closes its streams; what they held is still there.
        return (new(woven.ToArray()), new(wovenSymbols.ToArray()));
    }

    private static bool IsExempt(MethodDefinition method) =>
        method.Name is ".cctor" or "Finalize" or "SetStateMachine" or "Dispose" or "DisposeAsync" || method.Name.StartsWith("<>m__Finally", StringComparison.Ordinal)
        || method.Name.EndsWith(".Dispose", StringComparison.Ordinal) || method.Name.EndsWith(".DisposeAsync", StringComparison.Ordinal) || method.Name.EndsWith(".SetStateMachine", StringComparison.Ordinal);

    private static void Weave(MethodDefinition method, MethodReference enter, MethodReference round)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        Instruction[] before = [.. body.Instructions];
        var place = before.Select((instruction, i) => (instruction, i)).ToDictionary(p => p.instruction, p => p.i);
        Instruction[] jumps = [.. before.Where(i => IsBackwards(i, place) && !IsCleaningUp(body, place, i))];
        foreach (Instruction jump in jumps) InsertBefore(body, il, jump, round);

        // What calls nothing cannot recurse.
        MethodReference check = before.Any(i => i.OpCode.FlowControl == FlowControl.Call) ? enter : round;
        bool isAsync = method.Name == "MoveNext" && method.DeclaringType.Interfaces.Any(i => i.InterfaceType.Name == "IAsyncStateMachine");
        if (isAsync && body.ExceptionHandlers.Count > 0) WeaveAsync(body, il, before, place, check, round);
        else
        {
            Instruction first = body.Instructions[0], call = il.Create(OpCodes.Call, check);
            il.InsertBefore(first, call);
            MoveLine(method.DebugInformation, first, call);
        }
        body.OptimizeMacros();
    }

    // The state machine of an async function hands exceptions to its task from within its try: the check of its beginning stands in
    // there, and is passed once. Where it goes on after an await, the check stands where the result is taken, which is within the
    // reader's own try: what the reader cleans up in a finally block is cleaned up.
    private static void WeaveAsync(MethodBody body, ILProcessor il, Instruction[] before, Dictionary<Instruction, int> place, MethodReference check, MethodReference round)
    {
        foreach (Instruction taken in before.Where(i => i.Operand is MethodReference { Name: "GetResult" } m && m.DeclaringType.Name.Contains("Awaiter", StringComparison.Ordinal))) InsertBefore(body, il, taken, round);
        Instruction first = body.ExceptionHandlers.MaxBy(h => place.GetValueOrDefault(h.TryEnd, int.MaxValue) - place.GetValueOrDefault(h.TryStart))!.TryStart;
        object? state = before.FirstOrDefault(i => i.OpCode == OpCodes.Ldfld && i.Operand is FieldReference { Name: "<>1__state" })?.Operand;
        Instruction[] inserted = state is not FieldReference field ? [il.Create(OpCodes.Call, check)]
            : [il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldfld, field), il.Create(OpCodes.Ldc_I4_M1), il.Create(OpCodes.Bne_Un, first), il.Create(OpCodes.Call, check)];
        foreach (Instruction instruction in inserted) il.InsertBefore(first, instruction);
        foreach (ExceptionHandler handler in body.ExceptionHandlers) if (handler.TryStart == first) handler.TryStart = inserted[0];
    }

    private static bool IsBackwards(Instruction jump, Dictionary<Instruction, int> place) => jump.Operand switch
    {
        Instruction target => place[target] <= place[jump],
        Instruction[] targets => targets.Any(t => place[t] <= place[jump]),
        _ => false,
    };

    private static bool IsCleaningUp(MethodBody body, Dictionary<Instruction, int> place, Instruction at) => body.ExceptionHandlers.Any(h =>
        h.HandlerType is ExceptionHandlerType.Finally or ExceptionHandlerType.Fault && place[at] >= place[h.HandlerStart] && (h.HandlerEnd is null || place[at] < place[h.HandlerEnd]));

    // Jumps to the jump itself must pass the check too.
    private static void InsertBefore(MethodBody body, ILProcessor il, Instruction jump, MethodReference check)
    {
        Instruction call = il.Create(OpCodes.Call, check);
        il.InsertBefore(jump, call);
        foreach (Instruction other in body.Instructions)
        {
            if (other.Operand == jump) other.Operand = call;
            if (other.Operand is Instruction[] targets)
                for (int i = 0; i < targets.Length; i++) if (targets[i] == jump) targets[i] = call;
        }
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            if (handler.TryStart == jump) handler.TryStart = call;
            if (handler.TryEnd == jump) handler.TryEnd = call;
            if (handler.HandlerStart == jump) handler.HandlerStart = call;
            if (handler.HandlerEnd == jump) handler.HandlerEnd = call;
            if (handler.FilterStart == jump) handler.FilterStart = call;
        }
    }

    // A check that throws is on the line of what it stands before.
    private static void MoveLine(MethodDebugInformation lines, Instruction from, Instruction to)
    {
        if (lines.GetSequencePoint(from) is not { } at) return;
        lines.SequencePoints[lines.SequencePoints.IndexOf(at)] = new(to, at.Document) { StartLine = at.StartLine, StartColumn = at.StartColumn, EndLine = at.EndLine, EndColumn = at.EndColumn };
    }

    // Nothing outside the module is looked at.
    private sealed class NoResolver : IAssemblyResolver
    {
        public AssemblyDefinition Resolve(AssemblyNameReference name) => throw new AssemblyResolutionException(name);

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => throw new AssemblyResolutionException(name);

        public void Dispose()
        {
        }
    }
}
