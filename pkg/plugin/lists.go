package plugin

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/store"
)

// valuesFrames list the values of a segment: text for people, value for queries, and how many rows have it.
func valuesFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	v, err := a.Values(ctx, request)
	if err != nil {
		return nil, err
	}
	frame := data.NewFrame(v.Column,
		fieldOf("text", len(v.Values), func(i int) string { return v.Values[i].Text }),
		fieldOf("value", len(v.Values), func(i int) string { return v.Values[i].Value }),
		fieldOf("rows", len(v.Values), func(i int) float64 { return v.Values[i].Rows }))
	frame.Meta = dataplane(data.FrameTypeTable)
	return describeFrames(data.Frames{frame}, v.Answer, who), nil
}

// modelsFrames list what is monitored: a row for each feature, prediction, target and segment.
func modelsFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	all, err := a.Models(ctx, request)
	if err != nil {
		return nil, err
	}
	frame := data.NewFrame("models",
		fieldOf("model", len(all), func(i int) string { return all[i].Model }),
		fieldOf("name", len(all), func(i int) string { return all[i].Name }),
		fieldOf("role", len(all), func(i int) string { return all[i].Role }),
		fieldOf("kind", len(all), func(i int) string { return all[i].Kind }))
	frame.Meta = dataplane(data.FrameTypeTable)
	return data.Frames{frame}, nil
}

// rowsFrames are raw predictions as a table.
func rowsFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	rows, err := a.Rows(ctx, request)
	if err != nil {
		return nil, err
	}
	frame := data.NewFrame("rows")
	for i, c := range rows.Columns {
		frame.Fields = append(frame.Fields, rawField(c, rows.Values[i]))
	}
	frame.Meta = dataplane(data.FrameTypeTable)
	frame.Meta.PreferredVisualization = data.VisTypeTable
	return describeFrames(data.Frames{frame}, rows.Answer, who), nil
}

// exactInFloat is the largest whole number that the browser's numbers hold exactly.
const exactInFloat = 1 << 53

// rawField makes a field of raw values. Integers that a browser would round, and mixed types, become text.
func rawField(c store.Column, values []any) *data.Field {
	kinds := map[string]bool{}
	for _, v := range values {
		switch v := v.(type) {
		case nil:
		case int64:
			if v > exactInFloat || v < -exactInFloat {
				kinds["text"] = true
			}
			kinds["number"] = true
		case float64:
			kinds["number"] = true
		case bool:
			kinds["bool"] = true
		case time.Time:
			kinds["time"] = true
		default:
			kinds["text"] = true
		}
	}
	n := len(values)
	if len(kinds) == 1 {
		switch {
		case kinds["number"]:
			return fieldOf(c.Name, n, func(i int) *float64 {
				switch v := values[i].(type) {
				case int64:
					return number(float64(v))
				case float64:
					return number(v)
				}
				return nil
			})
		case kinds["bool"]:
			return fieldOf(c.Name, n, func(i int) *bool {
				if v, ok := values[i].(bool); ok {
					return &v
				}
				return nil
			})
		case kinds["time"]:
			return fieldOf(c.Name, n, func(i int) *time.Time {
				if v, ok := values[i].(time.Time); ok {
					return &v
				}
				return nil
			})
		}
	}
	return fieldOf(c.Name, n, func(i int) *string {
		if values[i] == nil {
			return nil
		}
		text := fmt.Sprint(values[i])
		if t, ok := values[i].(time.Time); ok {
			text = iso(t)
		}
		return &text
	})
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func short(x float64) string {
	if math.IsNaN(x) {
		return "unknown"
	}
	return fmt.Sprintf("%.3g", x)
}
