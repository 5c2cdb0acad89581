package analysis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// The log of these tests: 40 days of 200 rows in Copenhagen, hourly; from day 35 on `brightness` is half a standard deviation brighter on the new
// phone, and `noise` never moves.
var (
	copenhagen, _ = time.LoadLocation("Europe/Copenhagen")
	firstDay      = time.Date(2026, 3, 1, 0, 0, 0, 0, copenhagen)
	now           = firstDay.AddDate(0, 0, 40).Add(12 * time.Hour)
)

func photos() *memory {
	random := rand.New(rand.NewPCG(1, 2))
	log, truth := &sheet{}, &sheet{columns: []store.Column{{Name: "id", Kind: model.Categorical}, {Name: "label", Kind: model.Categorical}}}
	for _, c := range []struct {
		name, kind string
		integer    bool
	}{{"time", model.Timestamp, false}, {"id", model.Categorical, false}, {"brightness", model.Numeric, false}, {"noise", model.Numeric, false},
		{"size", model.Numeric, true}, {"device", model.Categorical, false}, {"predicted", model.Numeric, true}} {
		log.columns = append(log.columns, store.Column{Name: c.name, Column: c.name, Kind: c.kind, Integer: c.integer})
	}
	for day := range 41 {
		from := firstDay.AddDate(0, 0, day)
		length := firstDay.AddDate(0, 0, day+1).Sub(from)
		for n := range 200 {
			device, brightness := "old", random.NormFloat64()
			if day >= 35 && n%2 == 0 {
				device, brightness = "new", brightness+1.5
			}
			id := fmt.Sprintf("%d-%d", day, n)
			row := map[string]any{"time": from.Add(length * time.Duration(n) / 200).UTC(), "id": id, "brightness": brightness, "noise": random.NormFloat64(),
				"size": int64(random.IntN(50)), "device": device, "predicted": int64(n % 3)}
			if n%20 == 0 {
				row["size"] = nil
			}
			log.rows = append(log.rows, row)
			truth.rows = append(truth.rows, map[string]any{"id": id, "label": "a"})
		}
	}
	return &memory{sources: map[string]*sheet{"log": log, "truth": truth}, state: "1"}
}

func photosModel() model.Model {
	return model.Model{Name: "photos", Source: model.Source{File: "log"}, Time: "time", ID: "id", Timezone: "Europe/Copenhagen", Window: "1d",
		Prediction: &model.Prediction{Label: "predicted"}, Labels: map[string]string{"0": "zero"},
		Target:    &model.Target{Column: "label", Source: &model.Source{File: "truth"}, ID: "id"},
		Features:  []model.Feature{{Name: "brightness"}, {Name: "noise"}, {Name: "size"}, {Name: "device"}},
		Segments:  []string{"device"},
		Reference: model.References{{From: "2026-03-01", To: "2026-03-29"}}}
}

func newAnalysis(st store.Store, models ...model.Model) *Analysis {
	return New(st, models, cache.New(64<<20), Options{StoreID: "memory", Now: func() time.Time { return now }})
}

func ask(t *testing.T, json string) Request {
	t.Helper()
	q, err := query.Parse([]byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return Request{Query: q, Range: window.Interval{From: now.AddDate(0, 0, -14), To: now}, Role: "Admin"}
}

func TestNewPhoneIsFound(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	d, err := a.Drift(context.Background(), ask(t, `{"format": "table"}`))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"brightness", "noise", "size", "device", "prediction"}; !reflect.DeepEqual(d.Features, want) {
		t.Fatalf("features %v", d.Features)
	}
	if len(d.Windows) != 14 || d.Spec.String() != "1d" {
		t.Fatalf("%d windows of %s", len(d.Windows), d.Spec)
	}
	for w := range d.Windows {
		for f, feature := range d.Features {
			row := d.Row(w, f, 0)
			day := int(row.Window.From.Sub(firstDay).Hours()/24 + 0.5)
			want := drift.Fine
			if day >= 35 && (feature == "brightness" || feature == "device") {
				want = drift.Drifted
			}
			if row.Verdict.Outcome != want {
				t.Errorf("day %d, %s: %s, want %s (%+v)", day, feature, row.Verdict.Outcome, want, *row.Verdict)
			}
			if inside := day < 28; row.InReference != inside {
				t.Errorf("day %d: in reference %v", day, row.InReference)
			}
			wantRows := 28 * 200.0
			if row.InReference {
				wantRows -= 200
			}
			if row.Verdict.ReferenceRows != wantRows {
				t.Errorf("day %d: compared with %v rows, want %v", day, row.Verdict.ReferenceRows, wantRows)
			}
		}
	}
}

// What one panel shows must not change what another one says: the family is the model's, whatever is named.
func TestPanelsNeverDisagree(t *testing.T) {
	all, err := newAnalysis(photos(), photosModel()).Drift(context.Background(), ask(t, `{}`))
	if err != nil {
		t.Fatal(err)
	}
	one, err := newAnalysis(photos(), photosModel()).Drift(context.Background(), ask(t, `{"features": ["size", "target"]}`))
	if err != nil {
		t.Fatal(err)
	}
	for w := range one.Windows {
		if got, want := one.Row(w, 0, 0).Verdict, all.Row(w, 2, 0).Verdict; fmt.Sprintf("%v", got) != fmt.Sprintf("%v", want) {
			t.Errorf("window %d: %+v alone, %+v among all", w, got, want)
		}
		if v := one.Row(w, 1, 0).Verdict; v.Outcome != drift.Fine || v.CurrentRows != 200 {
			t.Errorf("target: %+v", v)
		}
	}
}

func TestAgainFromTheCache(t *testing.T) {
	m := photos()
	a := newAnalysis(m, photosModel())
	for range 2 {
		if _, err := a.Drift(context.Background(), ask(t, `{}`)); err != nil {
			t.Fatal(err)
		}
	}
	if m.calls["Counts"] != 1 || m.calls["Profile"] != 1 || m.calls["Describe"] != 1 {
		t.Errorf("asked the store again: %v", m.calls)
	}
	if _, err := a.Drift(context.Background(), ask(t, `{"features": ["noise"], "method": "ks"}`)); err != nil {
		t.Fatal(err)
	}
	if m.calls["Counts"] != 1 {
		t.Errorf("another method counts again: %v", m.calls)
	}
	request := ask(t, `{}`)
	request.Range.From = request.Range.From.AddDate(0, 0, -1)
	if _, err := a.Drift(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if n := len(m.asked); n > 2 || n == 2 && len(m.asked[1].Windows) != 1 {
		t.Errorf("one more day counts more than that day")
	}
	m.state = "2"
	if _, err := a.Drift(context.Background(), ask(t, `{}`)); err != nil {
		t.Fatal(err)
	}
	if m.calls["Counts"] < 2 {
		t.Error("changed files are not counted again")
	}
}

// What is known of an open window is true as long as the files are what they were. Of a table, which tells nothing of that, it is believed for a moment.
func TestOpenWindow(t *testing.T) {
	m := photos()
	a := newAnalysis(m, photosModel())
	for n, state := range []string{"1", "1", "2"} {
		m.state = state
		d, err := a.Drift(context.Background(), ask(t, `{"includePartial": true}`))
		if err != nil {
			t.Fatal(err)
		}
		last := d.Windows[len(d.Windows)-1]
		if want := []int{1, 1, 2}[n]; !last.Partial || m.calls["Counts"] != want {
			t.Errorf("question %d: partial %v, %d scans instead of %d", n, last.Partial, m.calls["Counts"], want)
		}
	}
	r, err := a.start(ask(t, `{}`))
	if err != nil {
		t.Fatal(err)
	}
	open, closed := window.Interval{From: now.Add(-time.Hour), To: now.Add(time.Hour)}, window.Interval{From: now.Add(-time.Hour), To: now.Add(-time.Minute)}
	for _, c := range []struct {
		of    window.Interval
		exact bool
		want  time.Duration
	}{{open, true, 0}, {closed, true, 0}, {open, false, openLife}, {closed, false, tableLife}} {
		if got := r.life(c.of, store.Version{Exact: c.exact}); got != c.want {
			t.Errorf("%v, exact %v: believed for %v, not %v", c.of, c.exact, got, c.want)
		}
	}
}

func TestEachQuestionOnce(t *testing.T) {
	m := photos()
	a := newAnalysis(m, photosModel())
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := a.Drift(context.Background(), ask(t, `{}`)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if m.calls["Counts"] != 1 {
		t.Errorf("%d scans for eight panels", m.calls["Counts"])
	}
}

func TestEqualQuestionsGiveEqualBytes(t *testing.T) {
	var first string
	for _, threads := range []int{1, 2, 7} {
		a := New(photos(), []model.Model{photosModel()}, cache.New(64<<20), Options{Now: func() time.Time { return now }, Threads: threads})
		d, err := a.Drift(context.Background(), ask(t, `{"groupBy": ["device"]}`))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for w := range d.Windows {
			for f := range d.Features {
				for s := range d.Segments {
					if v := d.Row(w, f, s).Verdict; v != nil {
						text += fmt.Sprintf("%x %+v\n", math.Float64bits(v.Severity), *v)
					}
				}
			}
		}
		if first == "" {
			first = text
		}
		if text != first {
			t.Errorf("another answer with %d threads", threads)
		}
	}
}

func TestSegments(t *testing.T) {
	d, err := newAnalysis(photos(), photosModel()).Drift(context.Background(), ask(t, `{"groupBy": ["device"], "features": ["brightness"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d.Segments, [][]string{{"new"}, {"old"}}) {
		t.Fatalf("segments %v", d.Segments)
	}
	last := len(d.Windows) - 1
	if v := d.Row(last, 0, 0).Verdict; v.Outcome != drift.NoReference {
		t.Errorf("the new phone has no reference: %+v", v)
	}
	if v := d.Row(last, 0, 1).Verdict; v.Outcome != drift.Fine || v.CurrentRows != 100 {
		t.Errorf("the old phone is as ever: %+v", v)
	}
	if v := d.Row(0, 0, 0).Verdict; v != nil {
		t.Errorf("before the new phone there is nothing to say of it: %+v", v)
	}
}

func TestFilters(t *testing.T) {
	m := photos()
	a := newAnalysis(m, photosModel())
	d, err := a.Drift(context.Background(), ask(t, `{"features": ["brightness"], "filters": [{"column": "device", "operator": "=", "value": ["old"]}, {"column": "prediction", "operator": "in", "value": ["zero", "1"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(len(d.Windows)-1, 0, 0).Verdict; v.CurrentRows < 50 || v.CurrentRows > 85 {
		t.Errorf("two thirds of the hundred rows of the old phone: %v", v.CurrentRows)
	}
	if got := m.asked[0].Relation.Filters[1]; !reflect.DeepEqual(got.Values, []any{"0", "1"}) || got.Column.Column != "predicted" {
		t.Errorf("labels are names of stored values: %+v", got)
	}
	_, err = a.Drift(context.Background(), ask(t, `{"filters": [{"column": "brightness", "operator": "<", "value": ["bright"]}]}`))
	if err == nil || !strings.Contains(err.Error(), "filters[0].value") {
		t.Errorf("a text where a number belongs: %v", err)
	}
}

func TestMovingReferences(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	d, err := a.Drift(context.Background(), ask(t, `{"features": ["brightness"], "reference": {"mode": "trailing", "windows": 9}}`))
	if err != nil {
		t.Fatal(err)
	}
	for w := range d.Windows {
		v := d.Row(w, 0, 0).Verdict
		if v.ReferenceRows != 1800 || d.Row(w, 0, 0).InReference {
			t.Errorf("window %d: %v rows", w, v.ReferenceRows)
		}
	}
	if v := d.Row(9, 0, 0).Verdict; v.Outcome != drift.Drifted { // day 35
		t.Errorf("the first day of the new phone: %+v", v)
	}
	d, err = a.Drift(context.Background(), ask(t, `{"features": ["brightness"], "reference": {"mode": "previous"}, "window": {"mode": "range"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(0, 0, 0).Verdict; len(d.Windows) != 1 || math.Abs(v.ReferenceRows-2800) > 10 {
		t.Errorf("14 days against the 14 before: %+v", v)
	}
}

// Each of these windows and references is cheap, but all of them together would fill a server's memory.
func TestTooManyStepsAreRefused(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	for _, text := range []string{
		`{"window": {"mode": "duration", "every": "1h", "length": "1999h"}}`,
		`{"window": {"mode": "duration", "every": "1h", "length": "24h"}, "reference": {"mode": "trailing", "windows": 500}}`,
	} {
		var field *query.FieldError
		if _, err := a.Drift(context.Background(), ask(t, text)); !errors.As(err, &field) || field.Field != "window" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestExcludedPeriodsAreLeftOut(t *testing.T) {
	m := photosModel()
	m.Exclude = []model.Period{{From: "2026-03-10T13:00", To: "2026-03-11T02:00", Why: "outage"}}
	d, err := newAnalysis(photos(), m).Drift(context.Background(), ask(t, `{"features": ["noise"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(13, 0, 0).Verdict; v.ReferenceRows != 26*200 {
		t.Errorf("two days of 28 are left out: %v rows", v.ReferenceRows)
	}
}

func TestNoReferenceConfigured(t *testing.T) {
	m := photosModel()
	m.Reference = nil
	d, err := newAnalysis(photos(), m).Drift(context.Background(), ask(t, `{"features": ["brightness"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(13, 0, 0).Verdict; v.ReferenceRows != 20*200 || v.Outcome != drift.Drifted {
		t.Errorf("half of forty days: %+v", v)
	}
	if len(d.Notices) != 1 || !strings.Contains(d.Notices[0].Text, "2026-03-01 00:00 to 2026-03-21 00:00") {
		t.Errorf("%+v", d.Notices)
	}
}

func TestForeignReference(t *testing.T) {
	st := photos()
	training := &sheet{columns: []store.Column{{Name: "light", Kind: model.Numeric}}}
	for i := range 400 {
		training.rows = append(training.rows, map[string]any{"light": math.Sin(float64(i))})
	}
	st.sources["training"] = training
	m := photosModel()
	m.Features, m.Prediction, m.Target = m.Features[:1], nil, nil
	m.Reference = model.References{{Source: &model.Source{File: "training"}, Columns: map[string]string{"brightness": "light"}}}
	d, err := newAnalysis(st, m).Drift(context.Background(), ask(t, `{"features": ["brightness"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(3, 0, 0).Verdict; v.ReferenceRows != 400 || v.NoiseBasis != "sampling only" || d.Row(3, 0, 0).InReference {
		t.Errorf("%+v", v)
	}
}

func TestAlertRuleAsksForTheNewestClosedWindow(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	request := ask(t, `{"format": "numeric", "persist": {"windows": 2, "of": 3}}`)
	request.Range.From = now.Add(-10 * time.Minute)
	request.Alert = true
	d, err := a.Drift(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Windows) != 3 || d.Lead != 2 || !d.Windows[2].To.Equal(firstDay.AddDate(0, 0, 40)) {
		t.Errorf("%d windows, lead %d", len(d.Windows), d.Lead)
	}
}

func TestUnknownColumnConcernsOneFeature(t *testing.T) {
	m := photosModel()
	m.Features = append(m.Features, model.Feature{Name: "gone", Column: "brightnes"})
	d, err := newAnalysis(photos(), m).Drift(context.Background(), ask(t, `{}`))
	if err != nil {
		t.Fatal(err)
	}
	for f, name := range d.Features {
		v := d.Row(13, f, 0).Verdict
		if name == "gone" {
			if v.Outcome != drift.Failed || !strings.Contains(v.Note, `Did you mean "brightness"?`) {
				t.Errorf("%+v", v)
			}
		} else if v.Outcome == drift.Failed {
			t.Errorf("%s fails too: %s", name, v.Note)
		}
	}
}

func TestTooManyForExactIsCountedOnAGrid(t *testing.T) {
	st := photos()
	a := newAnalysis(st, photosModel())
	request := ask(t, `{"features": ["brightness"], "precision": "grid"}`)
	d, err := a.Drift(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(13, 0, 0).Verdict; v.Outcome != drift.Drifted {
		t.Errorf("%+v", v)
	}
	if q := st.asked[0].Columns[0]; q.Grid == nil {
		t.Error("not counted on a grid")
	}
	exact, err := a.Drift(context.Background(), ask(t, `{"features": ["brightness"], "precision": "exact"}`))
	if err != nil {
		t.Fatal(err)
	}
	v, w := d.Row(13, 0, 0).Verdict, exact.Row(13, 0, 0).Verdict
	if w.ErrorBound != 0 || v.Statistic == w.Statistic || math.Abs(v.Statistic-w.Statistic) > 0.01 {
		t.Errorf("exact %v, on the grid %v ± %v", w.Statistic, v.Statistic, v.ErrorBound)
	}
}

// Means beyond 2⁵³ carry what rounding took, so steps put together have the spread of the whole.
func TestMomentsOfHugeIntegersAddUp(t *testing.T) {
	var sum *store.Moments
	for i := range 70 { // each step holds one value: 2⁵³ + i
		step := &store.Moments{Rows: 1, N: 1, Min: float64(1<<53 + int64(i)), Max: float64(1<<53 + int64(i))}
		step.SetMean(1<<53, float64(i))
		sum = addMoments(sum, step)
	}
	if math.Abs(sum.M2/sum.N-4899.0/12) > 1e-9 || sum.Mean+sum.MeanRest != 1<<53+34 || math.Abs(sum.MeanRest-0.5) > 1e-9 {
		t.Errorf("%+v", sum)
	}
	constant := func() *store.Moments { return &store.Moments{Rows: 3, N: 3, Mean: 3.5, Min: 3.5, Max: 3.5} }
	if sum := addMoments(addMoments(constant(), constant()), constant()); sum.Mean != 3.5 || sum.M2 != 0 {
		t.Errorf("%+v", sum)
	}
}

func TestMomentsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var rows []map[string]any
	for range 1000 {
		rows = append(rows, map[string]any{"x": math.Exp(random.NormFloat64())})
	}
	whole := momentsOf(rows, "x", "")
	sum := addMoments(addMoments(nil, momentsOf(rows[:10], "x", "")), addMoments(momentsOf(rows[10:300], "x", ""), momentsOf(rows[300:], "x", "")))
	for _, pair := range [][2]float64{{whole.N, sum.N}, {whole.Mean, sum.Mean}, {whole.M2, sum.M2}, {whole.M3, sum.M3}, {whole.Min, sum.Min}, {whole.Max, sum.Max}} {
		if math.Abs(pair[0]-pair[1]) > 1e-9*math.Abs(pair[0]) {
			t.Errorf("%v in one go, %v in parts", pair[0], pair[1])
		}
	}
}

func TestDistribution(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	request := ask(t, `{"queryType": "distribution", "features": ["brightness", "size", "prediction"], "window": {"mode": "range"}}`)
	request.Range = window.Interval{From: firstDay.AddDate(0, 0, 35), To: firstDay.AddDate(0, 0, 40)}
	d, err := a.Distribution(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Pictures) != 3 {
		t.Fatalf("%d pictures", len(d.Pictures))
	}
	for _, p := range d.Pictures {
		for _, s := range []*Sample{p.Reference, p.Windows[0].Sample} {
			sum := 0.0
			for _, x := range s.Counts {
				sum += x
			}
			if math.Abs(sum+s.Null+s.NaN-s.Rows) > 1e-6 {
				t.Errorf("%s: %v counted of %v rows", p.Feature, sum+s.Null, s.Rows)
			}
		}
		if p.Reference.Rows != 28*200 || p.Windows[0].Sample.Rows != 1000 {
			t.Errorf("%s: %v and %v rows", p.Feature, p.Reference.Rows, p.Windows[0].Sample.Rows)
		}
	}
	if p := d.Pictures[0]; len(p.Edges) < 12 || len(p.Edges) > 200 || p.Windows[0].Row.Verdict.Outcome != drift.Drifted {
		t.Errorf("%d edges, %+v", len(p.Edges), p.Windows[0].Row.Verdict)
	}
	if p := d.Pictures[1]; p.Edges[0] != -0.5 || len(p.Edges) != 51 || p.Windows[0].Sample.Null != 50 {
		t.Errorf("a bin for each whole number: %v", p.Edges)
	}
	if p := d.Pictures[2]; len(p.Categories) != 3 || !strings.Contains(strings.Join(p.Categories, " "), "zero") {
		t.Errorf("categories %v", p.Categories)
	}
}

func TestSummary(t *testing.T) {
	st := photos()
	s, err := newAnalysis(st, photosModel()).Summary(context.Background(), ask(t, `{"queryType": "summary"}`))
	if err != nil {
		t.Fatal(err)
	}
	w := s.Windows[13]
	rows, _ := st.rows(store.Relation{Source: model.Source{File: "log"}, Time: "time"}, store.Window{From: w.From, To: w.To})
	want := momentsOf(rows, "size", "time")
	got := s.Cells[13][0][2]
	if got.Rows != 200 || got.NullShare != 0.05 || math.Abs(got.Mean-want.Mean) > 1e-12 || math.Abs(got.SD-math.Sqrt(want.M2/want.N)) > 1e-12 || got.Min != want.Min {
		t.Errorf("%+v, want %+v", got, want)
	}
	if top := s.Cells[13][0][3].Top; len(top) != 2 || top[0].Share != 0.5 {
		t.Errorf("half of the phones are new: %+v", top)
	}
}

func TestValuesAndRowsAndModels(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	v, err := a.Values(context.Background(), ask(t, `{"queryType": "values", "features": ["prediction"]}`))
	if err != nil || len(v.Values) != 3 || v.Values[2].Text != "zero" || v.Values[2].Value != "0" {
		t.Errorf("%+v, %v", v, err)
	}
	request := ask(t, `{"queryType": "rows", "limit": 3}`)
	rows, err := a.Rows(context.Background(), request)
	if err != nil || len(rows.Values) == 0 || len(rows.Values[0]) != 3 || rows.Columns[0].Name != "time" {
		t.Errorf("%+v, %v", rows, err)
	}
	request.Role = "Viewer"
	var forbidden *ForbiddenError
	if _, err := a.Rows(context.Background(), request); !errors.As(err, &forbidden) {
		t.Errorf("a viewer sees raw rows: %v", err)
	}
	all, err := a.Models(context.Background(), ask(t, `{"queryType": "models"}`))
	if text, _ := json.Marshal(all); err != nil || len(all) != 7 || !strings.Contains(string(text), `"Kind":"numeric"`) {
		t.Errorf("%s, %v", text, err)
	}
}

func TestEpisodes(t *testing.T) {
	m := photosModel()
	m.Exclude = []model.Period{{From: "2026-03-30", To: "2026-03-31", Why: "outage"}}
	e, err := newAnalysis(photos(), m).Episodes(context.Background(), ask(t, `{"queryType": "episodes", "features": ["brightness", "noise"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Episodes) != 1 || !e.Episodes[0].Running || e.Episodes[0].Windows != 5 || !e.Episodes[0].From.Equal(firstDay.AddDate(0, 0, 35)) || len(e.Excluded) != 1 {
		t.Errorf("%+v", e)
	}
	// One that has not ended is open: to now, and to the end of a range that ends before.
	last := firstDay.AddDate(0, 0, 40)
	for end, open := range map[time.Time]time.Time{now: now, now.AddDate(0, 0, 1): now, last.Add(time.Hour): last.Add(time.Hour), last: last} {
		request := ask(t, `{"queryType": "episodes", "features": ["brightness"], "window": {"mode": "duration", "every": "1d"}}`)
		request.Range.To = end
		e, err := newAnalysis(photos(), m).Episodes(context.Background(), request)
		if err != nil || len(e.Episodes) != 1 || !e.Episodes[0].Running || !e.Episodes[0].To.Equal(open) {
			t.Errorf("to %s: %+v, %v", end, e.Episodes, err)
		}
	}
}

func TestFailureOfTheStoreIsToldApart(t *testing.T) {
	st := photos()
	st.fail = errors.New("IO Error: /secret/path")
	var failure *StoreError
	if _, err := newAnalysis(st, photosModel()).Drift(context.Background(), ask(t, `{}`)); !errors.As(err, &failure) || strings.Contains(failure.Doing, "secret") {
		t.Errorf("%v", err)
	}
}

func TestBins(t *testing.T) {
	for name, edges := range map[string][]float64{
		"huge":  edgesFor(lineOf(floats(t, 1e300, -1e300, 3))),
		"ends":  edgesFor(lineOf(floats(t, 1e308, -1e308, 0, 5e-324))),
		"most":  edgesFor(lineOf(floats(t, 0.5, 1.79e308))),
		"tiny":  edgesFor(lineOf(floats(t, 1e-300, 2e-300, 5e-300))),
		"far":   edgesFor(lineOf(floats(t, 1e15, 1e15+0.5, 1e15+1))),
		"equal": edgesFor(lineOf(floats(t, 0.25, 0.25))),
		"zero":  edgesFor(lineOf(floats(t, 0, 0.5, 0.1))),
		"ids":   edgesFor(lineOf(floats(t, 1<<53, 1<<53+2, 1<<53+68))),
		"id":    edgesFor(lineOf(floats(t, 1<<60, 1<<60))),
	} {
		if len(edges) < 2 || len(edges) > 500 || math.IsInf(edges[0], 0) || math.IsInf(edges[len(edges)-1], 0) {
			t.Errorf("%s: %d edges", name, len(edges))
		}
		for i := 1; i < len(edges); i++ {
			if !(edges[i] > edges[i-1]) {
				t.Errorf("%s: edges do not ascend at %d: %v, %v", name, i, edges[i-1], edges[i])
				break
			}
		}
	}
	if edges := edgesFor(lineOf(floats(t))); edges != nil {
		t.Errorf("nothing has bins: %v", edges)
	}
	edges := edgesFor(lineOf(floats(t, 0.1, 0.2, 0.25, 0.9, 0.95, 0.11)))
	for _, e := range edges {
		if text := fmt.Sprint(e); len(text) > 5 {
			t.Errorf("%s is no number that a person would write", text)
		}
	}
}

func TestCheck(t *testing.T) {
	m := photosModel()
	broken := photosModel()
	broken.Name, broken.Time, broken.Segments = "broken", "tiem", []string{"devise"}
	elsewhere := photosModel()
	elsewhere.Name, elsewhere.Reference = "elsewhere", model.References{{From: "2020-01-01", To: "2020-02-01"}}
	missing := photosModel()
	missing.Name, missing.Source.File = "missing", "nowhere"
	a := newAnalysis(photos(), m, broken, elsewhere, missing)
	check, err := a.Check(context.Background(), "photos")
	if err != nil || len(check.Problems) != 0 || check.Found != "8,200 rows from 2026-03-01 to 2026-04-10, 4 features and the prediction" {
		t.Errorf("%+v, %v", check, err)
	}
	check, err = a.Check(context.Background(), "broken")
	if err != nil || len(check.Problems) != 2 || !strings.Contains(check.Problems[0].Text, `Did you mean "time"?`) {
		t.Errorf("%+v, %v", check, err)
	}
	check, err = a.Check(context.Background(), "elsewhere")
	if err != nil || len(check.Problems) != 1 || !strings.Contains(check.Problems[0].Text, "no rows between 2020-01-01 and 2020-02-01") {
		t.Errorf("%+v, %v", check, err)
	}
	var failure *StoreError
	if _, err = a.Check(context.Background(), "missing"); !errors.As(err, &failure) {
		t.Errorf("%v", err)
	}
}

// A panel zoomed into half an hour has windows of five minutes, of which a reference of four weeks has eight thousand.
func TestZoomedIn(t *testing.T) {
	st := photos()
	request := ask(t, `{"features": ["brightness"], "minRows": 1}`)
	request.Range = window.Interval{From: firstDay.AddDate(0, 0, 37), To: firstDay.AddDate(0, 0, 37).Add(30 * time.Minute)}
	d, err := newAnalysis(st, photosModel()).Drift(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if d.Spec.String() != "5m" || len(d.Windows) != 6 || len(st.asked[0].Windows) > 6+mostReferenceWindows || len(d.Notices) != 1 {
		t.Errorf("%s, %d windows, %d asked for, %+v", d.Spec, len(d.Windows), len(st.asked[0].Windows), d.Notices)
	}
}

func TestMethodsShowWhatTheyCompare(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	d, err := a.Drift(context.Background(), ask(t, `{"method": "ks"}`))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d.Features, []string{"brightness", "noise", "size"}) || len(d.Notices) != 1 || !strings.Contains(d.Notices[0].Text, "device, prediction left out") {
		t.Errorf("%v, %+v", d.Features, d.Notices)
	}
	d, err = a.Drift(context.Background(), ask(t, `{"method": "ks", "features": ["device"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(0, 0, 0).Verdict; v.Outcome != drift.Failed || v.Note == "" {
		t.Errorf("named, it says why: %+v", v)
	}
	if want := fmt.Sprintf("No verdict of device in %d of %[1]d windows: the method ks does not work on categorical features.", len(d.Windows)); len(d.Notices) != 1 || d.Notices[0].Text != want || !d.Notices[0].Severe {
		t.Errorf("so does the answer as a whole, for what has no place for a note: %+v", d.Notices)
	}
	s, err := a.Summary(context.Background(), ask(t, `{"queryType": "summary", "method": "ks"}`))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(s.Features, "device") || len(s.Notices) != 0 {
		t.Errorf("a summary compares nothing, so it leaves nothing out: %v, %+v", s.Features, s.Notices)
	}
	if _, err = a.Drift(context.Background(), ask(t, `{"method": "sk"}`)); err == nil || !strings.Contains(err.Error(), `Did you mean "ks"?`) {
		t.Errorf("%v", err)
	}
}

// A query's binning reaches the method, a model's stands in for it, each has verdicts of its own in the cache, and methods that do not bin say so.
func TestBinningOfQueryAndModel(t *testing.T) {
	statistic := func(a *Analysis, json string) (float64, []Notice) {
		t.Helper()
		d, err := a.Drift(context.Background(), ask(t, json))
		if err != nil {
			t.Fatal(err)
		}
		return d.Row(len(d.Windows)-1, 0, 0).Verdict.Statistic, d.Notices
	}
	m := photosModel()
	a := newAnalysis(photos(), m)
	deciles, _ := statistic(a, `{"features": ["brightness"], "method": "tv"}`)
	// Below and above the middle of the reference: the share of brighter photos has grown.
	halves, _ := statistic(a, `{"features": ["brightness"], "method": "tv", "binning": {"edges": [0]}}`)
	if !(halves > 0.05 && halves < deciles-0.02) {
		t.Errorf("total variation by deciles %v, by halves %v", deciles, halves)
	}
	if again, _ := statistic(a, `{"features": ["brightness"], "method": "tv", "binning": {"mode": "quantiles", "bins": 10}}`); again != deciles {
		t.Errorf("ten quantiles are the default: %v, %v", again, deciles)
	}
	m.Features[0].Binning = &model.Binning{Mode: "edges", Edges: []float64{0}}
	b := newAnalysis(photos(), m)
	if own, _ := statistic(b, `{"features": ["brightness"], "method": "tv"}`); own != halves {
		t.Errorf("by the model's binning %v, want %v", own, halves)
	}
	if asked, _ := statistic(b, `{"features": ["brightness"], "method": "tv", "binning": {"mode": "quantiles"}}`); asked != deciles {
		t.Errorf("the query comes first: %v, want %v", asked, deciles)
	}
	plain, _ := statistic(a, `{"features": ["brightness"], "method": "ks"}`)
	ks, notices := statistic(a, `{"features": ["brightness"], "method": "ks", "binning": {"edges": [0]}}`)
	if ks != plain || len(notices) != 1 || !strings.Contains(notices[0].Text, "does not cut numbers into bins") {
		t.Errorf("ks: %v, %v, %+v", ks, plain, notices)
	}
}

func TestRowsWithoutASegmentHaveAName(t *testing.T) {
	st := photos()
	for i, row := range st.sources["log"].rows {
		if i%4 == 0 {
			row["device"] = nil
		}
	}
	a := newAnalysis(st, photosModel())
	d, err := a.Drift(context.Background(), ask(t, `{"groupBy": ["device"], "features": ["brightness"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d.Segments, [][]string{{NullSegment}, {"new"}, {"old"}}) {
		t.Errorf("%v", d.Segments)
	}
	if _, err = a.Drift(context.Background(), ask(t, `{"filters": [{"column": "device", "operator": "=", "value": ["(null)"]}]}`)); err != nil {
		t.Fatal(err)
	}
	if f := st.asked[len(st.asked)-1].Relation.Filters; len(f) != 1 || f[0].Operator != "is null" {
		t.Errorf("%+v", f)
	}
}

// A column that failed once is not remembered as failed.
func TestFailureOfAColumnIsNotKept(t *testing.T) {
	st := photos()
	a := newAnalysis(st, photosModel())
	st.breakColumn = "brightness"
	d, err := a.Drift(context.Background(), ask(t, `{}`))
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(12, 0, 0).Verdict; v.Outcome != drift.Failed {
		t.Errorf("%+v", v)
	}
	if v := d.Row(12, 1, 0).Verdict; v.Outcome == drift.Failed {
		t.Errorf("another column fails with it: %+v", v)
	}
	st.breakColumn = ""
	if d, err = a.Drift(context.Background(), ask(t, `{}`)); err != nil {
		t.Fatal(err)
	}
	if v := d.Row(12, 0, 0).Verdict; v.Outcome == drift.Failed {
		t.Errorf("still failed: %+v", v)
	}
}

// Labels of the newest days have not come yet. That is neither drift nor a missing value.
func TestLateLabels(t *testing.T) {
	st := photos()
	st.sources["truth"].rows = st.sources["truth"].rows[:39*200-150] // of day 38 fifty labels, of day 39 none
	d, err := newAnalysis(st, photosModel()).Drift(context.Background(), ask(t, `{"features": ["target"]}`))
	if err != nil {
		t.Fatal(err)
	}
	for w, want := range map[int]drift.Outcome{11: drift.Fine, 12: drift.Fine, 13: drift.NotEnough} {
		if v := d.Row(w, 0, 0).Verdict; v.Outcome != want || w == 12 && v.CurrentRows != 50 {
			t.Errorf("window %d: %+v", w, v)
		}
	}
}

func TestWindowOverAllOfItsReference(t *testing.T) {
	request := ask(t, `{"features": ["brightness"], "window": {"mode": "range"}}`)
	request.Range.From = firstDay
	d, err := newAnalysis(photos(), photosModel()).Drift(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if v := d.Row(0, 0, 0).Verdict; v.Outcome != drift.NoReference || !strings.Contains(v.Note, "overlaps all") {
		t.Errorf("%+v", v)
	}
}
