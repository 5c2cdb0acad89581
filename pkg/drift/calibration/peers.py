"""What Evidently and NannyML say, by their defaults, of samples that the calibration program has drawn.

A worker: reads a line of JSON on standard input,
    {"kind": "num" | "cat", "rows": n, "chunks": c, "windows": w, "runs": r}
then r runs of (c + w) * n little-endian doubles: a reference of c chunks of n rows, then w current windows of n rows. Categories come as numbers.
Answers with a line of JSON: for each tool the scores (larger is more drift) and calls, run by run and window by window. Ends with its input.

`peers.py check` compares the short way with whole reports on a few samples: exits with an error where they differ.
"""
import json
import logging
import os
import sys
import warnings

os.environ.update(DO_NOT_TRACK="1", NML_DISABLE_USAGE_LOGGING="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import numpy as np
import pandas as pd
from evidently.legacy.calculations import stattests  # noqa: F401  registers the tests
from evidently.legacy.calculations.stattests.registry import get_stattest
from evidently.legacy.core import ColumnType
from nannyml import UnivariateDriftCalculator

P_VALUES = {"ks", "chisquare", "z"}


def series(values, kind, name="x"):
    """Categories become names, as they would be in a log."""
    if kind == "num":
        return pd.Series(values, name=name)
    return pd.Series(np.char.mod("c%04d", values.astype(int)).astype(object), name=name)


def evidently(reference, current, kind):
    """The test that its automatic choice takes, at that test's own threshold: score, called, name of the test."""
    column = ColumnType.Numerical if kind == "num" else ColumnType.Categorical
    test = get_stattest(reference, current, column, None)
    result = test(reference, current, column, None)
    score = float(result.drift_score)
    if np.isnan(score):  # a constant column
        return None, False, test.name
    return (-score if test.name in P_VALUES else score), bool(result.drifted), test.name


def nannyml(references, currents, kind, rows):
    """All runs as columns of one calculator, chunks of the window's size: values and alerts (runs × windows)."""
    names = [f"x{i}" for i in range(len(references))]
    frames = [
        pd.concat([series(values, kind, name) for name, values in zip(names, all_values)], axis=1)
        for all_values in (references, currents)
    ]
    calculator = UnivariateDriftCalculator(column_names=names, chunk_size=rows).fit(frames[0])
    result = calculator.calculate(frames[1]).filter(period="analysis").to_df(multilevel=True)
    value = np.array([result[name, "jensen_shannon", "value"] for name in names], dtype=float)
    alert = np.array([result[name, "jensen_shannon", "alert"] for name in names], dtype=bool)
    return value, alert


def judge(head, data):
    kind, rows, chunks, windows = head["kind"], head["rows"], head["chunks"], head["windows"]
    data = data.reshape(head["runs"], (chunks + windows) * rows)
    references, currents = data[:, : chunks * rows], data[:, chunks * rows :]
    scores, calls = [], []
    for reference, current in zip(references, currents):
        reference = series(reference, kind)
        answers = [evidently(reference, series(w, kind), kind) for w in current.reshape(windows, rows)]
        scores.append([a[0] for a in answers])
        calls.append([a[1] for a in answers])
    value, alert = nannyml(references, currents, kind, rows)
    return {
        "evidently": {"scores": scores, "calls": calls},
        "nannyml": {"scores": value.tolist(), "calls": alert.tolist()},
    }


def serve():
    stdin, stdout = sys.stdin.buffer, sys.stdout
    while line := stdin.readline():
        head = json.loads(line)
        size = 8 * head["runs"] * (head["chunks"] + head["windows"]) * head["rows"]
        data = np.frombuffer(stdin.read(size), dtype="<f8")
        stdout.write(json.dumps(judge(head, data)) + "\n")
        stdout.flush()


def check():
    """Whole reports on a few samples against the short way."""
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    rng = np.random.default_rng(1)
    for kind in ("num", "cat"):
        for n in (100, 600, 3000):
            draw = (lambda m: rng.normal(0.1, 1, m)) if kind == "num" else (lambda m: rng.integers(0, 7, m).astype(float))
            reference, current = series(draw(5 * n), kind), series(draw(n), kind)
            definition = (
                DataDefinition(numerical_columns=["x"]) if kind == "num" else DataDefinition(categorical_columns=["x"])
            )
            report = Report([DataDriftPreset()]).run(
                *(Dataset.from_pandas(s.to_frame(), data_definition=definition) for s in (current, reference))
            )
            values = {m["metric_name"]: m["value"] for m in report.dict()["metrics"]}
            whole = next(float(v) for k, v in values.items() if k.startswith("ValueDrift"))
            score, _, test = evidently(reference, current, kind)
            print(kind, n, test, abs(score), whole)
            if abs(abs(score) - whole) > 1e-9:
                sys.exit("the report says something else")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["check"] else serve()
