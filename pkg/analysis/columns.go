package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// column is something that is monitored: a feature, the prediction or the target.
type column struct {
	name       string
	kind       string       // model.Numeric or model.Categorical: how it is counted and compared
	current    store.Column // in the model's log, with the late labels joined
	own        store.Column // in a source that has it as a column of its own
	labels     map[string]string
	thresholds model.ByMethod
	binning    *model.Binning
	cells      *counts.Grid // in which the log's store keeps it, without values; nil: it keeps values
	family     bool         // corrected with all others of the model
	joined     bool         // needs the late labels
	late       bool         // a missing value is a label that has not come yet
	err        error        // why it cannot be counted; nil for most
}

// columns are the model's family, in the model's order and the prediction last, followed by what the query names beside it: the target, which is not
// corrected with the others because it may arrive days later and a verdict must not change with it, and columns that drift by construction.
func (r *run) columns(ctx context.Context) ([]column, error) {
	ctx, done := telemetry.Phase(ctx, "plan")
	defer done()
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return nil, err
	}
	trained := r.trained(ctx)
	var family, named []column
	for _, f := range r.model.Features {
		c := r.feature(f, described)
		c.learn(f, trained)
		asked := slices.Contains(r.query.Features, f.Name)
		switch c.family = true; {
		case f.Kind == model.ID, f.Kind == model.Timestamp, f.Kind == model.Text, f.Kind == model.Embedding:
			c.family = false
		}
		if c.family {
			family = append(family, c)
		} else if asked {
			named = append(named, c)
		}
	}
	if p := r.model.Prediction; p != nil && (p.Label != "" || p.Value != "") {
		f := model.Feature{Name: query.Prediction, Column: p.Label, Kind: model.Categorical}
		if p.Label == "" {
			f = model.Feature{Name: query.Prediction, Column: p.Value, Kind: model.Numeric}
		}
		c := r.feature(f, described)
		c.family, c.labels = true, r.model.Labels
		family = append(family, c)
	}
	if t := r.model.Target; t != nil && t.Column != "" && slices.Contains(r.query.Features, query.Target) {
		c, err := r.target(ctx, t, described)
		if err != nil {
			return nil, err
		}
		named = append(named, c)
	}
	return append(family, named...), nil
}

// holds says whether a source has a name: as a column, or as a path into one.
func holds(described []store.Column, name string) bool {
	return slices.ContainsFunc(described, func(d store.Column) bool { return d.Name == name }) || isPath(name, described)
}

// isPath says whether a name leads into a list or struct of a source: payload.person.age.
func isPath(name string, described []store.Column) bool {
	return slices.ContainsFunc(described, func(d store.Column) bool { return d.Kind == "" && strings.HasPrefix(name, d.Name+".") })
}

// feature finds out how a feature is counted.
func (r *run) feature(f model.Feature, described []store.Column) column {
	c := column{name: f.Name, kind: f.Kind, thresholds: r.model.Thresholds[f.Name], binning: f.Binning}
	c.current = store.Column{Name: f.Name, Column: f.Column, Expression: f.Expression}
	if f.Expression == "" && f.Column == "" {
		c.current.Column = f.Name
	}
	if f.Expression == "" {
		i := slices.IndexFunc(described, func(d store.Column) bool { return d.Name == c.current.Column })
		if i < 0 && isPath(c.current.Column, described) {
			if c.kind == "" { // a path into a list or struct gives a text
				c.kind = model.Categorical
			}
		} else if i < 0 {
			names := make([]string, len(described))
			for i, d := range described {
				names[i] = d.Name
			}
			c.err = query.Unknown("column", c.current.Column, names)
		} else {
			c.current.Type, c.current.Integer, c.cells = described[i].Type, described[i].Integer, described[i].Cells
			if c.kind == "" {
				c.kind = described[i].Kind
			}
			if why := described[i].Problem; why != "" {
				c.err = fmt.Errorf("column %q %s", c.current.Column, why)
			} else if c.kind == "" {
				c.err = fmt.Errorf("columns of type %s are not compared; give the feature an expression or leave it out", described[i].Type)
			}
		}
	}
	switch c.kind {
	case model.Numeric, "":
		c.kind = model.Numeric
	case model.Text, model.Embedding:
		c.err = fmt.Errorf("%s features are not compared yet", f.Kind)
		c.kind = model.Categorical
	case model.Timestamp:
		c.err = fmt.Errorf("a time drifts by construction; monitor an expression such as hour(%s) or weekday(%s)", f.Name, f.Name)
		c.kind = model.Categorical
	case model.Boolean, model.Categorical, model.ID:
		c.kind = model.Categorical
	}
	c.current.Kind = c.kind
	c.own = c.current
	return c
}

// in is the column as a source names it: the log, or another source that calls columns by other names.
func (c *column) in(foreign bool, columns map[string]string) store.Column {
	if !foreign {
		return c.current
	}
	own := c.own
	if name, ok := columns[c.name]; ok {
		own.Column, own.Expression = name, ""
	}
	return own
}

// training is another source that is a reference: its columns, and what it calls features.
type training struct {
	described []store.Column
	columns   map[string]string
}

// trained are the other sources among the references. One that cannot be read is said where it is compared with.
func (r *run) trained(ctx context.Context) []training {
	var all []training
	for _, ref := range r.model.Reference {
		if ref.Source == nil {
			continue
		}
		if described, err := r.describe(ctx, *ref.Source); err == nil {
			all = append(all, training{described, ref.Columns})
		}
	}
	return all
}

// learn takes a feature of which nobody has said what it is for a number where a reference says so and the log has a text. Then it is no text, but a log
// without rows, or with something in a cell that is no number, which the store tells.
func (c *column) learn(f model.Feature, trained []training) {
	if f.Kind != "" || f.Expression != "" || c.err != nil || c.kind != model.Categorical {
		return
	}
	for _, t := range trained {
		name := c.in(true, t.columns).Column
		if slices.ContainsFunc(t.described, func(d store.Column) bool { return d.Name == name && d.Kind == model.Numeric }) {
			c.kind, c.current.Kind, c.own.Kind = model.Numeric, model.Numeric, model.Numeric
		}
	}
}

func (r *run) target(ctx context.Context, t *model.Target, described []store.Column) (column, error) {
	f := model.Feature{Name: query.Target, Column: t.Column}
	if t.Source != nil {
		var err error
		if described, err = r.describe(ctx, *t.Source); err != nil {
			return column{}, err
		}
	}
	if p := r.model.Prediction; p != nil && p.Label != "" {
		f.Kind = model.Categorical
	} else if p != nil && p.Value != "" {
		f.Kind = model.Numeric
	}
	c := r.feature(f, described)
	c.labels, c.late = r.model.Labels, true
	if t.Source != nil {
		c.joined = true
		c.current.Column = query.Target // as the join names it
	}
	return c, nil
}

// wanted lists the positions of the columns that the query shows. Where it names none: the family, as far as the query compares and its method can.
func (r *run) wanted(columns []column) []int {
	var at []int
	if len(r.query.Features) == 0 {
		method, err := drift.Lookup(r.query.Method)
		var left []string
		for i, c := range columns {
			switch {
			case !c.family:
			case err == nil && r.query.Type != query.Summary && !slices.Contains(method.Kinds, c.kind): // a summary compares nothing
				left = append(left, c.name)
			default:
				at = append(at, i)
			}
		}
		if len(left) > 0 {
			r.notice(Notice{Text: fmt.Sprintf("%s compares %s features only: %s left out.", method.Name, strings.Join(method.Kinds, " and "), strings.Join(left, ", "))})
		}
		return at
	}
	for _, name := range r.query.Features {
		at = append(at, slices.IndexFunc(columns, func(c column) bool { return c.name == name }))
	}
	return at
}

// describe lists the columns of a source.
func (r *run) describe(ctx context.Context, src model.Source) ([]store.Column, error) {
	version, err := r.version(ctx, store.Relation{Source: src})
	if err != nil {
		return nil, err
	}
	value, _, err := r.cache.One(ctx, digest("describe", r.options.StoreID, src, version), func(ctx context.Context) (cache.Entry, error) {
		described, err := r.store.Describe(ctx, src)
		if err != nil {
			return cache.Entry{}, &StoreError{fmt.Sprintf("model %q: its log could not be read", r.model.Name), err}
		}
		return cache.Entry{Value: described, Bytes: int64(100 * len(described)), Keep: true, For: timeToLive(version)}, nil
	})
	if err != nil {
		return nil, err
	}
	return value.([]store.Column), nil
}

// lookup finds the column of the log behind a segment, a feature, `prediction` or `target`, for filters and groups. problem is why a
// feature cannot be counted; some such can be filtered and grouped by all the same.
func (r *run) lookup(name string, described []store.Column) (column store.Column, labels map[string]string, problem error) {
	if p := r.model.Prediction; name == query.Prediction && p != nil && (p.Label != "" || p.Value != "") {
		if p.Label != "" {
			return store.Column{Name: name, Column: p.Label, Kind: model.Categorical}, r.model.Labels, nil
		}
		return store.Column{Name: name, Column: p.Value, Kind: model.Numeric}, nil, nil
	}
	if t := r.model.Target; name == query.Target && t != nil {
		c := store.Column{Name: name, Column: t.Column, Kind: model.Categorical}
		if t.Source != nil {
			c.Column = query.Target
		} else if i := slices.IndexFunc(described, func(d store.Column) bool { return d.Name == t.Column }); i >= 0 && r.model.Labels == nil {
			c.Kind = described[i].Kind
		}
		return c, r.model.Labels, nil
	}
	feature := model.Feature{Name: name}
	if i := slices.IndexFunc(r.model.Features, func(f model.Feature) bool { return f.Name == name }); i >= 0 {
		feature = r.model.Features[i]
	}
	c := r.feature(feature, described)
	return c.current, nil, c.err
}

// filters brings the query's filters to the types of their columns. Values may come as texts whatever the column: dashboards know nothing else.
func (r *run) filters(described []store.Column) ([]store.Filter, error) {
	return r.typed(r.query.Filters, described)
}

func (r *run) typed(asked []query.Filter, described []store.Column) ([]store.Filter, error) {
	var filters []store.Filter
	for i, f := range asked {
		c, labels, problem := r.lookup(f.Column, described)
		out := store.Filter{Column: c, Operator: f.Operator}
		textual := c.Kind != model.Numeric || f.Operator == "contains" || f.Operator == "starts with"
		if equal := f.Operator == "=" || f.Operator == "in"; (equal || f.Operator == "!=" || f.Operator == "not in") && slices.Equal(f.Values, []any{NullSegment}) {
			// What a click on the segment without a value asks for.
			if out.Operator = "is not null"; equal {
				out.Operator = "is null"
			}
			filters = append(filters, out)
			continue
		}
		flags := slices.ContainsFunc(described, func(d store.Column) bool { return d.Name == c.Column && c.Expression == "" && d.Kind == model.Boolean })
		for _, v := range f.Values {
			if flags && textual && labels == nil && f.Operator != "contains" && f.Operator != "starts with" {
				flag, err := strconv.ParseBool(fmt.Sprint(v)) // True, TRUE and 1 are true as well
				if err != nil && v != NullSegment {
					return nil, &query.FieldError{Field: fmt.Sprintf("filters[%d].value", i), Text: fmt.Sprintf("%s holds true and false, and %q is neither", f.Column, fmt.Sprint(v))}
				} else if err == nil {
					v = flag
				}
			}
			if textual {
				out.Values = append(out.Values, spellings(f.Operator, fmt.Sprint(v), labels)...)
				continue
			}
			n, ok := numeric(v)
			if !ok && problem != nil { // it is not known what the column holds
				return nil, problem
			}
			if !ok {
				return nil, &query.FieldError{Field: fmt.Sprintf("filters[%d].value", i), Text: fmt.Sprintf("%s holds numbers, and %q is none", f.Column, fmt.Sprint(v))}
			}
			out.Values = append(out.Values, n)
		}
		filters = append(filters, out)
	}
	return spelt(filters, described), nil
}

func numeric(v any) (any, bool) {
	switch v := v.(type) {
	case int64, float64:
		return v, true
	case string:
		text := strings.TrimSpace(v)
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n, true
		}
		if x, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) { // "NaN" and "inf" are read too
			return x, true
		}
	}
	return nil, false
}

// groups are the columns of the query's groupBy, compared as text.
func (r *run) groups(described []store.Column) []store.Column {
	var groups []store.Column
	for _, name := range r.query.GroupBy {
		c, _, _ := r.lookup(name, described)
		c.Kind = model.Categorical
		groups = append(groups, c)
	}
	return groups
}
