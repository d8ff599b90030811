"""Drives the tool of .NET Interactive as a Jupyter kernel, with the packed bundle. Usage: tool_checks.py PROGRAM LOAD NOTEBOOK

LOAD is the cell that loads the bundle. Prints one line a check, "ok NAME" or "FAILED NAME: why".
"""
import json
import os
import queue
import sys
import time

program, load, notebook = sys.argv[1:4]
spec = os.path.join(os.getcwd(), "share", "jupyter", "kernels", ".net-csharp")
os.makedirs(spec, exist_ok=True)
with open(os.path.join(spec, "kernel.json"), "w") as file:
    json.dump({"argv": ["dotnet", program, "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-port-range", "1000-3000"],
               "display_name": ".NET (C#)", "language": "C#"}, file)
os.environ["JUPYTER_PATH"] = os.path.join(os.getcwd(), "share", "jupyter")
from jupyter_client.manager import KernelManager  # noqa: E402  (reads JUPYTER_PATH)

LIMIT = 240


class Run:
    def __init__(self):
        self.manager = KernelManager(kernel_name=".net-csharp")
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=LIMIT)
        except BaseException:
            self.end()
            raise

    def cell(self, code):
        """The messages of a cell, without those about its state."""
        sent = self.client.execute(code)
        found, end = [], time.time() + LIMIT
        while time.time() < end:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != sent:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            if message["msg_type"] not in ("status", "execute_input"):
                found.append((message["msg_type"], message["content"]))
        raise TimeoutError(code)

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def check(name, holds):
    try:
        said = holds()
        print(f"ok {name}" if said is True else f"FAILED {name}: {said!r:.800}")
    except Exception as error:
        print(f"FAILED {name}: {type(error).__name__} {error}"[:800])


def bundles(messages):
    for kind, content in messages:
        if kind in ("display_data", "update_display_data", "execute_result"):
            print(f"#   {kind} {content.get('transient', {}).get('display_id')}: {', '.join(content['data'])}")
        else:
            print(f"#   {kind}")


run = Run()


def of(code, *kinds):
    messages = run.cell(code)
    print(f"# {code.splitlines()[0][:100]}")
    bundles(messages[-6:])
    return [content for kind, content in messages if kind in kinds] if kinds else messages


def loads():
    shown = of(load, "display_data", "update_display_data", "error")
    return any("Hicra.Interactive 0." in str(content.get("data")) for content in shown) or shown


def updates():
    messages = of("#!hicra-train --steps 3 --prompts 4 --group 4 --val-problems 0 --name run")
    ids = {content["transient"]["display_id"] for kind, content in messages if kind in ("display_data", "update_display_data")}
    return (len(ids) == 1 and sum(kind == "update_display_data" for kind, _ in messages) > 0) or messages


def value():
    (shown,) = of("run", "execute_result")
    return ("text/html" in shown["data"] and "finished, 3 of 3 steps" in shown["data"]["text/plain"]) or list(shown["data"])


def shows():
    return len(of("#!hicra-show @run", "display_data")) == 1 or "not one display"


def says_in_one_line():
    (error,) = of("#!hicra-show nowhere", "error")
    return error["evalue"].strip() == "nowhere: no such run; give the folder of a run, a log, or demo" or error


def helps():
    return "--alpha" in "".join(content["text"] for content in of("#!what-if --help", "stream")) or "no help"


try:
    for checked in (loads, updates, value, shows, says_in_one_line, helps):
        check(checked.__name__, checked)
finally:
    run.end()


def executes_the_start_notebook():
    import nbformat
    from nbconvert.preprocessors import ExecutePreprocessor
    document = nbformat.read(notebook, as_version=4)
    for cell in document.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "var steps = 20;"
    document.cells.insert(0, nbformat.v4.new_code_cell(load))
    ExecutePreprocessor(timeout=LIMIT, kernel_name=".net-csharp").preprocess(document, {"metadata": {"path": os.getcwd()}})
    outputs = [len(cell.outputs) for cell in document.cells if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", [])]
    return all(outputs) or outputs


check(executes_the_start_notebook.__name__, executes_the_start_notebook)
