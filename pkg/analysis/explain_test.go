package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift"
)

func explain(t *testing.T, a *Analysis, json string) *Explained {
	t.Helper()
	e, err := a.Explain(t.Context(), ask(t, json))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What is explained is what drifted: of each feature its newest windows, the newest first.
func TestExplain(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	which := func(e *Explained) (features []string) {
		for _, row := range e.Rows {
			features = append(features, row.Feature)
		}
		return features
	}
	e := explain(t, a, `{"queryType": "explain"}`)
	if got := which(e); !slices.Equal(got, []string{"device", "brightness"}) && !slices.Equal(got, []string{"brightness", "device"}) {
		t.Errorf("the newest window of what drifted: %v", got)
	}
	for _, row := range e.Rows {
		if row.Verdict.Outcome != drift.Drifted || len(row.Changes.Lines) == 0 || !row.Window.From.Equal(e.Rows[0].Window.From) {
			t.Errorf("%s: %s, %+v", row.Feature, row.Verdict.Outcome, row.Changes)
		}
	}
	device := explain(t, a, `{"queryType": "explain", "features": ["device"], "limit": 3}`)
	if len(device.Rows) != 3 || !device.Rows[0].Window.From.After(device.Rows[2].Window.From) {
		t.Errorf("three windows of one feature, the newest first: %d", len(device.Rows))
	}
	if got := device.Rows[0].Changes.Sentence; got != "device: ‘new’ is new with 50 % of the rows; ‘old’ fell from 100 % to 50 %." {
		t.Error(got)
	}
	again := explain(t, a, `{"queryType": "explain", "features": ["device"], "limit": 3}`)
	if again.Rows[2].Changes.Sentence != device.Rows[2].Changes.Sentence || again.Stats.RowsScanned != 0 {
		t.Errorf("from the cache: %q, %v rows scanned", again.Rows[2].Changes.Sentence, again.Stats.RowsScanned)
	}
	// A feature that did not drift is explained if it is asked for by name.
	noise := explain(t, a, `{"queryType": "explain", "features": ["noise"]}`)
	if len(noise.Rows) != 1 || noise.Rows[0].Verdict.Outcome != drift.Fine || !strings.Contains(noise.Rows[0].Changes.Sentence, "the same mean") {
		t.Errorf("%+v", noise.Rows)
	}
	if nothing := explain(t, a, `{"queryType": "explain", "minRows": 100000}`); len(nothing.Rows) != 0 || len(nothing.Notices) == 0 {
		t.Errorf("nothing drifted: %d rows, %v", len(nothing.Rows), nothing.Notices)
	}
	if whole := explain(t, a, `{"queryType": "explain", "window": {"mode": "range"}}`); len(whole.Rows) != len(whole.Features) {
		t.Errorf("the range as one window: %d of %d features", len(whole.Rows), len(whole.Features))
	}
	// Only whoever asks what changed pays for it.
	d, err := a.Drift(t.Context(), ask(t, `{"format": "table"}`))
	if err != nil || d.Row(len(d.Windows)-1, 0, 0).Changes != nil {
		t.Errorf("a drift query came with changes: %v", err)
	}
}

// Verdicts of a drift query are not judged once more to be explained, and not the other way round, whatever of a family is shown.
func TestExplainSharesVerdicts(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	if _, err := a.Drift(t.Context(), ask(t, `{"features": ["brightness"]}`)); err != nil {
		t.Fatal(err)
	}
	if e := explain(t, a, `{"queryType": "explain", "features": ["device"]}`); len(e.Rows) == 0 || e.Stats.Misses != 0 {
		t.Errorf("%d rows, %d answers computed anew", len(e.Rows), e.Stats.Misses)
	}
	b := newAnalysis(photos(), photosModel())
	e := explain(t, b, `{"queryType": "explain", "features": ["device"]}`)
	d, err := b.Drift(t.Context(), ask(t, `{"features": ["device"]}`))
	if err != nil || d.Stats.Misses != 0 {
		t.Errorf("%v, %d answers computed anew", err, d.Stats.Misses)
	}
	if last := d.Row(len(d.Windows)-1, 0, 0); last.Verdict != e.Rows[0].Verdict {
		t.Errorf("another verdict: %+v, %+v", last.Verdict, e.Rows[0].Verdict)
	}
}
