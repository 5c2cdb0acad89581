package analysis

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Check is what a health check says of a model.
type Check struct {
	Found      string       // "212,340 rows from 2026-01-05 to 2026-03-01, 12 features"
	Extent     store.Extent // of the log, where it could be read
	References []Compared   // with how many windows, of those that the log itself holds
	Problems   []Finding    // what is wrong and how to mend it
	Notices    []Finding    // what works, but not as one may think
}

func (c *Check) problem(step Step, texts ...string) {
	for _, text := range texts {
		c.Problems = append(c.Problems, Finding{Step: step, Text: text})
	}
}

// Warn adds a notice of what should not be left as it is.
func (c *Check) Warn(step Step, text string) {
	c.Notices = append(c.Notices, Finding{Step: step, Text: text, Warning: true})
}

// TellOfFiles warns of files that seem to be no part of the log. Where no row of theirs has a time, rows without one are most likely theirs: both are one warning.
func (c *Check) TellOfFiles(found Finding, timeless bool) {
	if i := slices.IndexFunc(c.Notices, func(f Finding) bool { return f.timeless }); timeless && i >= 0 {
		c.Notices[i].Text += ". " + found.Text
		c.Notices[i].Pattern = found.Pattern
		return
	}
	c.Notices = append(c.Notices, found)
}

func (c *Check) remark(step Step, text string) {
	c.Notices = append(c.Notices, Finding{Step: step, Text: text})
}

// Check looks whether a model's settings fit its log. It is an error only where the log cannot be read at all.
func (a *Analysis) Check(ctx context.Context, name string) (*Check, error) {
	r, err := a.asking(name)
	if err != nil {
		return nil, err
	}
	out := &Check{}
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return nil, err
	}
	own := listed(r.model.Source, described)
	if layout := model.LayoutOf(own.names); layout != "" && r.model.Source.Layout == "" {
		out.problem(StepLog, fmt.Sprintf("source.layout: this is telemetry, OTLP as JSON, whose columns are made of attributes: choose the layout %s", layout))
		return out, nil
	}
	if said, err := r.sideways(ctx, described); err != nil {
		return nil, err
	} else if said != "" {
		out.problem(StepLog, said)
		return out, nil
	}
	look := func(field, name, alone string) {
		if said := own.wrong(field, name, alone); said != "" {
			out.problem(StepColumns, said)
		}
	}
	column := func(field, name string) { look(field, name, "") }
	look("time", r.model.Time, "time")
	look("id", r.model.ID, "id")
	if p := r.model.Prediction; p != nil {
		column("prediction.label", p.Label)
		column("prediction.value", p.Value)
		column("prediction.score", p.Score)
		for _, class := range slices.Sorted(maps.Keys(p.Probabilities)) {
			column("prediction.probabilities", p.Probabilities[class])
		}
	}
	if t := r.model.Target; t != nil && t.Source == nil {
		column("target.column", t.Column)
	}
	for _, s := range r.model.Segments {
		if !slices.ContainsFunc(r.model.Features, func(f model.Feature) bool { return f.Name == s }) {
			column("segments", s)
		}
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	features, prediction := 0, ""
	for _, c := range columns {
		if c.name == query.Prediction {
			prediction = " and the prediction" // named apart, since dashboards count it among the features
			continue
		}
		features++
		if c.err != nil {
			out.problem(StepColumns, fmt.Sprintf("feature %q: %v", c.name, c.err))
		}
	}
	if t := r.model.Target; t != nil && t.Source != nil {
		r.checkLabelColumns(ctx, t, out)
	}
	if _, err := r.excluded(); err != nil {
		out.problem(StepReference, err.Error())
	}
	misread, err := r.misread(ctx, described, columns)
	if err != nil {
		return nil, err
	}
	if out.Problems = append(out.Problems, misread...); len(out.Problems) > 0 {
		return out, nil
	}
	lost, err := r.astray(ctx, described, columns)
	if err != nil {
		return nil, err
	}
	out.Notices = append(out.Notices, lost...)
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil {
		return nil, err
	}
	out.Extent, out.Found = extent, r.found(extent)+", "+Counted(float64(features), "feature", "features")+prediction
	if extent.Rows == 0 && len(extent.Notices) > 0 { // not one of its lines fits
		out.problem(StepLog, extent.Notices...)
		return out, nil
	}
	for _, warning := range extent.Warnings {
		out.Warn(StepLog, warning)
	}
	for _, remark := range extent.Remarks {
		out.remark(StepLog, remark)
	}
	if extent.Timed {
		texts, err := r.implausible(ctx, log, extent)
		if err != nil {
			return nil, err
		}
		if r.model.Target == nil {
			texts = append(texts, r.late(ctx, log, extent, columns)...)
		}
		for _, text := range texts {
			out.Warn(StepColumns, text)
		}
	}
	if t := r.model.Target; t != nil && t.Source != nil && extent.Rows > 0 {
		r.checkLabels(ctx, t, extent.Rows, out)
	}
	before := len(r.notices)
	r.checkReferences(ctx, described, extent, out)
	for i, n := range r.notices {
		step := StepLog
		if i >= before {
			step = StepReference
		}
		out.Notices = append(out.Notices, Finding{Step: step, Text: strings.TrimSpace(n.Text + " " + n.Detail), Warning: n.Severe, timeless: store.IsTimeless(n.Detail)})
	}
	if features == 0 {
		out.Warn(StepColumns, "No features are set up: choose the columns to watch.")
	}
	return out, nil
}

// noSuchTime names the columns that could be the time in the place of one that there is not.
func noSuchTime(name string, described []store.Column) string {
	var times []string
	for _, c := range described {
		if c.Problem == "" && model.MayTellTime(c.Name, c.Kind) {
			times = append(times, c.Name)
		}
	}
	if len(times) > 0 {
		return query.Unknown("time", name, times).Error()
	}
	return fmt.Sprintf("time: there is no column %q, and none that holds times. Without a time all rows are one window, which is compared with another source: have the log say when each prediction was made, or remove time and name a reference with a source of its own", name)
}

// found says how many rows there are, and from when to when.
func (r *run) found(extent store.Extent) string {
	if extent.Rows == 0 {
		return "no rows yet"
	}
	rows := Counted(extent.Rows, "row", "rows")
	if extent.Timed {
		rows += fmt.Sprintf(" from %s to %s", extent.From.In(r.home).Format("2006-01-02"), extent.To.In(r.home).Format("2006-01-02"))
	}
	return rows
}

// detail is an error with what the store said: a health check is asked by those who may see it.
func detail(err error) string {
	var failed *StoreError
	if errors.As(err, &failed) {
		return failed.Error()
	}
	return err.Error()
}
