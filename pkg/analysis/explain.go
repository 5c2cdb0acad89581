package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/change"
	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Explained is the answer to an explain query: what changed, the newest window first, of one window the most severe feature first.
type Explained struct {
	Drift
	Rows []DriftRow // all have Changes
}

// maxExplained bounds the windows, features and segments that one answer explains.
const maxExplained = 2000

// Explain answers an explain query: of every feature and segment the newest windows that drifted, as many as the query's limit. Where a feature is named, or
// there is but one window, and it has not drifted, its newest window is explained.
func (a *Analysis) Explain(ctx context.Context, request Request) (*Explained, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	d, err := r.drift(ctx, columns)
	if err != nil {
		return nil, err
	}
	e := &Explained{Drift: *d}
	whatever := len(r.query.Features) > 0 || d.Spec.Mode == window.Range || d.Spec.Mode == window.Last
	for f := range d.Features {
		for s := range d.Segments {
			e.Rows = append(e.Rows, d.newestDrifted(f, s, r.query.Limit, whatever)...)
		}
	}
	slices.SortStableFunc(e.Rows, func(a, b DriftRow) int {
		return cmp.Or(b.Window.From.Compare(a.Window.From), cmp.Compare(severityOf(b), severityOf(a)))
	})
	if len(e.Rows) > maxExplained {
		r.notice(Notice{Text: fmt.Sprintf("Of %d windows of features and segments the newest %d are explained.", len(e.Rows), maxExplained)})
		e.Rows = e.Rows[:maxExplained]
	}
	if len(e.Rows) == 0 {
		r.notice(Notice{Text: "Nothing drifted, so there is nothing to explain."})
	}
	e.Answer = r.answer()
	return e, nil
}

func severityOf(row DriftRow) float64 {
	if math.IsNaN(row.Verdict.Severity) {
		return -1
	}
	return row.Verdict.Severity
}

// newestDrifted are the newest windows in which a feature drifted in a segment; where there are none and whatever is set, its newest decided window, or if
// none was decided its newest.
func (d *Drift) newestDrifted(feature, segment, limit int, whatever bool) []DriftRow {
	var drifted, decided, any []DriftRow
	for w := len(d.Windows) - 1; w >= d.Lead && len(drifted) < limit; w-- {
		row := d.Row(w, feature, segment)
		if row.Changes == nil {
			continue
		}
		any = append(any, row)
		switch row.Verdict.Outcome {
		case drift.Drifted:
			drifted = append(drifted, row)
			fallthrough
		case drift.Fine:
			decided = append(decided, row)
		}
	}
	switch {
	case len(drifted) > 0 || !whatever:
		return drifted
	case len(decided) > 0:
		return decided[:1]
	}
	return any[:min(len(any), 1)]
}

// explains tells whether the query wants to know what changed.
func (r *run) explains() bool {
	return r.query.Type == query.Explain || r.query.Type == query.Distribution
}

// sides are what a verdict compared; before is only kept where the query asks what changed.
type sides struct{ before, now *counts.Counts }

// explainAll says what changed, once the verdicts of a family are final.
func (r *run) explainAll(ctx context.Context, how *prepared, members []int, windows []*judged, tasks []task, compared []sides) error {
	for _, j := range windows {
		for _, s := range j.segments {
			s.changes = make([]*change.Changes, len(members))
		}
	}
	return r.inParallel(ctx, len(tasks), func(n int) {
		t := tasks[n]
		s := windows[t.window].segments[t.segment]
		column := &how.columns[members[t.member]]
		v := s.verdicts[t.member]
		changes, err := change.Of(change.Feature{Name: column.name, Numeric: column.kind == model.Numeric}, compared[n].before, compared[n].now, v)
		if err != nil {
			changes = &change.Changes{Sentence: fmt.Sprintf("%s cannot be compared: %v.", column.name, err)}
		}
		s.changes[t.member] = changes
	})
}
