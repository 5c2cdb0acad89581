package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/query"
)

// quantileNames are the columns of analysis.QuantilePoints.
var quantileNames = []string{"p01", "p05", "p25", "p50", "p75", "p95", "p99"}

// summaryValue is one number of a cell by its column's name.
func summaryValue(cell *analysis.SummaryCell, name string, now time.Time) float64 {
	if cell == nil {
		return math.NaN()
	}
	switch name {
	case "rows":
		return cell.Rows
	case "null_share":
		return cell.NullShare
	case "mean":
		return cell.Mean
	case "sd":
		return cell.SD
	case "min":
		return cell.Min
	case "max":
		return cell.Max
	case "age":
		if !cell.Newest.IsZero() {
			return now.Sub(cell.Newest).Seconds()
		}
		return math.NaN()
	}
	for i, q := range quantileNames {
		if q == name {
			return cell.Quantiles[i]
		}
	}
	return math.NaN()
}

func summaryFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	s, err := a.Summary(ctx, request)
	if err != nil {
		return nil, err
	}
	var frames data.Frames
	if request.Query.Format == query.Table {
		frames = data.Frames{summaryTable(s)}
	} else {
		frames = summarySeries(s, request.Query)
	}
	return describeFrames(frames, s.Answer, who), nil
}

func summaryTable(s *analysis.Summary) *data.Frame {
	type row struct{ window, segment, feature int }
	var rows []row
	for w := range s.Windows {
		for f := range s.Features {
			for g := range s.Segments {
				if s.Cells[w][g][f] != nil {
					rows = append(rows, row{w, g, f})
				}
			}
		}
	}
	n := len(rows)
	cell := func(i int) *analysis.SummaryCell { return s.Cells[rows[i].window][rows[i].segment][rows[i].feature] }
	frame := data.NewFrame("summary",
		fieldOf("time", n, func(i int) time.Time { return s.Windows[rows[i].window].From }),
		fieldOf("window_end", n, func(i int) time.Time { return s.Windows[rows[i].window].To }),
		fieldOf("feature", n, func(i int) string { return s.Features[rows[i].feature] }))
	for k, name := range s.GroupBy {
		frame.Fields = append(frame.Fields, fieldOf(name, n, func(i int) string { return s.Segments[rows[i].segment][k] }))
	}
	columns := append([]string{"rows", "null_share", "mean", "sd", "min"}, quantileNames...)
	for _, name := range append(columns, "max") {
		field := fieldOf(name, n, func(i int) *float64 { return number(summaryValue(cell(i), name, time.Time{})) })
		if unit := units[name]; unit != "" {
			field.Config = &data.FieldConfig{Unit: unit}
		}
		frame.Fields = append(frame.Fields, field)
	}
	frame.Fields = append(frame.Fields,
		fieldOf("top", n, func(i int) string {
			if len(cell(i).Top) == 0 {
				return ""
			}
			text, err := json.Marshal(cell(i).Top)
			if err != nil {
				return ""
			}
			return string(text)
		}),
		fieldOf("newest", n, func(i int) *time.Time {
			if t := cell(i).Newest; !t.IsZero() {
				return &t
			}
			return nil
		}),
		fieldOf("partial", n, func(i int) bool { return s.Windows[rows[i].window].Partial }))
	frame.Meta = dataplane(data.FrameTypeTable)
	frame.Meta.PreferredVisualization = data.VisTypeTable
	frame.Meta.Custom = summaryMeta(s)
	return frame
}

// SummaryMeta is meta.custom of summary frames.
type SummaryMeta struct {
	Model    string   `json:"model"`
	Segments []string `json:"segments"`
	Window   string   `json:"window"`
}

func summaryMeta(s *analysis.Summary) SummaryMeta {
	groups := s.GroupBy
	if groups == nil {
		groups = []string{}
	}
	return SummaryMeta{Model: s.Model.Name, Segments: groups, Window: s.Spec.String()}
}

func summarySeries(s *analysis.Summary, q *query.Query) data.Frames {
	times := make([]time.Time, len(s.Windows))
	for i, w := range s.Windows {
		times[i] = w.From
	}
	if q.Value == "share" {
		return seriesFrames(shareSeries(s), times, q.Value, q.Format)
	}
	var all []series
	for f, feature := range s.Features {
		for g, segment := range s.Segments {
			values := make([]float64, len(s.Windows))
			some := false
			for w := range s.Windows {
				values[w] = summaryValue(s.Cells[w][g][f], q.Value, s.Now)
				some = some || !math.IsNaN(values[w])
			}
			if !some && len(s.Windows) > 0 {
				continue // the mean of a category, say
			}
			labels := data.Labels(segmentLabels(s.GroupBy, segment))
			labels["model"], labels["feature"] = s.Model.Name, feature
			all = append(all, series{name: feature, labels: labels, values: values, custom: summaryMeta(s), display: displayOf(q.Value, feature, segment)})
		}
	}
	return seriesFrames(all, times, q.Value, q.Format)
}

// shareSeries are the shares of a feature's commonest categories, the commonest first: a series each, with the label `category`. Numbers have none.
func shareSeries(s *analysis.Summary) []series {
	var all []series
	for f, feature := range s.Features {
		for g, segment := range s.Segments {
			total := map[string]float64{}
			var categories []string
			for w := range s.Windows {
				if cell := s.Cells[w][g][f]; cell != nil {
					for _, top := range cell.Top {
						if _, known := total[top.Category]; !known {
							categories = append(categories, top.Category)
						}
						total[top.Category] += top.Share
					}
				}
			}
			slices.SortStableFunc(categories, func(a, b string) int { return cmp.Or(cmp.Compare(total[b], total[a]), strings.Compare(a, b)) })
			for _, category := range categories[:min(len(categories), analysis.TopCategories)] {
				values := make([]float64, len(s.Windows))
				for w := range s.Windows {
					values[w] = shareOf(s.Cells[w][g][f], category)
				}
				labels := data.Labels(segmentLabels(s.GroupBy, segment))
				labels["model"], labels["feature"], labels["category"] = s.Model.Name, feature, category
				all = append(all, series{name: category, labels: labels, values: values, custom: summaryMeta(s), display: displayOf("share", category, segment)})
			}
		}
	}
	return all
}

// shareOf is a category's share: NaN where a window has no rows, or so many categories that only the commonest of them are known.
func shareOf(cell *analysis.SummaryCell, category string) float64 {
	if cell == nil {
		return math.NaN()
	}
	for _, top := range cell.Top {
		if top.Category == category {
			return top.Share
		}
	}
	if len(cell.Top) < analysis.TopCategories {
		return 0
	}
	return math.NaN()
}
