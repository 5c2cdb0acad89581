"""What an iris is: the class of most of the five flowers of Fisher that are most like it. Your own model.pkl does as well."""

import csv
import math
import pathlib
from collections import Counter

CLASSES = ["Iris-Setosa", "Iris-Versicolour", "Iris-Virginica"]

with open(pathlib.Path(__file__).parent.parent / "iris.csv", newline="") as file:
    FLOWERS = [([float(x) for x in row[:4]], int(row[4])) for row in list(csv.reader(file))[1:]]


def classify(size: list[float]) -> int:
    nearest = sorted(FLOWERS, key=lambda flower: math.dist(flower[0], size))[:5]
    return Counter(species for _, species in nearest).most_common(1)[0][0]
