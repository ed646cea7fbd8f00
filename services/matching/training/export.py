"""Writes a trained model as a folder that sentence-transformers loads.

The folder is written by hand rather than by sentence-transformers, so that training needs torch
and tokenizers only and the files hold nothing that changes from one run to the next.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from services.matching.training.train import Floats, Trained

MODEL_NAME = "amuddu-static-1"
WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
IDENTITY_FILE = "model.json"
_MODULES = (
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
)


def export(trained: Trained, folder: Path) -> str:
    """Write the model and give its id, ``name:hash``. Existing model files are replaced.

    The weights are stored as float16: half the size, and the cosines move by less than 0.001.
    """
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    rows = levelled(trained.weights).astype(np.float16)
    save_file({"embedding.weight": rows}, folder / WEIGHTS_FILE)
    # safetensors writes for its owner only; a service runs as another user than the builder.
    (folder / WEIGHTS_FILE).chmod(0o644)
    trained.tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    identity = {
        "name": MODEL_NAME,
        "hash": fingerprint(folder),
        "dimension": rows.shape[1],
        "subwords": rows.shape[0],
    }
    _write(folder / IDENTITY_FILE, identity)
    _write(folder / "modules.json", list(_MODULES))
    _write(folder / "1_Normalize" / "config.json", {})
    _write(folder / "config_sentence_transformers.json", _config())
    return f"{identity['name']}:{identity['hash']}"


def levelled(weights: Floats) -> Floats:
    """Scale all rows by one factor so that the longest has length 1: cosines stay the same."""
    longest = np.linalg.norm(weights, axis=1).max()
    return np.asarray(weights / longest, dtype=np.float32)


def fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits that change when the weights or the tokenizer change."""
    digest = hashlib.sha256()
    for name in (WEIGHTS_FILE, TOKENIZER_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:8]


def _config() -> dict[str, object]:
    return {
        "model_type": "SentenceTransformer",
        "prompts": {},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
