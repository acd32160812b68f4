"""Named arrays in one file, in the safetensors format: written whole or not at all, mapped from disk when read."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
KINDS = {
    "BOOL": np.bool_,
    "I8": np.int8,
    "U8": np.uint8,
    "U16": np.uint16,
    "U32": np.uint32,
    "I64": np.int64,
    "U64": np.uint64,
    "F16": np.float16,
    "F32": np.float32,
    "F64": np.float64,
}


def write(path: Path, arrays: Mapping[str, Array], words: Mapping[str, str] | None = None) -> None:
    """Write the arrays, with texts beside them. When it returns, they survive a power cut."""
    from safetensors.numpy import save_file

    temporary = path.with_name(f"{path.name}.tmp")
    save_file(
        {name: np.ascontiguousarray(made) for name, made in arrays.items()}, temporary, dict(words or {})
    )
    into_place(temporary, path)


def mapped(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    """The arrays of a file, mapped rather than read, and the texts beside them. ValueError where it is damaged."""
    if path.stat().st_size < 8:
        raise ValueError(f"{path} is cut short")
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    size = int(raw[:8].view("<u8")[0])
    if size > len(raw):
        raise ValueError(f"{path} is cut short")
    header = json.loads(raw[8 : 8 + size].tobytes())
    words = header.pop("__metadata__", {})
    return {name: _array(path, raw, 8 + size, entry) for name, entry in header.items()}, words


def _array(path: Path, raw: Array, start: int, entry: Mapping[str, Any]) -> Array:
    first, last = (start + offset for offset in entry["data_offsets"])
    if last > len(raw):
        raise ValueError(f"{path} is cut short")
    return np.frombuffer(raw[first:last], dtype=KINDS[entry["dtype"]]).reshape(entry["shape"])


def into_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, so that nobody ever sees half of it."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
