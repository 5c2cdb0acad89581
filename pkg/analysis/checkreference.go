package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// checkReferences says what is wrong with the model's references.
func (r *run) checkReferences(ctx context.Context, described []store.Column, extent store.Extent) []string {
	var problems []string
	for entry := range r.model.Reference {
		problems = append(problems, r.checkReference(ctx, entry, described, extent)...)
	}
	if dated, err := r.model.Reference.Succession("", r.home); err == nil && len(dated) == 0 {
		problems = append(problems, r.checkBeginning(ctx, extent)...)
	}
	return problems
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
