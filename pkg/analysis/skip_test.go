package analysis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/window"
)

// A reference that moves soon takes a lasting change for normal; one that skips what had drifted does so later, and for each feature by itself.
func TestDriftedWindowsAreSkipped(t *testing.T) {
	skipping := askDrift(t, `{"reference": {"mode": "trailing", "windows": 7, "skipDrifted": true}}`, 13)
	plain := askDrift(t, `{"reference": {"mode": "trailing", "windows": 7}}`, 13)
	if skipping.Row(0, 0, 0).Reference != "the 7 windows before, without drifted ones" {
		t.Error(skipping.Row(0, 0, 0).Reference)
	}
	drifted := map[*Drift]int{}
	for i := range skipping.Windows {
		day := int(skipping.Windows[i].From.Sub(firstDay).Hours()/24 + 0.5)
		for _, d := range []*Drift{skipping, plain} {
			if v := d.Row(i, 0, 0).Verdict; v.Outcome == drift.Drifted {
				drifted[d]++
			}
		}
		before, noise := 0, skipping.Row(i, 1, 0).Verdict // days that were called drifted without skipping
		for k := range i {
			if plain.Row(k, 0, 0).Verdict.Outcome == drift.Drifted {
				before++
			}
		}
		v := skipping.Row(i, 0, 0).Verdict
		if v.ReferenceRows != 7*200 || noise.ReferenceRows != 7*200 || strings.Contains(noise.Note, "skipped") {
			t.Errorf("day %d: %v and %v rows, %q", day, v.ReferenceRows, noise.ReferenceRows, noise.Note)
		}
		want := ""
		if before == 1 {
			want = "1 window of the reference had drifted and is skipped"
		} else if before > 1 {
			want = fmt.Sprintf("%d windows of the reference had drifted and are skipped", before)
		}
		if !strings.Contains(v.Note, want) || want == "" && strings.Contains(v.Note, "skipped") {
			t.Errorf("day %d: %q, want %q", day, v.Note, want)
		}
	}
	if drifted[skipping] <= drifted[plain] {
		t.Errorf("%d drifted days with skipping, %d without", drifted[skipping], drifted[plain])
	}
}

func askDrift(t *testing.T, query string, days int) *Drift {
	t.Helper()
	r := ask(t, query)
	r.Range = window.Interval{From: now.AddDate(0, 0, -days), To: now}
	d, err := newAnalysis(photos(), photosModel()).Drift(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is skipped does not depend on what else a panel shows, nor on what is in the cache.
func TestSkippingIsTheSameInEveryPanel(t *testing.T) {
	for _, mode := range []string{`"trailing", "windows": 5`, `"previous"`, `"season", "period": "2d", "windows": 3`} {
		query := `{"reference": {"skipDrifted": true, "mode": ` + mode + `}}`
		a := newAnalysis(photos(), photosModel())
		var last [3]string
		for n, days := range []int{1, 12, 1} {
			r := ask(t, query)
			r.Range = window.Interval{From: now.AddDate(0, 0, -days), To: now}
			d, err := a.Drift(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			for f := range d.Features {
				v := *d.Row(len(d.Windows)-1, f, 0).Verdict
				for i := range reflect.ValueOf(v).NumField() { // JSON has no NaN
					if field := reflect.ValueOf(&v).Elem().Field(i); field.Kind() == reflect.Float64 && math.IsNaN(field.Float()) {
						field.SetFloat(-1)
					}
				}
				text, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				last[n] += string(text)
			}
			if n == 0 {
				a = newAnalysis(photos(), photosModel())
			}
		}
		if last[0] != last[1] || last[1] != last[2] {
			t.Errorf("%s:\n%s\n%s\n%s", mode, last[0], last[1], last[2])
		}
	}
}

// All that is looked back at may have drifted; and a picture leaves out what the verdict leaves out.
func TestNothingIsLeftToCompareWith(t *testing.T) {
	st, m := uneven()
	for i, row := range st.sources["log"].rows {
		row["x"] = row["x"].(float64) + float64(i/250%7)*3 // every day is unlike the one before
	}
	d := askUneven(t, st, m, unevenDay(10), unevenDay(12), unevenDay(30), `{"reference": {"mode": "previous", "skipDrifted": true}}`)
	v := d.Row(1, 0, 0).Verdict
	if v.Outcome != drift.NoReference || v.Note != "all 3 windows before it had drifted themselves and are skipped" || v.CurrentRows == 0 {
		t.Errorf("%+v", v)
	}
	m2 := photosModel()
	m2.Reference = model.References{{Mode: "trailing", Windows: 7, SkipDrifted: true}}
	r := ask(t, `{"queryType": "distribution", "features": ["brightness"]}`)
	drawn, err := newAnalysis(photos(), m2).Distribution(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	pic := drawn.Pictures[0]
	// Day 35 had drifted.
	if !pic.Reference.From.From.Equal(firstDay.AddDate(0, 0, 31)) || !pic.Reference.To.To.Equal(firstDay.AddDate(0, 0, 39)) || pic.Reference.Rows != 1400 || len(pic.Between) != 7 {
		t.Errorf("the reference is %s – %s, with %v rows in %d windows", pic.Reference.From.From, pic.Reference.To.To, pic.Reference.Rows, len(pic.Between))
	}
}
