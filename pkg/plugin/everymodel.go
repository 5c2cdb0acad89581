package plugin

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/query"
)

// asksEveryModel says whether a query is about all models at once: Grafana's "All" in the place of a name. Only series can be: the label `model` tells
// them apart, where tables of different models have different columns.
func asksEveryModel(q *query.Query) bool {
	return q.Type == query.Drift && q.Format != query.Table && q.Model == query.All
}

// everyModel answers a query for each model in turn. A model that cannot be answered is a remark on the answer of the others, and an error only where
// none can.
func everyModel(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller, text json.RawMessage) (data.Frames, error) {
	names := a.ModelNames()
	if len(names) == 0 {
		return driftFrames(ctx, a, request, who) // which says so
	}
	var frames, empty data.Frames
	var failures []data.Notice
	var first error
	for _, name := range names {
		q := *request.Query
		q.Model = name
		one := request
		one.Query = &q
		answer, err := accounted(ctx, a, one, who, text, driftFrames)
		if err != nil {
			if first == nil {
				first = err
			}
			failure := fmt.Sprintf("Model %q: %s", name, failed(ctx, err, who).Error)
			failures = append(failures, data.Notice{Severity: data.NoticeSeverityWarning, Text: failure})
			continue
		}
		for _, f := range answer {
			if len(f.Fields) == 0 {
				empty = append(empty, f)
			} else {
				frames = append(frames, named(f, name, q.Value))
			}
		}
	}
	if len(frames) == 0 && len(empty) > 0 {
		frames = empty[:1]
	}
	if len(frames) == 0 {
		return nil, first
	}
	frames[0].AppendNotices(failures...)
	return frames, nil
}

// named puts the model's name before those that a panel shows: two series that are both called "share" say nothing.
func named(frame *data.Frame, model, value string) *data.Frame {
	for _, field := range frame.Fields {
		if field.Config == nil || field.Config.DisplayNameFromDS == "" {
			continue
		}
		if shown := field.Config.DisplayNameFromDS; shown == value {
			field.Config.DisplayNameFromDS = model
		} else {
			field.Config.DisplayNameFromDS = model + " · " + shown
		}
	}
	return frame
}
