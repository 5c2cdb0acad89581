package plugin

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// nestedLog is a log of JSON lines whose features lie in an object of their own.
func nestedLog(days, rows int) string {
	var text strings.Builder
	for day := range days {
		for row := range rows {
			fmt.Fprintf(&text, `{"time": "2026-01-%02dT%02d:30:00Z", "prediction": %d, "payload": {"photo": {"brightness": 0.%d, "a/b": "x"}, "device": "%s"}}`+"\n",
				day+1, row, row%3, 10+7*row%80, []string{"pixel", "iphone"}[row%2])
		}
	}
	return text.String()
}

// What lies inside a column can be chosen like a column, and a path that leads nowhere is said: all that it finds is missing, which no verdict would tell.
func TestFeaturesInsideAColumnOfJSON(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "nested.jsonl"), nestedLog(20, 8))
	d := open(t, root, map[string]any{})
	_, schema := ask(t, d, "Admin", "POST", "schema", `{"source": {"file": "nested.jsonl"}}`)
	for _, says := range []string{
		`{"name":"payload.device","type":"STRUCT(photo STRUCT(brightness DOUBLE, \"a/b\" VARCHAR), device VARCHAR)","kind":"categorical","samples":["pixel","iphone"],"role":"ignored","why":"a value inside payload: make it a feature to watch it"}`,
		`{"name":"payload.photo.brightness",`, `"kind":"numeric","samples":["0.10","0.17","0.24"]`, `{"name":"payload.photo.a/b",`,
	} {
		if !strings.Contains(strings.ReplaceAll(schema, `"0.1"`, `"0.10"`), says) {
			t.Errorf("the schema does not say %s:\n%s", says, schema)
		}
	}
	checked := func(path string) string {
		_, answer := ask(t, d, "Admin", "POST", "check", `{"model": {"name": "m", "source": {"file": "nested.jsonl"}, "time": "time",
			"features": [{"name": "brightness", "column": "`+path+`", "kind": "numeric"}, {"name": "device", "column": "payload.device"}],
			"reference": {"from": "2026-01-01", "to": "2026-01-15"}}}`)
		return answer
	}
	if answer := checked("payload.photo.brightness"); strings.Contains(answer, "there") || !strings.Contains(answer, "160 rows from 2026-01-01 to 2026-01-20, 2 features") {
		t.Errorf("right paths: %s", answer)
	}
	if answer := checked("payload.foto.brightness"); !strings.Contains(answer, `none of 160 rows looked at has a value there. column: \"payload.foto.brightness\" is not known. Did you mean \"payload.photo.brightness\"?`) {
		t.Errorf("a mistyped path: %s", answer)
	}
	d = open(t, root, map[string]any{"models": []any{map[string]any{"name": "m", "source": map[string]any{"file": "nested.jsonl"}, "time": "time",
		"features":  []any{map[string]any{"name": "brightness", "column": "payload.photo.brightness", "kind": "numeric"}, map[string]any{"name": "device", "column": "payload.device"}},
		"reference": map[string]any{"from": "2026-01-01", "to": "2026-01-15"}}}})
	response := answerQuery(context.Background(), d.analysis, backend.DataQuery{RefID: "A", JSON: []byte(`{"model": "m", "format": "table"}`),
		TimeRange: backend.TimeRange{From: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)}}, admin)
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	if got := verdicts(t, response.Frames[0], "brightness") + " " + verdicts(t, response.Frames[0], "device"); got != "fffff fffff" && got != "nnnnn nnnnn" {
		t.Errorf("verdicts inside a column: %s, notices %s", got, notices(response.Frames))
	}
	for i := range response.Frames[0].Rows() {
		if share := column(t, response.Frames[0], "null_share").At(i).(*float64); *share != 0 {
			t.Errorf("row %d: a share of %g is missing", i, *share)
		}
	}
}
