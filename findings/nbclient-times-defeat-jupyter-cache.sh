#!/usr/bin/env bash
# nbclient 0.11.0 with jupyter-cache 1.0.1: NotebookClient writes the times of each cell into the cell's
# metadata (record_timing is on by default), and jupyter-cache takes the metadata of cells into the key of
# a notebook. A notebook that was run with the defaults and put into the cache is therefore never
# found there again. With record_timing=False it is. A good guess would be that both agree.
# Seen: KeyError with the defaults, a match without times.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
  nbclient==0.11.0 jupyter-cache==1.0.1 ipykernel==7.4.0 nbformat==5.10.4
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from copy import deepcopy

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient

kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
page = nbformat.v4.new_notebook(
    cells=[nbformat.v4.new_code_cell("print(1)")], metadata={"kernelspec": kernel}
)


def found_again(**options):
    cache = get_cache(f"cache-{len(options)}")
    done = deepcopy(page)
    NotebookClient(done, kernel_name="python3", **options).execute()
    cache.cache_notebook_bundle(CacheBundleIn(done, "page.ipynb"), check_validity=False)
    try:
        cache.match_cache_notebook(page)
    except KeyError:
        return False
    return True


with_times, without = found_again(), found_again(record_timing=False)
print(f"nbclient 0.11.0, jupyter-cache 1.0.1: found again {with_times} with times, {without} without")
assert not with_times
assert without
PY
