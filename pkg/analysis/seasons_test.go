package analysis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// weekly is a log of eight weeks whose `load` is higher on weekends by 1, and higher on the last Saturday by 1 more.
func weekly() (*memory, model.Model) {
	random := rand.New(rand.NewPCG(5, 5))
	log := &sheet{columns: []store.Column{{Name: "time", Column: "time", Kind: model.Timestamp}, {Name: "load", Column: "load", Kind: model.Numeric}}}
	for day := range 56 {
		from := firstDay.AddDate(0, 0, day) // a Sunday
		for n := range 100 {
			x := random.NormFloat64()
			if weekday := from.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
				x++
			}
			if day == 55 {
				x++
			}
			log.rows = append(log.rows, map[string]any{"time": from.Add(time.Duration(n) * 10 * time.Minute).UTC(), "load": x})
		}
	}
	m := model.Model{Name: "weekly", Source: model.Source{File: "log"}, Time: "time", Timezone: "Europe/Copenhagen", Features: []model.Feature{{Name: "load"}}}
	return &memory{sources: map[string]*sheet{"log": log}, state: "1"}, m
}

func fortnight(t *testing.T, json string) Request {
	r := ask(t, json)
	r.Range = window.Interval{From: firstDay.AddDate(0, 0, 42), To: firstDay.AddDate(0, 0, 56)}
	return r
}

// weeklyAnalysis looks at the log after its end.
func weeklyAnalysis(st store.Store, m model.Model) *Analysis {
	a := newAnalysis(st, m)
	a.options.Now = func() time.Time { return firstDay.AddDate(0, 0, 57) }
	return a
}

// Against all days weekends drift; against the same weekday only the odd Saturday does.
func TestSeasonsMatchARhythm(t *testing.T) {
	for _, c := range []struct {
		reference string
		settings  model.References
	}{
		{reference: `{"mode": "season", "period": "7d", "windows": 4}`},
		{reference: `{"mode": "model"}`, settings: model.References{{Mode: "season"}}},
	} {
		st, m := weekly()
		m.Reference = c.settings
		d, err := weeklyAnalysis(st, m).Drift(context.Background(), fortnight(t, `{"reference": `+c.reference+`}`))
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Windows) != 14 {
			t.Fatalf("%d windows", len(d.Windows))
		}
		for i := range d.Windows {
			row := d.Row(i, 0, 0)
			want := drift.Fine
			if i == 13 {
				want = drift.Drifted
			}
			if row.Verdict.Outcome != want || !strings.Contains(row.Verdict.NoiseBasis, "R=28") {
				t.Errorf("%s: %s, %s (%+v)", row.Window.From.In(copenhagen), row.Verdict.Outcome, row.Verdict.NoiseBasis, *row.Verdict)
			}
			if row.Reference != "the same time of the 4 weeks before" || row.InReference {
				t.Errorf("%q, in reference %v", row.Reference, row.InReference)
			}
		}
		if st.calls["Counts"] > 1 {
			t.Errorf("%d scans", st.calls["Counts"])
		}
	}
	st, m := weekly()
	d, err := weeklyAnalysis(st, m).Drift(context.Background(), fortnight(t, `{"reference": {"mode": "trailing", "windows": 5}}`))
	if err != nil {
		t.Fatal(err)
	}
	drifted := 0
	for i := range d.Windows {
		if d.Row(i, 0, 0).Verdict.Outcome == drift.Drifted {
			drifted++
		}
	}
	if drifted < 2 {
		t.Errorf("the rhythm is there: %d days differ from those before", drifted)
	}
}

// Where nothing tells how much windows of one weekday vary, or nobody asks, a window is still compared with its own weekday alone.
func TestSeasonsWithoutVariation(t *testing.T) {
	for query, rows := range map[string]float64{
		`{"reference": {"mode": "season", "windows": 1}}`:        100,
		`{"reference": {"mode": "season"}, "noise": "sampling"}`: 400,
	} {
		st, m := weekly()
		d, err := weeklyAnalysis(st, m).Drift(context.Background(), fortnight(t, query))
		if err != nil {
			t.Fatal(err)
		}
		for i := range d.Windows {
			v := d.Row(i, 0, 0).Verdict
			if v.ReferenceRows != rows || v.NoiseBasis != "sampling only" || (v.Outcome == drift.Drifted) != (i == 13) {
				t.Errorf("%s, %s: %s of %v rows, %s", query, d.Windows[i].From, v.Outcome, v.ReferenceRows, v.NoiseBasis)
			}
		}
	}
}

// What is drawn beside a window is its own season.
func TestSeasonIsDrawn(t *testing.T) {
	st, m := weekly()
	r := fortnight(t, `{"queryType": "distribution", "reference": {"mode": "season"}}`)
	d, err := weeklyAnalysis(st, m).Distribution(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	saturdays := d.Pictures[0].Reference
	if saturdays.Rows != 400 || saturdays.Moments.Mean < 0.8 || len(d.Pictures[0].Between) != 4 {
		t.Errorf("%v rows with mean %v, %d windows", saturdays.Rows, saturdays.Moments.Mean, len(d.Pictures[0].Between))
	}
}

func TestSeasonsThatAreNone(t *testing.T) {
	st, m := weekly()
	_, err := weeklyAnalysis(st, m).Drift(context.Background(), fortnight(t, `{"reference": {"mode": "season", "period": "36h"}}`))
	if err == nil || !strings.Contains(err.Error(), "reference.period: 36h is no whole number of windows") {
		t.Error(err)
	}
	m.Reference = model.References{{Mode: "season", Period: "36h"}}
	_, err = weeklyAnalysis(st, m).Drift(context.Background(), fortnight(t, `{}`))
	if err == nil || !strings.Contains(err.Error(), `model "weekly": reference.period: 36h is no whole number`) {
		t.Error(err)
	}
}

// A panel of a year shows weeks or months, in which a rhythm of a week is the same everywhere.
func TestSeasonOfLongWindows(t *testing.T) {
	st, m := weekly()
	m.Reference = model.References{{Mode: "season"}}
	for _, unit := range []string{"week", "month"} {
		d, err := weeklyAnalysis(st, m).Drift(context.Background(), fortnight(t, `{"includePartial": true, "window": {"mode": "calendar", "unit": "`+unit+`"}}`))
		if err != nil || len(d.Windows) == 0 {
			t.Errorf("%s: %v", unit, err)
		}
	}
}

// beside is a log of two versions side by side that wander together from day to day and jump together on day 20; from day 30 on version b is higher.
func beside() (*memory, model.Model) {
	random := rand.New(rand.NewPCG(6, 6))
	log := &sheet{columns: []store.Column{{Name: "time", Column: "time", Kind: model.Timestamp}, {Name: "score", Column: "score", Kind: model.Numeric},
		{Name: "version", Column: "version", Kind: model.Categorical}, {Name: "device", Column: "device", Kind: model.Categorical}}}
	for day := range 40 {
		wander := 0.05 * random.NormFloat64()
		if day >= 20 {
			wander += 0.5 // something that moves both of them
		}
		for n := range 400 {
			x, version := random.NormFloat64()+wander, "a"
			if n%2 == 1 {
				if version = "b"; day >= 30 {
					x += 0.8
				}
			}
			log.rows = append(log.rows, map[string]any{"time": firstDay.AddDate(0, 0, day).Add(time.Duration(n) * 3 * time.Minute).UTC(), "score": x, "version": version,
				"device": fmt.Sprint("d", n/2%2)})
		}
	}
	m := model.Model{Name: "beside", Source: model.Source{File: "log"}, Time: "time", Timezone: "Europe/Copenhagen",
		Features: []model.Feature{{Name: "score"}}, Segments: []string{"version", "device"}}
	return &memory{sources: map[string]*sheet{"log": log}, state: "1"}, m
}

// A champion and a challenger: what moves both is no difference, and what moves one is, in each segment that the reference does not filter by.
func TestReferenceByFilters(t *testing.T) {
	for _, c := range []struct {
		query    string
		segments int
	}{
		{`{"filters": [{"column": "version", "value": "b"}], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`, 1},
		{`{"groupBy": ["version"], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`, 2},
		{`{"groupBy": ["device", "version"], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`, 4},
		{`{"groupBy": ["device"], "filters": [{"column": "version", "value": "b"}], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`, 2},
	} {
		st, m := beside()
		a := newAnalysis(st, m)
		request := ask(t, c.query)
		request.Range = window.Interval{From: firstDay.AddDate(0, 0, 15), To: firstDay.AddDate(0, 0, 40)}
		d, err := a.Drift(context.Background(), request)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Segments) != c.segments || len(d.Windows) != 25 {
			t.Fatalf("%s: segments %v, %d windows", c.query, d.Segments, len(d.Windows))
		}
		for i := range d.Windows {
			for s, segment := range d.Segments {
				row := d.Row(i, 0, s)
				day := i + 15
				want := drift.Fine
				if day >= 30 && (len(segment) == 0 || segment[len(segment)-1] != "a") {
					want = drift.Drifted
				}
				if row.Verdict.Outcome != want || row.Reference != "version = a in the same window" || row.InReference {
					t.Errorf("%s, day %d, %v: %s, %q (%+v)", c.query, day, segment, row.Verdict.Outcome, row.Reference, *row.Verdict)
				}
			}
		}
	}
}

func TestReferenceByFiltersThatKeepNothing(t *testing.T) {
	st, m := beside()
	a := newAnalysis(st, m)
	same := `{"filters": [{"column": "version", "value": "a"}], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`
	if _, err := a.Drift(context.Background(), ask(t, same)); err == nil || !strings.Contains(err.Error(), "reference.filters: keep the same rows") {
		t.Error(err)
	}
	none := `{"reference": {"mode": "filter", "filters": [{"column": "version", "value": "c"}]}}`
	d, err := a.Drift(context.Background(), ask(t, none))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(0, 0, 0).Verdict; v.Outcome != drift.NoReference || v.Note != "no row of this window is kept by the reference's filters" {
		t.Errorf("%+v", v)
	}
	wrong := `{"reference": {"mode": "filter", "filters": [{"column": "score", "operator": "<", "value": "low"}]}}`
	if _, err := a.Drift(context.Background(), ask(t, wrong)); err == nil || !strings.Contains(err.Error(), `reference.filters[0].value: score holds numbers, and "low" is none`) {
		t.Error(err)
	}
	drawn, err := a.Distribution(context.Background(), ask(t, `{"queryType": "distribution", "groupBy": ["version"], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(drawn.Pictures) != 2 || drawn.Pictures[1].Reference.Rows != 200 || len(drawn.Pictures[1].Between) != 1 {
		t.Errorf("%d pictures, of the reference %+v", len(drawn.Pictures), drawn.Pictures[1].Reference)
	}
}

// What changed is said of what a window is compared with: its own season, the other rows of its own window.
func TestSeasonsAreExplained(t *testing.T) {
	st, m := weekly()
	r := fortnight(t, `{"queryType": "explain", "features": ["load"], "reference": {"mode": "season"}}`)
	e, err := weeklyAnalysis(st, m).Explain(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Rows[0].Changes.Sentence; !strings.Contains(got, "rose") || strings.Contains(got, "from 0") {
		t.Errorf("Saturdays before had a mean of 1: %q", got)
	}
	st, m = beside()
	e, err = newAnalysis(st, m).Explain(context.Background(),
		ask(t, `{"queryType": "explain", "features": ["score"], "filters": [{"column": "version", "value": "b"}], "reference": {"mode": "filter", "filters": [{"column": "version", "value": "a"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Rows[0].Changes.Sentence; !strings.Contains(got, "rose by 0.8 ") {
		t.Errorf("the other version is 0.8 lower in the same window: %q", got)
	}
}
