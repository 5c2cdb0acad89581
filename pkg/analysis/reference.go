package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// reference is what windows are compared with: windows of a relation. It may be empty, and then why says why.
type reference struct {
	relation *relation
	windows  []window.Window
	all      int // windows before all but some were left out; 0 where none were
	why      string
	words    string            // what it is, for people; empty: there is none
	era      int               // windows with the same era are compared by the same rule: an episode ends where the era does
	foreign  bool              // in another source than the log: no window can lie inside it
	columns  map[string]string // foreign: what the source calls features
	groups   []store.Column    // how its rows are split; nil: as the log's
	places   []int             // season group of each window; nil: there are none
	skip     *skipping         // some of its windows are left out, feature by feature; nil: none
	// A reference by filters, which is of other rows of the same windows.
	same      bool  // its last window is the one that is judged
	coarser   bool  // it is not split by those columns of groupBy that it filters by …
	segmentBy []int // … but by those at these positions
	base      *base
	id        string
}

// rowsOf says which rows of the log, or of another source, a reference is made of.
type rowsOf struct {
	filters []store.Filter
	groups  []store.Column
	joined  bool
	version string // whose rows alone these are
}

// always is the one window of a source that has no time.
var always = window.Window{Steps: []window.Interval{{}}}

// firstWindows is how many windows at the beginning of a log are taken for its reference when none is configured: four weeks of days, which is also
// where verdicts are at their best (docs/verdicts.md).
const firstWindows = 28

// entryReference is an entry of the model's list, or the beginning of the log, cut into windows of the spec. Modes that move with the window are not for
// here.
func (r *run) entryReference(ctx context.Context, entry int, spec window.Spec, rng window.Interval, zone *time.Location, rows rowsOf) (*reference, error) {
	if entry != beginning && r.model.Reference[entry].Source != nil {
		return r.foreignReference(ctx, &r.model.Reference[entry], spec, rng, zone, rows)
	}
	log, err := r.log(ctx, rows.filters, rows.joined)
	if err != nil {
		return nil, err
	}
	if r.model.Time == "" {
		ref := &reference{relation: log, why: "the model has no time column, so its log cannot be its own reference; configure a reference with a source"}
		return ref.identify(), nil
	}
	period, err := r.period(ctx, entry)
	if err != nil {
		return nil, err
	}
	ref, err := r.stretch(ctx, log, spec, rng, zone, period)
	if err != nil || len(ref.windows) == 0 {
		return ref, err
	}
	if ref.words = r.inWords(period) + ", the beginning of the log"; entry != beginning {
		ref.words = r.model.Reference[entry].InWords(r.home)
	}
	return ref, nil
}

// foreignReference is a reference that lies in a source of its own.
func (r *run) foreignReference(ctx context.Context, entry *model.Reference, spec window.Spec, rng window.Interval, zone *time.Location, rows rowsOf) (*reference, error) {
	described, err := r.describe(ctx, *entry.Source)
	if err != nil {
		return nil, err
	}
	ref := &reference{windows: []window.Window{always}, foreign: true, columns: entry.Columns, words: entry.InWords(r.home)}
	filters := rows.filters
	ref.groups = slices.Clone(rows.groups)
	for g, c := range ref.groups {
		if name, ok := entry.Columns[c.Name]; ok {
			ref.groups[g].Column, ref.groups[g].Expression = name, ""
		}
	}
	version := r.model.Version
	if name, ok := entry.Columns[version]; ok {
		version = name
	}
	if tells := slices.ContainsFunc(described, func(c store.Column) bool { return c.Name == version }); rows.version != "" && !tells {
		// The source is of this version whole, and does not say so in a column.
		filters = slices.DeleteFunc(slices.Clone(filters), func(f store.Filter) bool { return f.Column.Name == r.model.Version })
		for g, c := range ref.groups {
			if c.Name == r.model.Version {
				ref.groups[g].Column, ref.groups[g].Expression = "", "'"+strings.ReplaceAll(rows.version, "'", "''")+"'"
			}
		}
	}
	if ref.relation, err = r.otherSource(ctx, *entry.Source, described, entry.Columns, filters); err != nil {
		return nil, err
	}
	if ref.relation.Time != "" {
		extent, err := r.extent(ctx, ref.relation)
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
			all, err := r.otherSource(ctx, *entry.Source, described, entry.Columns, nil)
			if err != nil {
				return nil, err
			}
			if ref.windows, err = r.referenceWindows(ctx, all, spec, rng, zone, whole, nil); err != nil {
				return nil, err
			}
			ref.thin()
		}
	}
	return ref.identify(), nil
}

// stretch makes a reference of a period of the log, without what the model excludes.
func (r *run) stretch(ctx context.Context, log *relation, spec window.Spec, rng window.Interval, zone *time.Location, period window.Interval) (*reference, error) {
	excluded, err := r.excluded()
	if err != nil {
		return nil, err
	}
	all, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	windows, err := r.referenceWindows(ctx, all, spec, rng, zone, period, excluded)
	if err != nil {
		return nil, err
	}
	ref := &reference{relation: log, windows: windows}
	ref.thin()
	switch {
	case period.Empty():
		ref.why = "the log has no rows to take a reference from"
	case len(windows) == 0:
		ref.why = "all of the reference lies in excluded periods"
	default:
		ref.words = r.inWords(period)
	}
	return ref.identify(), nil
}

// moving is the windows before a window.
func (r *run) moving(ctx context.Context, log *relation, spec window.Spec, w window.Window, n int) (*reference, error) {
	excluded, err := r.excluded()
	if err != nil {
		return nil, err
	}
	before, err := r.windowsBefore(ctx, spec, w.From, n)
	if err != nil {
		return nil, err
	}
	before = slices.DeleteFunc(before, func(b window.Window) bool {
		return slices.ContainsFunc(excluded, b.Interval.Overlaps)
	})
	ref := &reference{relation: log, windows: before}
	if len(before) == 0 {
		ref.why = "there are no windows before it, but in excluded periods"
	}
	return ref.identify(), nil
}

// mostReferenceWindows is as many as 28 days have hours: more make no verdict better, and its cost grows with their square.
const mostReferenceWindows = 28 * 24

// thin leaves as many windows as are of use.
func (ref *reference) thin() {
	ref.all = len(ref.windows)
	ref.windows = window.Thin(ref.windows, mostReferenceWindows)
}

// remarkOnThinning says where a reference has more windows than are compared with.
func (r *run) remarkOnThinning(ref *reference, spec window.Spec) {
	if ref.all > len(ref.windows) {
		r.notice(Notice{Text: fmt.Sprintf("The reference has %d windows of %s; %d of them, spread evenly, are compared with.", ref.all, spec, len(ref.windows))})
	}
}

func (ref *reference) identify() *reference {
	intervals, rows := make([]window.Interval, len(ref.windows)), make([]window.Interval, len(ref.windows))
	for i, w := range ref.windows {
		intervals[i], rows[i] = w.Interval, span(w)
	}
	ref.id = digest(ref.relation.in(rows...), intervals, ref.places, ref.columns, ref.groups, ref.why)
	if ref.skip != nil { // what was left out depends on windows before these
		past := span(ref.windows...)
		past.From = time.Time{}
		ref.id = digest(ref.id, ref.skip.how, ref.skip.entry, ref.relation.in(past))
	}
	return ref
}

// period is the stretch of the log that an entry of the model's list names; for none of them, the first windows of the log.
func (r *run) period(ctx context.Context, entry int) (window.Interval, error) {
	if entry != beginning {
		e := &r.model.Reference[entry]
		return r.between(fmt.Sprintf("model %q: %s", r.model.Name, r.model.Reference.Field("reference", entry)), e.From, e.To, r.home)
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
	to := extent.To
	if calendar.Length() <= 366*window.Day { // a log may span centuries, and no more than these are asked for
		to = earlier(to, from.Add((2*firstWindows+2)*calendar.Length()))
	}
	units := calendar.Within(window.Interval{From: from, To: calendar.Floor(to)})
	n := min(firstWindows, max(1, len(units)/2))
	if len(units) == 0 {
		return window.Interval{From: extent.From, To: extent.To}, nil // less than a window in all
	}
	return window.Interval{From: units[0].From, To: units[n-1].To}, nil
}

// remarkOnBeginning says which stretch was taken where the settings have no reference for the rows of a question.
func (r *run) remarkOnBeginning(period window.Interval, version string) {
	taken := fmt.Sprintf("%s to %s", period.From.In(r.home).Format("2006-01-02 15:04"), period.To.In(r.home).Format("2006-01-02 15:04"))
	known := r.model.Reference.Versions()
	switch {
	case len(known) == 0:
		r.notice(Notice{Text: fmt.Sprintf("Model %q has no reference, so the beginning of its log is taken: %s. Set the reference in the data source's settings.",
			r.model.Name, taken)})
	case version == "" && r.versionGroup() < 0:
		r.notice(Notice{Text: fmt.Sprintf("All references of model %q are for single versions (%s), and this question does not tell versions apart, so the beginning of its log "+
			"is taken: %s. Group by %s, or filter by one value of it.", r.model.Name, strings.Join(known, ", "), taken, r.model.Version)})
	default:
		r.notice(Notice{Text: fmt.Sprintf("Model %q has references for %s alone; for other versions the beginning of its log is taken: %s.",
			r.model.Name, strings.Join(known, ", "), taken)})
	}
}

func (r *run) inWords(period window.Interval) string {
	return model.MomentInWords(period.From, r.home) + " – " + model.MomentInWords(period.To, r.home)
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
		return period, &query.FieldError{Field: field + ".to", Text: fmt.Sprintf("its end (%s) must come after its beginning (%s)", to, from)}
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
