"""Writes what a library says of the data sets in data.json: python make.py LIBRARY > LIBRARY.json, with that library installed.

evidently==0.7.23 "pandas<3" | nannyml==0.13.1 statsmodels | frouros==0.9.0 | alibi-detect==0.13.0 | deepchecks==0.19.1 | whylogs[viz]==1.6.4

An answer is {data set: {method: [score, threshold, drifted]}} with null for what a library does not give, "nan" and "inf" for numbers that JSON has not, or
{method: "the type of the error that was raised"}.
"""
import json
import math
import sys
import warnings

warnings.filterwarnings("ignore")


class Numbers:
    """x ← (1664525·x + 1013904223) mod 2³²; u = x/2³², which every language computes alike."""

    def __init__(self, seed):
        self.x = seed

    def u(self):
        self.x = (1664525 * self.x + 1013904223) & 0xFFFFFFFF
        return self.x / 4294967296.0


def num(seed, n, a, b):
    g = Numbers(seed)
    return [a + b * (g.u() ** 2) + 0.3 * g.u() for _ in range(n)]


def ints(seed, n, k, off):
    g = Numbers(seed)
    return [float(off + int(k * g.u() * g.u())) for _ in range(n)]


def cats(seed, n, k, power):
    g = Numbers(seed)
    return [f"c{int(k * (g.u() ** power)):02d}" for _ in range(n)]


def made(spec, side):
    values = []
    for kind, *rest in spec[side]:
        values += rest if kind == "values" else {"num": num, "ints": ints, "cats": cats}[kind](*rest)
    if "step" in spec:
        values = [math.floor(x / spec["step"]) * spec["step"] for x in values]
    if "zeros" in spec:
        g = Numbers(len(values))
        values = [0.0 if g.u() < spec["zeros"] else x for x in values]
    if spec.get("whole"):
        values = [int(x) for x in values]
    return values


def plain(x):
    if x is None or math.isfinite(x):
        return x if x is None else float(x)
    return str(float(x))


def attempt(answer):
    try:
        score, threshold, drifted = answer()
        return [plain(score), plain(threshold), None if drifted is None else bool(drifted)]
    except Exception as e:
        return type(e).__name__


def evidently(reference, current, kind):
    import pandas as pd
    from evidently.legacy.core import ColumnType
    from evidently.legacy.calculations import stattests  # noqa: F401
    from evidently.legacy.calculations.stattests import get_stattest
    column = ColumnType.Numerical if kind == "numeric" else ColumnType.Categorical
    names = {"numeric": ["ks", "wasserstein", "psi", "kl_div", "jensenshannon", "hellinger", "mannw", "t_test", "cramer_von_mises", "anderson", "es", "ed"],
             "categorical": ["psi", "kl_div", "jensenshannon", "hellinger", "chisquare", "z", "g_test", "fisher_exact"]}[kind]

    def one(name):
        r, c = pd.Series(reference), pd.Series(current)
        test = get_stattest(r, c, column, name)
        result = test(r, c, column, None)
        return result.drift_score, result.actual_threshold, result.drifted
    return {name or "auto": attempt(lambda: one(name)) for name in [None] + names}


def nannyml(reference, current, kind):
    import pandas as pd
    from nannyml.chunk import DefaultChunker
    from nannyml.drift.univariate.methods import FeatureType, MethodFactory
    from nannyml.thresholds import StandardDeviationThreshold
    feature = FeatureType.CONTINUOUS if kind == "numeric" else FeatureType.CATEGORICAL
    names = {"numeric": ["jensen_shannon", "hellinger", "kolmogorov_smirnov", "wasserstein"], "categorical": ["jensen_shannon", "hellinger", "chi2", "l_infinity"]}[kind]

    def one(name):
        m = MethodFactory.create(name, feature, chunker=DefaultChunker(), threshold=StandardDeviationThreshold(std_lower_multiplier=None))
        m.fit(pd.Series(reference, name="x"))
        value = m.calculate(pd.Series(current, name="x"))
        return value, m.upper_threshold_value, m.alert(value)
    return {name: attempt(lambda: one(name)) for name in names}


def frouros(reference, current, kind):
    import numpy as np
    from frouros.detectors.data_drift import batch as b
    tests = {"ks": "KSTest", "cvm": "CVMTest", "ad": "AndersonDarlingTest", "mannwhitney": "MannWhitneyUTest", "welch": "WelchTTest", "kuiper": "KuiperTest"}
    distances = {"psi": "PSI", "hellinger": "HellingerDistance", "bhattacharyya": "BhattacharyyaDistance", "histogram_intersection": "HINormalizedComplement",
                 "js": "JS", "kl": "KL", "emd": "EMD", "energy": "EnergyDistance"}
    if kind == "categorical":
        tests, distances = {"chi2": "ChiSquareTest"}, {}

    def one(name):
        detector = getattr(b, (tests | distances)[name])()
        detector.fit(X=np.array(reference))
        result, _ = detector.compare(X=np.array(current))
        return (result.p_value if name in tests else result.distance), None, None
    return {name: attempt(lambda: one(name)) for name in tests | distances}


def alibi(reference, current, kind):
    import numpy as np
    from alibi_detect.cd import ChiSquareDrift, CVMDrift, FETDrift, KSDrift

    def column(values, dtype):
        return np.array(values, dtype=dtype).reshape(-1, 1)

    def one(name):
        if kind == "numeric":
            r, c = column(reference, np.float64), column(current, np.float64)
            detector = (KSDrift if name == "ks" else CVMDrift)(r, p_val=0.05)
        else:
            values = sorted(set(reference) | set(current))
            if name == "fet":
                if len(values) > 2:
                    raise ValueError("not binary")
                r, c = (column([values.index(v) for v in side], np.int64) for side in (reference, current))
                detector = FETDrift(r, p_val=0.05)
            else:
                r, c = column(reference, object), column(current, object)
                detector = ChiSquareDrift(r, p_val=0.05, categories_per_feature={0: values})
        p, _ = detector.feature_score(x_ref=r, x=c)
        return p[0], 0.05, detector.predict(c)["data"]["is_drift"]
    return {name: attempt(lambda: one(name)) for name in (["ks", "cvm"] if kind == "numeric" else ["chi2", "fet"])}


def deepchecks(reference, current, kind):
    import pandas as pd
    from deepchecks.utils.distribution.drift import calc_drift_and_plot
    names = {"ks": ("numerical", {"numerical_drift_method": "KS"}), "emd": ("numerical", {"numerical_drift_method": "EMD"})}
    if kind == "categorical":
        names = {"cramers_v": ("categorical", {"categorical_drift_method": "cramers_v"}), "psi": ("categorical", {"categorical_drift_method": "PSI"})}

    def one(name):
        column_type, how = names[name]
        score, _, _ = calc_drift_and_plot(train_column=pd.Series(reference), test_column=pd.Series(current), value_name="x", column_type=column_type,
                                          with_display=False, **how)
        return score, 0.2, score >= 0.2
    return {name: attempt(lambda: one(name)) for name in names}


def whylogs(reference, current, kind):
    if kind != "numeric":
        return {}
    import pandas as pd
    import whylogs as why
    from whylogs.viz.drift.column_drift_algorithms import Hellinger

    def one():
        r, c = (why.log(pd.DataFrame({"x": side})).profile().view().get_column("x") for side in (reference, current))
        return Hellinger().calculate(c, r).statistic, None, None
    return {"hellinger": attempt(one)}


def main():
    answer = {"evidently": evidently, "nannyml": nannyml, "frouros": frouros, "alibi": alibi, "deepchecks": deepchecks, "whylogs": whylogs}[sys.argv[1]]
    with open("data.json") as f:
        data = json.load(f)
    lines = []
    for name, spec in data.items():
        answers = answer(made(spec, "reference"), made(spec, "current"), spec["kind"])
        lines.append(json.dumps(name) + ": " + json.dumps(answers))
    print("{\n" + ",\n".join(lines) + "\n}")


main()
