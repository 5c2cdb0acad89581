"""What Evidently and NannyML take for a log, by their defaults, in processor time of this process (all threads) and on the clock.

    peers.py LOG.parquet BOUNDARY     BOUNDARY parts the reference from what is judged, an ISO time

Prints one line of JSON: for each tool the seconds of loading the log and of its answer. Evidently: DataDriftPreset over both halves. NannyML: the univariate
calculator, fitted on the first half, over the days of the second.
"""
import json
import logging
import os
import sys
import time
import warnings

os.environ.update(DO_NOT_TRACK="1", NML_DISABLE_USAGE_LOGGING="1")
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset
from nannyml import UnivariateDriftCalculator


def spent(work):
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    return answer, {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def main(path, boundary):
    log, load = spent(lambda: pd.read_parquet(path))
    boundary = pd.Timestamp(boundary)
    reference, current = log[log["time"] < boundary], log[log["time"] >= boundary]
    columns = [name for name in log.columns if name != "time"]
    numeric = [name for name in columns if pd.api.types.is_numeric_dtype(log[name])]
    categorical = [name for name in columns if name not in numeric]

    def evidently():
        definition = DataDefinition(numerical_columns=numeric, categorical_columns=categorical)
        halves = (Dataset.from_pandas(half[columns], data_definition=definition) for half in (current, reference))
        found = Report([DataDriftPreset()]).run(*halves).dict()["metrics"]
        assert sum(m["metric_name"].startswith("ValueDrift") for m in found) == len(columns), "a column has no verdict"

    def nannyml():
        calculator = UnivariateDriftCalculator(column_names=columns, timestamp_column_name="time", chunk_period="D")
        found = calculator.fit(reference).calculate(current).filter(period="analysis").to_df(multilevel=True)
        assert found[columns[0]].notna().any().any(), "a column has no verdict"
        return len(found)

    _, evidently_took = spent(evidently)
    windows, nannyml_took = spent(nannyml)
    print(json.dumps({"load": load, "evidently": evidently_took, "nannyml": nannyml_took, "windows": windows}))


if __name__ == "__main__":
    main(*sys.argv[1:])
