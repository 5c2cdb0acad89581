package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Check is what a health check says of a model.
type Check struct {
	Found    string   // "212,340 rows from 2026-01-05 to 2026-03-01, 12 features"
	Problems []string // what is wrong and how to mend it
	Notices  []string // what works, but not as one may think
}

// Check looks whether a model's settings fit its log. It is an error only where the log cannot be read at all.
func (a *Analysis) Check(ctx context.Context, name string) (*Check, error) {
	q, err := query.Parse([]byte("{}"))
	if err != nil {
		return nil, err
	}
	q.Model = name
	r, err := a.start(Request{Query: q, Role: "Admin"})
	if err != nil {
		return nil, err
	}
	out := &Check{}
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(described))
	for i, c := range described {
		names[i] = c.Name
	}
	column := func(field, name string, right []string) {
		if name != "" && !slices.Contains(right, name) {
			out.Problems = append(out.Problems, query.Unknown(field, name, right).Error())
		}
	}
	column("time", r.model.Time, names)
	column("id", r.model.ID, names)
	if p := r.model.Prediction; p != nil {
		column("prediction.label", p.Label, names)
		column("prediction.value", p.Value, names)
		column("prediction.score", p.Score, names)
	}
	if t := r.model.Target; t != nil && t.Source == nil {
		column("target.column", t.Column, names)
	}
	for _, s := range r.model.Segments {
		if !slices.ContainsFunc(r.model.Features, func(f model.Feature) bool { return f.Name == s }) {
			column("segments", s, names)
		}
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	features := 0
	for _, c := range columns {
		if c.name == query.Prediction {
			continue
		}
		features++
		if c.err != nil {
			out.Problems = append(out.Problems, fmt.Sprintf("feature %q: %v", c.name, c.err))
		}
	}
	if t := r.model.Target; t != nil && t.Source != nil {
		if _, err := r.target(ctx, t, nil); err != nil {
			out.Problems = append(out.Problems, "target: "+detail(err))
		}
		if r.model.ID == "" {
			out.Problems = append(out.Problems, "target: it lies in another source, and to join it the model needs an id column")
		}
	}
	if _, err := r.excluded(); err != nil {
		out.Problems = append(out.Problems, err.Error())
	}
	if len(out.Problems) > 0 {
		return out, nil
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil {
		return nil, err
	}
	out.Found = found(extent, features, r)
	if extent.Rows == 0 && len(extent.Notices) > 0 { // not one of its lines fits
		out.Problems = append(out.Problems, extent.Notices...)
		return out, nil
	}
	out.Notices = append(out.Notices, extent.Remarks...)
	out.Problems = append(out.Problems, r.checkReferences(ctx, described, extent)...)
	for _, n := range r.notices {
		out.Notices = append(out.Notices, strings.TrimSpace(n.Text+" "+n.Detail))
	}
	if features == 0 {
		out.Notices = append(out.Notices, "No features are set up: choose the columns to watch.")
	}
	return out, nil
}

func found(extent store.Extent, features int, r *run) string {
	rows := "no rows yet"
	if extent.Rows > 0 {
		rows = grouped(extent.Rows) + " rows"
		if !extent.From.IsZero() {
			rows += fmt.Sprintf(" from %s to %s", extent.From.In(r.home).Format("2006-01-02"), extent.To.In(r.home).Format("2006-01-02"))
		}
	}
	if features == 1 {
		return rows + ", 1 feature"
	}
	return fmt.Sprintf("%s, %d features", rows, features)
}

// detail is an error with what the store said: a health check is asked by those who may see it.
func detail(err error) string {
	var failed *StoreError
	if errors.As(err, &failed) {
		return failed.Error()
	}
	return err.Error()
}

// grouped writes a whole number with its thousands apart: 1,234,567.
func grouped(x float64) string {
	text := fmt.Sprintf("%.0f", x)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
