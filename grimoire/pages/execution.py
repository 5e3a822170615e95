"""Run the pages' code cells: all at once, and only those that changed.

jupyter-cache knows a page by its code cells. It does not see that nnlib or the data set changed,
so both are part of the cache's address here.
"""

from __future__ import annotations

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

import nnlib
from grimoire import ROOT
from grimoire.digits import data_set, settings_of_pages
from grimoire.pages.cells import notebook_in_file

DRAWS = ("phones.py", "narrow.py", "listener.py")
"""The files of this folder that run in the pages' kernels."""

KERNEL_SETTINGS = """\
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = 40
c.InteractiveShellApp.extensions = ["grimoire.pages.phones"]

import os
import warnings

warnings.filterwarnings("ignore", "MNIST was not found")  # the build has said it
"""


@dataclass(frozen=True)
class Run:
    """A page whose cells have to run."""

    file: Path
    notebook: nbformat.NotebookNode


def setup(app: Sphinx) -> None:
    app.connect("config-inited", use_cache_of_this_library, priority=100)
    app.connect("env-before-read-docs", execute_changed_pages)


def use_cache_of_this_library(app: Sphinx, config: Config) -> None:
    """Give each state of nnlib and of the data set a cache of its own."""
    work = Path(app.outdir).parent
    name = data_set()
    config.nb_execution_cache_path = str(work / "executed" / library_and_data_key(name))
    _prepare_kernels(work / "ipython", settings_of_pages(name))


def library_and_data_key(name: str) -> str:
    """A name for the state of nnlib's code, of what draws, and the data set of this name."""
    digest = hashlib.sha256()
    library = Path(nnlib.__file__).parent
    for file in sorted(library.rglob("*.py")):
        digest.update(file.relative_to(library).as_posix().encode() + b"\0" + file.read_bytes())
    for name_of_file in DRAWS:
        digest.update(Path(__file__).with_name(name_of_file).read_bytes())
    return f"{name}-{digest.hexdigest()[:16]}"


def _prepare_kernels(folder: Path, data: dict[str, str]) -> None:
    """Let the kernels find the data, draw SVG, and share the cores: one thread for each page."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    settings = f"{KERNEL_SETTINGS}os.environ.update({data!r})\n"
    (profile / "ipython_kernel_config.py").write_text(settings, encoding="utf-8", newline="\n")
    same_svg = "svg.hashsalt: nnlib\n"  # on each run
    (folder / "matplotlibrc").write_text(same_svg, encoding="utf-8", newline="\n")
    os.environ["IPYTHONDIR"] = str(folder)
    os.environ["MATPLOTLIBRC"] = str(folder)
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def execute_changed_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the pages among `docnames` that the cache does not know, in parallel."""
    runs = [run for docname in docnames if (run := run_of(env, docname))]
    if not runs:
        return
    from grimoire.pages.failures import describe_failure
    from grimoire.pages.kernel import Kernel

    timeout = app.config.nb_execution_timeout
    failures = []
    print(f"Running {_names(runs)} …", file=sys.stderr)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = pool.map(lambda run: Kernel(run.file, run.notebook, timeout).run(), runs)
        for run, ran in zip(runs, results, strict=True):
            found = missing_figures(run)
            if ran.error:
                found = [describe_failure(run, ran.index, ran.error)]
            if found:
                failures += found
                continue
            remember(env, run, ran.seconds)
            print(f"  {run.file.name} ran in {ran.seconds:.1f} s", file=sys.stderr)
    if failures:
        raise ExtensionError("\n\n".join(failures))


def _names(runs: list[Run]) -> str:
    names = ", ".join(run.file.stem for run in runs)
    return f"the cells of {len(runs)} page{'s' * (len(runs) > 1)}: {names}"


def run_of(env: BuildEnvironment, docname: str) -> Run | None:
    """The page as a notebook to run, or None if it has no cells or the cache knows them."""
    notebook = notebook_of(env, docname)
    if notebook is None:
        return None
    try:
        get_cache(env.config.nb_execution_cache_path).match_cache_notebook(notebook)
    except KeyError:
        return Run(Path(env.doc2path(docname)), notebook)
    return None


def notebook_of(env: BuildEnvironment, docname: str) -> nbformat.NotebookNode | None:
    """The page as a notebook, or None if the build runs no cell of it."""
    notebook = notebook_in_file(env, docname)
    if notebook is None:
        return None
    if notebook.metadata.get("mystnb", {}).get("execution_mode") == "off":
        return None
    has_code = any(cell.cell_type == "code" for cell in notebook.cells)
    return notebook if has_code else None


def executed(env: BuildEnvironment, docname: str) -> nbformat.NotebookNode | None:
    """The page as a notebook with the outputs of its cells, or None where no cell is run."""
    notebook = notebook_of(env, docname)
    if notebook is None:
        return None
    cache = get_cache(env.config.nb_execution_cache_path)
    return cache.merge_match_into_notebook(notebook)[1]


def remember(env: BuildEnvironment, run: Run, seconds: float) -> None:
    """Let the cache know the page that has run."""
    from jupyter_cache.base import CacheBundleIn  # loads SQLAlchemy

    bundle = CacheBundleIn(run.notebook, str(run.file), data={"execution_seconds": seconds})
    cache = get_cache(env.config.nb_execution_cache_path)
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def missing_figures(run: Run) -> list[str]:
    """The cells that promise a figure, with its caption and text alternative, but drew none."""
    lines = run.notebook.metadata["source_map"]
    return [
        f"{run.file}:{line}: this cell has a figure's caption but drew no figure. Let it draw one,"
        " or take `mystnb: figure` out."
        for line, cell in zip(lines, run.notebook.cells, strict=True)
        if "figure" in cell.metadata.get("mystnb", {})
        and not any(
            mime.startswith("image/")
            for output in cell.get("outputs", [])
            for mime in output.get("data", {})
        )
    ]
