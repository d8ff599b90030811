using System.Diagnostics;
using System.Globalization;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Tests.Session;

/// <summary>An interrupt ends whatever a cell does, and only that. HICRA_REPEAT repeats each, HICRA_LOAD burns that many threads beside it.</summary>
public sealed class InterruptTests(ITestOutputHelper log) : IDisposable
{
    // A hang must fail the test, and a busy machine must not.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly CSharpSession _session = NoFormatter.Session();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string, string> Cells => new()
    {
        { "a loop", "while (true) { }" },
        { "a loop after an await", "await Task.Delay(1); while (true) { }" },
        { "a counting loop", "for (;;) n++;" },
        { "a loop by goto", "again: n++; goto again;" },
        { "a do loop", "do n++; while (n != -1);" },
        { "an endless foreach", "IEnumerable<int> All() { while (true) yield return 1; } foreach (int i in All()) n += i;" },
        { "an endless query", "(from i in Enumerable.Range(0, int.MaxValue) from j in Enumerable.Range(0, int.MaxValue) select i ^ j).Last()" },
        { "a loop that writes", "while (true) Console.WriteLine(1);" },
        { "a loop that displays", "while (true) display(1);" },
        { "a loop that catches everything", "while (true) try { n++; throw new Exception(); } catch { }" },
        { "nested loops that catch everything", "while (true) try { while (true) n++; } catch { }" },
        { "a sleep", "Thread.Sleep(60000);" },
        { "sleeps that catch everything", "while (true) try { Thread.Sleep(60000); } catch { }" },
        { "a sleep after an await", "await Task.Delay(1); Thread.Sleep(60000);" },
        { "a wait for a lock", "var held = new object(); var taken = new ManualResetEventSlim(); new Thread(() => { lock (held) { taken.Set(); Thread.Sleep(60000); } }) { IsBackground = true }.Start(); taken.Wait(); lock (held) { }" },
        { "an await without end", "await Task.Delay(-1);" },
        { "a loop of awaits", "while (true) await Task.Delay(1);" },
        { "a loop of awaits elsewhere", "while (true) await Task.Delay(1).ConfigureAwait(false);" },
        { "a wait for a loop elsewhere", "Task.Run(() => { while (true) { } }).Wait();" },
        { "an await of a loop elsewhere", "await Task.Run(() => { while (true) { } });" },
        { "a wait for a sleep elsewhere", "Task.Run(() => Thread.Sleep(60000)).Wait();" },
        { "a thread of its own", "var t = new Thread(() => { while (true) n++; }); t.Start(); t.Join();" },
        { "a loop in a function of an earlier cell", "Forever();" },
        { "a parallel loop", "Parallel.For(0, long.MaxValue, i => { });" },
        { "a parallel loop over an expression", "Parallel.For(0, long.MaxValue, i => Interlocked.Increment(ref n));" },
        { "recursion without a loop", "long Fibonacci(int i) => i < 2 ? i : Fibonacci(i - 1) + Fibonacci(i - 2); Fibonacci(90)" },
        { "mutual recursion of lambdas", "Func<int, int> g = null; Func<int, int> f = i => g(i) + g(i); g = i => i == 0 ? 1 : f(i - 1) + f(i - 1); f(1000)" },
        { "a sort by a comparison without end", "new List<int> { 1, 2 }.Sort((a, b) => { while (true) { } });" },
        { "the value of a query without end", "IEnumerable<int> All() { while (true) yield return 1; } All().Where(i => i < 0)" },
        { "a query without end on display", "IEnumerable<int> All() { while (true) yield return 1; } display(All().Where(i => i < 0));" },
        { "a value whose text has no end", "class Endless { public override string ToString() { while (true) { } } } new Endless()" },
        { "a value with a member that sleeps", "class Sleeping { public int Value { get { Thread.Sleep(60000); return 1; } } } new Sleeping()" },
        { "a value that comes never", "async IAsyncEnumerable<int> Never() { await Task.Delay(-1); yield return 1; } Never()" },
        { "a value after an await", "await Task.Delay(1); class Looping2 { public int Value { get { while (true) { } } } } new { A = new Looping2() }" },
        { "the members of a class", "class Looping { public int Value { get { while (true) { } } } } new Looping().Value" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_interrupt_ends_it_and_the_variables_stay(string what, string code)
    {
        await Good("int n = 0; int kept = 1; bool begun = false; void Forever() { while (true) { } }");
        using var load = new Load(Setting("HICRA_LOAD", 0));
        var times = new List<double>();
        for (int repeat = 0; repeat < Setting("HICRA_REPEAT", 1); repeat++)
        {
            await Good("begun = false;");
            using var stop = new CancellationTokenSource();
            var output = new RecordedOutput();
            Task<CellResult> running = _session.ExecuteAsync($"kept = {repeat}; var own = {repeat}; begun = true; {code}", output, stop.Token);
            await Until(() => running.IsCompleted || _session.Variables["begun"] is true);
            await Task.Delay(50);
            Assert.False(running.IsCompleted, $"{what}: ended by itself");
            long began = Stopwatch.GetTimestamp();
            await stop.CancelAsync();
            CellResult result = await running.WaitAsync(Limit);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.True(result.Interrupted && !result.Ok, string.Join('\n', result.Traceback));
            Assert.Equal(("OperationCanceledException", ""), (result.ErrorName, output.Errors));
            Assert.Equal((repeat, repeat), ((int)_session.Variables["kept"]!, (int)_session.Variables["own"]!));
            Assert.Equal(repeat + 1, (await Good("kept + 1")).Value);
        }
        log.WriteLine(FormattableString.Invariant($"{what}: {times.Order().ElementAt(times.Count / 2):F0} ms (at most {times.Max():F0})"));
    }

    [Fact]
    public async Task Nothing_of_an_interrupted_cell_goes_on()
    {
        await Good("int[] counts = new int[4];");
        using var stop = new CancellationTokenSource();
        Task<CellResult> running = _session.ExecuteAsync("""
            Task.Run(() => { while (true) Interlocked.Increment(ref counts[0]); });
            Task.Run(async () => { while (true) { await Task.Delay(1); counts[1]++; } });
            new Thread(() => { while (true) { try { Thread.Sleep(1); counts[2]++; } catch { } } }).Start();
            while (true) counts[3]++;
            """, new RecordedOutput(), stop.Token);
        var counts = (int[])_session.Variables["counts"]!;
        // Counts that run over are negative: what matters is that each has begun.
        await Until(() => counts.All(c => c != 0));
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(Limit)).Interrupted);
        // What sleeps ends at its next check.
        int[] before;
        do
        {
            before = [.. counts];
            await Task.Delay(50);
        }
        while (!before.SequenceEqual(counts));
        await Task.Delay(200);
        Assert.Equal(before, counts);
    }

    [Fact]
    public async Task Background_work_of_other_cells_goes_on()
    {
        await Good("int ticks = 0; bool end = false; var ticking = Task.Run(async () => { while (!end) { await Task.Delay(1); ticks++; } });");
        using var stop = new CancellationTokenSource();
        Task<CellResult> running = _session.ExecuteAsync("Task.Run(() => { while (true) { } }).Wait();", new RecordedOutput(), stop.Token);
        await Task.Delay(50);
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(Limit)).Interrupted);
        int before = (int)_session.Variables["ticks"]!;
        await Until(() => (int)_session.Variables["ticks"]! > before + 5);
        await Good("end = true; await ticking;");
    }

    [Fact]
    public async Task What_a_finally_block_and_a_dispose_do_is_done()
    {
        await Good("int[] cleaned = new int[2]; class Cleaner(int[] cleaned) : IDisposable { public void Dispose() { for (int i = 0; i < 3; i++) cleaned[0]++; } }");
        using var stop = new CancellationTokenSource();
        Task<CellResult> running = _session.ExecuteAsync("using (new Cleaner(cleaned)) try { while (true) { } } finally { for (int i = 0; i < 5; i++) cleaned[1]++; }", new RecordedOutput(), stop.Token);
        await Task.Delay(200);
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(Limit)).Interrupted);
        Assert.Equal([3, 5], (int[])_session.Variables["cleaned"]!);
    }

    [Theory]
    [InlineData("int Down(int x) => Down(x + 1) + 1; Down(0)")]
    [InlineData("await Task.Delay(1); int Down(int x) { return Down(x + 1) + 1; } Down(0)")]
    [InlineData("class Node { public Node Next => this; public override int GetHashCode() => Next.GetHashCode() + 1; } new Node().GetHashCode()")]
    [InlineData("Func<int, int> f = null; f = i => f(i + 1) + 1; Task.Run(() => f(0)).GetAwaiter().GetResult()")]
    public async Task Endless_recursion_is_an_error_and_not_the_end_of_the_process(string code)
    {
        await Good("int kept = 4;");
        CellResult result = await _session.ExecuteAsync(code, new RecordedOutput(), default).WaitAsync(Limit);
        Assert.Equal("InsufficientExecutionStackException", result.ErrorName);
        Assert.True(result.Traceback.Count < 60, $"{result.Traceback.Count} lines");
        Assert.Equal(4, (await Good("kept")).Value);
    }

    [Fact]
    public async Task A_cell_that_holds_the_token_may_end_by_itself()
    {
        using var stop = new CancellationTokenSource();
        var output = new RecordedOutput();
        Task<CellResult> running = _session.ExecuteAsync("var token = CellCancellation; while (!token.IsCancellationRequested) { } for (int i = 0; i < 3; i++) Console.Write(i); var ended = true;", output, stop.Token);
        await Task.Delay(200);
        await stop.CancelAsync();
        await running.WaitAsync(Limit);
        Assert.Equal(("012", true), (output.Text, _session.Variables["ended"]));
    }

    [Fact]
    public async Task A_library_that_calls_nothing_of_the_cell_is_left_behind()
    {
        await Good("int kept = 5;");
        using var stop = new CancellationTokenSource();
        var output = new RecordedOutput();
        Task<CellResult> running = _session.ExecuteAsync("Enumerable.Repeat(0, int.MaxValue).Sum()", output, stop.Token);
        await Task.Delay(100);
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(Limit)).Interrupted);
        Assert.Contains("may go on in the background", output.Errors, StringComparison.Ordinal);
        Assert.Equal(5, (await Good("kept")).Value);
    }

    private async Task<CellResult> Good(string code)
    {
        CellResult result = await _session.ExecuteAsync(code, new RecordedOutput(), default).WaitAsync(Limit);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        return result;
    }

    private static async Task Until(Func<bool> holds)
    {
        for (long from = Stopwatch.GetTimestamp(); !holds(); await Task.Delay(5))
            Assert.True(Stopwatch.GetElapsedTime(from) < Limit, "never came");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private sealed class Load : IDisposable
    {
        private volatile bool _ended;

        public Load(int threads)
        {
            for (int i = 0; i < threads; i++) new Thread(() => { while (!_ended) Thread.SpinWait(1000); }) { IsBackground = true }.Start();
        }

        public void Dispose() => _ended = true;
    }
}
