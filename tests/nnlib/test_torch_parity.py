"""nnlib computes what PyTorch computes, to ten digits: always against frozen results, and live
where PyTorch is installed."""

from importlib.util import find_spec

import numpy as np
import pytest
from parity import CASES, FROZEN, flat, run_nnlib, run_torch

SOURCES = ["frozen", "live"] if find_spec("torch") else ["frozen"]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", CASES)
def test_computes_what_torch_computes(name: str, source: str) -> None:
    ours = run_nnlib(name)
    theirs = flat(run_torch(name)) if source == "live" else np.load(FROZEN)[name]
    sizes = [ours[key].size for key in sorted(ours)]
    parts = np.split(theirs, np.cumsum(sizes)[:-1])
    for key, part in zip(sorted(ours), parts, strict=True):
        np.testing.assert_allclose(ours[key].ravel(), part, rtol=1e-10, atol=1e-15, err_msg=key)
