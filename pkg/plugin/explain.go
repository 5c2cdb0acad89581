package plugin

import (
	"context"
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/change"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/window"
)

// ExplainMeta is meta.custom of an explain frame.
type ExplainMeta struct {
	DriftMeta
	Sentences []SentenceMeta `json:"sentences"` // one for each window of a feature and segment, in the order of the rows
}

// SentenceMeta says in one sentence what changed.
type SentenceMeta struct {
	Time     int64             `json:"time"` // the window's begin, epoch milliseconds
	Feature  string            `json:"feature"`
	Segment  map[string]string `json:"segment"`
	Sentence string            `json:"sentence"`
}

// explainedLine is a row of the table: a line of what changed, of one feature in one window and segment. Without lines there is a row for the sentence.
type explainedLine struct {
	analysis.DriftRow
	line *change.Line // nil: there is nothing to compare
}

func lineText(get func(l *change.Line) string) func(explainedLine) any {
	return func(r explainedLine) any {
		if r.line == nil {
			return ""
		}
		return get(r.line)
	}
}

func lineNumber(get func(l *change.Line) float64) func(explainedLine) any {
	return func(r explainedLine) any {
		if r.line == nil {
			return number(math.NaN())
		}
		return number(get(r.line))
	}
}

// explainColumns is the contract (docs/frames.md): names and order. What is read comes first, what it is of after it, for a table that is narrow.
var explainColumns = []tableColumn[explainedLine]{
	{"feature", "", func(r explainedLine) any { return r.Feature }},
	// the columns of groupBy come here
	{"what", "", lineText(func(l *change.Line) string { return l.What })},
	{"before", "", lineText((*change.Line).BeforeText)},
	{"after", "", lineText((*change.Line).AfterText)},
	{"change", "", lineText((*change.Line).ChangeText)},
	{"of_distance", "", lineText((*change.Line).OfDistanceText)},
	{"words", "", lineText(func(l *change.Line) string { return l.Words })},
	{"time", "", func(r explainedLine) any { return r.Window.From }},
	{"window_end", "", func(r explainedLine) any { return r.Window.To }},
	{"verdict", "", func(r explainedLine) any { return string(r.Verdict.Outcome) }},
	{"severity", "", func(r explainedLine) any { return number(r.Verdict.Severity) }},
	{"sentence", "", func(r explainedLine) any { return r.Changes.Sentence }},
	{"reference", "", func(r explainedLine) any { return r.Reference }},
	{"kind", "", lineText(func(l *change.Line) string { return string(l.Kind) })},
	{"before_value", "", lineNumber(func(l *change.Line) float64 { return l.Before })},
	{"after_value", "", lineNumber(func(l *change.Line) float64 { return l.After })},
	{"change_sd", "", lineNumber(func(l *change.Line) float64 { return l.Deviations })},
	{"share_of_distance", "percentunit", lineNumber(func(l *change.Line) float64 { return l.OfDistance })},
}

func windowExplained(r explainedLine) window.Window { return r.Window }

// explainLooks are the widths of columns in pixels, so that what is read of a line stands side by side in half a dashboard, and where numbers stand in them.
var explainLooks = map[string]map[string]any{
	"feature":     {"width": 100},
	"what":        {"width": 180},
	"before":      {"width": 120, "align": "right"},
	"after":       {"width": 120, "align": "right"},
	"change":      {"width": 170, "align": "right"},
	"of_distance": {"width": 105, "align": "right"},
	"words":       {"width": 420},
	"window":      {"width": 200},
	"time":        {"width": 160},
	"window_end":  {"width": 160},
}

func explainFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	q := request.Query
	if err := checkColumns(q, withWindowName(explainColumns, q, "", windowExplained)); err != nil {
		return nil, err
	}
	e, err := a.Explain(ctx, request)
	if err != nil {
		return nil, err
	}
	meta := ExplainMeta{DriftMeta: driftMeta(&e.Drift, q), Sentences: []SentenceMeta{}}
	var rows []explainedLine
	for _, row := range e.Rows {
		meta.Sentences = append(meta.Sentences, SentenceMeta{row.Window.From.UnixMilli(), row.Feature, segmentLabels(e.GroupBy, row.Segment), row.Changes.Sentence})
		if len(row.Changes.Lines) == 0 {
			rows = append(rows, explainedLine{DriftRow: row})
		}
		for i := range row.Changes.Lines {
			rows = append(rows, explainedLine{row, &row.Changes.Lines[i]})
		}
	}
	frame := data.NewFrame("explain")
	frame.Meta = dataplane(data.FrameTypeTable)
	frame.Meta.Custom = meta
	frame.Meta.PreferredVisualization = data.VisTypeTable
	blank := explainedLine{DriftRow: analysis.DriftRow{Verdict: &drift.Verdict{}, Changes: &change.Changes{}, Segment: make([]string, len(e.GroupBy))}}
	frame.Fields = tableFields(withWindowName(explainColumns, q, zoneOf(e.Model, q), windowExplained), rows, blank, q.Columns, e.GroupBy, func(r explainedLine) []string { return r.Segment })
	for _, field := range frame.Fields {
		if look := explainLooks[field.Name]; look != nil {
			field.Config = &data.FieldConfig{Custom: look}
		}
	}
	return describeFrames(data.Frames{frame}, e.Answer, who), nil
}
