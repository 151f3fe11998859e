"""A network as an ONNX file, written by PyTorch's own exporter and answered by onnxruntime.

Time and all sizes of an example are those of the task; only the number of examples is free. What the exporter makes of
a time axis that is not fixed is wrong in several silent ways, so the file's axes are read back.
"""

import gc
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.layers.equations import USUAL
from models.layers.recurrent import ThroughTime
from models.sentences import Sentence
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.sample import Answering, Sample, Written

NO_SUCH_OPERATION = Sentence("onnx-cannot-have-layer", "ONNX cannot have the layer {layer} ({kind}): {error}")
LOST_EXAMPLES = Sentence(
    "onnx-examples-fixed", "The file would take batches of {count} examples alone, and so is of no use."
)
LOST_TIME = Sentence("onnx-time-fixed", "The file would take texts of one length alone.")
LONGEST = 300
MANY = 400
"""Nodes from which on the exporter's own simplification is left out: see ``simplified``."""


def write(sample: Sample, about: dict[str, Any], folder: Path, any_length: bool = False) -> Written:
    """The file, and what onnxruntime answers with it; with texts of ``any_length`` where that is asked for.

    Raises Inconvertible: which layer cannot be had, and why.
    """
    import onnx

    file, names = folder / "network.onnx", list(sample.inputs)
    for module in sample.network.modules():
        if isinstance(module, ThroughTime) and module.by == USUAL:
            module.own_steps = False  # PyTorch's layer is one node, our steps are hundreds
    program = exported(sample, names, any_length)
    program.save(str(file), external_data=False)
    model = onnx.load(file)
    fixed = [one.name for one in model.graph.input if not one.type.tensor_type.shape.dim[0].dim_param]
    if fixed:
        raise Inconvertible(LOST_EXAMPLES(count=len(sample.outputs)))
    if any_length:
        free_time(model, names.index("inputs"))
    for name, value in about.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = name, value if isinstance(value, str) else json.dumps(value)
    onnx.checker.check_model(model)
    onnx.save(model, file)
    return Written(file, answers(file, sample), sample.outputs)


def free_time(model: Any, inputs: int) -> None:
    """Says in the file that time is free: behind a recurrent layer the exporter declares that of the examples.

    Raises Inconvertible where it is not free.
    """
    time = model.graph.input[inputs].type.tensor_type.shape.dim[1].dim_param
    if not time:
        raise Inconvertible(LOST_TIME())
    del model.graph.value_info[:]
    answers = model.graph.output[0].type.tensor_type.shape.dim
    if len(answers) == 3:  # one at every step
        answers[1].dim_param = time


def exported(sample: Sample, names: list[str], any_length: bool) -> Any:
    """PyTorch's program of the network. Raises Inconvertible."""
    logging.disable(logging.WARNING)
    axes = {name: (0, 1) if any_length and name == "inputs" else (0,) for name in names}
    free = tuple({axis: torch.export.Dim.DYNAMIC for axis in axes[name]} for name in names)
    try:
        with warnings.catch_warnings(), torch.no_grad(), without_collecting():
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                Answering(sample).eval(),
                tuple(sample.inputs.values()),
                dynamo=True,
                input_names=names,
                output_names=["outputs"],
                dynamic_shapes=(free,),
                optimize=False,
                verbose=False,
            )
            return simplified(program)
    except Exception as error:  # whatever it is, it is about this network
        layer, kind = where(error, sample.network)
        raise Inconvertible(NO_SUCH_OPERATION(layer=layer, kind=kind, error=first_words(error))) from error


@contextmanager
def without_collecting() -> Iterator[None]:
    """The exporter makes millions of small objects that live on: to look through them for garbage, again and again, is
    a sixth of its time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def simplified(program: Any) -> Any:
    """As the exporter does it by itself; where the steps of a cell are written out, without its rules for rewriting.

    It tries all of them at each of thousands of nodes and finds nothing: nine tenths of a minute. onnxruntime has rules
    of its own, and applies them when it opens the file.
    """
    from onnx_ir.passes import Sequential, common
    from onnxscript.optimizer import fold_constants_ir

    if len(program.model.graph) < MANY:
        program.optimize()
        return program
    common.InlinePass()(program.model)
    fold_constants_ir(program.model)
    passes = (
        common.RemoveUnusedNodesPass(),
        common.RemoveUnusedFunctionsPass(),
        common.RemoveUnusedOpsetsPass(),
        common.LiftConstantsToInitializersPass(lift_all_constants=True, size_limit=0),
        common.DeduplicateInitializersPass(),
        common.CommonSubexpressionEliminationPass(),
        common.OutputFixPass(),
        common.NameFixPass(),
    )
    Sequential(*passes)(program.model)
    return program


def where(error: BaseException, network: nn.Module) -> tuple[str, str]:
    """The innermost layer in which an export failed: its name in the network, and its class."""
    names = {id(module): name for name, module in network.named_modules()}
    found = ("", type(network).__name__)
    cause: BaseException | None = error
    while cause is not None:
        step = cause.__traceback__
        while step is not None:
            module = step.tb_frame.f_locals.get("self")
            if names.get(id(module)):
                found = (names[id(module)], type(module).__name__)
            step = step.tb_next
        cause = cause.__cause__ or cause.__context__
    return (found[0] or found[1], found[1])


def first_words(error: BaseException) -> str:
    """The first lines of the innermost cause."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {' '.join(lines[:2])}"[:LONGEST]


def answers(file: Path, sample: Sample) -> Any:
    """What onnxruntime answers, all examples at once; and the first alone, so that the axis of examples is free."""
    import numpy

    session = opened(file)
    taken = {one.name for one in session.get_inputs()}  # an input of which nothing depends is no input of the file
    given = {name: tensor.numpy() for name, tensor in sample.inputs.items() if name in taken}
    (together,) = session.run(None, given)
    (alone,) = session.run(None, {name: tensor[:1] for name, tensor in given.items()})
    return numpy.concatenate([alone, together[1:]])


def opened(file: Path) -> Any:
    """The file in onnxruntime, with one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
