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
	"github.com/tideline-ml/tideline/pkg/window"
)

// Explained is the answer to an explain query: what changed, the newest window first, of one window the most severe feature first.
type Explained struct {
	Drift
	Rows []DriftRow // with Changes
}

// maxExplained bounds the windows, features and segments that one answer explains.
const maxExplained = 2000

// Explain answers an explain query: of every feature and segment the newest windows that drifted, as many as the query's limit. Where a feature is named, or
// there is but one window, and it has not drifted, its newest window is explained. Verdicts are those of a drift query, and shared with it: only what is explained
// is compared once more.
func (a *Analysis) Explain(ctx context.Context, request Request) (*Explained, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	how, err := r.prepare(ctx, columns)
	if err != nil {
		return nil, err
	}
	shown := r.wanted(columns)
	windows, p, err := r.judge(ctx, how, shown)
	if err != nil {
		return nil, err
	}
	d, err := r.show(columns, shown, windows, p)
	if err != nil {
		return nil, err
	}
	whatever := len(r.query.Features) > 0 || d.Spec.Mode == window.Range || d.Spec.Mode == window.Last
	var places []place
	for f := range d.Features {
		for s := range d.Segments {
			places = append(places, d.newestDrifted(f, s, r.query.Limit, whatever)...)
		}
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(b.window-a.window, cmp.Compare(severityOf(d.rowAt(b)), severityOf(d.rowAt(a))))
	})
	if len(places) > maxExplained {
		r.notice(Notice{Text: fmt.Sprintf("Of %d windows of features and segments the newest %d are explained.", len(places), maxExplained)})
		places = places[:maxExplained]
	}
	if len(places) == 0 {
		r.notice(Notice{Text: "Nothing drifted, so there is nothing to explain."})
	}
	e := &Explained{}
	if e.Rows, err = r.explain(ctx, how, shown, d, places); err != nil {
		return nil, err
	}
	e.Drift = *d
	e.Answer = r.answer()
	return e, nil
}

func severityOf(row DriftRow) float64 {
	if math.IsNaN(row.Verdict.Severity) {
		return -1
	}
	return row.Verdict.Severity
}

// place is where a verdict stands, by position in a Drift.
type place struct{ window, feature, segment int }

func (d *Drift) rowAt(p place) DriftRow { return d.Row(p.window, p.feature, p.segment) }

// newestDrifted are the newest windows in which a feature drifted in a segment; where there are none and whatever is set, its newest decided window, or if
// none was decided its newest.
func (d *Drift) newestDrifted(feature, segment, limit int, whatever bool) []place {
	var drifted, decided, any []place
	for w := len(d.Windows) - 1; w >= d.Lead && len(drifted) < limit; w-- {
		at := place{w, feature, segment}
		v := d.rowAt(at).Verdict
		if v == nil {
			continue
		}
		any = append(any, at)
		switch v.Outcome {
		case drift.Drifted:
			drifted = append(drifted, at)
			fallthrough
		case drift.Fine:
			decided = append(decided, at)
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

// explain says what changed at each place, all of which have verdicts. The columns of the verdicts are those of how at the positions in shown.
func (r *run) explain(ctx context.Context, how *prepared, shown []int, d *Drift, places []place) ([]DriftRow, error) {
	rows := make([]DriftRow, len(places))
	for i, at := range places {
		rows[i] = d.rowAt(at)
	}
	for _, members := range how.families(shown) {
		p, err := r.planned(ctx, how, how.columns[members[0]].joined)
		if err != nil {
			return nil, err
		}
		for n, part := range p.parts {
			var mine []int
			for i, at := range places {
				if slices.Contains(members, shown[at.feature]) && p.owner(d.Segments[at.segment]) == n {
					mine = append(mine, i)
				}
			}
			if err := r.explainPart(ctx, p, part, how, members, shown, places, rows, mine); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// explainPart explains those of a family in a part of the rows.
func (r *run) explainPart(ctx context.Context, p *plan, part *part, how *prepared, members, shown []int, places []place, rows []DriftRow, mine []int) error {
	if len(mine) == 0 {
		return nil
	}
	var columns, windows []int
	for _, i := range mine {
		columns, windows = append(columns, shown[places[i].feature]), append(windows, places[i].window)
	}
	columns, windows = sortedSet(columns), sortedSet(windows)
	counted, err := r.tallies(ctx, p, part, how, columns, windows)
	if err != nil {
		return err
	}
	skipped, err := r.judgeSkipped(ctx, p, part, how, members, windows)
	if err != nil {
		return err
	}
	baselines := &baselines{made: map[baselineKey]*lazyBaseline{}, skipped: skipped}
	return r.inParallel(ctx, len(mine), func(k int) {
		at, row := places[mine[k]], &rows[mine[k]]
		i := shown[at.feature]
		c := how.columns[i]
		o := r.driftOptions(c, p.spec)
		o.Group = part.places[at.window]
		ref := part.reference(at.window)
		t := task{segment: SegmentKey(row.Segment), counted: slices.Index(columns, i), member: slices.Index(members, i)}
		said, err := changes(c, row.Verdict, o.Group, func() (comparison, error) {
			return r.sides(p.windows[at.window], part, ref, c, t, row.Segment, counted.windows[at.window], counted.references[ref], baselines, o)
		})
		if err != nil {
			said = &change.Changes{Sentence: fmt.Sprintf("%s cannot be compared: %v.", c.name, err)}
		}
		row.Changes = said
	})
}

// changes says what changed of a column between what its verdict compared.
func changes(c column, v *drift.Verdict, group int, sides func() (comparison, error)) (*change.Changes, error) {
	feature := change.Feature{Name: c.name, Numeric: c.kind == model.Numeric}
	found, err := sides()
	if err != nil {
		return change.Of(feature, nil, nil, v) // the verdict says why
	}
	var before *counts.Counts
	if found.baseline != nil {
		if before, err = found.made.ofPlace(c.kind, group, found.baseline); err != nil {
			return nil, err
		}
	}
	return change.Of(feature, before, found.now, v)
}

func sortedSet(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}
