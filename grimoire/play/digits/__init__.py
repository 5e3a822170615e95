"""The digits that readers draw: how a drawing becomes a picture of MNIST, and who reads it."""
