"""All chunks, by Ray Data: tasks read fragments and cut them into chunks, actors with the models make parts of these.

Nothing but what became of each chunk comes back to the driver. Ray does a task again where its worker or its machine
was lost; see the room's ``__init__`` for why that makes no second row.
"""

import io
import json
import logging
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from transum.cluster.done import Done, keys_of
from transum.cluster.head import Head, until_lost
from transum.cluster.parts import PART, Form
from transum.cluster.places import TEMPORARY, Place
from transum.cluster.shared import Shared, marked
from transum.cluster.sources import Fragment, chunks
from transum.cluster.waiting import telling
from transum.cluster.work import Made, Task, Worker
from transum.errors import ModelError, TransumError, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from ray import ObjectRef

SCHEME: Final = "ray"
_LOG: Final = logging.getLogger(__name__)
# A worker has a processor for itself; a hundredth of each is kept for reading, which mostly waits.
_WORKING, _READING = 0.99, 0.01
_DEATHS: Final = 3  # of workers that were starting, one after the other, as where their machines are lost
_GROWTH: Final = 16  # times as large as the first chunk of a fragment is the largest
_PARTS: Final = 500  # looked at by one task
_BLOCKS: Final = 1000  # of fragments; each is a task
# A machine that is switched off closes no connection: so the driver notices after a minute and not after seven.
_PROMPT: Final = {"RAY_grpc_client_keepalive_time_ms": "20000", "RAY_grpc_client_keepalive_timeout_ms": "20000"}
_SETTINGS: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anybody
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # it warns of what Ray Data does by itself
    "GRPC_VERBOSITY": "NONE",  # nor of looks at connections that come too often, as while it waits for a machine
    "RAY_ENABLE_AUTO_CONNECT": "0",  # or threads that are still at work when all ends begin another cluster
    **_PROMPT,
}
_WAY_OUT: Final = "ray status tells how the cluster is. Run the same command again: it goes on where this one ended."
_NO_CLUSTER: Final = "Is it there (ray status), and does it ask for a token (RAY_AUTH_MODE=token, RAY_AUTH_TOKEN)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where to work: ``address`` None is the cluster that this computer is of, or else a new one on it.

    ``workers`` is how many there may be, None: one for each processor, also of machines that join. A chunk has
    ``chunk_bytes`` of text, which is what a worker that dies has done in vain: at most two minutes' work.
    """

    address: str | None = None
    workers: int | None = None
    chunk_bytes: int = 256_000

    @classmethod
    def named(cls, name: str, workers: int | None = None) -> "Cluster":
        """The cluster that ``--on`` names, with ``ray`` alone ``RAY_ADDRESS`` does; raises ``UsageError``.

        >>> Cluster.named("ray://head:10001").address
        'ray://head:10001'
        """
        scheme, _, address = name.partition("://")
        if scheme != SCHEME or (name != SCHEME and not address):
            raise UsageError(f"--on {name} is no cluster", hint="Say ray, or ray://HOST:PORT for one elsewhere.")
        usual = os.environ.get("RAY_ADDRESS", "")
        elsewhere = name if address else usual if usual.startswith(f"{SCHEME}://") else None
        return cls(address=elsewhere, workers=workers)


def require_ray() -> None:
    """Raise ``UsageError`` where Ray is not installed."""
    _set()
    try:
        import pyarrow  # noqa: F401, ICN001 - only to see whether it is there
        import ray.data  # noqa: F401 - likewise
    except ImportError as exc:
        raise UsageError(
            f"--on needs Ray, which is not installed ({exc.name})", hint="pip install 'transum[ray]'"
        ) from exc


def _set() -> None:
    """Settings of Ray that a user didn't give; it reads them when it is imported."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


def run(
    fragments: Sequence[Fragment], task: Task, cluster: Cluster, say: Callable[[str], None] = _LOG.warning
) -> Iterator[Made]:
    """Have all chunks made, and tell of each as it is there; then parts of earlier runs that are none of this are gone.

    ``say`` is told, by another thread, if all waits for a machine to join.
    Raises ``ModelError`` where the cluster or a model fails, ``InputError`` where a machine doesn't see the inputs, and
    ``OutputError`` where no part can be written, or not by all machines into one folder.
    """
    with redirect_stdout(_Logged()), _connected(cluster), _translated():
        before = task.target.names()
        _remove(task.target, (name for name in before if name.startswith(TEMPORARY)))
        before = [name for name in before if PART.fullmatch(name)]
        made: set[str] = set()
        with marked(fragments, task.target) as shared, telling(has_room, say):
            for one in (_made_there if cluster.address else _made_here)(Plan(fragments, task, cluster, before, shared)):
                made.add(one.part)
                yield one
        there = task.target.names()
        _remove(task.target, (name for name in there if PART.fullmatch(name) and name not in made))
        _remove(task.target, (name for name in there if name.startswith(TEMPORARY)))


def _remove(folder: Place, names: Iterable[str]) -> None:
    for name in names:
        folder.child(name).remove()


def has_room() -> bool:
    """Whether a machine has a processor for a worker, free or not; and where nobody can tell."""
    import ray

    try:
        machines = ray.nodes()  # type: ignore[no-untyped-call]  # Ray leaves it without
    except Exception:  # noqa: BLE001 - the connection is lost, or closed: others tell of that
        return True
    return any(machine["Alive"] and machine["Resources"].get("CPU", 0) >= _WORKING for machine in machines)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a driver needs to know; ``parts`` are the names of those that earlier runs made."""

    fragments: Sequence[Fragment]
    task: Task
    cluster: Cluster
    parts: list[str]
    shared: Shared


def _made(plan: Plan) -> Iterator[Made]:
    import ray.data

    plan.shared.require()  # the first machine that is asked says so at once
    _set_up_ray_data()
    task, cluster = plan.task, plan.cluster
    done = _done(task.target, [name for name in plan.parts if name.endswith(task.suffix)], task.form)
    numbered = [{"number": number, "fragment": pickle.dumps(each)} for number, each in enumerate(plan.fragments)]
    found = ray.data.from_items(numbered, override_num_blocks=min(len(numbered), _BLOCKS))
    cut = found.flat_map(_Cut(cluster.chunk_bytes, plan.shared), num_cpus=_READING)
    parts_made = cut.map_batches(
        _Actor,
        fn_constructor_args=(task, [done], plan.shared),
        batch_size=1,
        batch_format="pyarrow",
        num_cpus=_WORKING,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=cluster.workers),
    )
    for row in parts_made.iter_rows():
        told = json.loads(row["made"])
        yield Made(**told | {"failures": tuple(map(tuple, told["failures"]))})


def _made_here(plan: Plan) -> Iterator[Made]:
    import ray

    return until_lost(_made(plan), Head(ray.get_runtime_context().gcs_address).is_there)


def _made_there(plan: Plan) -> Iterator[Made]:
    """As ``_made``, with an actor of the cluster as the driver: Ray Data can't be driven from outside of it.

    It is on the machine without which there is no cluster, so that any other may be lost.
    """
    import ray

    at_the_head: dict[str, Any] = {"resources": {"node:__internal_head__": 0.001}, "runtime_env": {"env_vars": _PROMPT}}
    remote: Any = ray.remote(num_cpus=0, **at_the_head)
    driver = remote(Driver).remote(plan)
    while (made := ray.get(driver.next.remote())) is not None:
        yield made


class Driver:
    """Drives, and is asked for one part after the other."""

    def __init__(self, plan: Plan) -> None:
        self._made = _made(plan)

    def next(self) -> Made | None:
        """What became of the next chunk, None behind the last."""
        return next(self._made, None)


def _set_up_ray_data() -> None:
    from ray.data import DataContext

    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.raise_original_map_exception = True  # one that tells of it has lost it where it arrives
    context.max_consecutive_actor_init_deaths = _DEATHS
    context.target_min_block_size = context.target_max_block_size = 1  # a chunk a block, a block a task
    for name in ("ray", "ray.data"):  # what ends the run is told by us
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _Cut:
    """Reads a fragment and cuts it into chunks, a row each."""

    def __init__(self, chunk_bytes: int, shared: Shared) -> None:
        self._chunk_bytes, self._shared = chunk_bytes, shared

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        self._shared.require()
        fragment: Fragment = pickle.loads(row["fragment"])  # noqa: S301 - our own driver's
        first = self._chunk_bytes // _GROWTH
        cut = chunks(fragment.items(), most_bytes=self._chunk_bytes, first_bytes=first)
        for number, items in enumerate(cut):
            yield {"fragment": row["number"], "chunk": number, "items": pickle.dumps(items)}


class _Actor:
    """A worker on the cluster; it starts without fail: of an error in its first chunk Ray tells more."""

    def __init__(self, task: Task, done: "list[ObjectRef[Done]]", shared: Shared) -> None:
        self._task, self._done, self._shared = task, done, shared

    @cached_property
    def _worker(self) -> Worker:
        import ray

        with _translated():  # Ray would bring our own error as a text in another's
            return Worker(self._task, ray.get(self._done[0]))

    def __call__(self, table: Any) -> dict[str, list[str]]:
        self._shared.require()
        made = [
            self._worker.make(row["fragment"], row["chunk"], pickle.loads(row["items"]))  # noqa: S301 - as above
            for row in table.to_pylist()
        ]
        return {"made": [json.dumps(asdict(one)) for one in made]}


def _done(target: Place, parts: Sequence[str], form: Form) -> "ObjectRef[Done]":
    """What earlier runs have made, looked up on the cluster and kept there: the driver's memory has no part of it."""
    import ray

    remote: Any = ray.remote(num_cpus=_READING)  # its types take functions of fixed arguments only
    look, gather = remote(_keys), remote(_gathered)
    asked = [look.remote(target, form, parts[start : start + _PARTS]) for start in range(0, len(parts), _PARTS)]
    reference: ObjectRef[Done] = gather.remote(parts, *asked)
    return reference


def _keys(target: Place, form: Form, parts: Sequence[str]) -> "list[NDArray[np.uint64]]":
    return [keys_of(target, name, form) for name in parts]


def _gathered(parts: Sequence[str], *found: "list[NDArray[np.uint64]]") -> Done:
    return Done.of(parts, [keys for each in found for keys in each])


@contextmanager
def _connected(cluster: Cluster) -> Iterator[None]:
    """Inside, Ray is there, and quiet."""
    _set()
    import ray

    options: dict[str, Any] = {} if cluster.address else {"include_dashboard": False}
    try:
        with _wordless(), _own_signals():
            ray.init(cluster.address, logging_level=logging.ERROR, log_to_driver=False, **options)
    except Exception as exc:  # Ray raises Exception itself where this computer is too busy to start it
        where = cluster.address or "hand"
        raise ModelError(f"there is no cluster at {where}: {_last_line(exc)}", hint=_NO_CLUSTER) from exc
    try:
        yield
    finally:
        ray.shutdown()


class _Logged(io.TextIOBase):
    """What Ray prints of lost workers, in our log: nothing but results belongs on standard output."""

    def write(self, text: str, /) -> int:
        """Log it."""
        if text.strip():
            _LOG.info("%s", text.strip())
        return len(text)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Inside, Ray may set handlers of signals; then they are again what they were, and the exit code tells of them."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            for number, handler in handlers.items():
                signal.signal(number, handler)


@contextmanager
def _wordless() -> Iterator[None]:
    """Inside, nothing is written to standard error: Ray's core tells there that it was told to be quiet."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _translated() -> Iterator[None]:
    """Inside, what Ray raises becomes our own error: the one that a worker met, if it met one."""
    from ray.exceptions import RayError

    try:
        yield
    except ConnectionError as exc:  # the head of a cluster elsewhere is gone
        raise ModelError("the cluster doesn't answer any more", hint=_WAY_OUT) from exc
    except RayError as exc:
        if found := own_error(exc):
            raise found from exc
        raise ModelError(f"the cluster failed: {_last_line(exc)}", hint=_WAY_OUT) from exc


def own_error(exc: BaseException | None) -> TransumError | None:
    """Our own error among what led to ``exc``, which a worker met and Ray brought here; None where there is none."""
    while exc is not None:
        cause = getattr(exc, "cause", None)  # what Ray raises may be of our class, and isn't ours
        if isinstance(cause, TransumError):
            return cause
        if isinstance(exc, TransumError):
            return exc
        exc = exc.__cause__
    return None


def _last_line(exc: BaseException) -> str:
    lines = [line.strip() for line in str(exc).splitlines() if line.strip()]
    return lines[-1] if lines else type(exc).__name__
