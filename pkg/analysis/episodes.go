package analysis

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/change"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Episodes is the answer to an episodes query: what happened to a model, each list oldest first within each segment.
type Episodes struct {
	Answer
	GroupBy    []string
	Merged     bool // an episode is one of the model; else of a feature
	Watched    int  // features that were compared
	Episodes   []Episode
	Excluded   []Excluded // that overlap the range
	Versions   []Arrival  // that were first seen in the range
	References []Change   // that come to hold in the range
}

// Episode is a run of drifted windows in one segment: from the first drifted window to the last before one in which something was decided and nothing had
// drifted. It ends where the windows come to be compared with another reference.
type Episode struct {
	window.Interval
	Segment  []string
	Windows  int              // in which something drifted
	Running  bool             // no decided window without drift came after it: it is open, to now or to the end of the range
	Features []DriftedFeature // the worst first
}

// DriftedFeature is one feature in an episode.
type DriftedFeature struct {
	Windows int      // in which it drifted
	Worst   DriftRow // its most severe verdict
}

// Excluded is a period that the model's settings call bad.
type Excluded struct {
	window.Interval
	Why string
}

// Change is the moment from which another reference holds.
type Change struct {
	At    time.Time
	Words string
	Why   string
}

// Episodes answers an episodes query. Where it names features, every feature has its own episodes; else they are the model's: a dashboard that is not
// about a feature wants to know when something was wrong, and would only be covered by a region for each feature. Windows in which nothing could be
// decided neither begin nor end an episode.
func (a *Analysis) Episodes(ctx context.Context, request Request) (*Episodes, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	out := &Episodes{GroupBy: r.query.GroupBy, Merged: len(r.query.Features) == 0}
	for _, kind := range r.query.Kinds {
		switch kind {
		case query.DriftKind:
			err = out.addDrift(ctx, r)
		case query.ExcludedKind:
			err = out.addExcluded(r)
		case query.VersionKind:
			out.Versions, err = r.arrivals(ctx)
		case query.ReferenceKind:
			err = out.addReferences(r)
		}
		if err != nil {
			return nil, err
		}
	}
	out.Answer = r.answer()
	return out, nil
}

func (e *Episodes) addDrift(ctx context.Context, r *run) error {
	columns, err := r.columns(ctx)
	if err != nil {
		return err
	}
	d, err := r.drift(ctx, columns)
	if err != nil {
		return err
	}
	e.Watched = len(d.Features)
	groups := [][]int{}
	for f := range d.Features {
		if e.Merged && f > 0 {
			groups[0] = append(groups[0], f)
		} else {
			groups = append(groups, []int{f})
		}
	}
	for _, features := range groups {
		for s := range d.Segments {
			for _, run := range d.Runs(d.worst(features, s), s) {
				episode := d.episode(run, features, s)
				if open := earlier(r.clock.Now, r.request.Range.To); episode.Running && open.After(episode.To) {
					episode.To = open
				}
				e.Episodes = append(e.Episodes, episode)
			}
		}
	}
	return nil
}

// worst is the largest severity of some features, window by window; NaN where nothing was decided.
func (d *Drift) worst(features []int, segment int) []float64 {
	worst := d.Severities(features[0], segment)
	for _, f := range features[1:] {
		for i, x := range d.Severities(f, segment) {
			if math.IsNaN(worst[i]) || x > worst[i] {
				worst[i] = x
			}
		}
	}
	return worst
}

func (d *Drift) episode(run drift.Episode, features []int, segment int) Episode {
	e := Episode{Interval: window.Interval{From: d.Windows[run.From].From, To: d.Windows[run.To].To}, Segment: d.Segments[segment], Running: run.Running}
	for _, x := range d.worst(features, segment)[run.From : run.To+1] {
		if x >= 1 {
			e.Windows++
		}
	}
	for _, f := range features {
		severities := d.Severities(f, segment)
		effect := func(i int) float64 { return d.Row(i, f, segment).Verdict.Effect } // severities have an upper end
		found, worst := DriftedFeature{}, -1
		for i := run.From; i <= run.To; i++ {
			if !(severities[i] >= 1) {
				continue
			}
			if found.Windows++; worst < 0 || severities[i] > severities[worst] || severities[i] == severities[worst] && effect(i) > effect(worst) {
				worst = i
			}
		}
		if worst >= 0 {
			found.Worst = d.Row(worst, f, segment)
			e.Features = append(e.Features, found)
		}
	}
	slices.SortStableFunc(e.Features, func(a, b DriftedFeature) int {
		switch x, y := a.Worst.Verdict.Severity, b.Worst.Verdict.Severity; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return e
}

func (e *Episodes) addExcluded(r *run) error {
	excluded, err := r.excluded()
	if err != nil {
		return err
	}
	for i, period := range excluded {
		if period.Overlaps(r.request.Range) {
			e.Excluded = append(e.Excluded, Excluded{period, r.model.Exclude[i].Why})
		}
	}
	return nil
}

func (e *Episodes) addReferences(r *run) error {
	for _, entry := range r.model.Reference {
		if entry.Since == "" {
			continue
		}
		since, err := window.ParseTime(entry.Since, r.home)
		if err != nil {
			return &query.FieldError{Field: "reference.since", Text: err.Error()}
		}
		if !since.Before(r.request.Range.From) && since.Before(r.request.Range.To) {
			e.References = append(e.References, Change{since, entry.InWords(r.home), entry.Why})
		}
	}
	return nil
}

// DriftRow is one verdict with where it stands.
type DriftRow struct {
	Window      window.Window
	Feature     string
	Segment     []string
	InReference bool
	Reference   string          // in words; empty: there is none
	Verdict     *drift.Verdict  // nil: neither the window nor its reference has a row of the segment
	Changes     *change.Changes // nil where nobody asked what changed
}

// Row is the verdict of a feature in a window and segment, by position.
func (d *Drift) Row(w, feature, segment int) DriftRow {
	row := DriftRow{Window: d.Windows[w].Window, Feature: d.Features[feature], Segment: d.Segments[segment]}
	if s := d.Windows[w].Segments[segment]; s != nil {
		row.InReference, row.Reference, row.Verdict = s.InReference, s.Reference, s.Verdicts[feature]
	}
	return row
}
