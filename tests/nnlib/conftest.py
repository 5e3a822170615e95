"""scikit-learn checks array support only when SciPy is told to before its import."""

import os

os.environ.setdefault("SCIPY_ARRAY_API", "1")
