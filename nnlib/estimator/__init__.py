"""What nnlib's scikit-learn estimators share: parameters, data, losses, and when training stops."""
