"""What stops a build at a formula."""

from grimoire.problem import BookError


class FormulaError(BookError):
    """A formula that cannot be printed."""

    def __init__(self, formula: str, reason: str) -> None:
        super().__init__(f"this formula cannot be printed: {formula!r}. {reason}")
        self.formula = formula
