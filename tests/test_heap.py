"""The heaps of a program's threads: in programs of their own, since what is set holds for good."""

import ctypes
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from transum.engines import heap


def count_heaps(*, shared: bool) -> int:
    """How many heaps there are when four threads have each allocated something."""
    if shared:
        heap.share()
    library = ctypes.CDLL(None)
    library.malloc.restype = library.fopen.restype = ctypes.c_void_p
    library.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
    library.fclose.argtypes = [ctypes.c_void_p]
    everybody = threading.Barrier(4)

    def allocate() -> None:
        everybody.wait()
        assert library.malloc(100_000)
        everybody.wait()

    threads = [threading.Thread(target=allocate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    file = library.fopen(b"heaps.xml", b"w")
    library.malloc_info(0, file)
    library.fclose(file)
    return Path("heaps.xml").read_text(encoding="utf-8").count("<heap nr=")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="this C library is not glibc")
@pytest.mark.parametrize("shared", [False, True])
def test_threads_share_one_heap_where_it_was_asked_for(tmp_path: Path, *, shared: bool) -> None:
    code = f"from tests.test_heap import count_heaps; print(count_heaps(shared={shared}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (int(done.stdout) == 1) is shared


def test_another_c_library_is_asked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> object:
        raise OSError

    heap._of_the_c_library.cache_clear()  # noqa: SLF001 - it remembers the library
    monkeypatch.setattr(ctypes, "CDLL", missing)
    heap.trim()
    heap.share()
    heap._of_the_c_library.cache_clear()  # noqa: SLF001 - for the tests to come
