"""Drives the kernel through Jupyter's own client and checks what clients rely on. Usage: jupyter_checks.py PREFIX

Prints one line a check, "ok NAME" or "FAILED NAME: why", and exits with the number of failures.
"""
import os
import queue
import signal
import sys
import time

os.environ["JUPYTER_PATH"] = os.path.join(sys.argv[1], "share", "jupyter")
from jupyter_client.manager import KernelManager  # noqa: E402  (reads JUPYTER_PATH)

LIMIT = 30


class Run:
    def __init__(self):
        self.manager = KernelManager(kernel_name="hicra")
        began = time.time()
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)
        print(f"# ready after {time.time() - began:.2f} s")

    def until_idle(self, msg_id, seconds=LIMIT):
        found = []
        end = time.time() + seconds
        while time.time() < end:
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            found.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
        raise AssertionError(f"no idle within {seconds} s; got {[m['msg_type'] for m in found]}")

    def reply(self, msg_id, channel="shell", seconds=LIMIT):
        get = self.client.get_shell_msg if channel == "shell" else self.client.get_control_msg
        while True:
            message = get(timeout=seconds)
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def execute(self, code, **options):
        msg_id = self.client.execute(code, **options)
        return self.reply(msg_id), self.until_idle(msg_id)


def of(messages, kind):
    return [m["content"] for m in messages if m["msg_type"] == kind]


def text(messages, name="stdout"):
    return "".join(c["text"] for c in of(messages, "stream") if c["name"] == name)


def check_kernel_info(run):
    info = run.reply(run.client.kernel_info())
    assert info["protocol_version"] == "5.4", info
    assert info["language_info"]["name"] == "C#" and info["language_info"]["file_extension"] == ".cs", info


def check_first_cell(run):
    began = time.time()
    reply, out = run.execute("1 + 1")
    print(f"# first cell after {time.time() - began:.2f} s")
    assert reply["status"] == "ok" and reply["execution_count"] == 1, reply
    assert of(out, "execute_result")[0]["data"]["text/plain"] == "2"
    assert of(out, "execute_input")[0]["execution_count"] == 1
    kinds = [m["msg_type"] for m in out]
    assert kinds == ["status", "execute_input", "execute_result", "status"], kinds


def check_stream(run):
    _, out = run.execute("for (int i = 0; i < 1000; i++) Console.WriteLine(i); Console.Error.Write(\"e\");")
    assert text(out) == "".join(f"{i}\n" for i in range(1000))
    assert text(out, "stderr") == "e"
    assert len(of(out, "stream")) < 50, "streams are batched"


def check_display_and_update(run):
    _, out = run.execute('var d = display(HTML("<b>1</b>")); d.Update("two");')
    shown, updated = of(out, "display_data")[0], of(out, "update_display_data")[0]
    assert shown["data"]["text/html"] == "<b>1</b>" and updated["data"]["text/plain"] == "two"
    assert shown["transient"]["display_id"] == updated["transient"]["display_id"]


def check_json_mime_is_an_object(run):
    _, out = run.execute('display(MimeBundle.Of("f").With("application/vnd.plotly.v1+json", System.Text.Json.Nodes.JsonNode.Parse("{\\"data\\":[]}")));')
    assert of(out, "display_data")[0]["data"]["application/vnd.plotly.v1+json"] == {"data": []}


def check_update_after_the_cell_ended(run):
    msg_id = run.client.execute('var later = display("before"); Task.Run(async () => { await Task.Delay(300); later.Update("after"); Console.Write("late"); });')
    run.reply(msg_id)
    run.until_idle(msg_id)
    late, end = [], time.time() + 5
    while time.time() < end and len(late) < 2:
        try:
            late.append(run.client.get_iopub_msg(timeout=0.5))
        except queue.Empty:
            pass
    assert {m["msg_type"] for m in late} == {"update_display_data", "stream"}, late
    assert all(m["parent_header"]["msg_id"] == msg_id for m in late)


def check_error_once(run):
    reply, out = run.execute('throw new InvalidOperationException("boom");')
    errors = of(out, "error")
    assert len(errors) == 1 and errors[0]["ename"] == "InvalidOperationException" and errors[0]["evalue"] == "boom", errors
    assert reply["status"] == "error" and reply["traceback"] == errors[0]["traceback"]
    assert not any("Hicra.Notebook" in line or "Submission" in line for line in errors[0]["traceback"]), errors


def check_compiler_error_has_a_caret(run):
    reply, _ = run.execute("int ok = 1;\nint y = nothingHere;")
    assert reply["ename"] == "CompilerError" and reply["traceback"][2].strip() == "^" * len("nothingHere"), reply


def check_silent_and_store_history(run):
    before = run.execute("0")[0]["execution_count"]
    reply, out = run.execute("Console.Write(1); 5", silent=True)
    assert [m["msg_type"] for m in out] == ["status", "status"], out
    reply, out = run.execute("6", store_history=False)
    assert reply["execution_count"] == before and of(out, "execute_result")
    assert run.execute("7")[0]["execution_count"] == before + 1


def check_user_expressions(run):
    reply, _ = run.execute("var u = 20;", user_expressions={"a": "u + 1", "b": "nope"})
    assert reply["user_expressions"]["a"]["data"]["text/plain"] == "21", reply
    assert reply["user_expressions"]["b"]["status"] == "error"


def check_showing_is_part_of_the_cell(run):
    run.execute("int shows = 0; IEnumerable<int> Counted() { shows++; yield return 1; }")
    reply, out = run.execute("Counted()", user_expressions={"again": "Counted()"})
    assert of(out, "execute_result")[0]["data"]["text/plain"] == "IEnumerable<int> [ 1 ]"
    assert reply["user_expressions"]["again"]["data"]["text/plain"] == "IEnumerable<int> [ 1 ]", reply
    reply, out = run.execute("shows")
    assert of(out, "execute_result")[0]["data"]["text/plain"] == "2", out
    reply, out = run.execute("new[] { 1, 0 }.Select(x => 1 / x)")
    assert reply["status"] == "error" and reply["ename"] == "DivideByZeroException", reply
    assert of(out, "error")[0]["ename"] == "DivideByZeroException"
    reply, out = run.execute("new Dictionary<string, int> { [\"a\"] = 1 }")
    assert "<table" in of(out, "execute_result")[0]["data"]["text/html"], out


def check_stop_on_error(run):
    first = run.client.execute('System.Threading.Thread.Sleep(300); throw new Exception("x");')
    second = run.client.execute("1")
    assert run.reply(first)["status"] == "error"
    assert run.reply(second)["status"] == "aborted"
    run.until_idle(second)
    first = run.client.execute('System.Threading.Thread.Sleep(300); throw new Exception("x");', stop_on_error=False)
    second = run.client.execute("1")
    assert run.reply(first)["status"] == "error"
    assert run.reply(second)["status"] == "ok"
    run.until_idle(second)


def check_stdin(run):
    msg_id = run.client.execute("var line = Console.ReadLine(); line", allow_stdin=True)
    request = run.client.get_stdin_msg(timeout=LIMIT)
    assert request["msg_type"] == "input_request" and request["content"]["password"] is False
    run.client.input("typed")
    assert run.reply(msg_id)["status"] == "ok"
    assert of(run.until_idle(msg_id), "execute_result")[0]["data"]["text/plain"] == "typed"
    reply, _ = run.execute("Console.ReadLine()", allow_stdin=False)
    assert reply["status"] == "error" and "allow_stdin" in reply["evalue"], reply


def check_complete(run):
    code = "Console.WriteL"
    for prefix in ("", "#!time\n", 'var s = "\U0001F600";\n'):
        content = run.reply(run.client.complete(prefix + code, len(prefix + code)))
        assert content["matches"] == ["WriteLine"], content
        assert (content["cursor_start"], content["cursor_end"]) == (len(prefix) + 8, len(prefix) + 14), content


def check_complete_magic(run):
    content = run.reply(run.client.complete("#!hicra-trai", 12))
    assert content["matches"] == ["#!hicra-train"] and content["cursor_start"] == 0, content
    content = run.reply(run.client.complete("#!hicra-train --see", 19))
    assert "--seed" in content["matches"] and content["cursor_start"] == 14, content


def check_inspect(run):
    content = run.reply(run.client.inspect("#!time\nConsole.WriteLine", 20))
    assert content["found"] and "Console.WriteLine(" in content["data"]["text/plain"], content
    assert not run.reply(run.client.inspect("   ", 1))["found"]


def check_is_complete(run):
    for code, status in (("var x = 1;", "complete"), ("if (true) {", "incomplete"), ("var = = 1;", "invalid")):
        content = run.reply(run.client.is_complete(code))
        assert content["status"] == status, (code, content)


def check_history(run):
    content = run.reply(run.client.history(hist_access_type="tail", n=1, raw=True, output=False))
    assert len(content["history"]) == 1 and len(content["history"][0]) == 3, content


def check_comm(run):
    reply, _ = run.execute('Hicra.Kernel.Jupyter.Comms.Register("echo", (comm, data) => { comm.Received = comm.Send; });')
    assert reply["status"] == "ok", reply

    def send(kind, content):
        message = run.client.session.msg(kind, content)
        run.client.shell_channel.send(message)
        return run.until_idle(message["header"]["msg_id"])

    assert not of(send("comm_open", {"comm_id": "c1", "target_name": "echo", "data": {}}), "comm_close")
    assert of(send("comm_msg", {"comm_id": "c1", "data": {"x": 1}}), "comm_msg") == [{"comm_id": "c1", "data": {"x": 1}}]
    assert run.reply(run.client.comm_info())["comms"] == {"c1": {"target_name": "echo"}}
    send("comm_close", {"comm_id": "c1", "data": {}})
    assert run.reply(run.client.comm_info())["comms"] == {}
    assert of(send("comm_open", {"comm_id": "c2", "target_name": "nobody", "data": {}}), "comm_close")


def check_a_comm_s_handler_that_fails_or_hangs(run):
    run.execute('Hicra.Kernel.Jupyter.Comms.Register("bad", (comm, data) => { comm.Received = d => { if (d.Count > 0) throw new InvalidOperationException("lost"); while (true) { } }; });')

    def send(kind, content):
        message = run.client.session.msg(kind, content)
        run.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    run.until_idle(send("comm_open", {"comm_id": "b1", "target_name": "bad", "data": {}}))
    assert "InvalidOperationException: lost" in text(run.until_idle(send("comm_msg", {"comm_id": "b1", "data": {"x": 1}})), "stderr")
    msg_id = send("comm_msg", {"comm_id": "b1", "data": {}})
    time.sleep(0.5)
    run.manager.interrupt_kernel()
    run.until_idle(msg_id)
    assert run.execute("5")[0]["status"] == "ok"


def interrupted(run, code, how):
    run.execute("var kept = 1;")
    msg_id = run.client.execute(code)
    time.sleep(0.6)
    began = time.time()
    how()
    reply = run.reply(msg_id, seconds=10)
    replied = time.time() - began
    assert reply["status"] == "error", reply
    run.until_idle(msg_id)
    print(f"# interrupted after {replied:.2f} s, idle after {time.time() - began:.2f} s: {code}")
    assert of(run.execute("kept")[1], "execute_result")[0]["data"]["text/plain"] == "1"


def check_interrupt_message(run):
    def control():
        message = run.client.session.msg("interrupt_request", {})
        run.client.control_channel.send(message)
        assert run.reply(message["header"]["msg_id"], "control")["status"] == "ok"
    interrupted(run, "while (true) { }", control)
    interrupted(run, "await System.Threading.Tasks.Task.Delay(100000);", control)


def check_interrupt_of_every_kind(run):
    run.execute("int count = 0; void Forever() { while (true) count++; }")
    for code in ("await Task.Delay(1); while (true) { }", "while (true) try { count++; } catch { }", "Thread.Sleep(60000);", "await Task.Delay(-1);",
                 "Task.Run(() => { while (true); }).Wait();", "Forever();", "IEnumerable<int> All() { while (true) yield return 1; }\nAll().Where(i => i < 0)", "Parallel.For(0, long.MaxValue, i => { });", "while (true) Console.ReadLine();"):
        interrupted(run, code, run.manager.interrupt_kernel)


def check_interrupt_of_a_flood(run):
    def memory():
        with open(f"/proc/{run.manager.provisioner.process.pid}/status", encoding="ascii") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1]) // 1024
    for code in ("while (true) Console.WriteLine(1);", "while (true) display(1);", "while (true) Console.Write(new string('x', 100000));", "Parallel.For(0, 8, _ => { while (true) Console.WriteLine(1); });"):
        before = memory()
        interrupted(run, code, run.manager.interrupt_kernel)
        assert memory() - before < 300, f"{code}: {before} -> {memory()} MB"


def check_endless_recursion_is_an_error(run):
    run.execute("var kept = 1;")
    reply, _ = run.execute("int Down(int x) => Down(x + 1) + 1; Down(0)")
    assert reply["ename"] == "InsufficientExecutionStackException", reply
    assert of(run.execute("kept")[1], "execute_result")[0]["data"]["text/plain"] == "1"


def check_interrupt_of_a_training(run):
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        interrupted(run, f"#!hicra-train --method hicra --steps 5000 --out {folder}/run --name trained", run.manager.interrupt_kernel)
        reply, out = run.execute("trained.Folder.Path")
        assert reply["status"] == "ok", reply
        assert os.path.exists(f"{folder}/run/metrics.jsonl")


def check_interrupt_by_signal(run):
    interrupted(run, "int n = 0; while (true) n++;", lambda: os.kill(run.manager.provisioner.process.pid, signal.SIGINT))
    os.kill(run.manager.provisioner.process.pid, signal.SIGINT)
    time.sleep(0.3)  # a signal comes when it comes: the next cell must not be the one it hits
    assert run.execute("3")[0]["status"] == "ok"


def check_manager_interrupts_by_message(run):
    assert run.manager.kernel_spec.interrupt_mode == "message"
    interrupted(run, "while (true) { }", run.manager.interrupt_kernel)


def check_variables_and_magics(run):
    run.execute("var named = 5;")
    _, out = run.execute("#!whos")
    assert "named" in of(out, "display_data")[0]["data"]["text/plain"]
    _, out = run.execute("#!lsmagic")
    assert "#!hicra-train" in of(out, "display_data")[0]["data"]["text/plain"]
    reply, _ = run.execute("#!hicra-trian")
    assert "did you mean" in reply["evalue"] and len(reply["traceback"]) == 1, reply


def check_heartbeat(run):
    assert run.client.hb_channel.is_beating()


def check_unsigned_is_refused(run):
    key, run.client.session.key = run.client.session.key, b"wrong"
    try:
        msg_id = run.client.kernel_info()
        try:
            message = run.client.get_shell_msg(timeout=0.7)
            raise AssertionError(f"answered {message['msg_type']}")
        except queue.Empty:
            pass
    finally:
        run.client.session.key = key
    assert run.execute("4")[0]["status"] == "ok"


def check_restart_counts_from_one(run):
    run.manager.restart_kernel(now=False)
    run.client.wait_for_ready(timeout=LIMIT)
    reply, _ = run.execute("8")
    assert reply["execution_count"] == 1, reply
    assert run.execute("kept")[0]["status"] == "error"


def check_shutdown(run):
    process = run.manager.provisioner.process
    run.client.shutdown()
    process.wait(10)
    assert process.returncode == 0, process.returncode


def main():
    run = Run()
    failures = 0
    try:
        for name, check in [(n, f) for n, f in globals().items() if n.startswith("check_")]:
            try:
                check(run)
                print(f"ok {name[6:]}", flush=True)
            except Exception as error:  # every check is reported
                failures += 1
                print(f"FAILED {name[6:]}: {type(error).__name__}: {str(error)[:400]}", flush=True)
    finally:
        run.client.stop_channels()
        if run.manager.has_kernel:
            run.manager.shutdown_kernel(now=True)
    sys.exit(failures)


main()
