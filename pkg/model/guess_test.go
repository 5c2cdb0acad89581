package model

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func observed(name, kind string, integer bool, distinct, length float64) Observed {
	return Observed{Name: name, Kind: kind, Integer: integer, Rows: 1000, Distinct: distinct, Length: length}
}

func TestGuessOfAPhotoClassifiersLog(t *testing.T) {
	got := Guess([]Observed{
		observed("time", Timestamp, false, 1000, 0),
		observed("request_id", Categorical, false, 1000, 16),
		observed("trace_id", Categorical, false, 1000, 32),
		observed("user_id", Categorical, false, 400, 7),
		observed("device", Categorical, false, 6, 8),
		observed("width", Numeric, true, 300, 0),
		observed("brightness", Numeric, false, 1000, 0),
		observed("review", Categorical, false, 1000, 80),
		observed("flash", Numeric, true, 2, 0),
		observed("predicted", Categorical, false, 2, 1),
		observed("confidence", Numeric, false, 990, 0),
		observed("p_cat", Numeric, false, 990, 0),
		observed("p_dog", Numeric, false, 990, 0),
		observed("label", Categorical, false, 2, 1),
		observed("tags", "", false, 0, 0),
	})
	want := Model{
		Time: "time", ID: "request_id",
		Prediction: &Prediction{Label: "predicted", Score: "confidence", Probabilities: map[string]string{"cat": "p_cat", "dog": "p_dog"}},
		Target:     &Target{Column: "label"},
		Features: []Feature{
			{Name: "trace_id", Kind: ID}, {Name: "user_id", Kind: ID}, {Name: "device", Kind: Categorical}, {Name: "width", Kind: Numeric},
			{Name: "brightness", Kind: Numeric}, {Name: "review", Kind: Text}, {Name: "review_length", Kind: Numeric, Expression: `length("review")`}, {Name: "flash", Kind: Categorical},
		},
		Segments: []string{"device"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestGuessOfTheCoursesLog(t *testing.T) {
	// prediction_database.csv: time, sepal_length, …, prediction (an integer class); ten rows
	columns := []Observed{{Name: "time", Kind: Timestamp, Rows: 10, Distinct: 10}}
	for _, name := range []string{"sepal_length", "sepal_width"} {
		columns = append(columns, Observed{Name: name, Kind: Numeric, Rows: 10, Distinct: 8})
	}
	columns = append(columns, Observed{Name: "prediction", Kind: Numeric, Integer: true, Rows: 10, Distinct: 3})
	got := Guess(columns)
	if got.Time != "time" || got.Prediction == nil || got.Prediction.Label != "prediction" || len(got.Features) != 2 || got.Features[0].Kind != Numeric {
		t.Errorf("got %+v", got)
	}
}

func TestGuessOfARegression(t *testing.T) {
	got := Guess([]Observed{observed("ts", Numeric, true, 1000, 0), observed("predicted_price", Numeric, false, 900, 0), observed("actual", Numeric, false, 900, 0)})
	if got.Time != "ts" || got.Prediction == nil || got.Prediction.Value != "predicted_price" || got.Target == nil || got.Target.Column != "actual" {
		t.Errorf("got %+v", got)
	}
}

// The truth goes by many names. As a feature it would seem to drift whenever labels are late.
func TestGuessOfTheTruth(t *testing.T) {
	columns := func(names ...string) (all []Observed) {
		for _, name := range names {
			all = append(all, observed(name, Numeric, false, 900, 0))
		}
		return all
	}
	for name, c := range map[string]struct {
		columns []Observed
		want    string
	}{
		"outcome":                        {columns("prediction", "amount", "outcome"), "outcome"},
		"true_*":                         {columns("prediction", "True Species"), "True Species"},
		"*_true":                         {columns("prediction", "species_true"), "species_true"},
		"a label that people gave":       {columns("prediction", "human_label"), "human_label"},
		"a plain name comes first":       {columns("actual_speed", "prediction", "label"), "label"},
		"the truth of the prediction":    {columns("actual_speed", "actual_price", "predicted_price"), "actual_price"},
		"of two none":                    {columns("prediction", "actual_speed", "actual_weight"), ""},
		"a probability is none":          {columns("prediction", "p_true"), ""},
		"a time is none":                 {append(columns("prediction"), observed("actual_arrival", Timestamp, false, 900, 0)), ""},
		"an id is none":                  {append(columns("prediction"), observed("true_id", Categorical, false, 1000, 9)), ""},
		"what only sounds like one":      {columns("prediction", "truelove", "factual", "labels_seen", "target_audience"), ""},
		"without a prediction all alike": {columns("amount", "ground_truth_value"), "ground_truth_value"},
	} {
		got := Guess(c.columns)
		switch {
		case c.want == "" && got.Target != nil:
			t.Errorf("%s: %q is taken for the truth", name, got.Target.Column)
		case c.want != "" && (got.Target == nil || got.Target.Column != c.want):
			t.Errorf("%s: got %+v", name, got.Target)
		case c.want != "" && slices.ContainsFunc(got.Features, func(f Feature) bool { return f.Name == c.want }):
			t.Errorf("%s: it is a feature as well", name)
		}
	}
}

func TestGuessOfASentimentService(t *testing.T) {
	// The old course demo: message, label, label_probability, and a status code.
	got := Guess([]Observed{
		observed("timestamp", Timestamp, false, 1000, 0), observed("message", Categorical, false, 990, 60), observed("label", Categorical, false, 2, 4),
		observed("label_probability", Numeric, false, 900, 0), observed("http_status", Numeric, true, 4, 0), observed("latency_ms", Numeric, true, 300, 0),
	})
	want := Model{
		Time: "timestamp", Prediction: &Prediction{Label: "label", Score: "label_probability"},
		Features: []Feature{
			{Name: "message", Kind: Text}, {Name: "message_length", Kind: Numeric, Expression: `length("message")`},
			{Name: "http_status", Kind: Categorical}, {Name: "latency_ms", Kind: Numeric},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Of metrics labels are what is grouped by, and not what is watched.
func TestGuessOfMetrics(t *testing.T) {
	var columns []Observed
	for _, name := range []string{"brightness", "device", "instance", "job", "region", "team", "version"} {
		columns = append(columns, Observed{Name: name, Kind: Categorical, Rows: 100, Distinct: 2})
	}
	m := Guess(columns)
	m.OfMetrics([]string{"instance", "job", "region", "team", "version"})
	if len(m.Features) != 2 || m.Features[1].Name != "device" || !slices.Equal(m.Segments, []string{"region", "version", "team"}) {
		t.Errorf("features %v, segments %v", m.Features, m.Segments)
	}
}

// Of telemetry what the model saw is a feature, and not what instruments add to every record.
func TestGuessOfTelemetry(t *testing.T) {
	var columns []Observed
	for _, name := range []string{"brightness", "http", "ml.feature", "trace_id", "span_ns", "code.line.number", "http.request.method", "client.port", "codec.name", "service_version"} {
		columns = append(columns, Observed{Name: name, Kind: Categorical, Rows: 100, Distinct: 5})
	}
	m := Guess(columns)
	m.OfTelemetry(columns)
	var names []string
	for _, f := range m.Features {
		names = append(names, f.Name)
	}
	if want := []string{"brightness", "http", "ml.feature", "codec.name"}; !slices.Equal(names, want) || !slices.Equal(m.Segments, []string{"service_version"}) {
		t.Errorf("features %v, segments %v", names, m.Segments)
	}
}

// The numbers of rows rise from window to window: as features they would always have drifted.
func TestGuessLeavesOutTheIndexThatPandasWrote(t *testing.T) {
	got := Guess([]Observed{observed("__index_level_0__", Numeric, true, 1000, 0), observed("Unnamed: 0", Numeric, true, 1000, 0), observed("column0", Numeric, true, 1000, 0), observed("age", Numeric, true, 60, 0)})
	if len(got.Features) != 1 || got.Features[0].Name != "age" {
		t.Errorf("got %+v", got.Features)
	}
}

// What lies inside columns is told by the keys that lead to it.
func TestGuessOfARecordsInside(t *testing.T) {
	nested := func(kind string, integer bool, distinct float64, keys ...string) Observed {
		return Observed{Name: strings.Join(keys, "."), Keys: keys, Kind: kind, Integer: integer, Rows: 1000, Distinct: distinct, Length: 4}
	}
	got := Guess([]Observed{
		observed("event", "", false, 0, 0), observed("label", Categorical, false, 3, 1),
		nested(Timestamp, false, 1000, "event", "meta", "timestamp"), nested(Categorical, false, 1000, "event", "meta", "request_id"), nested(Categorical, false, 3, "event", "meta", "host"),
		nested(Categorical, false, 3, "event", "inputs", "device"), nested(Numeric, false, 900, "event", "inputs", "label"), nested(Numeric, false, 900, "event", "inputs", "size", "width"),
		nested(Categorical, false, 3, "event", "inputs", "screen", "device"), nested(Categorical, false, 1000, "event", "inputs", "review"),
		nested(Numeric, true, 3, "event", "result", "class"), nested(Numeric, false, 900, "event", "result", "confidence"), nested(Numeric, false, 900, "event", "result", "latency"),
		nested(Numeric, false, 900, "event", "result", "probs", "Cat"), nested(Numeric, false, 900, "event", "result", "probs", "Dog"),
		nested(Categorical, false, 3, "event", "country"), nested(Numeric, false, 300, "attributes", "x"),
	})
	want := Model{
		Time: "event.meta.timestamp", ID: "event.meta.request_id",
		Prediction: &Prediction{Label: "event.result.class", Score: "event.result.confidence", Probabilities: map[string]string{"Cat": "event.result.probs.Cat", "Dog": "event.result.probs.Dog"}},
		Target:     &Target{Column: "label"},
		Features: []Feature{
			{Name: "event.inputs.device", Kind: Categorical}, {Name: "event.inputs.label", Kind: Numeric}, {Name: "width", Column: "event.inputs.size.width", Kind: Numeric},
			{Name: "event.inputs.screen.device", Kind: Categorical}, {Name: "review", Column: "event.inputs.review", Kind: ID}, {Name: "country", Column: "event.country", Kind: Categorical},
		},
		Segments: []string{"event.inputs.device", "event.inputs.screen.device", "country"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for name, c := range map[string]struct {
		columns []Observed
		want    *Prediction
	}{
		"the only answer":    {[]Observed{nested(Numeric, false, 900, "output", "price"), nested(Numeric, false, 900, "input", "rooms")}, &Prediction{Value: "output.price"}},
		"two answers":        {[]Observed{nested(Numeric, false, 900, "output", "price"), nested(Numeric, false, 900, "output", "margin")}, nil},
		"its name":           {[]Observed{nested(Categorical, false, 3, "response", "predicted_class"), nested(Categorical, false, 3, "response", "model")}, &Prediction{Label: "response.predicted_class"}},
		"a column before it": {[]Observed{observed("prediction", Categorical, false, 3, 1), nested(Categorical, false, 3, "output", "label")}, &Prediction{Label: "prediction"}},
		"a score of its own": {[]Observed{observed("score", Numeric, false, 900, 0), nested(Categorical, false, 3, "output", "label"), nested(Numeric, false, 900, "output", "score")}, &Prediction{Label: "output.label", Score: "output.score"}},
		"headers":            {[]Observed{nested(Categorical, false, 3, "response", "headers", "label")}, nil},
	} {
		if got := Guess(c.columns); !reflect.DeepEqual(got.Prediction, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got.Prediction, c.want)
		}
	}
	server := nested(Timestamp, false, 1000, "payload", "time")
	if server.NoKey = true; Guess([]Observed{server}).Time != "" {
		t.Error("a path is the time where it cannot be")
	}
}
