"""The examples of docs/how-to/cluster.md, each run as it stands; Spark's own part, which needs Java, is played."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow.parquet import read_table, write_table

import transum
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs/how-to/cluster.md").read_text(encoding="utf-8")
BODIES = ["Banjir merendam 12 rumah.", None, "Hujan turun di kota.", "Air sungai surut."]


def example(engine: str) -> str:
    """The block that imports ``engine``."""
    blocks = [part.partition("```")[0] for part in PAGE.split("```python\n")[1:]]
    (found,) = (block for block in blocks if engine in block)
    return found


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_table(pa.table({"url": ["a", "b", "c", "d"], "body": BODIES}), "articles.parquet", row_group_size=2)
    return tmp_path


def require_english(table: pa.Table) -> None:
    """What each example must give: a row each, the same types, one error."""
    rows = sorted(table.to_pylist(), key=lambda row: str(row["url"]))
    assert [row["url"] for row in rows] == ["a", "b", "c", "d"]
    assert [row["error"] is None for row in rows] == [True, False, True, True]
    assert rows[0]["translation"] == str(transum.translate(BODIES[0] or ""))
    assert rows[0]["sentences"][0]["source"] == BODIES[0]
    assert rows[1]["sentences"] is None


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # Dask says it to pandas
def test_dask(articles: Path) -> None:
    exec(compile(example("dask"), "dask", "exec"), {})  # noqa: S102 - our own page
    require_english(read_table(articles / "english"))


class Articles:
    """A frame of Spark as far as the example uses one: ``mapInPandas`` calls its function with frames as they come."""

    def __init__(self, path: str) -> None:
        self._frames = [batch.to_pandas() for batch in read_table(path).to_batches(max_chunksize=2)]
        self.write = self

    def mapInPandas(  # noqa: N802 - Spark's name
        self, function: Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]], schema: pa.Schema
    ) -> "Articles":
        """As Spark's worker: each frame that comes is made a batch of ``schema``, what is nested value by value."""
        found = [*function(iter(self._frames))]
        for frame in found:
            assert all(isinstance(value, dict) or value is None for value in frame["summary"])
            assert all(isinstance(value, list) or value is None for value in frame["sentences"])
        self._table = pa.Table.from_batches(
            [pa.RecordBatch.from_pandas(frame, schema=schema, preserve_index=False) for frame in found]
        )
        return self

    def parquet(self, path: str) -> None:
        """Write."""
        write_table(self._table, path)


def test_spark(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spark: Any = ModuleType("pyspark.sql")
    spark.SparkSession = type("SparkSession", (), {})
    spark.SparkSession.builder = spark.SparkSession.read = spark.SparkSession
    spark.SparkSession.getOrCreate = lambda: spark.SparkSession
    spark.SparkSession.parquet = Articles
    types: Any = ModuleType("pyspark.sql.pandas.types")
    types.from_arrow_schema = lambda schema: schema
    for name, module in (
        ("pyspark", ModuleType("pyspark")),
        ("pyspark.sql", spark),
        ("pyspark.sql.pandas.types", types),
    ):
        monkeypatch.setitem(sys.modules, name, module)
    exec(compile(example("pyspark"), "spark", "exec"), {})  # noqa: S102 - our own page
    require_english(read_table(articles / "english"))


RAY = """
import ray
ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False)
exec(open("example.py").read(), {})
address = ray.get_runtime_context().gcs_address
import os, subprocess, sys
os.mkdir("torn.jsonl")
open("torn.jsonl/part-000000-000000-0123456789abcdef.jsonl", "w").write("{torn")
for word, output in ("DONE", "english.jsonl"), ("TORN", "torn.jsonl"):
    job = [sys.executable, "-m", "transum", "articles.parquet", "-o", output, "--on", "ray", "--column", "body"]
    job += ["--id-column", "url", "-q"]
    done = subprocess.run(job, env=os.environ | {"RAY_ADDRESS": address}, capture_output=True, text=True)
    print(word, done.returncode, done.stdout, "/", " ".join(done.stderr.split()))
"""


def test_ray_and_the_command_on_it(articles: Path) -> None:
    """One cluster of two workers for all; the command gives what one machine gives, to the byte, or says why not."""
    (articles / "example.py").write_text(example("import ray"), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(
        [sys.executable, "-c", RAY], env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr
    require_english(read_table(articles / "english"))
    (said,) = (line for line in done.stdout.splitlines() if line.startswith("DONE"))
    assert said.startswith("DONE 7  / failed: b: there is no text in the column body transum: 3 done, 1 failed")
    (said,) = (line for line in done.stdout.splitlines() if line.startswith("TORN"))
    assert said.startswith("TORN 4  / transum: torn.jsonl/part-000000-000000-0123456789abcdef.jsonl is damaged: ")
    assert said.endswith("→ Remove it: it is made anew.")  # a worker's own words, of which Ray makes others
    rows = [
        json.loads(line)
        for part in sorted((articles / "english.jsonl").iterdir())
        for line in part.read_text(encoding="utf-8").splitlines()
    ]
    assert [row["id"] for row in rows] == ["a", "b", "c", "d"]
    for row, body in zip(rows, BODIES, strict=True):
        Path(row["id"]).write_text(body or "", encoding="utf-8")
    one = [sys.executable, "-m", "transum", "a", "c", "d", "--format", "jsonl", "--no-memory"]
    alone = subprocess.run(one, env=environment, capture_output=True, text=True, check=True)
    lines = [json.dumps(json.loads(line)) for line in alone.stdout.splitlines()]
    added = ("id", "fingerprint", "error", "hint")
    assert [
        json.dumps({key: value for key, value in row.items() if key not in added}) for row in rows if not row["error"]
    ] == lines
