"""Visitors who measure irises and ask the service what they are: python3 demo/iris/course/visitors.py --flowers 100 --new-bed 0.4"""

import argparse
import json
import os
import random
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator

from iris_model import FLOWERS

SERVICE = os.environ.get("IRIS_SERVICE", "http://127.0.0.1:8000")
NAMES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
NEW_BED = [(8.7, 0.5), (3.06, 0.43), (7.7, 0.5), (2.9, 0.25)]  # mean and standard deviation of a garden variety, in cm


def measured(flowers: int, new_bed: float, seed: int) -> Iterator[list[float]]:
    """Sizes of flowers like those of Fisher, and a share of a variety that is larger than any of them."""
    draw = random.Random(seed)
    for _ in range(flowers):
        if draw.random() < new_bed:
            size = [draw.gauss(mean, sd) for mean, sd in NEW_BED]
        else:
            size = [x + draw.gauss(0, 0.1) for x in draw.choice(FLOWERS)[0]]
        yield [round(max(x, 0.1), 1) for x in size]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flowers", type=int, default=150, help="how many are measured")
    parser.add_argument("--new-bed", type=float, default=0, help="which share of them is of the garden variety")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    answers = Counter()
    for size in measured(arguments.flowers, arguments.new_bed, arguments.seed):
        url = f"{SERVICE}/predict?{urllib.parse.urlencode(dict(zip(NAMES, size)))}"
        with urllib.request.urlopen(urllib.request.Request(url, method="POST")) as response:
            answers[json.load(response)["prediction"]] += 1
    print(", ".join(f"{count} {name}" for name, count in sorted(answers.items())))
