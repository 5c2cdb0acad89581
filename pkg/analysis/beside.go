package analysis

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// besideWindows is how many windows before the one that is judged tell how much the rows of a reference by filters vary from window to window.
const besideWindows = 28

// sameWindow is the season group of the rows that a window is compared with in a reference by filters.
const sameWindow = 0

// beside is the reference of a window by filters, a challenger beside a champion: other rows of the same window. What moves both of them is no difference
// between them, so that earlier windows have no say in the mean. They only tell how far such rows wander from one window to the next: every two of them
// that follow each other make a season group, so that what the seasons or a change of the world did to all rows weeks ago counts little.
func (c *chooser) beside(ctx context.Context, w window.Window) (*reference, error) {
	if c.rest == nil {
		rest, err := c.others(ctx)
		if err != nil {
			return nil, err
		}
		c.rest = rest
	}
	ref := &reference{relation: c.rest, same: true, words: filtersInWords(c.r.query.Reference.Filters) + " in the same window"}
	if c.r.model.Time != "" {
		before, err := c.r.moving(ctx, c.rest, c.plan.spec, w, besideWindows)
		if err != nil {
			return nil, err
		}
		ref.windows = before.windows
	}
	for k := range ref.windows {
		ref.places = append(ref.places, sameWindow+1+k/2)
	}
	ref.windows, ref.places = append(slices.Clone(ref.windows), w), append(ref.places, sameWindow)
	for g, group := range c.rows.groups {
		if !slices.ContainsFunc(c.r.query.Reference.Filters, func(f query.Filter) bool { return f.Column == group.Name }) {
			ref.segmentBy = append(ref.segmentBy, g)
		}
	}
	if ref.coarser = len(ref.segmentBy) < len(c.rows.groups); ref.coarser {
		ref.groups = []store.Column{}
		for _, g := range ref.segmentBy {
			ref.groups = append(ref.groups, c.rows.groups[g])
		}
	}
	return ref.identify(), nil
}

// others are the rows of the log that the reference's filters keep, and those of the query's that are on other columns.
func (c *chooser) others(ctx context.Context) (*relation, error) {
	described, err := c.r.describe(ctx, c.r.model.Source)
	if err != nil {
		return nil, err
	}
	asked := c.r.query.Reference.Filters
	filters, err := c.r.typed(asked, described)
	var wrong *query.FieldError
	if errors.As(err, &wrong) {
		return nil, &query.FieldError{Field: "reference." + wrong.Field, Text: wrong.Text}
	}
	if err != nil {
		return nil, err
	}
	for _, f := range c.rows.filters {
		if !slices.ContainsFunc(asked, func(a query.Filter) bool { return a.Column == f.Column.Name }) {
			filters = append(filters, f)
		}
	}
	rest, err := c.r.log(ctx, filters, c.rows.joined)
	if err != nil {
		return nil, err
	}
	if rest.id == c.part.log.id {
		return nil, &query.FieldError{Field: "reference.filters", Text: "keep the same rows as the filters of the query, so there is nothing to compare; choose other values"}
	}
	return rest, nil
}

// filtersInWords is what filters keep: "device = lumen-3 and app in 4.1, 4.2".
func filtersInWords(filters []query.Filter) string {
	parts := make([]string, len(filters))
	for i, f := range filters {
		parts[i] = f.InWords()
	}
	return strings.Join(parts, " and ")
}

// segment is the key of the reference's rows that a segment is compared with.
func (ref *reference) segment(key string, values []string) string {
	if !ref.coarser {
		return key
	}
	mine := make([]string, len(ref.segmentBy))
	for i, g := range ref.segmentBy {
		mine[i] = values[g]
	}
	return SegmentKey(mine)
}

// within tells whether the reference is made of the rows of a log, so that a window can lie inside it.
func (ref *reference) within(log *relation) bool { return ref.relation.id == log.id }
