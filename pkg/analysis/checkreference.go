package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Compared is a reference that the log itself holds: what a verdict rests on.
type Compared struct {
	Text    string
	Windows int // whole windows, without what is left out
	Filled  int // of them, those that have rows
}

// fewestReferenceWindows is how many windows tell how much they vary among each other; with fewer only sampling noise is known (docs/verdicts.md).
const fewestReferenceWindows = 4

// checkReferences says what is wrong with the model's references, and how many windows they have.
func (r *run) checkReferences(ctx context.Context, described []store.Column, extent store.Extent, out *Check) {
	for entry := range r.model.Reference {
		problems := r.checkReference(ctx, entry, described, extent)
		out.problem(StepReference, problems...)
		if len(problems) == 0 {
			out.problem(StepReference, r.compare(ctx, entry, extent, out)...)
		}
	}
	if dated, err := r.model.Reference.Succession("", r.home); err == nil && len(dated) == 0 {
		problems := r.checkBeginning(ctx, extent)
		out.problem(StepReference, problems...)
		if len(problems) == 0 {
			out.problem(StepReference, r.compare(ctx, beginning, extent, out)...)
		}
	}
}

// compare counts the windows of a reference that lies in the log.
func (r *run) compare(ctx context.Context, entry int, extent store.Extent, out *Check) []string {
	if entry != beginning {
		if e := r.model.Reference[entry]; e.Source != nil || e.Mode != "" {
			return nil
		}
	}
	if extent.Rows == 0 || r.model.Time == "" {
		return nil
	}
	ref, err := r.entryReference(ctx, entry, r.own, window.Interval{From: extent.From, To: extent.To}, r.home, rowsOf{})
	if err != nil {
		return []string{detail(err)}
	}
	intervals := make([]window.Interval, len(ref.windows))
	for i, w := range ref.windows {
		intervals[i] = w.Interval
	}
	if len(intervals) == 0 || intervals[0].From.After(extent.To) { // written ahead of a release
		return nil
	}
	rows, err := r.rowsIn(ctx, ref.relation, intervals)
	if err != nil {
		return []string{detail(err)}
	}
	compared := Compared{Text: ref.words, Windows: len(intervals)}
	for _, n := range rows {
		if n > 0 {
			compared.Filled++
		}
	}
	out.References = append(out.References, compared)
	if compared.Filled < fewestReferenceWindows {
		out.Warn(StepReference, fmt.Sprintf("The reference %s has %s of %s with rows: with fewer than %d only sampling noise is known, not how much windows vary. Choose a longer one.",
			ref.words, Counted(float64(compared.Filled), "window", "windows"), r.own, fewestReferenceWindows))
	}
	period, err := r.period(ctx, entry)
	if err != nil {
		return []string{detail(err)}
	}
	// Where there is no reference and less than a window of rows, it ends with the newest of them.
	if all := period.To.After(extent.To) || entry == beginning && period.To.Equal(extent.To); all {
		out.Warn(StepReference, fmt.Sprintf("The reference %s goes to the end of the log: what drifted in it counts as usual, and nothing is left to judge until new rows come. Choose an earlier end.",
			ref.words))
	}
	return nil
}

// checkBeginning is about what is taken where there is no reference.
func (r *run) checkBeginning(ctx context.Context, extent store.Extent) []string {
	if r.model.Time == "" {
		return []string{"the model has no time column, so it needs a reference with a source of its own"}
	}
	period, err := r.period(ctx, beginning)
	if err != nil {
		return []string{detail(err)}
	}
	if extent.Rows > 0 {
		r.remarkOnBeginning(period, "")
	}
	return nil
}

func (r *run) checkReference(ctx context.Context, entry int, described []store.Column, extent store.Extent) []string {
	ref, field := r.model.Reference[entry], r.model.Reference.Field("reference", entry)
	if ref.Source != nil {
		return r.checkSource(ctx, entry)
	}
	if r.model.Time == "" {
		return []string{"the model has no time column, so it needs a reference with a source of its own"}
	}
	if ref.Mode != "" || extent.Rows == 0 {
		return nil
	}
	period, err := r.period(ctx, entry)
	if err != nil {
		return []string{detail(err)}
	}
	from, to := period.From.In(r.home).Format("2006-01-02"), period.To.In(r.home).Format("2006-01-02")
	if !period.Overlaps(window.Interval{From: extent.From, To: extent.To.Add(1)}) {
		if entry > 0 && !period.From.Before(extent.To) { // written ahead of a release
			r.notice(Notice{Text: fmt.Sprintf("%s: the log has no rows yet between %s and %s.", field, from, to)})
			return nil
		}
		return []string{fmt.Sprintf("%s: the log has no rows between %s and %s", field, from, to)}
	}
	if ref.Version == "" {
		return nil
	}
	only, err := r.versionFilter(string(ref.Version), described)
	if err != nil {
		return []string{detail(err)}
	}
	log, err := r.log(ctx, []store.Filter{only}, false)
	if err != nil {
		return []string{detail(err)}
	}
	if extent, err = r.extent(ctx, log); err != nil {
		return []string{detail(err)}
	}
	if extent.Rows == 0 || !period.Overlaps(window.Interval{From: extent.From, To: extent.To.Add(1)}) {
		return []string{fmt.Sprintf("%s: between %s and %s the log has no rows whose %s is %q", field, from, to, r.model.Version, ref.Version)}
	}
	return nil
}

// checkSource looks whether a reference's own source has the model's columns.
func (r *run) checkSource(ctx context.Context, entry int) []string {
	ref, field := r.model.Reference[entry], r.model.Reference.Field("reference", entry)
	described, err := r.describe(ctx, *ref.Source)
	if err != nil {
		return []string{field + ".source: " + detail(err)}
	}
	names := make([]string, len(described))
	for i, c := range described {
		names[i] = c.Name
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return []string{detail(err)}
	}
	var problems []string
	for _, c := range columns {
		if own := c.in(true, ref.Columns); c.err == nil && own.Expression == "" && !slices.Contains(names, own.Column) {
			problems = append(problems, fmt.Sprintf("%s.columns: feature %q: %v", field, c.name, query.Unknown("column", own.Column, names)))
		}
	}
	return problems
}
