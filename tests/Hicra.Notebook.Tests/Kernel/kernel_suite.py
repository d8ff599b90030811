"""Jupyter's own test suite for kernels (Debian: python3-jupyter-kernel-test) on ours. Usage: kernel_suite.py PREFIX

Prints one line a test: "ok NAME", "skipped NAME" or "FAILED NAME: why".
"""
import os
import sys
import unittest

os.environ["JUPYTER_PATH"] = os.path.join(sys.argv[1], "share", "jupyter")
import jupyter_kernel_test  # noqa: E402  (reads JUPYTER_PATH)


class HicraKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "hicra"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oh no");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "#!time\nMath.Tru", "matches": {"Truncate"}},
        {"text": "#!hicra-tr", "matches": {"#!hicra-train", "#!hicra-trace"}},
        {"text": '"text".Substr', "matches": {"Substring"}},
    ]
    complete_code_samples = ["1", "int x = 1;", "int Twice(int i) => 2 * i;", "#!whos", "for (int i = 0; i < 3; i++) { }", "await Task.Delay(1);"]
    incomplete_code_samples = ["if (true) {", "int Twice(int i) {", "Console.WriteLine(", "class Point {\n  int X;", 'var s = @"open']
    invalid_code_samples = ["var = = 1;", "1 +* ;", "int 5x = 3;"]
    # No code_page_something: pagers are payloads, which the protocol has deprecated; documentation comes by inspection.
    code_generate_error = 'throw new InvalidOperationException("boom");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "new[] { 1, 2 }", "result": "int[2] [ 1, 2 ]"},
        {"code": '"text"', "result": "text"},
        {"code": "await Task.FromResult(3)", "result": "3"},
        {"code": 'HTML("<b>1</b>")', "mime": "text/html", "result": "<b>1</b>"},
    ]
    code_display_data = [
        {"code": "display(1);", "mime": "text/plain"},
        {"code": 'display(HTML("<b>1</b>"));', "mime": "text/html"},
        {"code": 'display(Markdown("**1**"));', "mime": "text/markdown"},
        {"code": "#!html\n<b>1</b>", "mime": "text/html"},
        {"code": "#!lsmagic", "mime": "text/plain"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "ClearOutput();"


class Lines(unittest.TextTestResult):
    def addSuccess(self, test):
        print(f"ok {test._testMethodName}", flush=True)

    def addSkip(self, test, reason):
        print(f"skipped {test._testMethodName}", flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        print(f"FAILED {test._testMethodName}: {error[0].__name__}: {error[1]}", flush=True)

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            print(f"FAILED {test._testMethodName} {subtest}: {error[0].__name__}: {error[1]}", flush=True)


tests = unittest.defaultTestLoader.loadTestsFromTestCase(HicraKernelTests)
result = unittest.TextTestRunner(stream=sys.stderr, resultclass=Lines).run(tests)
sys.exit(0 if result.wasSuccessful() else 1)
