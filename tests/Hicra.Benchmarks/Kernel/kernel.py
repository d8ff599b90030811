"""Start, first cell, next cells and interrupts of the kernel, beside ipykernel, in one run.

Usage: kernel.py ROUNDS LABEL=PREFIX...      PREFIX as given to `hicra kernel install --prefix PREFIX`; needs Debian's
python3-jupyter-client and python3-ipykernel. A prefix may hold another C# kernel under the name `hicra`: that of .NET
Interactive, which knows no interrupts, is measured without them. Times are seconds as a client sees them; each round measures every kernel.
"""
import os
import platform
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

ROUNDS = int(sys.argv[1])
PREFIXES = dict(argument.split("=", 1) for argument in sys.argv[2:])
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


def processor_seconds(manager):
    with open(f"/proc/{manager.provisioner.process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(name, prefix):
    times = {}
    os.environ["JUPYTER_PATH"] = os.path.join(prefix, "share", "jupyter")
    manager = KernelManager(kernel_name=name)
    began = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        kernel = reply(client, client.kernel_info())["implementation"]
        times["start to ready"] = time.perf_counter() - began
        client.wait_for_ready(timeout=LIMIT)
        for what, code in CELLS[name].items():
            began = time.perf_counter()
            msg_id = client.execute(code)
            assert reply(client, msg_id)["status"] == "ok", code
            times[what] = time.perf_counter() - began
            until_idle(client, msg_id)
            times.setdefault("start to the first value", times["start to ready"] + times["first cell (a sum)"])
            times.setdefault("processor time to the first value", processor_seconds(manager))
        for what, code in INTERRUPTED[name].items() if kernel in ("hicra", "ipython") else ():
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


def text(values, digits):
    if not values:
        return "–"
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def main():
    kernels = {**{label: ("hicra", prefix) for label, prefix in PREFIXES.items()}, "ipykernel": ("python3", "")}
    found = {label: [] for label in kernels}
    loads = []
    for _ in range(ROUNDS):
        for label, kernel in kernels.items():
            found[label].append(measure(*kernel))
            loads.append(os.getloadavg()[0])
    print(f"{ROUNDS} rounds, medians (smallest to largest) and ratios of medians to ipykernel; Python {platform.python_version()}, {os.cpu_count()} cores, load {min(loads):.1f} to {max(loads):.1f}\n")
    print("| seconds | " + " | ".join(kernels) + " | " + " | ".join(f"{label} : ipykernel" for label in PREFIXES) + " |")
    print("|---|" + "---:|" * (len(kernels) + len(PREFIXES)))
    for what in found["ipykernel"][0]:
        values = {label: [r[what] for r in rounds if what in r] for label, rounds in found.items()}
        theirs = statistics.median(values["ipykernel"])
        digits = 0 if "MB" in what else 3
        print(f"| {what} | " + " | ".join(text(v, digits) for v in values.values()) + " | " + " | ".join(f"{statistics.median(values[label]) / theirs:.2f}" if values[label] else "–" for label in PREFIXES) + " |")


main()
