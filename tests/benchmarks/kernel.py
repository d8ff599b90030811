"""Start, first cell, next cells and interrupts of the kernel, beside ipykernel, in one run.

Usage: kernel.py PREFIX [ROUNDS]      PREFIX as given to `hicra kernel install --prefix PREFIX`; needs Debian's
python3-jupyter-client and python3-ipykernel. Times are seconds as a client sees them; each round measures both kernels.
"""
import os
import platform
import statistics
import sys
import time

os.environ["JUPYTER_PATH"] = os.path.join(sys.argv[1], "share", "jupyter")
from jupyter_client.manager import KernelManager  # noqa: E402  (reads JUPYTER_PATH)

ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 7
LIMIT = 120
CELLS = {
    "hicra": {
        "first cell (a sum)": "1 + 1",
        "second cell (a query)": "Enumerable.Range(1, 100).Where(i => i % 3 == 0).Select(i => i * i).Sum()",
        "third cell (a class)": "class Point { public int X; public int Y; } new Point { X = 1 }.X",
        "next cell (a sum)": "2 + 2",
    },
    "python3": {
        "first cell (a sum)": "1 + 1",
        "second cell (a query)": "sum(i * i for i in range(1, 101) if i % 3 == 0)",
        "third cell (a class)": "class Point:\n    def __init__(self, x): self.x = x\nPoint(1).x",
        "next cell (a sum)": "2 + 2",
    },
}
INTERRUPTED = {
    "hicra": {"interrupt of a loop": "while (true) { }", "interrupt of a sleep": "Thread.Sleep(60000);", "interrupt of a flood of output": "while (true) Console.WriteLine(1);"},
    "python3": {"interrupt of a loop": "while True: pass", "interrupt of a sleep": "import time; time.sleep(60)", "interrupt of a flood of output": "while True: print(1)"},
}


def reply(client, msg_id):
    while True:
        message = client.get_shell_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") == msg_id:
            return message["content"]


def until_idle(client, msg_id):
    while True:
        message = client.get_iopub_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") == msg_id and message["content"].get("execution_state") == "idle":
            return


def measure(name):
    times = {}
    manager = KernelManager(kernel_name=name)
    began = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        reply(client, client.kernel_info())
        times["start to ready"] = time.perf_counter() - began
        client.wait_for_ready(timeout=LIMIT)
        for what, code in CELLS[name].items():
            began = time.perf_counter()
            msg_id = client.execute(code)
            assert reply(client, msg_id)["status"] == "ok", code
            times[what] = time.perf_counter() - began
            until_idle(client, msg_id)
        times["start to the first cell's value"] = times["start to ready"] + times["first cell (a sum)"]
        for what, code in INTERRUPTED[name].items():
            time.sleep(0.5)  # ipykernel aborts what comes soon after an error
            msg_id = client.execute(code)
            time.sleep(0.5)
            began = time.perf_counter()
            manager.interrupt_kernel()
            assert reply(client, msg_id)["status"] == "error", code
            times[what] = time.perf_counter() - began
            until_idle(client, msg_id)
        with open(f"/proc/{manager.provisioner.process.pid}/status", encoding="ascii") as status:
            times["memory at most (MB)"] = int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1000
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return times


def main():
    found = {name: [] for name in CELLS}
    for _ in range(ROUNDS):
        for name, rounds in found.items():
            rounds.append(measure(name))
    print(f"{ROUNDS} rounds, medians (smallest to largest); Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| | hicra | ipykernel | ratio |\n|---|---:|---:|---:|")
    for what in found["hicra"][0]:
        ours, theirs = ([r[what] for r in found[name]] for name in ("hicra", "python3"))
        digits = 0 if "MB" in what else 3
        a, b = statistics.median(ours), statistics.median(theirs)
        print(f"| {what} | {a:.{digits}f} ({min(ours):.{digits}f} to {max(ours):.{digits}f}) | {b:.{digits}f} ({min(theirs):.{digits}f} to {max(theirs):.{digits}f}) | {a / b:.2f} |")


main()
