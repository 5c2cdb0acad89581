package plugin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Folders of files of JSON that somebody may have got wrong: the settings page and the health check say clearly what is wrong, and name no file but the user's.
func TestFoldersOfJSONThatAreWrong(t *testing.T) {
	const table = `{"columns":["time","x"],"data":[["2026-01-01T00:00:00Z",1],["2026-01-02T00:00:00Z",2]]}`
	for name, c := range map[string]struct {
		noCache bool
		fill    func(put func(name, text string), folder string)
		ok      bool
		says    string // to administrators
	}{
		"tables and no folder for them": {true, func(put func(name, text string), _ string) { put("a.json", table) }, false,
			"its log could not be read: none of the files that match \"*\" can be read: a.json is a table that pandas wrote, of the orientation split, and cannot be read as it is (the server has no folder"},
		"tables": {false, func(put func(name, text string), _ string) { put("a.json", table) }, true, "2 rows from 2026-01-01 to 2026-01-02"},
		"tables without rows": {false, func(put func(name, text string), _ string) { put("a.json", `{"columns":["time","x"],"data":[]}`) }, false,
			`rows were looked for under "data" of a.json, where the list is empty`},
		"a table by columns": {false, func(put func(name, text string), _ string) { put("a.json", byColumns(300)) }, false,
			`this is a table that pandas wrote by columns (orient="columns"), a single object such as {"time": {"0": …}} that has no rows: write it by rows, frame.to_json("….jsonl", orient="records", lines=True)`},
		"a table by the index": {false, func(put func(name, text string), _ string) {
			put("a.json", `{"0":{"time":"2026-01-01T00:00:00Z","x":1},"1":{"time":"2026-01-02T00:00:00Z","x":2}}`)
		}, false, `this is a table that pandas wrote by the index (orient="index")`},
		"a table beside lines": {false, func(put func(name, text string), _ string) {
			put("a.json", table)
			put("b.jsonl", `{"time":"2026-01-01T00:00:00Z","x":1}`+"\n")
		}, true, "a.json is a table that pandas wrote"},
		"lines beside many files": {false, func(put func(name, text string), _ string) {
			for n := range 200 {
				put(fmt.Sprint(n, ".json"), `{"time":"2026-01-01T00:00:00Z","x":1}`)
			}
			put("b.jsonl", `{"time":"2026-01-01T00:00:00Z","x":1}`+"\n")
		}, true, "each question opens all of the 200 files of JSON anew"},
		"links that lead nowhere and out": {false, func(put func(name, text string), folder string) {
			put("a.json", table)
			_ = os.Symlink("nothing", filepath.Join(folder, "b.json"))
			_ = os.Symlink("/etc/passwd", filepath.Join(folder, "c.json"))
			_ = os.Symlink("..", filepath.Join(folder, "d.json"))
		}, true, "c.json leads outside the folders that may be read and was left out"},
		"nothing but such links": {false, func(_ func(name, text string), folder string) {
			_ = os.Symlink("/etc/passwd", filepath.Join(folder, "c.json"))
		}, false, "no file that can be read (c.json leads outside the folders that may be read and was left out) matches"},
	} {
		t.Run(name, func(t *testing.T) {
			root, cache := t.TempDir(), t.TempDir()
			folder := filepath.Join(root, "runs")
			write(t, filepath.Join(folder, "notes.txt"), "no log")
			c.fill(func(name, text string) { write(t, filepath.Join(folder, name), text) }, folder)
			t.Setenv("GF_PATHS_DATA", root) // beside it, where data sources may read, no cache is
			t.Setenv("GF_PLUGIN_CACHE_DIRECTORY", cache)
			if c.noCache {
				t.Setenv("GF_PLUGIN_CACHE_DIRECTORY", "")
			}
			model := `{"name": "m", "source": {"file": "*"}, "time": "time", "features": [{"name": "x"}], "reference": {"from": "2026-01-01", "to": "2026-01-02"}}`
			d := open(t, root, map[string]any{"store": map[string]any{"path": "runs"}, "models": []any{map[string]any{
				"name": "m", "source": map[string]any{"file": "*"}, "time": "time", "features": []any{map[string]any{"name": "x"}}, "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-02"}}}})
			for _, role := range []string{"Admin", "Viewer"} {
				result, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: role}}})
				if err != nil {
					t.Fatal(err)
				}
				if ok := result.Status == backend.HealthStatusOk; ok != c.ok || strings.Contains(result.Message, cache) {
					t.Errorf("%s: %s", role, result.Message)
				}
				if role == "Admin" && !strings.Contains(result.Message, c.says) {
					t.Errorf("the message does not say %q: %s", c.says, result.Message)
				}
				if role == "Viewer" && (strings.Contains(result.Message, "json") || strings.Contains(result.Message, root)) {
					t.Errorf("a viewer is told of files: %s", result.Message)
				}
			}
			for _, address := range []string{"files", "schema", "guess", "check", "timeline"} {
				status, answer := ask(t, d, "Admin", "POST", address, `{"store": {"engine": "duckdb", "path": "runs"}, "source": {"file": "*"}, "model": `+model+`}`)
				if strings.Contains(answer, cache) || strings.Contains(answer, "passwd") || status >= 500 || answer == "" {
					t.Errorf("%s: %d %s", address, status, answer)
				}
				if address == "check" && (status != 200 || !strings.Contains(strings.ReplaceAll(answer, `\"`, `"`), c.says) || strings.Contains(answer, `"problems":[]`) != c.ok) {
					t.Errorf("step 5: %d %s", status, answer)
				}
			}
		})
	}
}

// byColumns is a table as pandas writes it where it is not told otherwise.
func byColumns(rows int) string {
	times, numbers := make([]string, rows), make([]string, rows)
	for i := range rows {
		times[i], numbers[i] = fmt.Sprintf(`"%d":"2026-01-01T00:00:00Z"`, i), fmt.Sprintf(`"%d":%d`, i, i)
	}
	return fmt.Sprintf(`{"time":{%s},"x":{%s}}`, strings.Join(times, ","), strings.Join(numbers, ","))
}
