package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/model"
)

func TestPatternOf(t *testing.T) {
	const run, uuid, other = "41caf4ce664f43f6819284c1be7d011b", "01a21ede-7597-7f23-91c7-a82a1bb66795", "01a21ede-7f9b-779d-ae45-8836bca239ca"
	for file, want := range map[string]string{
		"one.csv":                                                         "*.csv",
		"digits/2026-11-01.parquet":                                       "digits/*.parquet",
		"lake/day=1/hour=2/a.parquet":                                     "lake/**/*.parquet",
		"1/" + run + "/artifacts/predictions.json":                        "1/*/artifacts/predictions.json in 1/*/artifacts/*.json",
		"1/" + run + "/artifacts/eval/table_3.json":                       "1/*/artifacts/eval/table_3.json in 1/*/artifacts/eval/*.json",
		"158475093127512345/" + run + "/artifacts/a.json":                 "158475093127512345/*/artifacts/a.json in 158475093127512345/*/artifacts/*.json",
		uuid + "/datasets/" + other + "/run-current-" + uuid + ".parquet": uuid + "/datasets/*/run-current-*.parquet in " + uuid + "/datasets/*/*.parquet",
		"requests/2026-01-15/" + other + ".json":                          "requests/*/*.json in requests/*/*.json",
		"requests/2026/01/15/prediction_0001.json":                        "requests/*/*/*/prediction_*.json in requests/*/*/*/*.json",
		"requests/20260115/" + other + "/x.json":                          "requests/*/*/x.json in requests/*/*/*.json",
		"2026-01-15T12:00:00Z/x.jsonl":                                    "*/x.jsonl in */*.jsonl",
		"v2/models/abcdefabcdef/x.csv":                                    "v2/models/abcdefabcdef/*.csv",
		"sensors [north]/a*b/day.csv":                                     "sensors [[]north]/a[*]b/*.csv",
		"a?b/2026-01-15/x[1].csv":                                         "a[?]b/*/x[[]1].csv in a[?]b/*/*.csv",
		`a\b[1]/hour=1/x.csv`:                                             `a[\\]b[[]1]/**/*.csv`,
		"01J9ZQ4T8N5RJ7X0V3M2K1H6GE/part-00017.parquet":                   "*/part-*.parquet in */*.parquet",
	} {
		narrow, wider := patternOf(file)
		if got := strings.TrimSuffix(narrow+" in "+wider, " in "); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// What MLflow and Evidently have written is offered by patterns that take all runs of an experiment, and is called what it is.
func TestFoldersOfRunsAreOfferedTogether(t *testing.T) {
	found, err := listFiles("../store/duckdb/testdata")
	if err != nil {
		t.Fatal(err)
	}
	const project = "evidently/01a21ede-7597-7f23-91c7-a82a1bb66795/datasets/*/"
	for i, want := range []File{
		{Path: project + "predictions.parquet", Count: 1}, {Path: project + "run-current-*.parquet", Count: 1}, {Path: "mlflow/1/*/artifacts/predictions.json", Count: 3, Tables: true},
	} {
		if got := found.Files[i]; got.Path != want.Path || got.Count != want.Count || got.Tables != want.Tables || got.Objects || got.Kind != "glob" {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	for _, file := range found.Files[3:] {
		if isTable := strings.HasSuffix(file.Path, "predictions.json"); file.Kind == "glob" || file.Tables != isTable {
			t.Errorf("a single file: %+v", file)
		}
	}
}

// Names that differ from folder to folder are one pattern.
func TestFilesOfManyNamesAreOnePattern(t *testing.T) {
	root := t.TempDir()
	for i := range 3 * mostNames {
		write(t, filepath.Join(root, "2026-01-15", "host-"+strings.Repeat("x", i)+".json"), `{"x": 1}`)
	}
	write(t, filepath.Join(root, "2026-01-16", "host-.json"), `{"columns": ["x"], "data": [[1]]}`)
	found, err := listFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	if got := found.Files[0]; got.Path != "*/*.json" || got.Count != 3*mostNames+1 || !got.Objects || found.Files[1].Kind == "glob" {
		t.Errorf("%+v", found.Files[:2])
	}
}

// A pattern that is offered takes the files that it was made of, whatever characters their folders have, and no others.
func TestPatternsTakeFoldersWithWildcardsInTheirNames(t *testing.T) {
	root := t.TempDir()
	t.Setenv("GF_PATHS_DATA", root)
	for _, folder := range []string{"data [1]", "data 1", "a*", "ab", `b\c`, "quo'te \"d\"", "größe"} {
		for _, name := range []string{"x", "y"} {
			write(t, filepath.Join(root, "logs", folder, name+".csv"), "time,"+strings.Repeat("z", len(folder))+"\n2026-01-01,1\n")
		}
	}
	d := open(t, root, map[string]any{"store": map[string]any{"path": "logs"}})
	found, err := listFiles(filepath.Join(root, "logs"))
	if err != nil {
		t.Fatal(err)
	}
	globs := 0
	for _, file := range found.Files {
		if file.Kind != "glob" {
			continue
		}
		globs++
		folder := strings.NewReplacer("[[]", "[", "[*]", "*", `[\\]`, `\`).Replace(strings.TrimSuffix(file.Path, "/*.csv"))
		columns, err := d.store.Describe(context.Background(), model.Source{File: file.Path})
		if err != nil || len(columns) != 2 || columns[1].Name != strings.Repeat("z", len(folder)) {
			t.Errorf("%s: %v, %v", file.Path, columns, err)
		}
	}
	if globs != 7 {
		t.Errorf("%d patterns: %+v", globs, found.Files)
	}
}

// A folder of many folders has as many patterns: not all are shown, and files are shown beside them.
func TestManyFoldersAreAListThatPeopleRead(t *testing.T) {
	root := t.TempDir()
	for i := range 3 * mostFilesShown {
		for _, name := range []string{"a.json", "b.json"} {
			write(t, filepath.Join(root, fmt.Sprint("run ", i), name), `{"x": 1}`)
		}
	}
	found, err := listFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Files) != mostFilesShown || !found.More || found.Logs != 6*mostFilesShown || found.Uncounted || found.Files[0].Kind != "glob" || !found.Files[0].Objects || found.Files[mostFilesShown-1].Kind != "json" {
		t.Errorf("%d files, more: %v, first %+v", len(found.Files), found.More, found.Files[0])
	}
}

func TestNamesOfModels(t *testing.T) {
	for file, want := range map[string]string{
		"digits/*.parquet": "digits", "1/*/artifacts/predictions.json": "predictions", "*/datasets/*/run-current-*.parquet": "run-current", "*.json": "model",
		"01a21ede-7597-7f23-91c7-a82a1bb66795/datasets/*/*.parquet": "model", "one.csv": "one",
	} {
		if got := nameOf(model.Source{File: file}); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// Rows of an evaluation that lies beside a run's predictions would count as predictions, and nothing would look wrong.
func TestFilesThatAreNoPartOfTheLogAreNamed(t *testing.T) {
	root := t.TempDir()
	t.Setenv("GF_PATHS_DATA", root)
	t.Setenv("GF_PLUGIN_CACHE_DIRECTORY", t.TempDir())
	for day, run := range []string{"41caf4ce664f43f6819284c1be7d011b", "3287728cc50b4292a2c08699aa4b40d7"} {
		folder := filepath.Join(root, "runs", "1", run, "artifacts")
		write(t, filepath.Join(folder, "predictions.json"), fmt.Sprintf(`{"columns":["timestamp","brightness","predicted"],"data":[["2026-01-%02dT00:00:00Z",0.5,"7"]]}`, day+1))
		write(t, filepath.Join(folder, "eval_results_table.json"), `{"columns":["brightness","label","outputs"],"data":[[0.5,"7","7"]]}`)
	}
	const says = `Of the 4 files, 2 have other columns than the rest, and no window counts their rows, because they have no column "timestamp": eval_results_table.json (brightness, label, outputs). If they are no part of the log, name the others alone: 1/*/artifacts/predictions.json`
	m := map[string]any{"name": "m", "source": map[string]any{"file": "1/*/artifacts/*.json"}, "time": "timestamp", "prediction": map[string]any{"label": "predicted"},
		"features": []any{map[string]any{"name": "brightness"}}, "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-03"}}
	d := open(t, root, map[string]any{"store": map[string]any{"path": "runs"}, "models": []any{m}})
	text, err := json.Marshal(map[string]any{"model": m, "source": m["source"]})
	if err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(says)
	if err != nil {
		t.Fatal(err)
	}
	// In the check rows without a time are theirs, and told of with them.
	withRows := `"Some of the log is left out. 2 rows have no time in column \"timestamp\", so no window counts them. ` + strings.TrimPrefix(string(quoted), `"`)
	const mended = `,"warning":true,"pattern":"1/*/artifacts/predictions.json"}`
	for address, asWarning := range map[string]string{"check": `"text":` + withRows + mended, "schema": `"warnings":[{"step":"log","text":` + string(quoted) + mended + "]"} {
		if _, answer := ask(t, d, "Admin", "POST", address, string(text)); !strings.Contains(answer, asWarning) {
			t.Errorf("%s does not warn of them: %s", address, answer)
		}
	}
	for role, told := range map[string]bool{"Admin": true, "Viewer": false} {
		result, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: role}}})
		if err != nil || result.Status != backend.HealthStatusOk || strings.Contains(result.Message, says) != told {
			t.Errorf("%s: %v, %v", role, result, err)
		}
	}
}
