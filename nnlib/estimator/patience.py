"""After each epoch of an estimator: write down how far it is, and stop where it does not improve.

The rules are scikit-learn's. An epoch without progress has not lowered the best training loss by
more than `tol` or, with early stopping, not raised the best validation score by `tol`.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan
from typing import Any

from nnlib.callbacks import Callback
from nnlib.run import Run

SLOWEST = 1e-6  # learning rate at which `learning_rate="adaptive"` gives up


class Patience(Callback):
    """Follows the training of an estimator, and keeps its attributes up to date.

    Parameters
    ----------
    estimator : MLPClassifier or MLPRegressor
        Whose numbers are written down.
    goes_on : bool
        Whether the optimizer goes on from an earlier run: in `partial_fit`.
    measure : function, optional
        Returns loss and score of the model on the validation data.
    """

    def __init__(
        self,
        estimator: Any,
        goes_on: bool = False,
        measure: Callable[[], tuple[float, float]] | None = None,
    ) -> None:
        self.estimator, self.goes_on, self.measure = estimator, goes_on, measure
        self.gathered = estimator.optimizer_.state, estimator.optimizer_.t
        self.best: dict[str, Any] = {}
        self.loss_at_best = inf
        self.stopped = False
        estimator.n_iter_ = 0

    def start(self, run: Run) -> None:
        if self.goes_on and self.gathered[1]:
            run.optimizer.state, run.optimizer.t = self.gathered
        if self.estimator.early_stopping and self.estimator.best_validation_score_ > -inf:
            self.keep(run)  # an earlier call has ended with its best

    def epoch_end(self, run: Run) -> None:
        estimator = self.estimator
        estimator.n_iter_ += 1
        estimator.t_ += len(run.X)
        estimator.loss_ = run.history.loss[-1]
        estimator.loss_curve_.append(estimator.loss_)
        if estimator.verbose:
            print(f"Iteration {estimator.n_iter_}, loss = {estimator.loss_:.8f}")
        rises = self.measure is not None and self.score_rises(run, *self.measure())
        progress = rises if estimator.early_stopping else self.loss_falls()
        estimator._no_improvement_count = 0 if progress else estimator._no_improvement_count + 1
        if estimator.solver == "sgd" and estimator.learning_rate == "invscaling":
            slower = (estimator.t_ + 1) ** estimator.power_t
            run.optimizer.lr = estimator.learning_rate_init / slower
        if estimator._no_improvement_count > estimator.n_iter_no_change:
            self.give_up(run)

    def loss_falls(self) -> bool:
        """Whether the training loss is not above the best before it less `tol`."""
        estimator = self.estimator
        best = estimator.best_loss_
        estimator.best_loss_ = min(best, estimator.loss_)
        return not estimator.loss_ > best - estimator.tol

    def score_rises(self, run: Run, loss: float, score: float) -> bool:
        """Whether the score on the validation data is not below the best before it plus `tol`."""
        estimator = self.estimator
        best = estimator.best_validation_score_
        estimator.validation_loss_curve_.append(loss)
        estimator.validation_scores_.append(score)
        accuracy = nan if estimator.numeric else score
        run.history.append(val_loss=loss, val_accuracy=accuracy)
        if estimator.verbose:
            print(f"Validation score: {score:f}")
        if (score, -loss) > (best, -self.loss_at_best):  # of equal scores, that of the lower loss
            estimator.best_validation_score_, self.loss_at_best = score, loss
            if estimator.early_stopping:
                self.keep(run)
        return not score < best + estimator.tol

    def keep(self, run: Run) -> None:
        """Keep the network as it is now for the end."""
        self.best = {key: array.copy() for key, array in run.model.state().items()}

    def give_up(self, run: Run) -> None:
        """Stop, or go on in smaller steps where the learning rate is adaptive."""
        estimator, optimizer = self.estimator, run.optimizer
        adaptive = estimator.solver == "sgd" and estimator.learning_rate == "adaptive"
        if adaptive and optimizer.lr > SLOWEST:
            optimizer.lr /= 5
            estimator._no_improvement_count = 0
        else:
            self.stopped = run.stop = True

    def end(self, run: Run) -> None:
        if self.best:
            run.model.load_state(self.best)
