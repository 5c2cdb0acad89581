package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
)

func TestStrangersAmongFiles(t *testing.T) {
	const (
		predictions = `{"columns":["timestamp","brightness","device","predicted"],"data":[["2026-01-01T00:00:00Z",0.5,"pixel","7"]]}`
		evaluation  = `{"columns":["brightness","device","label","outputs","metrics/loss"],"data":[[0.5,"pixel","7","7",0.1]]}`
		record      = `{"timestamp":"2026-01-01T00:00:00Z","input":{"x":1},"output":{"label":"a"}}`
	)
	runs := func(each map[string]string) map[string]string {
		files := map[string]string{}
		for _, run := range []string{"41caf4ce664f43f6819284c1be7d011b", "3287728cc50b4292a2c08699aa4b40d7", "760e564bb37d4375947dfee1050e0096"} {
			for name, text := range each {
				files["1/"+run+"/artifacts/"+name] = text
			}
		}
		return files
	}
	many := func(n int, name, text string, more map[string]string) map[string]string {
		files := map[string]string{}
		for i := range n {
			files[fmt.Sprintf(name, i)] = text
		}
		for name, text := range more {
			files[name] = text
		}
		return files
	}
	for name, c := range map[string]struct {
		files   map[string]string
		pattern string
		clock   string
		wanted  []string
		says    string // "" for nothing
	}{
		"evaluations beside predictions": {runs(map[string]string{"predictions.json": predictions, "eval_results_table.json": evaluation}), "1/*/artifacts/*.json", "timestamp", []string{"predicted"},
			"Of the 6 files, 3 have other columns than the rest, and no window counts their rows, because they have no column \"timestamp\": eval_results_table.json (brightness, device, label, metrics/loss, outputs). If they are no part of the log, name the others alone: 1/*/artifacts/predictions.json"},
		"the other way round": {runs(map[string]string{"predictions.json": predictions, "eval_results_table.json": evaluation}), "1/*/artifacts/*.json", "", []string{"label", "outputs"},
			"name the others alone: 1/*/artifacts/eval_results_table.json"},
		"predictions alone":  {runs(map[string]string{"predictions.json": predictions}), "1/*/artifacts/*.json", "", nil, ""},
		"a file of settings": {many(5, "requests/p_%d.json", record, map[string]string{"requests/config.json": `{"threshold": 0.5}`}), "requests/*.json", "", nil, "Of the 6 files, 1 has other columns than the rest, and its rows count as well: config.json (threshold). If they are no part of the log, name the others alone: requests/p_*.json"},
		"a folder of others": {many(5, "a/%d.json", record, map[string]string{"b/1.json": `{"threshold": 0.5}`, "b/2.json": `{"threshold": 0.5}`}), "**/*.json", "", nil, "2 have other columns than the rest, and their rows count as well: 1.json, 2.json (threshold). If they are no part of the log, put them into another folder"},
		"some with a time": {many(5, "a/p_%d.json", record, map[string]string{"a/x.json": `{"timestamp":"2026-01-01T00:00:00Z","loss":0.5,"epoch":3}`, "a/config.json": `{"threshold": 0.5}`}), "a/*.json", "timestamp", nil,
			`2 have other columns than the rest, and the rows of those with a column "timestamp" count as well, those of the others in no window: config.json, x.json`},
		"with a time inside": {many(5, "a/p_%d.json", `{"at":{"time":"2026-01-01T00:00:00Z"},"x":1,"y":2}`, map[string]string{"a/x.json": `{"at":{"time":"2026-01-01T00:00:00Z"},"loss":0.5,"epoch":3}`}), "a/*.json", "at.time", nil,
			"1 has other columns than the rest, and its rows count as well: x.json"},
		"one without a time": {many(5, "a/p_%d.json", record, map[string]string{"a/config.json": `{"threshold": 0.5}`}), "a/*.json", "timestamp", nil,
			`1 has other columns than the rest, and no window counts its rows, because it has no column "timestamp": config.json`},
		"a time with a dot in its name": {many(5, "day-%d.csv", "a.time,x,y\n2026-01-01,1,2\n", map[string]string{"users.csv": "a,other\n5,2\n"}), "*.csv", "a.time", nil,
			`no window counts its rows, because it has no column "a.time": users.csv (a, other)`},
		"long names, with line breaks": {many(5, "day-%d.csv", "time,x,y\n2026-01-01,1,2\n", map[string]string{"users\nevil.csv": strings.Repeat("c", 60000) + ",\"a\nb\"\n1,2\n"}), "*.csv", "time", nil,
			"users evil.csv (a b, " + strings.Repeat("c", 60) + "…). If"},
		"many columns":                     {many(5, "day-%d.csv", "time,x,y\n2026-01-01,1,2\n", map[string]string{"users.csv": "a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n"}), "*.csv", "time", nil, "users.csv (a, b, c, d, e, f and 2 more). If"},
		"a pattern that nobody could copy": {many(5, "day\n%d.csv", "time,x,y\n2026-01-01,1,2\n", map[string]string{"users.csv": "a\n1\n"}), "*.csv", "time", nil, "put them into another folder"},
		"a column more":                    {many(5, "p_%d.json", record, map[string]string{"p_9.json": strings.Replace(record, "{", `{"version":"2",`, 1)}), "*.json", "", nil, ""},
		"errors among answers":             {many(5, "p_%d.json", record, map[string]string{"p_9.json": `{"timestamp":"2026-01-01T00:00:00Z","error":"timeout"}`}), "*.json", "", nil, ""},
		"CSV":                              {many(3, "day-%d.csv", "time,x,y\n2026-01-01,1,2\n", map[string]string{"totals.csv": "name;total\na;1\n"}), "*.csv", "", nil, "totals.csv (name, total). If they are no part of the log, name the others alone: day-*.csv"},
		"lines and no JSON":                {map[string]string{"a.jsonl": record + "\n" + record + "\n", "b.jsonl": record + "\n", "c.jsonl": "no JSON\n"}, "*.jsonl", "", nil, ""},
		"one file":                         {map[string]string{"a.json": record}, "*.json", "", nil, ""},
		"more than are looked at": {many(700, "p_%d.json", record, map[string]string{"a.json": `{"threshold": 0.5}`}), "*.json", "", nil,
			"Of 300 of the 701 files that were looked at, 1 has other columns"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, text := range c.files {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, file)), 0o755); err != nil {
					t.Fatal(err)
				}
				writeText(t, folder, file, text)
			}
			found, err := openConverting(t, folder, t.TempDir()).Strangers(context.Background(), model.Source{File: c.pattern}, c.clock, c.wanted)
			if found == nil {
				found = &Strangers{}
			}
			if err != nil || !strings.Contains(found.Text, c.says) || (c.says == "") != (found.Text == "") {
				t.Errorf("said %q, %v; want %q", found.Text, err, c.says)
			}
			if _, pattern, _ := strings.Cut(found.Text, "name the others alone: "); pattern != found.Pattern {
				t.Errorf("the pattern is %q in %q", found.Pattern, found.Text)
			}
			if timeless := strings.Contains(found.Text, "and no window counts"); timeless != found.Timeless {
				t.Errorf("without a time: %v in %q", found.Timeless, found.Text)
			}
		})
	}
	data, err := openConverting(t, "testdata", t.TempDir()).Strangers(context.Background(), model.Source{File: "evidently/*/datasets/*/*.parquet"}, "", nil)
	if err != nil || data != nil {
		t.Errorf("equal columns: %v, %v", data, err)
	}
}

// Parquet files tell their columns in their footers.
func TestStrangersAmongParquet(t *testing.T) {
	folder := t.TempDir()
	for i := range 3 {
		writeRowGroups(t, filepath.Join(folder, fmt.Sprintf("day-%d.parquet", i)), "SELECT TIMESTAMP '2026-01-01' AS time, i AS x, {'a': i} AS s FROM range(10) t(i)", 5)
	}
	writeRowGroups(t, filepath.Join(folder, "users.parquet"), "SELECT i AS user, {'a': i} AS other FROM range(10) t(i)", 5)
	found, err := openConverting(t, folder, t.TempDir()).Strangers(context.Background(), model.Source{File: "*.parquet"}, "", nil)
	if err != nil || found == nil {
		t.Fatalf("%v, %v", found, err)
	}
	if said := found.Text; !strings.Contains(said, "Of the 4 files, 1 has other columns") || !strings.Contains(said, "users.parquet (other, user)") || !strings.HasSuffix(said, "name the others alone: day-*.parquet") {
		t.Errorf("%q, %v", said, err)
	}
}
