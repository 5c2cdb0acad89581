package analysis

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/telemetry"
	"github.com/tideline-ml/tideline/pkg/window"
)

// plan is what a query about windows comes down to: the windows and, for each part of the rows, what each window is compared with.
type plan struct {
	spec    window.Spec
	windows []window.Window
	lead    int     // the first windows are there only for what is said of later ones
	parts   []*part // one, or where the question is grouped by version: the other rows first, then each version with references of its own
	most    int     // references that one window is compared with
	group   int     // position of the version among the columns of groupBy; −1: there is one part
	numeric bool    // versions are numbers
}

// part is the rows of a question that have the same references.
type part struct {
	version  string // whose rows these are; "": all, or all others
	log      *relation
	rows     rowsOf
	standing standing
	// references[of[i]] is the reference of windows[i].
	references []*reference
	of         []int
	places     []int // season group of windows[i] in its reference
}

// reference of window i.
func (p *part) reference(i int) *reference { return p.references[p.of[i]] }

// newest is the reference of the newest window, or of the end of the range where there are no windows.
func (p *part) newest() *reference { return p.references[len(p.references)-1] }

// owner is the part that a segment belongs to.
func (p *plan) owner(segment []string) int {
	if p.group < 0 {
		return 0
	}
	for n, part := range p.parts[1:] {
		if sameVersion(segment[p.group], part.version, p.numeric) {
			return n + 1
		}
	}
	return 0
}

// spec is how the query's windows are cut.
func (r *run) spec(ctx context.Context) (window.Spec, error) {
	if r.query.Window.Mode == "count" {
		return r.counted(ctx, r.query.Window.Spec)
	}
	if r.query.Window.Mode != "auto" {
		return r.query.Window.Spec, nil
	}
	if r.request.Alert || r.query.Format == query.Numeric {
		return r.own, nil
	}
	length, err := r.shortestReference(ctx)
	if err != nil {
		return r.own, err
	}
	return window.Adapt(r.own, r.request.Range, length), nil
}

// lead is how many windows before the first that is shown are looked at.
func (r *run) lead() int {
	lead := r.back
	if p := r.query.Persist; p != nil {
		lead += p.Of - 1
	}
	return lead
}

// windows plans the windows of the query, without their references.
func (r *run) windows(ctx context.Context) (window.Spec, []window.Window, int, error) {
	ctx, done := telemetry.Phase(ctx, "plan")
	defer done()
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
	lead := r.lead()
	if r.query.Format == query.Numeric {
		windows, err := r.newest(ctx, spec, lead+1)
		return spec, windows, max(0, len(windows)-1), err
	}
	if spec.ByRows() {
		windows, lead, err := r.panelOfRows(ctx, spec, r.query.IncludePartial, lead)
		return spec, windows, lead, err
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

// affords refuses so many reference windows for each window, or remembers them.
func (p *plan) affords(references int) error {
	p.most = max(p.most, references)
	return affordable(p.windows, references)
}

// shortestReference is the length of the shortest period that windows of the range are compared with by the model's settings; 0 where there is none.
func (r *run) shortestReference(ctx context.Context) (time.Duration, error) {
	if r.query.Reference.Mode != "model" {
		return 0, nil
	}
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return 0, err
	}
	shortest := time.Duration(0)
	for _, version := range r.versionsApart(described) {
		s, err := r.standing(version)
		if err != nil {
			return 0, err
		}
		for _, entry := range s.between(r.request.Range) {
			if entry != beginning && (r.model.Reference[entry].Source != nil || r.model.Reference[entry].Mode != "") {
				continue
			}
			period, err := r.period(ctx, entry)
			if err != nil {
				return 0, err
			}
			if n := period.Length(); shortest == 0 || n < shortest {
				shortest = n
			}
		}
	}
	return shortest, nil
}

// planned is the plan of windows and references, made once. joined: with the late labels.
func (r *run) planned(ctx context.Context, how *prepared, joined bool) (*plan, error) {
	if how.plans[joined] == nil {
		p, err := r.plan(ctx, how, joined)
		if err != nil {
			return nil, err
		}
		how.plans[joined] = p
	}
	return how.plans[joined], nil
}

func (r *run) plan(ctx context.Context, how *prepared, joined bool) (*plan, error) {
	ctx, done := telemetry.Phase(ctx, "plan")
	defer done()
	spec, windows, lead, err := r.windows(ctx)
	if err != nil {
		return nil, err
	}
	versions := r.versionsApart(how.described)
	if err := affordable(windows, len(versions)); err != nil {
		return nil, err
	}
	p := &plan{spec: spec, windows: windows, lead: lead, most: len(versions), group: -1}
	if len(versions) > 1 {
		p.group, p.numeric = r.versionGroup(), r.versionColumn(how.described).Kind == model.Numeric
	}
	for _, version := range versions {
		rows := rowsOf{filters: how.filters, groups: how.groups, joined: joined, version: version}
		if version != "" && len(versions) > 1 {
			only, err := r.versionFilter(version, how.described)
			if err != nil {
				return nil, err
			}
			rows.filters = append(slices.Clone(how.filters), only)
		}
		part, err := r.part(ctx, p, rows)
		if err != nil {
			return nil, err
		}
		p.parts = append(p.parts, part)
	}
	return p, nil
}

// part finds what each window is compared with.
func (r *run) part(ctx context.Context, p *plan, rows rowsOf) (*part, error) {
	out := &part{version: rows.version, rows: rows, of: make([]int, len(p.windows)), places: make([]int, len(p.windows))}
	var err error
	if out.log, err = r.log(ctx, rows.filters, rows.joined); err != nil {
		return nil, err
	}
	if out.standing, err = r.standing(rows.version); err != nil {
		return nil, err
	}
	c := chooser{r: r, plan: p, part: out, rows: rows, standing: out.standing, made: map[int]int{}}
	for i, w := range p.windows {
		if out.of[i], out.places[i], err = c.choose(ctx, w); err != nil {
			return nil, err
		}
	}
	if len(p.windows) == 0 { // what there would be to compare with can still be drawn
		_, _, err = c.choose(ctx, window.Window{Interval: window.Interval{From: r.request.Range.To, To: r.request.Range.To}})
	}
	return out, err
}
