"""The log of predictions: a CSV file that is appended to."""

import os

DATABASE = os.environ.get("PREDICTION_DATABASE", "prediction_database.csv")
HEADER = "time, sepal_length, sepal_width, petal_length, petal_width, prediction\n"


def open_database() -> None:
    """Begins the log where there is none: a restart goes on with the one that is there."""
    if not os.path.exists(DATABASE):
        with open(DATABASE, "w") as file:
            file.write(HEADER)


def add_to_database(*values) -> None:
    with open(DATABASE, "a") as file:
        file.write(", ".join(map(str, values)) + "\n")
