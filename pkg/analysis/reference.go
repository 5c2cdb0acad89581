package analysis

import (
	"context"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// reference is what windows are compared with: windows of a relation. It may be empty, and then why says why.
type reference struct {
	relation *relation
	windows  []window.Window
	why      string
	foreign  bool // in another source than the log: no window can lie inside it
	id       string
}

// always is the one window of a source that has no time.
var always = window.Window{Steps: []window.Interval{{}}}

// firstWindows is how many windows at the beginning of a log are taken for its reference when none is configured: four weeks of days, which is also
// where verdicts are at their best (docs/verdicts.md).
const firstWindows = 28

// standingReference is the model's reference in the model's own windows and zone, whatever a query says: what grids are cut from. It is nil where the
// model has no times to choose by, and then the whole log stands in.
func (r *run) standingReference(ctx context.Context, filters []store.Filter) (*reference, error) {
	ref, err := r.modelReference(ctx, r.own, window.Interval{}, r.home, filters, false)
	if err != nil || len(ref.windows) == 0 {
		return nil, err
	}
	return ref, nil
}

// modelReference is the reference of the model's settings, cut into windows of the spec. Modes that move with the window are not for here.
func (r *run) modelReference(ctx context.Context, spec window.Spec, rng window.Interval, zone *time.Location, filters []store.Filter, joined bool) (*reference, error) {
	if m := r.model.Reference; m != nil && m.Source != nil {
		rel, err := r.otherReference(ctx, *m.Source, m.Columns, filters)
		if err != nil {
			return nil, err
		}
		ref := &reference{relation: rel, windows: []window.Window{always}, foreign: true}
		if rel.Time != "" {
			extent, err := r.extent(ctx, rel)
			if err != nil {
				return nil, err
			}
			if extent.Rows > 0 {
				whole := window.Interval{From: extent.From, To: extent.To.Add(time.Microsecond)}
				if spec.Mode == window.Duration || spec.Mode == window.Units {
					// Its first and last windows belong to it as they are.
					calendar := spec.Calendar(zone)
					whole = window.Interval{From: calendar.Floor(whole.From), To: calendar.Ceil(whole.To)}
				}
				if ref.windows, err = window.Reference(spec, rng, zone, whole, nil); err != nil {
					return nil, err
				}
				ref.windows = r.thin(ref.windows, spec)
			}
		}
		return ref.named(), nil
	}
	log, err := r.log(ctx, filters, joined)
	if err != nil {
		return nil, err
	}
	if r.model.Time == "" {
		return &reference{relation: log, why: "the model has no time column, so its log cannot be its own reference; configure a reference with a source"}, nil
	}
	period, err := r.period(ctx)
	if err != nil {
		return nil, err
	}
	return r.stretch(log, spec, rng, zone, period)
}

// stretch makes a reference of a period of the log, without what the model excludes.
func (r *run) stretch(log *relation, spec window.Spec, rng window.Interval, zone *time.Location, period window.Interval) (*reference, error) {
	excluded, err := r.excluded()
	if err != nil {
		return nil, err
	}
	windows, err := window.Reference(spec, rng, zone, period, excluded)
	if err != nil {
		return nil, err
	}
	ref := &reference{relation: log, windows: r.thin(windows, spec)}
	switch {
	case period.Empty():
		ref.why = "the log has no rows to take a reference from"
	case len(windows) == 0:
		ref.why = "all of the reference lies in excluded periods"
	}
	return ref.named(), nil
}

// mostReferenceWindows is as many as 28 days have hours: more make no verdict better, and its cost grows with their square.
const mostReferenceWindows = 28 * 24

func (r *run) thin(windows []window.Window, spec window.Spec) []window.Window {
	some := window.Thin(windows, mostReferenceWindows)
	if len(some) < len(windows) {
		r.notice(Notice{Text: fmt.Sprintf("The reference has %d windows of %s; %d of them, spread evenly, are compared with.", len(windows), spec, len(some))})
	}
	return some
}

func (ref *reference) named() *reference {
	intervals := make([]window.Interval, len(ref.windows))
	for i, w := range ref.windows {
		intervals[i] = w.Interval
	}
	ref.id = digest(ref.relation.id, intervals)
	return ref
}

// period is the stretch of the log that the model's settings call its reference; without any, the first windows of the log, said in a notice.
func (r *run) period(ctx context.Context) (window.Interval, error) {
	m := r.model.Reference
	if m != nil && (m.From != "" || m.To != "") {
		return r.between(fmt.Sprintf("model %q: reference", r.model.Name), m.From, m.To, r.home)
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return window.Interval{}, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil || extent.Rows == 0 {
		return window.Interval{}, err
	}
	calendar := r.own.Calendar(r.home)
	from := calendar.Floor(extent.From)
	if late := extent.From.Sub(from); late > calendar.Length()/20 { // the log begins in the middle of a window
		from = calendar.Ceil(extent.From)
	}
	units := calendar.Within(window.Interval{From: from, To: calendar.Floor(extent.To)})
	n := min(firstWindows, max(1, len(units)/2))
	if len(units) == 0 {
		return window.Interval{From: extent.From, To: extent.To}, nil // less than a window in all
	}
	return window.Interval{From: units[0].From, To: units[n-1].To}, nil
}

// remarkOnPeriod says which reference was taken when none is configured.
func (r *run) remarkOnPeriod(period window.Interval) {
	if m := r.model.Reference; m == nil || m.From == "" && m.To == "" && m.Source == nil && m.Mode == "" {
		r.notice(Notice{Text: fmt.Sprintf("Model %q has no reference, so the beginning of its log is taken: %s to %s. Set the reference in the data source's settings.",
			r.model.Name, period.From.In(r.home).Format("2006-01-02 15:04"), period.To.In(r.home).Format("2006-01-02 15:04"))})
	}
}

func (r *run) between(field, from, to string, zone *time.Location) (window.Interval, error) {
	var period window.Interval
	var err error
	if period.From, err = window.ParseTime(from, zone); err != nil {
		return period, &query.FieldError{Field: field + ".from", Text: err.Error()}
	}
	if period.To, err = window.ParseTime(to, zone); err != nil {
		return period, &query.FieldError{Field: field + ".to", Text: err.Error()}
	}
	if period.Empty() {
		return period, &query.FieldError{Field: field, Text: fmt.Sprintf("ends (%s) before it begins (%s)", to, from)}
	}
	return period, nil
}

// excluded are the model's known bad periods.
func (r *run) excluded() ([]window.Interval, error) {
	var out []window.Interval
	for i, p := range r.model.Exclude {
		period, err := r.between(fmt.Sprintf("model %q: exclude[%d]", r.model.Name, i), p.From, p.To, r.home)
		if err != nil {
			return nil, err
		}
		out = append(out, period)
	}
	return out, nil
}
