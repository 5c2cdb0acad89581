"""Fills in what scipy answers on the recipes of scipy.json, which Go draws again: python make.py (needs scipy)."""

import json
import math
import pathlib
import warnings

import numpy as np
import scipy
from scipy import stats
from scipy.spatial import distance

warnings.simplefilter("ignore")
path = pathlib.Path(__file__).with_name("scipy.json")
cases = json.loads(path.read_text())


def draw(recipe):
    state = recipe.get("seed", 0)

    def following():
        nonlocal state
        state = (1664525 * state + 1013904223) % 2**32
        return state / 2**32

    out = []
    for _ in range(recipe["n"]):
        match recipe["kind"]:
            case "num":
                u = following()
                out.append(recipe["a"] + recipe["b"] * (u * u) + 0.3 * following())
            case "ints":
                u = recipe["k"] * following()
                out.append(float(recipe["off"] + int(u * following())))
            case "cats":
                out.append("c%02d" % int(recipe["k"] * following() ** recipe["power"]))
            case "constant":
                out.append(recipe["value"])
    if recipe.get("digits"):
        scale = 10.0 ** recipe["digits"]
        out = [math.floor(x * scale + 0.5) / scale for x in out]
    return out * recipe.get("repeat", 1)


def number(compute):
    try:
        value = float(compute())
    except (ValueError, IndexError, np.linalg.LinAlgError):
        return None
    return value if math.isfinite(value) else None


def numeric(r, c):
    r, c = np.array(r), np.array(c)
    sd = r.std() if r.std() > 1e-12 * abs(r).max() else np.concatenate([r, c]).std()
    ks, cvm = stats.ks_2samp(r, c), lambda: stats.cramervonmises_2samp(r, c)
    rank = stats.mannwhitneyu(c, r, alternative="two-sided")
    return {
        "ks": number(lambda: ks.statistic),
        "ksP": number(lambda: ks.pvalue),
        "wasserstein": number(lambda: stats.wasserstein_distance(r, c) / sd if sd else 0),
        "andersonKSamp": number(lambda: stats.anderson_ksamp([r, c], variant="midrank").statistic),
        "cvm": number(lambda: cvm().statistic),
        "cvmP": number(lambda: cvm().pvalue),
        "mannwhitney": number(lambda: abs(rank.statistic / len(r) / len(c) - 0.5)),
        "mannwhitneyP": number(lambda: rank.pvalue),
        "means": number(lambda: abs(c.mean() - r.mean()) / sd if sd else 0),
        "studentP": number(lambda: stats.ttest_ind(r, c).pvalue),
        "welchP": number(lambda: stats.ttest_ind(r, c, equal_var=False).pvalue),
        "energy": number(lambda: stats.energy_distance(r, c) / math.sqrt(sd) if sd else 0),
        "es": number(lambda: stats.epps_singleton_2samp(r, c).statistic),
        "esP": number(lambda: stats.epps_singleton_2samp(r, c).pvalue),
    }


def categorical(r, c):
    names = sorted(set(r) | set(c))
    r, c = np.array([r.count(k) for k in names]), np.array([c.count(k) for k in names])
    n, m, k = r.sum(), c.sum(), len(names)
    table, p, q = np.array([r, c]), r / n, c / m
    chi2 = stats.chi2_contingency(table, correction=False)
    g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    fill = lambda x, total: (lambda y: y / y.sum())(np.where(x == 0, 0.5 / total, x))
    fp, fq = fill(p, n), fill(q, m)
    psi = np.where(p == 0, 0.5 / n, p), np.where(q == 0, 0.5 / m, q)
    rows = n + m
    phi = max(0, stats.contingency.association(table, "cramer") ** 2 - (k - 1) / (rows - 1))
    least = min(k - (k - 1) ** 2 / (rows - 1), 2 - 1 / (rows - 1)) - 1
    fisher = lambda a, b: stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue
    found = [fisher(a, b) for a, b in zip(r, c)]
    possible = [min(fisher(t - min(t, m), min(t, m)), fisher(min(t, n), t - min(t, n))) for t in r + c]
    return {
        "chi2": chi2.statistic,
        "chi2P": chi2.pvalue,
        "least": chi2.expected_freq.min(),
        "js": distance.jensenshannon(p, q, base=2),
        "hellinger": math.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2),
        "tv": abs(p - q).sum() / 2,
        "psi": ((psi[1] - psi[0]) * np.log(psi[1] / psi[0])).sum(),
        "z": abs(p - q).max(),
        "g": g.statistic,
        "gP": g.pvalue,
        "kl": stats.entropy(fq, fp),
        "klReverse": stats.entropy(fp, fq),
        "bhattacharyya": -math.log(min(1, np.sqrt(fp * fq).sum())),
        "intersection": np.minimum(p, q).sum(),
        "cramersV": math.sqrt(phi / least),
        "fisherP": min(1, min(q * (sum(least <= q * (1 + 1e-9) for least in possible) if k > 2 else 1) for q in found)),
    }


for kind, answer in ("numeric", numeric), ("categorical", categorical):
    for case in cases[kind]:
        case["expected"] = {
            key: None if value is None else float(value)
            for key, value in answer(draw(case["reference"]), draw(case["current"])).items()
        }
cases["how"] = f"scipy {scipy.__version__}, by make.py"
path.write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
