"""Asks Tideline whether anything has drifted or is missing, and exits with 1 if so: python3 demo/iris/course/check.py --model iris"""

import argparse
import json
import os
import sys
import urllib.request

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--model", default="iris")
parser.add_argument("--last", help="judge the last 1h, 24h, 7d …; without it, the model's newest whole window")
parser.add_argument("--severity", type=float, default=1, help="from here on a feature fails; drift begins at 1")
parser.add_argument("--missing", type=float, default=0, help="the share of missing values that passes")
arguments = parser.parse_args()

grafana = os.environ.get("GRAFANA_URL", "http://localhost:3000")
headers = {"Content-Type": "application/json"}
if token := os.environ.get("GRAFANA_TOKEN"):  # of a service account; the demo asks for none
    headers["Authorization"] = f"Bearer {token}"
query = {"datasource": {"uid": "tideline"}, "model": arguments.model, "format": "numeric"}
if arguments.last:
    query["window"] = {"mode": "last", "duration": arguments.last}
queries = [
    {**query, "refId": "missing", "queryType": "summary", "value": "null_share"},
    {**query, "refId": "severity", "queryType": "drift", "value": "severity"},
]
body = json.dumps({"from": "now-30d", "to": "now", "queries": queries}).encode()
with urllib.request.urlopen(urllib.request.Request(f"{grafana}/api/ds/query", body, headers)) as response:
    results = json.load(response)["results"]


def by_feature(name: str) -> dict[str, float]:
    frames = [frame for frame in results[name]["frames"] if frame["data"]["values"]]
    return {frame["schema"]["fields"][0]["labels"]["feature"]: frame["data"]["values"][0][0] for frame in frames}


missing, severity = by_feature("missing"), by_feature("severity")
all_passed = bool(missing)
print("feature        missing  severity")
for feature, share in missing.items():
    wrong = []
    if share > arguments.missing:
        wrong.append("values are missing")
    if feature not in severity:
        wrong.append("too few rows to say whether it has drifted")
    elif severity[feature] >= arguments.severity:
        wrong.append("has drifted")
    all_passed = all_passed and not wrong
    print(f"{feature:15}{share:7.2f}{severity.get(feature, float('nan')):10.2f}  {', '.join(wrong)}".rstrip())
print("All tests passed:", all_passed)
sys.exit(0 if all_passed else 1)
