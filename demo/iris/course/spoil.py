"""Takes the sepal's width out of every fifth row of a log, as a broken form would: python3 demo/iris/course/spoil.py FILE"""

import sys

with open(sys.argv[1]) as file:
    header, *rows = file.read().splitlines()
for i in range(4, len(rows), 5):
    cells = rows[i].split(", ")
    cells[2] = "nan"
    rows[i] = ", ".join(cells)
with open(sys.argv[1], "w") as file:
    file.write("\n".join([header, *rows]) + "\n")
print(f"{len(rows) // 5} of {len(rows)} rows have no sepal_width")
