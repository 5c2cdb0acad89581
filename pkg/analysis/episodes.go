package analysis

import (
	"context"
	"time"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Episode is a run of drifted windows of one feature in one segment.
type Episode struct {
	window.Interval
	Feature string
	Segment []string
	Windows int  // drifted ones
	Running bool // the newest decided window is part of it
	Worst   DriftRow
}

// Excluded is a period that the model's settings call bad.
type Excluded struct {
	window.Interval
	Why string
}

// Episodes is the answer to an episodes query, oldest first within each feature and segment.
type Episodes struct {
	Answer
	GroupBy  []string
	Episodes []Episode
	Excluded []Excluded // that overlap the range
}

// Episodes answers an episodes query: the runs of drifted windows. Windows in which nothing could be decided neither begin nor end one.
func (a *Analysis) Episodes(ctx context.Context, request Request) (*Episodes, error) {
	d, err := a.Drift(ctx, request)
	if err != nil {
		return nil, err
	}
	out := &Episodes{Answer: d.Answer, GroupBy: d.GroupBy}
	for f := range d.Features {
		for s := range d.Segments {
			severities := d.Severities(f, s)
			for _, e := range drift.Episodes(severities) {
				drifted := 0
				for _, x := range severities[e.From : e.To+1] {
					if x >= 1 {
						drifted++
					}
				}
				out.Episodes = append(out.Episodes, Episode{
					Interval: window.Interval{From: d.Windows[e.From].From, To: d.Windows[e.To].To},
					Feature:  d.Features[f], Segment: d.Segments[s], Windows: drifted, Running: e.Running, Worst: d.Row(e.Worst, f, s),
				})
			}
		}
	}
	for _, p := range d.Model.Exclude {
		zone := time.UTC
		if z, err := time.LoadLocation(d.Model.Timezone); err == nil {
			zone = z
		}
		from, err1 := window.ParseTime(p.From, zone)
		to, err2 := window.ParseTime(p.To, zone)
		i := window.Interval{From: from, To: to}
		if err1 == nil && err2 == nil && i.Overlaps(request.Range) {
			out.Excluded = append(out.Excluded, Excluded{i, p.Why})
		}
	}
	return out, nil
}

// DriftRow is one verdict with where it stands.
type DriftRow struct {
	Window      window.Window
	Feature     string
	Segment     []string
	InReference bool
	Verdict     *drift.Verdict // nil: neither the window nor its reference has a row of the segment
}

// Row is the verdict of a feature in a window and segment, by position.
func (d *Drift) Row(w, feature, segment int) DriftRow {
	row := DriftRow{Window: d.Windows[w].Window, Feature: d.Features[feature], Segment: d.Segments[segment], InReference: d.Windows[w].InReference}
	if s := d.Windows[w].Segments[segment]; s != nil {
		row.Verdict = s.Verdicts[feature]
	}
	return row
}
