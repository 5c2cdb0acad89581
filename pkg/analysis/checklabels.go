package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Labels that lie in another source and are joined by id. Nothing forbids ids that no row of the log has: then no row ever has a label, which looks like labels that have not come yet.

const (
	// A million rows and as many labels are joined in about three seconds, five million in twenty.
	mostJoined    = 1_000_000
	longestSample = 40 // letters of an id that is shown
)

// checkLabelColumns says which columns the labels' source does not have.
func (r *run) checkLabelColumns(ctx context.Context, t *model.Target, out *Check) {
	if r.model.ID == "" {
		out.problem(StepColumns, "target: it lies in another source, and to join it the model needs an id column")
	}
	described, err := r.describe(ctx, *t.Source)
	if err != nil {
		out.problem(StepColumns, "target: "+detail(err))
		return
	}
	labels := listed(*t.Source, described)
	for _, c := range []struct{ field, name, alone string }{
		{"target.column", t.Column, "label"}, {"target.id", r.labelID(t), "id"}, {"target.time", t.Time, "time"},
	} {
		if said := labels.wrong(c.field, c.name, c.alone); said != "" {
			out.problem(StepColumns, said)
		}
	}
	if i := slices.Index(labels.names, t.Time); i >= 0 && (described[i].Kind == model.Categorical || described[i].Kind == model.Boolean) {
		out.Warn(StepColumns, fmt.Sprintf("target.time: column %q holds no times: where an id has several labels, the newest cannot be told.", t.Time))
	}
}

// checkLabels says how many rows of the log have a label. A store without rows to join is warned of: all but the target can be asked for all the same.
func (r *run) checkLabels(ctx context.Context, t *model.Target, rows float64, out *Check) {
	err := r.countLabels(ctx, t, rows, out)
	if store.Unsupported(err) {
		out.Warn(StepColumns, "target: "+detail(err))
	} else if err != nil {
		out.problem(StepColumns, "target: "+detail(err))
	}
}

// countLabels says how many rows have a label, and looks for the reason where none has one.
func (r *run) countLabels(ctx context.Context, t *model.Target, rows float64, out *Check) error {
	if rows > mostJoined {
		return nil
	}
	labels, err := r.relate(ctx, store.Relation{Source: *t.Source, Zone: r.written})
	if err != nil {
		return err
	}
	of, err := r.measured(ctx, labels)
	if err != nil || of.Rows > mostJoined {
		return err
	}
	labelled, err := r.rowsWith(ctx, t.Column)
	switch {
	case err != nil:
		return err
	case labelled > 0:
		have := "have"
		if labelled == 1 {
			have = "has"
		}
		out.remark(StepColumns, fmt.Sprintf("%s of %s %s a label", model.Grouped(labelled), Counted(rows, "row", "rows"), have))
		return nil
	case of.Rows == 0:
		out.Warn(StepColumns, fmt.Sprintf("target: no row of the log has a label: there are none yet in %s.", whereLabelsLie(t)))
		return nil
	}
	found, err := r.rowsWith(ctx, r.labelID(t))
	switch {
	case err != nil:
		return err
	case found > 0:
		out.Warn(StepColumns, fmt.Sprintf("target: no row of the log has a label: of %s the id was found in %s, where column %q has no value for any of them.",
			Counted(found, "row", "rows"), whereLabelsLie(t), t.Column))
	default:
		out.Warn(StepColumns, fmt.Sprintf("target: no row of the log found its label: compare the ids in %s, column %q%s, with the log's, column %q%s.",
			whereLabelsLie(t), r.labelID(t), r.suchAs(ctx, *t.Source, r.labelID(t)), r.model.ID, r.suchAs(ctx, r.model.Source, r.model.ID)))
	}
	return nil
}

// rowsWith is how many rows of the log have a value in a column of the labels, which is joined in the label's place.
func (r *run) rowsWith(ctx context.Context, column string) (float64, error) {
	joined, err := r.log(ctx, []store.Filter{{Column: store.Column{Name: query.Target, Column: query.Target, Kind: model.Categorical}, Operator: "is not null"}}, true)
	if err != nil {
		return 0, err
	}
	join := *joined.Join
	join.Columns = map[string]string{query.Target: column}
	joined.Join = &join
	if joined, err = r.relate(ctx, joined.Relation); err != nil {
		return 0, err
	}
	extent, err := r.measured(ctx, joined)
	return extent.Rows, err
}

// labelID is the column of the labels that holds the log's ids.
func (r *run) labelID(t *model.Target) string { return cmp.Or(t.ID, r.model.ID) }

// whereLabelsLie names the labels' source.
func whereLabelsLie(t *model.Target) string {
	if name := cmp.Or(t.Source.Table, t.Source.File); name != "" {
		return fmt.Sprintf("%q", name)
	}
	return "what its SQL reads"
}

// suchAs shows one id of a source, as both sides are compared: 17.0 is not 17. An example is no more than that: without one nothing is said.
func (r *run) suchAs(ctx context.Context, source model.Source, id string) string {
	rows, err := r.store.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: source}, Columns: []store.Column{{Name: id, Column: id}}, Limit: looked})
	if err != nil || len(rows.Values) == 0 {
		return ""
	}
	for _, v := range rows.Values[0] {
		if v == nil {
			continue
		}
		text := fmt.Sprint(v)
		if x, ok := v.(float64); ok {
			if text = strconv.FormatFloat(x, 'f', -1, 64); x == math.Trunc(x) {
				text += ".0"
			}
		}
		return fmt.Sprintf(" (such as %q)", shorten.To(longestSample, text))
	}
	return ""
}
