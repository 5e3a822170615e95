"""What PyTorch, Keras and scikit-learn call by another name: an error for it says nnlib's."""

from __future__ import annotations

from typing import Any

FULL = "nnlib has dense layers only; your own can be made from Layer"
ACTIVATION = "nnlib has ReLU, LeakyReLU, Sigmoid, Tanh, Softmax; your own can be made from Layer"
SCHEDULE = "a schedule is StepDecay, CosineDecay or any function of the epoch: Adam(lr=schedule)"
NO_MODES = "there is no mode to switch: model(X) predicts, model.forward(x, training=True) trains"
ONE_DEVICE = "nnlib computes on the processor, in the dtype given to Sequential(..., dtype=)"
PARAMETERS = "all parameters are model.theta; those of a layer are model.layers[i].W and .b"
STATE = "model.state() has all arrays by name, and model.load_state(arrays) takes them back"
FILES = "write a file with model.save(path), and read it with nnlib.load(path)"
TOP = "all stands at the top: nnlib.Dense, nnlib.CrossEntropy, nnlib.Adam, nnlib.relu"
OWN_LOSS = "nnlib has CrossEntropy, BinaryCrossEntropy, MSE; your own can be made from Loss"
OWN_OPTIMIZER = "nnlib has SGD, RMSProp, Adam, AdamW; your own can be made from Optimizer"
LOGITS = "nnlib calls it BinaryCrossEntropy(): it takes logits, so leave the last Sigmoid out"
CLASSES = "nnlib calls it CrossEntropy(): it takes logits and class indices"
BATCHES = "fit takes arrays, fit(model, X, y, batch_size=128); batches(X, y) yields batches"

NAMES = {
    # layers
    **dict.fromkeys(("Linear", "LazyLinear"), "nnlib calls it Dense(n_in, n_out)"),
    **dict.fromkeys(("BatchNorm1d", "BatchNormalization"), "nnlib calls it BatchNorm(n)"),
    **dict.fromkeys(("Module", "ModuleList"), "nnlib has Layer, and Sequential for a model"),
    **dict.fromkeys(("Model", "models"), "nnlib calls it Sequential(layer, layer, ...)"),
    **dict.fromkeys(("Input", "InputLayer"), "Dense(n_in, n_out) says itself what enters"),
    "Activation": "each is a layer: ReLU(), Sigmoid(), Tanh(), Softmax()",
    **dict.fromkeys(("Conv1d", "Conv2d", "Conv2D", "MaxPool2d", "MaxPooling2D", "AvgPool2d"), FULL),
    **dict.fromkeys(("Embedding", "RNN", "LSTM", "GRU", "Transformer", "LayerNorm"), FULL),
    **dict.fromkeys(("Relu", "GELU", "SiLU", "ELU", "SELU", "Softplus", "LogSoftmax"), ACTIVATION),
    **dict.fromkeys(("functional", "keras", "torch", "nn"), TOP),
    **dict.fromkeys(("weight", "kernel"), "nnlib calls it W, of shape (n_out, n_in)"),
    "bias": "nnlib calls it b",
    **dict.fromkeys(("in_features", "input_shape", "input_dim"), "nnlib calls it n_in"),
    **dict.fromkeys(("out_features", "units", "output_shape"), "nnlib calls it n_out"),
    # losses
    **dict.fromkeys(("CrossEntropyLoss", "NLLLoss"), CLASSES),
    **dict.fromkeys(("CategoricalCrossentropy", "SparseCategoricalCrossentropy"), CLASSES),
    **dict.fromkeys(("BCEWithLogitsLoss", "BCELoss", "BinaryCrossentropy"), LOGITS),
    **dict.fromkeys(("MSELoss", "MeanSquaredError"), "nnlib calls it MSE()"),
    **dict.fromkeys(("L1Loss", "HuberLoss", "SmoothL1Loss", "MeanAbsoluteError"), OWN_LOSS),
    # optimizers
    "optim": "optimizers stand at the top: nnlib.SGD, nnlib.RMSProp, nnlib.Adam, nnlib.AdamW",
    "RMSprop": "nnlib calls it RMSProp(lr)",
    **dict.fromkeys(("Adagrad", "Adadelta", "Adamax", "NAdam", "Nadam", "LBFGS"), OWN_OPTIMIZER),
    "StepLR": "nnlib calls it StepDecay(lr, every, factor), and it takes the place of lr",
    **dict.fromkeys(("CosineAnnealingLR", "CosineDecayRestarts"), SCHEDULE),
    **dict.fromkeys(("lr_scheduler", "ExponentialLR", "ExponentialDecay", "LambdaLR"), SCHEDULE),
    **dict.fromkeys(("LearningRateScheduler", "ReduceLROnPlateau"), SCHEDULE),
    **dict.fromkeys(("regularizers", "l2", "L2"), "give the optimizer weight_decay= or l1="),
    "zero_grad": "gradients are written anew by each backward, so there is nothing to set to zero",
    **dict.fromkeys(("param_groups", "learning_rate"), "nnlib calls it optimizer.lr"),
    **dict.fromkeys(("apply_gradients", "minimize"), "write step(model.theta, model.grad)"),
    # models
    "fit": "it is a function, nnlib.fit(model, X, y, loss=..., optimizer=..., epochs=...)",
    "compile": "loss and optimizer go into nnlib.fit(model, X, y, loss=..., optimizer=...)",
    **dict.fromkeys(("evaluate", "score"), "it is a function, nnlib.evaluate(model, X, y, loss)"),
    "summary": "print(model) shows layers, shapes and parameters",
    "add": "give all layers at once, Sequential(layer, layer, ...)",
    "predict_classes": "nnlib calls it predict",
    "count_params": "their number is model.theta.size",
    **dict.fromkeys(("eval", "train", "training", "no_grad", "inference_mode"), NO_MODES),
    **dict.fromkeys(("to", "cuda", "cpu", "device", "double", "half"), ONE_DEVICE),
    **dict.fromkeys(("parameters", "named_parameters", "trainable_variables"), PARAMETERS),
    **dict.fromkeys(("get_weights", "set_weights", "modules", "children"), PARAMETERS),
    **dict.fromkeys(("state_dict", "load_state_dict"), STATE),
    **dict.fromkeys(("save", "load_model", "save_weights", "load_weights"), FILES),
    # data, training
    **dict.fromkeys(("DataLoader", "TensorDataset", "utils"), BATCHES),
    **dict.fromkeys(
        ("tensor", "Tensor", "from_numpy"), "nnlib takes arrays of NumPy: np.array(...)"
    ),
    **dict.fromkeys(("manual_seed", "set_random_seed"), "pass seed= to Sequential and to fit"),
    "train_test_split": "nnlib calls it train_val_split(X, y, fraction)",
    "ModelCheckpoint": "nnlib calls it Checkpoint(path), and fit(..., resume=path) goes on",
    "history": "each list has its name: history.loss, history.accuracy, history.val_loss",
}


def no_attribute(owner: str, thing: Any, name: str) -> AttributeError:
    """Return the error for an attribute that is not there, with nnlib's word if it has one."""
    hint = f": {NAMES[name]}" if name in NAMES else ""
    return AttributeError(f"{owner} has no attribute {name!r}{hint}", name=name, obj=thing)
