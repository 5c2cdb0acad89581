package analysis

import (
	"context"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// A label that lies in the log itself, and is watched as a feature: the newest rows do not have it yet, so that each new window would seem to miss it.

const (
	lateSample = 1000 // rows of either end of the log
	fewestLate = 30   // rows of either end that tell something
	// What comes late is missing in most of the newest rows, and had by several times as many of the oldest: labels need not come for all rows.
	leastMissing = 0.5
	mostLeft     = 1.0 / 3
)

// late says which features look like labels that come later than their rows. It is a remark: what cannot be told is left out.
func (r *run) late(ctx context.Context, log *relation, extent store.Extent, columns []column) (texts []string) {
	var asked []store.Column
	for _, c := range columns {
		// What is computed is mended where it is computed from, and counts that a service keeps have no rows that lack them.
		if c.family && c.name != query.Prediction && c.err == nil && c.current.Expression == "" && c.cells == nil {
			asked = append(asked, c.current)
		}
	}
	whole := window.Interval{From: extent.From, To: extent.To.Add(time.Microsecond)}
	part := func(share float64) time.Duration { return time.Duration(share * float64(whole.Length())) }
	// The newest window, and of a log with few rows a little more.
	newest := r.had(ctx, log, asked, window.Interval{From: whole.To.Add(-min(r.own.Nominal(whole), part(0.05))), To: whole.To})
	if newest == nil {
		newest = r.had(ctx, log, asked, window.Interval{From: whole.To.Add(-part(0.05)), To: whole.To})
	}
	var emptied []int
	for i, share := range newest {
		if share <= 1-leastMissing {
			emptied = append(emptied, i)
		}
	}
	if len(emptied) == 0 {
		return nil
	}
	few := make([]store.Column, len(emptied))
	for k, i := range emptied {
		few[k] = asked[i]
	}
	for k, share := range r.had(ctx, log, few, window.Interval{From: whole.From, To: whole.From.Add(part(0.1))}) {
		if now := newest[emptied[k]]; share > 0 && now <= mostLeft*share {
			texts = append(texts, fmt.Sprintf("Feature %q looks like a label that comes later, since %.0f %% of the oldest rows have it and %.0f %% of the newest: if it is the truth, make it the target, so that rows that still wait for it are not taken for missing values.",
				few[k].Name, 100*share, 100*now))
		}
	}
	return texts
}

// had is which share of some rows has a value of each column, of a sample; nil where there are too few rows, or where that cannot be told.
func (r *run) had(ctx context.Context, log *relation, columns []store.Column, within window.Interval) []float64 {
	if len(columns) == 0 {
		return nil
	}
	profile, err := r.store.Profile(ctx, log.Relation, columns, storeWindows([]window.Interval{within}), lateSample)
	if err != nil || profile.Sampled < fewestLate {
		return nil
	}
	r.spent(profile.Stats)
	shares := make([]float64, len(columns))
	for i, c := range profile.Columns {
		if shares[i] = 1; c.Err == nil && c.Counts != nil && c.Counts.Rows > 0 {
			shares[i] = 1 - (c.Counts.Null+c.Counts.NaN)/c.Counts.Rows
		}
	}
	return shares
}
