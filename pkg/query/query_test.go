package query

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/window"
)

func TestDefaults(t *testing.T) {
	q, err := Parse([]byte(`{"queryType": "drift", "model": "digits", "refId": "A", "datasource": {"uid": "x"}, "intervalMs": 1000, "maxDataPoints": 5}`))
	if err != nil {
		t.Fatal(err)
	}
	want := &Query{Version: 1, Type: Drift, Model: "digits", Method: "auto", Alpha: 0.01, Correction: "bh", Noise: "both", Rule: "both", MinRows: 50,
		Window: Window{Mode: "auto", Spec: window.Spec{Mode: window.Auto}}, Reference: Reference{Mode: "model"}, Format: TimeSeries, Value: "severity",
		Precision: AutoPrecision, Timezone: "model", Limit: 100}
	if !reflect.DeepEqual(q, want) {
		t.Errorf("got  %+v\nwant %+v", q, want)
	}
}

func TestEverything(t *testing.T) {
	q, err := Parse([]byte(`{"version": 1, "queryType": "drift", "model": "digits", "features": ["brightness", "brightness"], "method": "psi", "threshold": 0.1, "deviations": 2.5, "alpha": 0.05,
		"budget": {"alarms": 2, "per": "30d"}, "correction": "holm", "noise": "sampling", "minRows": "80",
		"window": {"mode": "duration", "every": "1h", "length": "6h"}, "includePartial": true, "reference": {"mode": "range", "from": "2026-01-01", "to": 1769904000000},
		"filters": [{"column": "device", "operator": "=", "value": ["pixel"]}, {"column": "id", "operator": ">", "value": 9007199254740993},
			{"column": "app", "operator": "in", "value": ["$__all"]}, {"column": "app", "operator": "=", "value": []}, {"column": "x", "operator": "is null"}],
		"groupBy": ["device"], "format": "numeric", "value": "share", "persist": {"windows": 2, "of": 3}, "precision": "exact", "timezone": "Europe/Copenhagen"}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(q.Features) != 1 || q.Method != "psi" || *q.Threshold != 0.1 || *q.Deviations != 2.5 || q.Alpha != 0.05 || q.Budget.Alarms != 2 || q.Budget.Per != 30*window.Day || q.MinRows != 80 {
		t.Errorf("%+v", q)
	}
	if q.Window.Spec != (window.Spec{Mode: window.Duration, Every: time.Hour, Length: 6 * time.Hour}) {
		t.Errorf("window: %+v", q.Window)
	}
	if q.Reference.From != "2026-01-01" || q.Reference.To != "2026-02-01T00:00:00Z" {
		t.Errorf("reference: %+v", q.Reference)
	}
	want := []Filter{{"device", "=", []any{"pixel"}}, {"id", ">", []any{int64(9007199254740993)}}, {"x", "is null", nil}}
	if !reflect.DeepEqual(q.Filters, want) {
		t.Errorf("filters: %+v", q.Filters)
	}
	if *q.Persist != (Persist{2, 3}) {
		t.Errorf("persist: %+v", q.Persist)
	}
}

func TestBinning(t *testing.T) {
	for text, want := range map[string]*model.Binning{
		`{}`:                nil,
		`{"binning": null}`: nil,
		`{"binning": {}}`:   {Mode: "quantiles"},
		`{"binning": {"mode": "width", "bins": "20"}}`:             {Mode: "width", Bins: 20},
		`{"binning": {"edges": [-1, 0.5, "2e3"]}}`:                 {Mode: "edges", Edges: []float64{-1, 0.5, 2000}},
		`{"binning": {"edges": 5}}`:                                {Mode: "edges", Edges: []float64{5}},
		`{"binning": {"mode": "values", "bins": 5, "edges": [1]}}`: {Mode: "values"},
	} {
		q, err := Parse([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if !reflect.DeepEqual(q.Binning, want) {
			t.Errorf("%s: got %+v, want %+v", text, q.Binning, want)
		}
		if notices := len(q.Notices); (notices == 2) != strings.Contains(text, "values") || notices == 1 {
			t.Errorf("%s: notices %v", text, q.Notices)
		}
	}
}

// Each mistake names its field and says what would be right.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ json, want string }{
		"not an object":              {`[]`, "query: must be a JSON object"},
		"broken":                     {`{"model": `, "query: must be a JSON object"},
		"unknown type":               {`{"queryType": "drfit"}`, `queryType: "drfit" is not known. Did you mean "drift"? Right would be: drift, distribution`},
		"type of a later version":    {`{"queryType": "quality"}`, `queryType: "quality" is not available yet`},
		"a slip in a field":          {`{"grouBy": []}`, `grouBy: is not a field of a query; did you mean "groupBy"?`},
		"case of a field":            {`{"groupby": []}`, `did you mean "groupBy"?`},
		"a slip in a nested field":   {`{"window": {"mod": "auto"}}`, `window.mod: is not a field of a query; did you mean "window.mode"?`},
		"features of numbers":        {`{"features": [1]}`, "features: must be a list of texts, not a list"},
		"threshold as text":          {`{"threshold": "much"}`, `threshold: must be a number, not the text "much"`},
		"negative threshold":         {`{"threshold": -1}`, "threshold: is -1; it must be 0 or more"},
		"alpha above a half":         {`{"alpha": 2}`, "alpha: is 2; it must lie between"},
		"unknown correction":         {`{"correction": "hb"}`, `correction: "hb" is not known. Did you mean "bh"?`},
		"no such time":               {`{"window": {"mode": "duration", "every": "1x"}}`, `window.every: "1x" is not a length of time; write for example 15m, 1h, 1d or 2w`},
		"no step":                    {`{"window": {"mode": "duration"}}`, "window.every: is missing"},
		"length is no multiple":      {`{"window": {"mode": "duration", "every": "4h", "length": "6h"}}`, "window.length: 6h is not a multiple of every, 4h"},
		"window as text":             {`{"window": "1d"}`, `window: must be an object such as {…}, not the text "1d"`},
		"rows":                       {`{"window": {"mode": "rows"}}`, "window.rows: is missing"},
		"no rows":                    {`{"window": {"mode": "rows", "rows": 0}}`, "window.rows: is 0; it must lie between 1 and"},
		"anchor":                     {`{"window": {"mode": "rows", "rows": 5, "anchor": "noon"}}`, `window.anchor: "noon" is not known. Right would be: day, range.`},
		"last of what":               {`{"window": {"mode": "last"}}`, "window.duration: is missing"},
		"no parts":                   {`{"window": {"mode": "count", "count": 0}}`, "window.count: is 0"},
		"a budget of rows":           {`{"window": {"mode": "rows", "rows": 5}, "budget": {}}`, "budget: counts false alarms by the time that windows take"},
		"unknown unit":               {`{"window": {"mode": "calendar", "unit": "yaer"}}`, `window.unit: "yaer" is not known. Right would be: day, week, month.`},
		"reference without a time":   {`{"reference": {"mode": "range", "from": "yesterday"}}`, `reference.from: "yesterday" is neither a date nor a time`},
		"a season without a length":  {`{"reference": {"mode": "season", "period": "often"}}`, `reference.period: "often" is not a length of time`},
		"reference of no filter":     {`{"reference": {"mode": "filter"}}`, "reference.filters: is missing or chooses nothing"},
		"reference's filter":         {`{"reference": {"mode": "filter", "filters": [{"value": "a"}]}}`, "reference.filters[0].column: is missing"},
		"filter without column":      {`{"filters": [{"value": 1}]}`, "filters[0].column: is missing"},
		"unknown operator":           {`{"filters": [{"column": "a", "operator": "=="}]}`, `filters[0].operator: "==" is not known. Did you mean "="?`},
		"object as a filter's value": {`{"filters": [{"column": "a", "value": {}}]}`, "filters[0].value: must be a text, a number"},
		"two values for <":           {`{"filters": [{"column": "a", "operator": "<", "value": [1, 2]}]}`, "filters[0].value: < compares with one value, not with 2"},
		"persist the wrong way":      {`{"persist": {"windows": 3, "of": 2}}`, "persist.windows: is 3 of the last 2"},
		"a slip in the binning":      {`{"binning": {"mod": "width"}}`, `binning.mod: is not a field of a query; did you mean "binning.mode"?`},
		"unknown binning":            {`{"binning": {"mode": "quantile"}}`, `binning.mode: "quantile" is not known. Did you mean "quantiles"? Right would be: quantiles, width`},
		"binning as text":            {`{"binning": "width"}`, `binning: must be an object such as {…}, not the text "width"`},
		"one bin":                    {`{"binning": {"bins": 1}}`, "binning.bins: is 1; it must lie between 2 and 512"},
		"edges without edges":        {`{"binning": {"mode": "edges"}}`, "binning.edges: is missing: say where bins end"},
		"edges that fall":            {`{"binning": {"edges": [1, 3, 2]}}`, "binning.edges[2]: is 2, not more than the edge before it, 3"},
		"an edge that is none":       {`{"binning": {"edges": [1, "far"]}}`, `binning.edges[1]: must be a number, not the text "far"`},
		"no zone":                    {`{"timezone": "Mars/Olympus"}`, `timezone: "Mars/Olympus" is not a time zone`},
		"unknown value":              {`{"value": "severty"}`, `value: "severty" is not known. Did you mean "severity"?`},
		"newer version":              {`{"version": 9}`, "version: the query was written by a newer Tideline (version 9"},
		"half a row":                 {`{"limit": 1.5}`, "limit: is 1.5; it must be a whole number"},
		"unknown kind":               {`{"queryType": "episodes", "kinds": ["drift", "versions"]}`, `kinds[1]: "versions" is not known. Did you mean "version"? Right would be: drift, excluded, version, reference.`},
		"kinds as an object":         {`{"queryType": "episodes", "kinds": {}}`, "kinds: must be a list of texts"},
		"flag as text":               {`{"includePartial": "yes"}`, `includePartial: must be true or false, not the text "yes"`},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := Parse([]byte(c.json))
			if err == nil {
				t.Fatalf("should be an error, got %+v", q)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestWindowsOfRows(t *testing.T) {
	for text, want := range map[string]window.Spec{
		`{"mode": "rows", "rows": 1000}`:                    {Mode: window.Rows, Rows: 1000, Anchor: "day"},
		`{"mode": "rows", "rows": "50", "anchor": "range"}`: {Mode: window.Rows, Rows: 50, Anchor: "range"},
		`{"mode": "last", "rows": 500}`:                     {Mode: window.Last, Rows: 500},
		`{"mode": "count"}`:                                 {Mode: window.Count, Parts: 10},
		`{"mode": "count", "count": 4}`:                     {Mode: window.Count, Parts: 4},
	} {
		q, err := Parse([]byte(`{"window": ` + text + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if q.Window.Spec != want || !q.Window.Spec.ByRows() {
			t.Errorf("%s: %+v", text, q.Window)
		}
	}
}

func TestReferencesThatMove(t *testing.T) {
	for text, want := range map[string]Reference{
		`{"mode": "season"}`: {Mode: "season", Windows: 4, Period: "1w"},
		`{"mode": "season", "period": "24h", "windows": 28, "skipDrifted": true}`:             {Mode: "season", Windows: 28, Period: "1d", SkipDrifted: true},
		`{"mode": "trailing", "skipDrifted": true}`:                                           {Mode: "trailing", Windows: 7, SkipDrifted: true},
		`{"mode": "model", "skipDrifted": true}`:                                              {Mode: "model"},
		`{"mode": "filter", "filters": [{"column": "device", "value": "a"}]}`:                 {Mode: "filter", Filters: []Filter{{"device", "=", []any{"a"}}}},
		`{"mode": "previous", "filters": [{"column": "device", "value": "a"}], "windows": 9}`: {Mode: "previous", Windows: 1},
	} {
		q, err := Parse([]byte(`{"reference": ` + text + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(q.Reference, want) {
			t.Errorf("%s: %+v", text, q.Reference)
		}
		if said := len(q.Notices) > 0; said != strings.Contains(text, "model") {
			t.Errorf("%s: notices %v", text, q.Notices)
		}
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	_, err := Parse([]byte(`{"alpha": 2, "correction": "x", "window": {"mode": "duration", "every": "1x"}}`))
	for _, field := range []string{"alpha:", "correction:", "window.every:"} {
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s is missing in %v", field, err)
		}
	}
}

func TestUnknownFieldsAreRemarkedUpon(t *testing.T) {
	q, err := Parse([]byte(`{"sparkles": true, "refId": "A", "reference": {"mode": "model", "colour": 1}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`The query's field "sparkles" is not known and was ignored.`, `The query's field "reference.colour" is not known and was ignored.`}
	if !reflect.DeepEqual(q.Notices, want) {
		t.Errorf("%q", q.Notices)
	}
}

func TestAllIsNoFilter(t *testing.T) {
	q, err := Parse([]byte(`{"features": ["$__all"], "filters": [{"column": "device", "operator": "in", "value": "$__all"}]}`))
	if err != nil || q.Features != nil || q.Filters != nil {
		t.Errorf("%+v, %v", q, err)
	}
}

func TestLacking(t *testing.T) {
	m := &model.Model{Features: []model.Feature{{Name: "brightness"}}, Prediction: &model.Prediction{Label: "predicted"}}
	for features, want := range map[string]string{
		`["target"]`: "target", `["prediction"]`: "", `["brightness"]`: "", `["brigthness"]`: "", `["target", "brightness"]`: "", `[]`: "",
	} {
		q, err := Parse([]byte(`{"features": ` + features + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Lacking(m); got != want {
			t.Errorf("%s: %q, want %q", features, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	m := &model.Model{Name: "digits", Features: []model.Feature{{Name: "brightness"}, {Name: "device"}}, Segments: []string{"device", "app"},
		Prediction: &model.Prediction{Label: "predicted"}}
	methods := []string{"auto", "ks", "psi"}
	for _, c := range []struct{ json, want string }{
		{`{}`, ""},
		{`{"features": ["prediction", "brightness"], "groupBy": ["app"], "filters": [{"column": "brightness", "operator": "<", "value": 1}]}`, ""},
		{`{"features": ["brigthness"]}`, `features[0]: "brigthness" is not known. Did you mean "brightness"? Right would be: brightness, device, prediction.`},
		{`{"features": ["target"]}`, `features[0]: "target" is not known.`},
		{`{"groupBy": ["brightness"]}`, `groupBy[0]: "brightness" is not known. Right would be: device, app.`},
		{`{"filters": [{"column": "\"; drop table", "value": "x"}]}`, `filters[0].column: "\"; drop table" is not known.`},
		{`{"method": "sk"}`, `method: "sk" is not known. Did you mean "ks"?`},
		{`{"queryType": "values"}`, `features: must name the one segment whose values are wanted`},
		{`{"queryType": "values", "features": ["brightness"]}`, `features[0]: "brightness" is not known.`},
		{`{"queryType": "values", "features": ["prediction"]}`, ""},
		{`{"reference": {"mode": "filter", "filters": [{"column": "colour", "value": "x"}]}}`, `reference.filters[0].column: "colour" is not known.`},
	} {
		q, err := Parse([]byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		err = q.Check(m, methods)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s\ngot  %v\nwant %s", c.json, err, c.want)
		}
	}
	if _, err := FindModel("digit", []model.Model{*m}); err == nil || !strings.Contains(err.Error(), `Did you mean "digits"?`) {
		t.Errorf("%v", err)
	}
	if found, err := FindModel("", []model.Model{*m}); err != nil || found.Name != "digits" {
		t.Errorf("the only model: %v", err)
	}
}

// A distribution is drawn by windows, so that a range that holds the whole reference still has something to compare; the range as a whole when asked for.
func TestDistributionByWindow(t *testing.T) {
	for text, want := range map[string]string{`{"queryType": "distribution"}`: "auto", `{"queryType": "distribution", "window": {"mode": "range"}}`: "range"} {
		q, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if q.Window.Mode != want {
			t.Errorf("%s: got windows by %q, want %q", text, q.Window.Mode, want)
		}
	}
}

// What changed is told in a table, of the newest window unless more are asked for.
func TestExplain(t *testing.T) {
	for text, want := range map[string]int{`{"queryType": "explain", "format": "numeric"}`: 1, `{"queryType": "explain", "limit": 20}`: 20, `{"queryType": "rows"}`: 100} {
		q, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if q.Limit != want || q.Format != Table {
			t.Errorf("%s: limit %d, format %s", text, q.Limit, q.Format)
		}
	}
}

// A variable that nobody filled in is named as such, wherever it stands. Without that a filter on it would compare with a text that no row has.
func TestVariablesThatWereNotFilledIn(t *testing.T) {
	m := model.Model{Name: "digits", Features: []model.Feature{{Name: "brightness"}, {Name: "$price"}}, Segments: []string{"device"}}
	const because = " was not filled in: public dashboards, alert rules and Explore know no variables, and a dashboard only its own. Write what is meant itself."
	for text, want := range map[string]string{
		`{"model": "$model"}`:                                                            "model: $model" + because + " Right would be: digits.",
		`{"features": ["${feature:csv}"]}`:                                               "features[0]: ${feature:csv}" + because + " Right would be: brightness, $price.",
		`{"groupBy": ["[[segment]]"]}`:                                                   "groupBy[0]: [[segment]]" + because + " Right would be: device.",
		`{"method": "$method"}`:                                                          "method: $method" + because + " Right would be: auto.",
		`{"filters": [{"column": "device", "value": ["$device"]}]}`:                      "filters[0].value: $device" + because,
		`{"filters": [{"column": "$segment", "value": ["a"]}]}`:                          "filters[0].column: $segment" + because + " Right would be: device, brightness, $price.",
		`{"window": {"mode": "duration", "every": "$every"}}`:                            "window.every: $every" + because,
		`{"window": {"mode": "last", "duration": "$__interval"}}`:                        "window.duration: $__interval" + because,
		`{"reference": {"mode": "range", "from": "${__from:date}", "to": "2026-01-01"}}`: "reference.from: ${__from:date}" + because,
		`{"model": "$__all", "format": "table"}`:                                         `model: only drift as time series or numbers can be of all models at once; choose one of ["digits"]`,
		`{"timezone": "$zone"}`:                                                          "timezone: $zone" + because,
		`{"binning": {"edges": ["$edge"]}}`:                                              "binning.edges[0]: $edge" + because,
		`{"threshold": "$threshold"}`:                                                    "threshold: $threshold" + because,
		`{"correction": "$correction"}`:                                                  "correction: $correction" + because + " Right would be: none, bonferroni, holm, bh, by.",
		// What only looks a little like one, or is a name of its own, is none.
		`{"features": ["$price"]}`: "",
		`{"model": "digit$"}`:      `model: "digit$" is not known. Did you mean "digits"?`,
		`{"filters": [{"column": "device", "value": ["$5", "a $b", "$__all!", "[[1]]"]}]}`: "",
	} {
		q, err := Parse([]byte(text))
		if err == nil {
			var found *model.Model
			if found, err = FindModel(q.Model, []model.Model{m}); err == nil {
				err = q.Check(found, []string{"auto"})
			}
		}
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", text, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// An empty text is a value that a segment can have; only no value at all, and All, are no filter.
func TestEmptyTextIsAValue(t *testing.T) {
	for text, want := range map[string]int{
		`{"filters": [{"column": "device", "operator": "=", "value": ""}]}`:              1,
		`{"filters": [{"column": "device", "operator": "in", "value": ["a", ""]}]}`:      2,
		`{"filters": [{"column": "device", "operator": "=", "value": []}]}`:              0,
		`{"filters": [{"column": "device", "operator": "=", "value": null}]}`:            0,
		`{"filters": [{"column": "device", "operator": "=", "value": ["$__all", "a"]}]}`: 0,
	} {
		q, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, f := range q.Filters {
			got += len(f.Values)
		}
		if got != want {
			t.Errorf("%s: %d values, want %d", text, got, want)
		}
	}
}

// An annotation lists everything unless it says what; of other queries kinds are remarked upon and mean nothing.
func TestKinds(t *testing.T) {
	for text, want := range map[string][]string{
		`{"queryType": "episodes"}`:                         Kinds,
		`{"queryType": "episodes", "kinds": []}`:            Kinds,
		`{"queryType": "episodes", "kinds": ["$__all"]}`:    Kinds,
		`{"queryType": "episodes", "kinds": "version"}`:     {VersionKind},
		`{"queryType": "drift", "kinds": ["version"]}`:      nil,
		`{"queryType": "episodes", "kinds": ["reference"]}`: {ReferenceKind},
	} {
		q, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(q.Kinds, want) || (len(q.Notices) > 0) != strings.Contains(text, `"drift"`) {
			t.Errorf("%s: %v, notices %v", text, q.Kinds, q.Notices)
		}
	}
}

// Of a long list the first are named, and where there is a guess it is not drowned in them.
func TestUnknownMethods(t *testing.T) {
	right := []string{"auto", "psi", "evidently.psi", "nannyml.jensen_shannon", "whylogs.jensen_shannon"}
	for len(right) < 60 {
		right = append(right, fmt.Sprintf("method_number_%d", len(right)))
	}
	for name, want := range map[string]string{
		"PSI":            `method: "PSI" is not known. Did you mean "psi"? 60 are right, such as auto, psi, `,
		"jensen_shannon": `method: "jensen_shannon" is not known. Did you mean "nannyml.jensen_shannon" or "whylogs.jensen_shannon"? 60 are right`,
		"quite another":  `method: "quite another" is not known. 60 are right, such as auto`,
	} {
		if got := Unknown("method", name, right).Error(); !strings.HasPrefix(got, want) || len(got) > 1000 {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
