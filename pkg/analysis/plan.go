package analysis

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// plan is what a query about windows comes down to: the windows and, for each, its reference.
type plan struct {
	spec    window.Spec
	windows []window.Window
	lead    int // the first windows are there only for what is said of later ones
	log     *relation
	// references[of[i]] is the reference of windows[i].
	references []*reference
	of         []int
}

// Lookback of alert rules: how many windows `since` looks back for the beginning of an episode.
const sinceWindows = 60

// spec is how the query's windows are cut.
func (r *run) spec(ctx context.Context) (window.Spec, error) {
	if r.query.Window.Mode != "auto" {
		return r.query.Window.Spec, nil
	}
	if r.request.Alert || r.query.Format == query.Numeric {
		return r.own, nil
	}
	length := time.Duration(0)
	if m := r.model.Reference; r.query.Reference.Mode == "model" && (m == nil || m.Source == nil && m.Mode == "") {
		period, err := r.period(ctx)
		if err != nil {
			return r.own, err
		}
		length = period.Length()
	}
	return window.Adapt(r.own, r.request.Range, length), nil
}

// windows plans the windows of the query, without their references.
func (r *run) windows(ctx context.Context) (window.Spec, []window.Window, int, error) {
	rng := r.request.Range
	if r.model.Time == "" {
		whole := always
		whole.Interval = rng
		return window.Spec{Mode: window.Range}, []window.Window{whole}, 0, nil
	}
	spec, err := r.spec(ctx)
	if err != nil {
		return spec, nil, 0, err
	}
	lead := 0
	if p := r.query.Persist; p != nil {
		lead = p.Of - 1
	}
	if r.query.Format == query.Numeric {
		if r.query.Value == "since" {
			lead = max(lead, sinceWindows)
		}
		windows, err := window.Newest(spec, rng, r.zone, r.clock, lead+1)
		return spec, windows, max(0, len(windows)-1), err
	}
	if lead == 0 || spec.Mode == window.Range || spec.Mode == window.Last {
		windows, err := window.Panel(spec, rng, r.zone, r.clock, r.query.IncludePartial)
		return spec, windows, 0, err
	}
	calendar := spec.Calendar(r.zone)
	earlier := window.Interval{From: calendar.Back(calendar.Floor(rng.From), lead), To: rng.To}
	windows, err := window.Panel(spec, earlier, r.zone, r.clock, r.query.IncludePartial)
	first := slices.IndexFunc(windows, func(w window.Window) bool { return w.To.After(rng.From) })
	if first < 0 {
		first = len(windows)
	}
	return spec, windows, first, err
}

// mostSteps bounds the lists of counts that one column's answer is merged from: windows × steps of each × reference windows of each. It is far above
// what a person looks at, and far below what fills a server's memory.
const mostSteps = 200_000

// affordable refuses a plan whose windows, each of them cheap, are too many together.
func affordable(windows []window.Window, references int) error {
	steps := 0
	for _, w := range windows {
		steps += len(w.Steps)
	}
	if total := steps * max(1, references); total > mostSteps {
		return &query.FieldError{Field: "window", Text: fmt.Sprintf(
			"%d windows of %d steps with %d reference windows each are %d steps, and at most %d are merged for one answer; choose a shorter length, a longer step, "+
				"fewer reference windows or a shorter range", len(windows), len(windows[0].Steps), max(1, references), total, mostSteps)}
	}
	return nil
}

// planned plans windows and references. joined: with the late labels.
func (r *run) planned(ctx context.Context, filters []store.Filter, joined bool) (*plan, error) {
	spec, windows, lead, err := r.windows(ctx)
	if err != nil {
		return nil, err
	}
	if err := affordable(windows, 1); err != nil {
		return nil, err
	}
	p := &plan{spec: spec, windows: windows, lead: lead, of: make([]int, len(windows))}
	if p.log, err = r.log(ctx, filters, joined); err != nil {
		return nil, err
	}
	mode, trailing := r.query.Reference.Mode, r.query.Reference.Windows
	if m := r.model.Reference; mode == "model" && m != nil && m.Mode != "" && m.Source == nil && m.From == "" {
		mode, trailing = m.Mode, m.Windows
		if mode == "trailing" && trailing == 0 {
			trailing = 7
		}
	}
	switch mode {
	case "model":
		ref, err := r.modelReference(ctx, spec, r.request.Range, r.zone, filters, joined)
		if err != nil {
			return nil, err
		}
		if !ref.foreign && len(ref.windows) > 0 {
			r.remarkOnPeriod(window.Interval{From: ref.windows[0].From, To: ref.windows[len(ref.windows)-1].To})
		}
		p.references = []*reference{ref}
	case "range":
		period, err := r.between("reference", r.query.Reference.From, r.query.Reference.To, r.zone)
		if err != nil {
			return nil, err
		}
		ref, err := r.stretch(p.log, spec, r.request.Range, r.zone, period)
		if err != nil {
			return nil, err
		}
		p.references = []*reference{ref}
	case "previous", "trailing":
		if mode == "previous" {
			trailing = 1
		}
		if err := affordable(windows, trailing); err != nil {
			return nil, err
		}
		excluded, err := r.excluded()
		if err != nil {
			return nil, err
		}
		for i, w := range windows {
			before := window.Before(spec, r.request.Range, r.zone, w.From, trailing)
			before = slices.DeleteFunc(before, func(b window.Window) bool {
				return slices.ContainsFunc(excluded, b.Interval.Overlaps)
			})
			ref := &reference{relation: p.log, windows: before}
			if len(before) == 0 {
				ref.why = "all windows before it lie in excluded periods"
			}
			p.references, p.of[i] = append(p.references, ref.named()), i
		}
	default:
		return nil, fmt.Errorf("model %q: a reference of mode %q is not available yet; choose previous or trailing, or give from and to", r.model.Name, mode)
	}
	return p, nil
}
