package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
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
		`{"name":"payload.device","type":"STRUCT(photo STRUCT(brightness DOUBLE, \"a/b\" VARCHAR), device VARCHAR)","kind":"categorical","samples":["pixel","iphone"],"role":"feature","why":"texts: 2 different values in a sample of 160 rows"}`,
		`{"name":"payload.photo.brightness",`, `"kind":"numeric","samples":["0.10","0.17","0.24"],"role":"ignored","why":"a value inside payload: make it a feature to watch it"}`, `{"name":"payload.photo.a/b",`,
		`"why":"what lies inside it is listed by itself"`,
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
	if answer := checked("payload.photo.brightness"); strings.Contains(answer, "its path") || !strings.Contains(answer, "160 rows from 2026-01-01 to 2026-01-20, 2 features") {
		t.Errorf("right paths: %s", answer)
	}
	if answer := checked("payload.foto.brightness"); !strings.Contains(answer, `feature \"brightness\": none of 160 rows looked at has a value at its path. \"payload.foto.brightness\" is not known. Did you mean \"payload.photo.brightness\"?`) {
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

// records are files of a record a prediction, as services write them: what was asked and what was answered in objects of their own, and perhaps time and id in one as well.
func records(t *testing.T, folder string, record func(at string, n int, brightness float64, device, class string) string) {
	for day := range 20 {
		for n := range 12 {
			at := fmt.Sprintf("2026-01-%02dT%02d:30:00Z", day+1, n)
			write(t, filepath.Join(folder, fmt.Sprintf("%02d-%02d.json", day, n)), record(at, 100*day+n, 0.1+float64(n*7%80)/100, []string{"pixel", "iphone"}[n%2], fmt.Sprint(n%3)))
		}
	}
}

// A record of a prediction says itself what was asked and what was answered; time and id may lie inside an object, too.
func TestARecordAFileIsGuessed(t *testing.T) {
	root := t.TempDir()
	t.Setenv("GF_PATHS_DATA", root)
	t.Setenv("GF_PLUGIN_CACHE_DIRECTORY", t.TempDir())
	records(t, filepath.Join(root, "flat"), func(at string, n int, brightness float64, device, class string) string {
		return fmt.Sprintf(`{"input": {"brightness": %.2f, "device": "%s"}, "output": {"label": "%s", "score": 0.%d}, "timestamp": "%s"}`, brightness, device, class, 50+n%40, at)
	})
	records(t, filepath.Join(root, "deep"), func(at string, n int, brightness float64, device, class string) string {
		return fmt.Sprintf(`{"meta": {"timestamp": "%s", "request_id": "r%d"}, "payload": {"features": {"brightness": %.2f, "device": "%s"}, "prediction": {"label": "%s", "probabilities": {"0": 0.%d, "1": 0.2}}}}`,
			at, n, brightness, device, class, 50+n%40)
	})
	for _, c := range []struct{ folder, model, prediction string }{
		{"flat", `"time":"timestamp","prediction":{"label":"output.label","score":"output.score"},` +
			`"features":[{"name":"brightness","column":"input.brightness","kind":"numeric"},{"name":"device","column":"input.device","kind":"categorical"}],"segments":["device"]`, "output.label"},
		{"deep", `"time":"meta.timestamp","id":"meta.request_id","prediction":{"label":"payload.prediction.label","probabilities":{"0":"payload.prediction.probabilities.0","1":"payload.prediction.probabilities.1"}},` +
			`"features":[{"name":"brightness","column":"payload.features.brightness","kind":"numeric"},{"name":"device","column":"payload.features.device","kind":"categorical"}],"segments":["device"]`, "payload.prediction.label"},
	} {
		t.Run(c.folder, func(t *testing.T) {
			d := open(t, root, map[string]any{"store": map[string]any{"path": c.folder}})
			_, guessed := ask(t, d, "Admin", "POST", "guess", `{"source": {"file": "*.json"}}`)
			if !strings.Contains(guessed, c.model) {
				t.Errorf("guessed %s", guessed)
			}
			_, schema := ask(t, d, "Admin", "POST", "schema", `{"source": {"file": "*.json"}}`)
			for _, says := range []string{`"role":"label","why":"its path is that of a prediction; 3 different values in a sample of 240 rows, so it is a class"`, `"role":"feature","why":"texts: 2 different values`} {
				if !strings.Contains(schema, says) {
					t.Errorf("the schema does not say %s: %s", says, schema)
				}
			}
			var m map[string]any
			if err := json.Unmarshal([]byte(guessed), &m); err != nil {
				t.Fatal(err)
			}
			m["name"], m["reference"] = "m", map[string]any{"from": "2026-01-01", "to": "2026-01-15"}
			if c.folder == "deep" { // labels that come later, inside objects as well
				write(t, filepath.Join(root, c.folder, "labels", "a.jsonl"), `{"request": {"id": "r1900"}, "feedback": {"label": "1"}}`+"\n"+`{"request": {"id": "r1901"}, "feedback": {"label": "2"}}`+"\n")
				m["target"] = map[string]any{"source": map[string]any{"file": "labels/*.jsonl"}, "id": "request.id", "column": "feedback.label"}
			}
			text, _ := json.Marshal(map[string]any{"model": m})
			_, checked := ask(t, d, "Admin", "POST", "check", string(text))
			said := map[string]string{"flat": "", "deep": `{"step":"columns","text":"2 of 240 rows have a label"}`}[c.folder]
			if !strings.Contains(checked, "240 rows from 2026-01-01 to 2026-01-20, 2 features") || !strings.Contains(checked, `"problems":[],"notices":[`+said+`]`) {
				t.Errorf("step 5: %s", checked)
			}
			if c.folder == "deep" {
				m["time"] = "meta.timestmap"
				text, _ := json.Marshal(map[string]any{"model": m})
				if _, checked := ask(t, d, "Admin", "POST", "check", string(text)); !strings.Contains(checked, `time: none of 200 rows looked at has a value at its path. \"meta.timestmap\" is not known. Did you mean \"meta.timestamp\"?`) {
					t.Errorf("a time that leads nowhere: %s", checked)
				}
				m["time"] = "meta.timestamp"
			}
			m["rows"] = map[string]any{"roles": []any{"Admin"}}
			d = open(t, root, map[string]any{"store": map[string]any{"path": c.folder}, "models": []any{m}})
			answer := func(query string) backend.DataResponse {
				response := answerQuery(context.Background(), d.analysis, backend.DataQuery{RefID: "A", JSON: []byte(query),
					TimeRange: backend.TimeRange{From: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 1, 21, 0, 0, 0, 0, time.UTC)}}, admin)
				if response.Error != nil {
					t.Fatal(response.Error)
				}
				return response
			}
			drift := answer(`{"model": "m", "format": "table"}`)
			if got := verdicts(t, drift.Frames[0], "brightness") + verdicts(t, drift.Frames[0], "prediction"); len(got) != 12 || strings.Trim(got, "nf") != "" {
				t.Errorf("verdicts %s, notices %s", got, notices(drift.Frames))
			}
			rows := answer(`{"model": "m", "queryType": "rows", "limit": 5}`)
			if frame := rows.Frames[0]; frame.Rows() != 5 || len(frame.Fields) < 5 || !strings.HasSuffix(fmt.Sprint(frame.At(0, 0)), "UTC") && frame.Fields[0].Type() != data.FieldTypeNullableTime {
				t.Errorf("raw rows: %d, %d columns, the first %v; %s", frame.Rows(), len(frame.Fields), frame.Fields[0], notices(rows.Frames))
			} else if said := notices(rows.Frames); strings.Contains(said, "left out") {
				t.Errorf("raw rows leave out columns: %s", said)
			}
			if c.folder == "deep" {
				labels := answer(`{"model": "m", "queryType": "rows", "filters": [{"column": "target", "operator": "=", "value": ["2"]}]}`)
				if n := labels.Frames[0].Rows(); n != 1 {
					t.Errorf("%d rows have the label 2 that came later: %s", n, notices(labels.Frames))
				}
			}
		})
	}
}

// What many columns hold inside is bounded, because it is asked for at once; and a column that is called as a path is what the path names.
func TestWhatLiesInsideIsBoundedAndNamedOnce(t *testing.T) {
	root := t.TempDir()
	var text strings.Builder
	for row := range 3 {
		record := map[string]any{"time": "2026-01-01T00:00:00Z", "payload.age": row, "payload": map[string]any{"age": 50, "height": 180}}
		for column := range 5 {
			inside := map[string]int{}
			for key := range 150 {
				inside[fmt.Sprint("key", key)] = row
			}
			record[fmt.Sprint("wide", column)] = inside
		}
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(line, '\n'))
	}
	write(t, filepath.Join(root, "wide.jsonl"), text.String())
	d := open(t, root, map[string]any{})
	_, schema := ask(t, d, "Admin", "POST", "schema", `{"source": {"file": "wide.jsonl"}}`)
	if n := strings.Count(schema, `"name":"payload.age"`); n != 1 || !strings.Contains(schema, `"name":"payload.height"`) {
		t.Errorf("payload.age is listed %d times: %.2000s", n, schema)
	}
	if n := strings.Count(schema, `"name":"wide0.key`); n != 150 || strings.Contains(schema, `"name":"wide4.key`) || !strings.Contains(schema, "only the first 400 values are listed") {
		t.Errorf("%d of wide0: %.2000s", n, schema)
	}
	if _, guess := ask(t, d, "Admin", "POST", "guess", `{"source": {"file": "wide.jsonl"}}`); strings.Count(guess, "payload.age") != 1 || !strings.Contains(guess, `"column":"payload.height"`) {
		t.Errorf("guess: %.2000s", guess)
	}
}
