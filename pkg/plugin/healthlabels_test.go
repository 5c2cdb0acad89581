package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// labelled is what Save & test and Check say of a model whose labels lie in a file of their own: of 160 rows, each with an id, 100 have one there.
func labelled(t *testing.T, target map[string]any) (health *backend.CheckHealthResult, checked string) {
	t.Helper()
	root := t.TempDir()
	t.Setenv("GF_PATHS_DATA", root)
	var log, labels, empty, waiting strings.Builder
	log.WriteString("time,id,x,predicted\n")
	labels.WriteString("request,number,outcome,at\n")
	empty.WriteString("request,outcome\n")
	waiting.WriteString("request,outcome\n")
	for n := range 160 {
		fmt.Fprintf(&log, "2026-01-%02dT%02d:00:00Z,r%d,%d,a\n", 1+n/20, n%20, n, n%7)
		if n < 100 {
			fmt.Fprintf(&labels, "r%d,%d,%s,2026-02-%02dT00:00:00Z\n", n, n, []string{"a", "b"}[n%2], 1+n%20)
			fmt.Fprintf(&waiting, "r%d,\n", n)
		}
	}
	for name, text := range map[string]string{"log": log.String(), "labels": labels.String(), "empty": empty.String(), "waiting": waiting.String()} {
		write(t, filepath.Join(root, name+".csv"), text)
	}
	m := map[string]any{"name": "m", "source": map[string]any{"file": "log.csv"}, "time": "time", "id": "id", "prediction": map[string]any{"label": "predicted"},
		"features": []any{map[string]any{"name": "x"}}, "reference": map[string]any{"from": "2026-01-01", "to": "2026-01-06"}, "target": target}
	d := open(t, root, map[string]any{"models": []any{m}})
	health, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"model": m})
	if err != nil {
		t.Fatal(err)
	}
	_, checked = ask(t, d, "Admin", "POST", "check", string(body))
	return health, checked
}

// Labels of another source are joined by id, and what is mistyped there joins nothing: it would look like labels that have not come yet.
func TestLabelsOfAnotherSourceAreChecked(t *testing.T) {
	for _, c := range []struct {
		name, file              string
		id, column, time        string
		problem, warns, remarks string
	}{
		{name: "right", id: "request", column: "outcome", time: "at", remarks: "100 of 160 rows have a label"},
		{name: "without a time", id: "request", column: "outcome", remarks: "100 of 160 rows have a label"},
		{name: "a mistyped label", id: "request", column: "outcom", time: "at", problem: `target.column: "outcom" is not known. Did you mean "outcome"?`},
		{name: "a mistyped id", id: "reqest", column: "outcome", time: "at", problem: `target.id: "reqest" is not known. Did you mean "request"?`},
		{name: "no id of its own", column: "outcome", problem: `target.id: "id" is not known. Right would be: request, number, outcome, at`},
		{name: "a mistyped time", id: "request", column: "outcome", time: "att", problem: `target.time: "att" is not known. Did you mean "at"?`},
		{name: "a time that is none", id: "request", column: "outcome", time: "outcome", remarks: "100 of 160 rows have a label",
			warns: `target.time: column "outcome" holds no times: where an id has several labels, the newest cannot be told.`},
		{name: "another id", id: "number", column: "outcome", time: "at",
			warns: `target: no row of the log found its label: compare the ids in "labels.csv", column "number" (such as "`},
		{name: "no labels yet", file: "empty.csv", id: "request", column: "outcome", warns: `target: no row of the log has a label: there are none yet in "empty.csv".`},
		{name: "labels without a value", file: "waiting.csv", id: "request", column: "outcome",
			warns: `target: no row of the log has a label: of 100 rows the id was found in "waiting.csv", where column "outcome" has no value for any of them.`},
		{name: "no file", file: "gone.csv", id: "request", column: "outcome", problem: `no file matches "gone.csv"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			target := map[string]any{"column": c.column, "source": map[string]any{"file": "labels.csv"}}
			if c.file != "" {
				target["source"] = map[string]any{"file": c.file}
			}
			for field, name := range map[string]string{"id": c.id, "time": c.time} {
				if name != "" {
					target[field] = name
				}
			}
			health, checked := labelled(t, target)
			status := backend.HealthStatusOk
			if c.problem != "" {
				status = backend.HealthStatusError
			}
			if health.Status != status {
				t.Errorf("%v: %s", health.Status, health.Message)
			}
			quoted := strings.ReplaceAll(checked, `\"`, `"`)
			for _, says := range []string{c.problem, strings.TrimSuffix(c.warns, "."), c.remarks} {
				if !strings.Contains(health.Message, says) || !strings.Contains(quoted, says) {
					t.Errorf("nobody says %s\n%s\n%s", says, health.Message, checked)
				}
			}
			if warned := strings.Contains(checked, `"warning":true`); warned != (c.warns != "") {
				t.Errorf("warned: %v: %s", warned, checked)
			}
			if counted := strings.Contains(health.Message, "a label"); counted != (c.remarks != "" || strings.Contains(c.warns, "a label")) {
				t.Errorf("labels: %s", health.Message)
			}
		})
	}
}
