"""Bad input in a page that runs: one sentence for each, and the page goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_cell import LIVE, LiveCell, last_line, matches, reader, visit
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(not LIVE, reason="the site was built without live pages")

COLAB = "open the page in Colab: the menu at its top leads there."
SMALL_DEVICE = "Object.defineProperty(navigator, 'deviceMemory', { get: () => 0.5 });"


@pytest.fixture(scope="module")
def running(browser, address) -> Iterator[LiveCell]:
    """A cell of a page on which Python runs."""
    with reader(browser, address) as context:
        cell = visit(context)
        cell.run("1")
        yield cell


@pytest.fixture
def cell(running) -> Iterator[LiveCell]:
    """That cell; whatever a test has done, the next code runs, and no script of the page failed."""
    yield running
    assert running.run("print('the page', 'goes on')").text.endswith("the page goes on\n")
    assert running.page.errors == []


FAULTS = {
    "no Python": ("x = 1\nif x\n    print(x)", r'^.*File "cell_1.py", line 2\n.*expected \':\'$'),
    "an assertion": ("assert 1 == 2, 'why'", r"line 1, in <module>\n.*AssertionError: why$"),
    "an endless recursion": (
        "def f(n):\n    return f(n + 1)\nf(0)",
        r"RecursionError: maximum .*$",
    ),
    "sys.exit": ("import sys\nsys.exit('bye')", r"SystemExit: bye\nA page has no program to leave"),
    "exit": ("exit()", r"SystemExit: None\nA page has no program to leave: .* next one can run\.$"),
    "a magic": ("%matplotlib inline", r"SyntaxError: invalid syntax\nLines that begin with % or !"),
    "a shell": ("files = !ls", r"invalid syntax\nLines that begin with % or !.* " + COLAB),
    "a package": (
        "import pandas as pd",
        r"ModuleNotFoundError: pandas is not to be had in this page; nnlib, numpy, matplotlib,"
        r" scipy, sklearn are\. Open the page in Colab for the rest: the menu .*$",
    ),
    "micropip": ("import micropip", r"micropip is not to be had in this page; .* Colab"),
    "input": ("input('Your name? ')", r"RuntimeError: input\(\) cannot wait .* name = 'Ada'$"),
    "a keyboard": ("import sys\nsys.stdin.readline()", r"input\(\) cannot wait .* name = 'Ada'$"),
    "a thread": (
        "import threading\nthreading.Thread(target=print).start()",
        r"can't start new thread\nPython in this page has one thread and starts no other program",
    ),
    "a pool": (
        "from multiprocessing import Pool\nPool(2)",
        r"Python in this page has one thread and starts no other program\. .* " + COLAB,
    ),
    "a process": (
        "from multiprocessing import Process\nProcess(target=print).start()",
        r"Python in this page has one thread and starts no other program\. .* " + COLAB,
    ),
    "a program": (
        "import subprocess\nsubprocess.run(['ls'])",
        r"does not support processes\.\nPython in this page has one thread",
    ),
    "a file": (
        "open('marks.csv')",
        r"FileNotFoundError: .*'marks\.csv'\nPython in this page has files of its own: those of"
        r" your computer are not among them",
    ),
    "an array": (
        "import numpy as np\nnp.ones((100_000, 100_000))",
        r"array is too big; .*\nThe cell needs more memory than the browser gives to a page\. Take",
    ),
    "a text": (
        "'a' * (3 * 10**9)",
        r"OverflowError: .*\nThe cell needs more memory than the browser gives to a page\. Take",
    ),
}


@pytest.mark.parametrize("code, expected", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_in_one_sentence_from_the_readers_line_on(cell, code, expected):
    text, note = cell.run(code)
    assert matches(expected).search(text), text
    assert "session" not in text and "_pyodide" not in text
    assert "error" in note


def test_the_line_that_is_no_python_is_marked_in_the_editor(cell):
    cell.run("x = 1\ny = = 2\n")
    expect(cell.box.locator(".cm-errorLine")).to_have_text("y = = 2")


def test_an_error_in_nnlib_is_shown_from_the_readers_call_to_where_nnlib_raises(cell):
    text, _ = cell.run(
        "import nnlib as nn\nimport numpy as np\n\ndef train():\n"
        "    nn.fit(nn.Sequential(nn.Dense(3, 2)), np.ones((2, 3)), np.array([0, 5]))\n\ntrain()"
    )
    frames = [line.split(", in ")[1] for line in text.splitlines() if ", line " in line]
    assert frames[:4] == ["<module>", "train", "fit", "checked_data"]
    assert last_line(text).startswith("ValueError: CrossEntropy() expected class indices")
    expect(cell.box.locator(".cm-errorLine")).to_contain_text("nn.fit(")


def test_what_caused_an_error_is_shown_too(cell):
    text, _ = cell.run(
        "def halve(x):\n    try:\n        return x / 0\n"
        "    except ZeroDivisionError as error:\n        raise ValueError(x) from error\nhalve(3)"
    )
    first, second = text.split("The above exception was the direct cause")
    assert "line 3, in halve" in first and "ZeroDivisionError" in first
    assert "line 6, in <module>" in second and last_line(second) == "ValueError: 3"


def test_a_cell_that_interrupts_itself_has_stopped(cell):
    assert "kept" in cell.run("raise KeyboardInterrupt").note


# -- what a cell prints


def test_a_megabyte_is_cut_and_counted(cell):
    text, _ = cell.run("print('a' * 1_000_000)")
    assert text.count("a" * 100_000) == 1
    assert last_line(text) == "… and 900,001 characters more, not shown."


def test_a_value_that_is_long_is_cut(cell):
    text, _ = cell.run("list(range(10**6))")
    assert " 999,\n" in text and " 1000" not in text and text.strip().endswith("...]")


@pytest.mark.parametrize(
    "code, shown",
    {
        "no newline": ("print('a', end='')\n5", ["a", "5"]),
        "in order": (
            "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\n4",
            ["a", "b", "c", "4"],
        ),
        "progress": ("for i in range(100_000): print(f'\\rstep {i}', end='')", ["step 99999"]),
        "progress at the end": (
            "for i in range(5_000): print(f'step {i}', end='\\r')\nprint()\nprint('end')",
            ["step 4999", "end"],
        ),
        "a bar": (
            "import sys\nfor i in range(101):\n"
            "    sys.stderr.write(f'\\r{i:3d}%|{\"█\" * (i // 10):10s}| {i}/100')\n"
            "sys.stderr.write('\\n')\nprint('end')",
            ["100%|██████████| 100/100", "end"],
        ),
        "another stdout": ("import io, sys\nsys.stdout = io.StringIO()\nprint('hidden')", []),
        "a closed stdout": ("import sys\nprint('a')\nsys.stdout.close()\nprint('b')", ["a", "b"]),
        "pieces of letters": ("print('caf\\u00e9 \\U0001F642')", ["café 🙂"]),
    }.values(),
)
def test_what_is_printed_stands_as_in_a_terminal(cell, code, shown):
    text, _ = cell.run(code)
    assert [line for line in text.splitlines() if line and line != "Your run"] == shown


def test_each_run_shows_its_warnings(cell):
    for _ in range(2):
        text, _ = cell.run("import warnings\nwarnings.warn('look here')")
        assert text.count("UserWarning: look here") == 1


def test_a_logger_that_was_set_up_before_goes_on(cell):
    cell.run("import logging\nlogging.basicConfig(force=True)")
    assert "WARNING:root:look" in cell.run("logging.warning('look')").text


def test_a_generator_that_was_left_open_is_closed_in_the_cell_that_drops_it(cell):
    cell.run(
        "def f():\n    try:\n        yield 1\n    finally:\n        print('closed')\n"
        "g = f()\nnext(g)"
    )
    assert "closed" in cell.run("del g").text


def test_a_cell_can_wait(cell):
    assert (
        "[1, 2]"
        in cell.run(
            "import asyncio\n\nasync def late(x):\n    await asyncio.sleep(0.01)\n    return x\n\n"
            "await asyncio.gather(late(1), late(2))"
        ).text
    )
    assert (
        "True"
        in cell.run(
            "from time import perf_counter, sleep\nbegun = perf_counter()\nsleep(0.05)\n"
            "perf_counter() - begun >= 0.05"
        ).text
    )


def test_html_of_a_value_is_shown_and_its_scripts_do_not_run(cell):
    title = cell.page.title()
    cell.run(
        "class Table:\n    def _repr_html_(self):\n        return '''<table><td>7</td></table>\n"
        "            <script>document.title = 'a script'</script>\n"
        "            <p onclick=\"document.title = 'a handler'\">Press</p>'''\nTable()"
    )
    expect(cell.output.locator("td")).to_have_text("7")
    cell.output.get_by_text("Press").click()
    assert cell.page.title() == title


# -- figures


def test_fifty_figures_are_twenty_and_a_sentence(cell):
    text, _ = cell.run(
        "import matplotlib.pyplot as plt\nplt.rcParams['figure.max_open_warning'] = 0\n"
        "for i in range(50): plt.figure(figsize=(1, 1))"
    )
    assert cell.output.locator("img").count() == 20
    assert last_line(text) == "The cell has drawn 50 figures; the first 20 are shown."


def test_a_figure_that_cannot_be_drawn_says_why_and_the_others_are_shown(cell):
    text, _ = cell.run(
        "import matplotlib.pyplot as plt\nplt.figure().text(0, 0, r'$\\bad{$')\nplt.figure();"
    )
    assert "Figure 1 cannot be drawn: ValueError:" in text and r"\bad" in text
    assert cell.output.locator("img").count() == 1
    assert cell.run("plt.get_fignums()").text.count("[]") == 1


def test_show_shows_at_once(cell):
    cell.run(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('between')\n"
        "figure = plt.figure()\nfigure.show()\nprint('end')"
    )
    kinds = cell.output.evaluate(
        "(box) => [...box.querySelectorAll('img, pre')].map(({ localName }) => localName)"
    )
    assert kinds == ["img", "pre", "img", "pre"]


def test_a_drawing_of_many_parts_comes_as_a_picture(cell):
    cell.run(
        "import matplotlib.pyplot as plt\nimport numpy as np\n"
        "plt.scatter(*np.random.default_rng(0).random((2, 40_000)));"
    )
    expect(cell.output.locator("img")).to_have_attribute("src", matches("^data:image/png"))


# -- Python's end


@pytest.mark.parametrize(
    "code",
    [
        "from _pyodide_core import trigger_fatal_error\ntrigger_fatal_error()",
        "import os\nos._exit(1)",
        "import os\nos.abort()",
    ],
    ids=["an error of the runtime", "_exit", "abort"],
)
def test_python_that_has_ended_by_itself_starts_again(running, code):
    running.run("kept = 1")
    text, _ = running.run(code)
    assert matches(r"Python has ended by an error of its own .* next run starts it again").search(
        text
    )
    assert "False" in running.run("'kept' in globals()").text
    running.page.errors.clear()  # the worker's own


def test_what_a_cell_leaves_to_fail_in_javascript_ends_nothing(cell):
    cell.run("kept = 1")
    cell.run("import js\njs.Promise.reject(js.Error.new('later'))\nNone")
    assert "1" in cell.run("kept").text


# -- memory


@pytest.fixture(scope="module")
def small(browser, address) -> Iterator[LiveCell]:
    """A cell of a page on a device that has little memory, and so little for Python."""
    with reader(browser, address) as context:
        context.add_init_script(SMALL_DEVICE)
        yield visit(context)


def test_far_too_much_at_once_costs_nothing(small):
    small.run("kept = 1")
    assert "The cell needs more memory" in small.run("bytearray(2**30)").text
    assert "1" in small.run("kept").text


@pytest.mark.parametrize(
    "code",
    [
        "kept = []\nwhile True: kept.append(bytearray(10_000_000))",
        "import numpy as np\nkept = []\nwhile True: kept.append(np.ones(1_000_000))",
    ],
    ids=["Python", "NumPy"],
)
def test_a_full_memory_ends_python_and_the_next_run_begins_anew(small, code):
    text, _ = small.run(code)
    assert "MemoryError" in text and "The cell needs more memory" in text
    assert (
        last_line(text)
        == "No memory is left, so Python has been ended: the next Run starts it again."
    )
    assert "False" in small.run("'kept' in globals()").text
    assert small.page.errors == []


LOAD = "import nnlib as nn\ndata = nn.datasets.load_mnist()\ndata.name"


def test_a_small_device_takes_the_sample_unless_the_reader_wants_all(browser, address):
    with reader(browser, address) as context:
        context.add_init_script(SMALL_DEVICE.replace("0.5", "1"))
        cell = visit(context, "deep-learning/essentials.html")
        assert "'mnist-sample'" in cell.run(LOAD).text
        choose(cell, "Use all of MNIST")
        assert "'mnist'" in cell.run(LOAD).text
        assert (
            "No memory is left"
            in cell.run("copies = []\nwhile True: copies.append(data.x_train + 1)").text
        )
        assert "'mnist-sample'" in cell.run(LOAD).text


def choose(cell: LiveCell, entry: str) -> None:
    """Choose an entry of the menu of the page's Python."""
    cell.page.locator(".live-more summary").click()
    cell.page.get_by_role("button", name=entry).click()
