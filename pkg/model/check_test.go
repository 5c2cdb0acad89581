package model

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const complete = `{
	"name": "digits", "source": {"file": "digits/*.parquet"}, "time": "time", "id": "request_id",
	"prediction": {"label": "predicted", "score": "confidence", "probabilities": {"cat": "p_cat", "dog": "p_dog"}},
	"target": {"column": "label", "source": {"file": "labels.parquet"}, "id": "request_id", "time": "at"},
	"features": [{"name": "brightness", "importance": 0.31, "binning": {"mode": "edges", "edges": [0, 50, 100]}}, {"name": "device", "kind": "categorical", "importance": 0}, {"name": "size", "expression": "width * height"}],
	"segments": ["device", "model_version"], "window": "1d", "timezone": "Europe/Copenhagen", "lateness": "10m",
	"labels": {"0": "negative"}, "reference": {"from": "2026-01-01", "to": "2026-02-01"},
	"exclude": [{"from": "2026-01-05", "to": "2026-01-06T12:00:00Z", "why": "outage"}],
	"thresholds": {"brightness": {"auto": 0.2, "psi": 0.25}, "size": 0.1, "prediction": 0.2}, "rows": {"roles": ["Editor", "Admin"]}
}`

func TestProblemsOfACompleteModel(t *testing.T) {
	var m Model
	if err := json.Unmarshal([]byte(complete), &m); err != nil {
		t.Fatal(err)
	}
	if problems := m.Problems(); len(problems) > 0 {
		t.Errorf("got %v", problems)
	}
	if m.Thresholds["size"]["auto"] != 0.1 {
		t.Errorf("a bare threshold is for auto: %v", m.Thresholds["size"])
	}
	if got := m.Importance(); len(got) != 2 || got["brightness"] != 0.31 {
		t.Errorf("importance is of those features that have one: %v", got)
	}
	if got := (&Model{Features: []Feature{{Name: "a"}}}).Importance(); got != nil {
		t.Errorf("no importance is none: %v", got)
	}
	s := Settings{Models: []Model{m, m}, Store: StoreSettings{Engine: "oracle"}}
	problems := s.Problems()
	if len(problems) != 2 || problems[0].Field != "store.engine" || problems[1].Field != "models[1].name" {
		t.Errorf("got %v", problems)
	}
}

func TestProblems(t *testing.T) {
	// Each change of the complete model gives just one problem, at the field, with the text.
	for _, c := range []struct{ change, field, message string }{
		{`{"name": " "}`, "model.name", "a model needs a name"},
		{`{"source": {}}`, "model.source", "names no rows"},
		{`{"source": {"file": "x", "table": "y"}}`, "model.source", "several ways"},
		{`{"timezone": "Copenhagen"}`, "model.timezone", `"Copenhagen" is no time zone`},
		{`{"window": "often"}`, "model.window", `"often" is not a length of time`},
		{`{"lateness": "-1h"}`, "model.lateness", `"-1h" is not a length of time`},
		{`{"prediction": {}}`, "model.prediction", "names no column"},
		{`{"prediction": {"label": "a", "value": "b"}}`, "model.prediction", "a class or a number"},
		{`{"prediction": {"value": "b", "probabilities": {"x": "y"}}}`, "model.prediction.probabilities", "belong to classes"},
		{`{"target": {"column": ""}}`, "model.target.column", "is missing"},
		{`{"target": {"column": "y", "id": "z"}}`, "model.target.source", "is missing"},
		{`{"id": ""}`, "model.target.source", "joined by id"},
		{`{"features": [{"name": "a"}, {"name": "a"}], "thresholds": null}`, "model.features[1].name", "listed twice"},
		{`{"features": [{"name": ""}], "thresholds": null}`, "model.features[0].name", "is missing"},
		{`{"features": [{"name": "target"}], "thresholds": null}`, "model.features[0].name", "is kept for"},
		{`{"features": [{"name": "a", "kind": "number"}], "thresholds": null}`, "model.features[0].kind", `"number" is unknown; there are numeric, categorical`},
		{`{"features": [{"name": "a", "importance": -0.1}], "thresholds": null}`, "model.features[0].importance", "at least 0, not -0.1"},
		{`{"features": [{"name": "a", "binning": {"mode": "tens"}}], "thresholds": null}`, "model.features[0].binning.mode", `"tens" is unknown; there are quantiles, width`},
		{`{"features": [{"name": "a", "binning": {"mode": "edges"}}], "thresholds": null}`, "model.features[0].binning.edges", "is missing: say where bins end"},
		{`{"features": [{"name": "a", "binning": {"edges": [2, 1]}}], "thresholds": null}`, "model.features[0].binning.edges[1]", "not more than the edge before it"},
		{`{"features": [{"name": "a", "binning": {"mode": "sturges", "bins": 5}}], "thresholds": null}`, "model.features[0].binning.bins", "means nothing to the mode sturges; leave out bins"},
		{`{"features": [{"name": "a", "kind": "categorical", "binning": {"bins": 5}}], "thresholds": null}`, "model.features[0].binning", "only numeric features are cut into bins"},
		{`{"features": [{"name": "a", "column": "b", "expression": "c"}], "thresholds": null}`, "model.features[0]", "both a column and an expression"},
		{`{"features": [{"name": "a", "expression": "c +"}], "thresholds": null}`, "model.features[0].expression", "position 4: expected a value"},
		{`{"segments": ["a", "a"]}`, "model.segments[1]", "listed twice"},
		{`{"reference": {}}`, "model.reference", "says nothing"},
		{`{"reference": {"from": "2026-01-01"}}`, "model.reference.to", "is missing"},
		{`{"reference": {"from": "2026-01-01", "to": "January"}}`, "model.reference.to", "neither a date nor a time"},
		{`{"reference": {"from": "2026-02-01", "to": "2026-01-01"}}`, "model.reference", "not after its begin"},
		{`{"reference": {"mode": "sometime"}}`, "model.reference.mode", `"sometime" is unknown; there are previous, trailing, season`},
		{`{"reference": {"mode": "season", "period": "often"}}`, "model.reference.period", `"often" is not a length of time`},
		{`{"reference": {"mode": "season", "period": "36h"}, "window": "1d"}`, "model.reference.period", "36h is no whole number of windows"},
		{`{"reference": {"mode": "season", "windows": -1}}`, "model.reference.windows", "-1 is no number of windows"},
		{`{"reference": {"mode": "previous", "period": "7d"}}`, "model.reference.period", "is for the mode season"},
		{`{"reference": {"from": "2026-01-01", "to": "2026-02-01", "skipDrifted": true}}`, "model.reference.skipDrifted", "is for the modes previous, trailing and season"},
		{`{"reference": {"mode": "previous", "source": {"file": "x"}}}`, "model.reference", "several ways"},
		{`{"reference": {"source": {"file": "x"}, "columns": {"colour": "c"}}}`, "model.reference.columns.colour", `no feature "colour"; there are brightness, device, size`},
		{`{"version": "app"}`, "model.version", `"app" is not among the segments, device, model_version`},
		{`{"version": "app", "segments": []}`, "model.version", "add it to segments"},
		{`{"reference": [{"from": "2026-01-01", "to": "2026-02-01"}, {"since": "2026-03-01"}]}`, "model.reference[1]", "says nothing"},
		{`{"reference": [{"from": "2026-01-01", "to": "2026-02-01"}, {"from": "2026-03-01", "to": "2026-04-01"}]}`, "model.reference[1]",
			"holds from the beginning, as model.reference[0] does; of two such entries give the later one a since"},
		{`{"reference": [{"since": "2026-03-01", "from": "2026-01-01", "to": "2026-02-01"}, {"since": "2026-02-28T23:00:00Z", "mode": "previous"}]}`, "model.reference[1].since",
			"is the same moment as that of model.reference[0]"},
		{`{"reference": [{"from": "2026-01-01", "to": "2026-02-01"}, {"since": "soon", "mode": "previous"}]}`, "model.reference[1].since", `"soon" is neither a date nor a time`},
		{`{"reference": {"version": "4.2", "from": "2026-01-01", "to": "2026-02-01"}}`, "model.reference.version", "does not say which column holds its version; name that segment as version"},
		{`{"version": "device", "reference": [{"version": 4.2, "mode": "previous"}, {"version": "4.2", "mode": "previous"}]}`, "model.reference[1]", "holds from the beginning, as"},
		{`{"exclude": [{"from": "2026-01-02", "to": "2026-01-02"}]}`, "model.exclude[0]", "not after its begin"},
		{`{"thresholds": {"contrast": 0.1}}`, "model.thresholds.contrast", `no feature "contrast"`},
		{`{"thresholds": {"size": 0}}`, "model.thresholds.size.auto", "more than 0"},
		{`{"rows": {"roles": ["Everyone"]}}`, "model.rows.roles[0]", `"Everyone" is unknown`},
	} {
		var m Model
		if err := json.Unmarshal([]byte(complete), &m); err != nil {
			t.Fatal(err)
		}
		// Members that hold objects are replaced, not merged into.
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(c.change), &members); err != nil {
			t.Fatal(err)
		}
		for name := range members {
			switch name {
			case "prediction":
				m.Prediction = nil
			case "target":
				m.Target = nil
			case "reference":
				m.Reference = nil
			case "thresholds":
				m.Thresholds = nil
			case "source":
				m.Source = Source{}
			case "features":
				m.Features = nil
			}
		}
		if err := json.Unmarshal([]byte(c.change), &m); err != nil {
			t.Fatal(err)
		}
		problems := m.Problems()
		if len(problems) != 1 || problems[0].Field != c.field || !strings.Contains(problems[0].Message, c.message) {
			t.Errorf("%s: got %q, want %s: %s", c.change, problems, c.field, c.message)
		}
	}
}

func TestPresets(t *testing.T) {
	for _, p := range Presets() {
		if problems := p.Model.Problems(); len(problems) > 0 {
			t.Errorf("%s: %v", p.ID, problems)
		}
	}
	ids := func(columns ...string) (ids []string) {
		for _, p := range FittingPresets(columns) {
			ids = append(ids, p.ID)
		}
		return ids
	}
	if got := ids("time", "sepal_length", "prediction"); !slices.Equal(got, []string{"csv-log"}) {
		t.Errorf("a CSV log: %v", got)
	}
	if got := ids("review", "sentiment", "probability", "timestamp"); !slices.Equal(got, []string{"sentiment-json-files", "json-files"}) {
		t.Errorf("a sentiment log: %v", got)
	}
	if got := ids("x"); got != nil {
		t.Errorf("an unknown log: %v", got)
	}
}

func TestProblemsOfLayoutsAndServices(t *testing.T) {
	at := func(s Settings) string {
		var fields []string
		for _, p := range s.Problems() {
			fields = append(fields, p.Field)
		}
		return strings.Join(fields, " ")
	}
	clickhouse := StoreSettings{Engine: "clickhouse", URL: "db"}
	log := func(s Source) Settings { return Settings{Store: clickhouse, Models: []Model{{Name: "m", Source: s}}} }
	for _, c := range []struct {
		settings Settings
		want     string
	}{
		{log(Source{Table: "t", Layout: OTelLogs}), ""},
		{log(Source{Table: "t", Layout: "otel-log"}), "models[0].source.layout"},
		{log(Source{Table: "t", Event: "x"}), "models[0].source.layout"},
		{log(Source{Table: "t", Layout: SigNozTraces}), "models[0].source"},
		{log(Source{Table: "t", Layout: SigNozTraces, Model: "digits"}), ""},
		{Settings{Models: []Model{{Name: "m", Source: Source{Table: "t", Layout: OTelLogs}}}}, "models[0].source.layout"},
		{Settings{Store: clickhouse, Service: &Service{Source: Source{Table: "t", Layout: OTelTraces}}}, ""},
		{Settings{Service: &Service{Source: Source{File: "spans/*.parquet"}, Unit: "min", Error: Part{Expression: "1 +"}}},
			"service.time service.duration service.unit service.error.expression"},
		{Settings{Service: &Service{Source: Source{File: "f"}, Time: "t", Duration: Part{Column: "d"}, Apdex: -1, Exceptions: &Exceptions{}}}, "service.apdex service.exceptions.type"},
	} {
		if got := at(c.settings); got != c.want {
			t.Errorf("%+v: problems at %q, want %q", c.settings, got, c.want)
		}
	}
}

func TestPartsAreWrittenShortly(t *testing.T) {
	for text, want := range map[string]Part{`"span_ms"`: {Column: "span_ms"}, `{"expression":"a - b"}`: {Expression: "a - b"}} {
		var p Part
		if err := json.Unmarshal([]byte(text), &p); err != nil || p != want {
			t.Errorf("%s is %+v, %v", text, p, err)
		}
		if back, err := json.Marshal(p); err != nil || string(back) != text {
			t.Errorf("%+v is written %s, %v", p, back, err)
		}
	}
}

func TestPrometheusHasNoSpans(t *testing.T) {
	s := Settings{Store: StoreSettings{Engine: "prometheus", URL: "http://prometheus:9090"}, Service: &Service{Source: Source{Table: "spans"}, Time: "time", Duration: Part{Column: "d"}}}
	if problems := s.Problems(); len(problems) != 1 || problems[0].Field != "service.source" || !strings.Contains(problems[0].Message, "keeps none") {
		t.Errorf("got %v", problems)
	}
	if s.Store.Engine = "postgres"; len(s.Problems()) != 0 {
		t.Errorf("got %v", s.Problems())
	}
}
