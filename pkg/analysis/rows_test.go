package analysis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// uneven is a log of 20 days in Copenhagen over the change to summer time, of 250 rows on even days and 430 on odd ones, every two of which share an
// instant. From day 15 on `x` is one standard deviation higher.
func uneven() (*memory, model.Model) {
	random := rand.New(rand.NewPCG(8, 8))
	log := &sheet{columns: []store.Column{{Name: "time", Column: "time", Kind: model.Timestamp}, {Name: "x", Column: "x", Kind: model.Numeric}, {Name: "device", Column: "device", Kind: model.Categorical}}}
	for day := range 20 {
		from := unevenDay(day)
		for n := range 250 + day%2*180 {
			x := random.NormFloat64()
			if day >= 15 {
				x++
			}
			log.rows = append(log.rows, map[string]any{"time": from.Add(time.Duration(n/2) * 5 * time.Minute), "x": x, "device": fmt.Sprint("d", n%3)})
		}
	}
	m := model.Model{Name: "uneven", Source: model.Source{File: "log"}, Time: "time", Timezone: "Europe/Copenhagen", Features: []model.Feature{{Name: "x"}}, Segments: []string{"device"},
		Reference: model.References{{From: "2026-03-20", To: "2026-03-30"}}, Lateness: "10m"}
	return &memory{sources: map[string]*sheet{"log": log}, state: "1"}, m
}

func unevenDay(day int) time.Time { return time.Date(2026, 3, 20+day, 0, 0, 0, 0, copenhagen).UTC() }

func askUneven(t *testing.T, st store.Store, m model.Model, from, to, now time.Time, json string) *Drift {
	t.Helper()
	a := newAnalysis(st, m)
	a.options.Now = func() time.Time { return now }
	r := ask(t, json)
	r.Range = window.Interval{From: from, To: to}
	d, err := a.Drift(context.Background(), r)
	if err != nil {
		t.Fatalf("%s: %v", json, err)
	}
	return d
}

func hours(d *Drift) string {
	var parts []string
	for i, w := range d.Windows {
		text := fmt.Sprintf("%s–%s", w.From.In(copenhagen).Format("02 15:04"), w.To.In(copenhagen).Format("02 15:04"))
		for s := range d.Segments {
			text += fmt.Sprintf(" %v", d.Row(i, 0, s).Verdict.CurrentRows)
		}
		if w.Partial {
			text += " partial"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// Windows of rows begin at local midnights and at the instant after a window is full; what is asked of them does not move them.
func TestWindowsOfRows(t *testing.T) {
	st, m := uneven()
	later := unevenDay(30)
	for _, c := range []struct {
		name     string
		from, to time.Time
		now      time.Time
		json     string
		want     string
	}{
		{"two days", unevenDay(10), unevenDay(12), later, `{"window": {"mode": "rows", "rows": 100}}`,
			"30 00:00–30 04:05 100, 30 04:05–30 08:15 100, 30 08:15–31 00:00 50, 31 00:00–31 04:05 100, 31 04:05–31 08:15 100, 31 08:15–31 12:25 100, 31 12:25–31 16:35 100, 31 16:35–01 00:00 30"},
		{"a range that begins and ends within windows", unevenDay(10).Add(5 * time.Hour), unevenDay(10).Add(8 * time.Hour), later, `{"window": {"mode": "rows", "rows": 100}}`,
			"30 04:05–30 08:15 100"},
		{"in segments", unevenDay(10), unevenDay(10).Add(4 * time.Hour), later, `{"window": {"mode": "rows", "rows": 100}, "groupBy": ["device"]}`, "30 00:00–30 04:05 34 33 33"},
		{"filtered", unevenDay(10), unevenDay(10).Add(4 * time.Hour), later, `{"window": {"mode": "rows", "rows": 100}, "filters": [{"column": "device", "value": "d2"}]}`, "30 00:00–30 04:05 33"},
		{"an odd number and two rows of an instant", unevenDay(10), unevenDay(10).Add(2 * time.Hour), later, `{"window": {"mode": "rows", "rows": 25}}`, "30 00:00–30 01:00 26, 30 01:00–30 02:00 24"},
		{"open", unevenDay(11), unevenDay(12), unevenDay(11).Add(8*time.Hour + 20*time.Minute), `{"window": {"mode": "rows", "rows": 100}}`, "31 00:00–31 04:05 100"},
		{"open, with what is partial", unevenDay(11), unevenDay(12), unevenDay(11).Add(8*time.Hour + 20*time.Minute), `{"window": {"mode": "rows", "rows": 100}, "includePartial": true}`,
			"31 00:00–31 04:05 100, 31 04:05–31 08:15 100 partial, 31 08:15–31 12:25 100 partial, 31 12:25–31 16:35 100 partial, 31 16:35–01 00:00 30 partial"},
		{"from the start of the range", unevenDay(10).Add(time.Hour), unevenDay(11), later, `{"window": {"mode": "rows", "rows": 100, "anchor": "range"}}`,
			"30 01:00–30 05:05 100, 30 05:05–30 09:15 100, 30 09:15–31 00:00 26"},
		{"in equal parts", unevenDay(10), unevenDay(11), later, `{"window": {"mode": "count", "count": 3}}`, "30 00:00–30 03:25 84, 30 03:25–30 06:50 82, 30 06:50–30 10:20 84"},
		{"the last rows", unevenDay(10), unevenDay(11), later, `{"window": {"mode": "last", "rows": 60}}`, "30 07:55–31 00:00 60"},
		{"the last closed rows", unevenDay(11), unevenDay(12), unevenDay(11).Add(2 * time.Hour), `{"window": {"mode": "last", "rows": 30}}`, "31 00:35–31 01:50 30"},
		{"another zone", unevenDay(10), unevenDay(10).Add(6 * time.Hour), later, `{"window": {"mode": "rows", "rows": 100}, "timezone": "UTC"}`,
			"29 18:35–30 02:00 54, 30 02:00–30 06:05 100"},
	} {
		d := askUneven(t, st, m, c.from, c.to, c.now, c.json)
		if got := hours(d); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// The reference is cut by the same rule, as are the windows before a window.
func TestReferencesOfWindowsOfRows(t *testing.T) {
	st, m := uneven()
	later := unevenDay(30)
	for _, c := range []struct {
		json  string
		rows  float64 // of the reference of the newest window
		basis string
	}{
		{`{"window": {"mode": "rows", "rows": 100}}`, 5*250 + 5*400, "R=35"}, // of five leftovers of 30 none is kept, of those of 50 all
		{`{"window": {"mode": "rows", "rows": 100, "anchor": "range"}}`, 3400, "R=34"},
		{`{"window": {"mode": "count", "count": 6}}`, 3390, "R=30"}, // 680 / 6 = 113 rows
		{`{"window": {"mode": "last", "rows": 100}}`, 3400, "R=34"},
		{`{"window": {"mode": "rows", "rows": 100}, "reference": {"mode": "trailing", "windows": 9}}`, 850, "R=9"},
		{`{"window": {"mode": "rows", "rows": 100, "anchor": "range"}, "reference": {"mode": "trailing", "windows": 9}}`, 900, "R=9"},
		{`{"window": {"mode": "last", "rows": 100}, "reference": {"mode": "trailing", "windows": 9}}`, 900, "R=9"},
	} {
		d := askUneven(t, st, m, unevenDay(16), unevenDay(18), later, c.json)
		row := d.Row(len(d.Windows)-1, 0, 0)
		if math := row.Verdict.ReferenceRows - c.rows; math < -30 || math > 30 || row.Verdict.CurrentRows >= 50 && !strings.Contains(row.Verdict.NoiseBasis, c.basis) {
			t.Errorf("%s: %v rows, %s; want %v, %s", c.json, row.Verdict.ReferenceRows, row.Verdict.NoiseBasis, c.rows, c.basis)
		}
		if fixed := !strings.Contains(c.json, "trailing"); fixed && d.Row(0, 0, 0).Verdict.Outcome != drift.Drifted {
			t.Errorf("%s: %s", c.json, d.Row(0, 0, 0).Verdict.Outcome)
		}
	}
	if n := st.calls["Cuts"]; n > 30 {
		t.Errorf("cut %d times", n)
	}
}

// An alert rule asks for the newest closed window, whatever its range, and not for what little is left over of a day; what has lasted looks back over days.
func TestAlertRulesOnWindowsOfRows(t *testing.T) {
	st, m := uneven()
	for _, c := range []struct {
		now, from time.Time
		json      string
		want      string
	}{
		{unevenDay(12).Add(time.Hour), unevenDay(12), `{"window": {"mode": "rows", "rows": 100}, "format": "numeric"}`, "31 12:25–31 16:35 100"},
		{unevenDay(13).Add(time.Hour), unevenDay(13), `{"window": {"mode": "rows", "rows": 100}, "format": "numeric"}`, "01 08:15–02 00:00 50"},
		{unevenDay(13).Add(time.Hour), unevenDay(13), `{"window": {"mode": "rows", "rows": 1000}, "format": "numeric"}`, "01 00:00–02 00:00 250"},
		{unevenDay(13).Add(time.Hour), unevenDay(13), `{"window": {"mode": "rows", "rows": 200}, "format": "numeric", "persist": {"windows": 2, "of": 3}}`, "31 00:00–31 08:15 200, 31 08:15–31 16:35 200, 01 00:00–01 08:15 200"},
		{unevenDay(40), unevenDay(39), `{"window": {"mode": "rows", "rows": 100}, "format": "numeric"}`, ""},
		{unevenDay(12), unevenDay(11), `{"window": {"mode": "rows", "rows": 100, "anchor": "range"}, "format": "numeric"}`, "31 12:25–31 16:35 100"},
		{unevenDay(12).Add(time.Hour), unevenDay(12), `{"window": {"mode": "last", "rows": 100}, "format": "numeric"}`, "31 14:35–01 00:50 100"},
	} {
		d := askUneven(t, st, m, c.from, c.now, c.now, c.json)
		if got := hours(d); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.json, got, c.want)
		}
	}
	d := askUneven(t, st, m, unevenDay(15), unevenDay(17), unevenDay(30), `{"window": {"mode": "rows", "rows": 100}, "persist": {"windows": 3, "of": 4}}`)
	if d.Lead != 3 || !d.Windows[3].From.Equal(unevenDay(15)) {
		t.Errorf("%d windows lead", d.Lead)
	}
}

// A refresh, another range or a question about fewer rows cut nothing anew.
func TestRowsAreCutOnce(t *testing.T) {
	st, m := uneven()
	a := newAnalysis(st, m)
	a.options.Now = func() time.Time { return unevenDay(30) }
	var all []*Drift
	for _, c := range []struct {
		from, to int
		json     string
	}{{5, 15, `{"window": {"mode": "rows", "rows": 100}}`}, {5, 15, `{"window": {"mode": "rows", "rows": 100}}`}, {8, 14, `{"window": {"mode": "rows", "rows": 100}, "groupBy": ["device"]}`}} {
		r := ask(t, c.json)
		r.Range = window.Interval{From: unevenDay(c.from), To: unevenDay(c.to)}
		d, err := a.Drift(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	if st.calls["Cuts"] != 2 { // the range, and what of the reference lies before it
		t.Errorf("cut %d times", st.calls["Cuts"])
	}
	if !reflect.DeepEqual(all[0].Windows, all[1].Windows) {
		t.Error("a refresh changed something")
	}
	r := ask(t, `{"window": {"mode": "rows", "rows": 1}}`)
	r.Range = window.Interval{From: unevenDay(0), To: unevenDay(20)}
	if _, err := a.Drift(context.Background(), r); err == nil || !strings.Contains(err.Error(), "window: it would be cut into 3400 windows, and at most 2000 may be") {
		t.Error(err)
	}
}
