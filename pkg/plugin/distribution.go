package plugin

import (
	"context"
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// DistributionMeta is meta.custom of a distribution frame. Of every fact there is one for the reference (null without one) and one for the window, or
// a list of them, oldest window first, where the frame has several `current` fields.
type DistributionMeta struct {
	Model   string            `json:"model"`
	Feature string            `json:"feature"`
	Segment map[string]string `json:"segment"`  // column of groupBy → value; {} without
	Zone    string            `json:"timezone"` // whose days the windows are
	// Rows in all, missing ones included.
	Totals Sides `json:"totals"`
	// Rows without a value (null or NaN), as a share of all.
	NullShare Sides `json:"null_share"`
	// Rows with a value that the reference never had, as a share of all.
	NewShare Sides `json:"new_share"`
	// Numeric: finite values beyond the bins. They are counted in the end bins.
	Below Sides `json:"below"`
	Above Sides `json:"above"`
	// Numeric: infinities. They are in no bin.
	Infinite Sides `json:"infinite"`
	// Categorical: values in the last category, which then stands for all that are not shown.
	Others Sides `json:"others"`
	// Moments of the finite values; numeric only.
	Moments Sides `json:"moments"`
	// Quantiles of the finite values at P; numeric only.
	Quantiles Quantiles `json:"quantiles"`
	// The stretch of time that the rows are from: {"from", "to"}.
	Windows Sides `json:"windows"`
	// What changed in one sentence, as the explain query says it: of the window alone, so that the reference is null.
	Sentence Sides `json:"sentence"`
	// The row of the drift table, with its names and `segment`: one for each window.
	Drift any `json:"drift"`
	// The windows that the reference was counted in, so that a panel knows how much a bin differs between ordinary windows. Nil where there would be too many.
	ReferenceWindows []ReferenceWindowMeta `json:"reference_windows,omitempty"`
	// Numeric: finer counts of the bins around 0, for axes that stretch small values.
	Detail *DetailMeta `json:"detail,omitempty"`
	// The counts are of the cells of a grid: where a bin ends inside a cell, the cell's rows are shared out evenly.
	Approximate bool `json:"approximate"`
}

// Sides holds a fact of both sides.
type Sides struct {
	Reference any `json:"reference"`
	Current   any `json:"current"`
}

// ReferenceWindowMeta is one window of the reference: its counts are in the order of the frame's rows, what lies beyond the bins in the end ones.
type ReferenceWindowMeta struct {
	Rows      float64   `json:"rows"`
	NullShare *float64  `json:"null_share"`
	Below     float64   `json:"below"`
	Above     float64   `json:"above"`
	Counts    []float64 `json:"counts"`
}

// DetailMeta is counts between edges of its own, which begin and end at edges of the frame's bins. Current is a list of lists where there are several
// windows.
type DetailMeta struct {
	Edges     []float64 `json:"edges"`
	Reference []float64 `json:"reference"`
	Current   any       `json:"current"`
}

// Quantiles of both sides; Current is a list of lists where there are several windows.
type Quantiles struct {
	P         []float64  `json:"p"`
	Reference []*float64 `json:"reference"`
	Current   any        `json:"current"`
}

// MomentsMeta are exact: they are not computed from bins. SD is of the population.
type MomentsMeta struct {
	N        float64  `json:"n"`
	Mean     *float64 `json:"mean"`
	SD       *float64 `json:"sd"`
	Skewness *float64 `json:"skewness"`
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
}

// RangeMeta is a stretch of time, RFC 3339; empty texts where it has no ends.
type RangeMeta struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func distributionFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	d, err := a.Distribution(ctx, request)
	if err != nil {
		return nil, err
	}
	var frames data.Frames
	for _, p := range d.Pictures {
		frames = append(frames, pictureFrame(d, p, request.Query))
	}
	if len(frames) == 0 {
		frames = data.Frames{data.NewFrame("distribution")}
	}
	return describeFrames(frames, d.Answer, who), nil
}

func pictureFrame(d *analysis.Distribution, p analysis.Picture, q *query.Query) *data.Frame {
	frame := data.NewFrame(p.Feature)
	if p.Numeric {
		bins := max(0, len(p.Edges)-1)
		frame.Fields = append(frame.Fields,
			fieldOf("xMin", bins, func(i int) float64 { return p.Edges[i] }),
			fieldOf("xMax", bins, func(i int) float64 { return p.Edges[i+1] }))
	} else {
		frame.Fields = append(frame.Fields, fieldOf("category", len(p.Categories), func(i int) string { return p.Categories[i] }))
	}
	rows := frame.Fields[0].Len()
	labels := data.Labels(segmentLabels(d.GroupBy, p.Segment))
	labels["model"], labels["feature"] = d.Model.Name, p.Feature
	add := func(name, shown string, s *analysis.Sample) {
		field := fieldOf(name, rows, func(i int) float64 {
			if s.Counts == nil {
				return 0
			}
			return s.Counts[i]
		})
		field.Labels = labels
		field.Config = &data.FieldConfig{DisplayNameFromDS: shown}
		frame.Fields = append(frame.Fields, field)
	}
	if p.Reference != nil {
		add("reference", "reference", p.Reference)
	}
	for _, w := range p.Windows {
		if len(p.Windows) == 1 {
			add("current", "current", w.Sample)
		} else {
			name := "current " + iso(w.From)
			add(name, name, w.Sample)
		}
	}
	frame.Meta = &data.FrameMeta{Custom: pictureMeta(d, p, q), PreferredVisualizationPluginID: "tideline-distribution-panel"}
	return frame
}

func pictureMeta(d *analysis.Distribution, p analysis.Picture, q *query.Query) DistributionMeta {
	meta := DistributionMeta{Model: d.Model.Name, Feature: p.Feature, Segment: segmentLabels(d.GroupBy, p.Segment), Zone: zoneOf(d.Model, q), Approximate: p.ErrorBound}
	sides := func(fact func(s *analysis.Sample, w *analysis.PictureWindow) any) Sides {
		var out Sides
		if p.Reference != nil {
			out.Reference = fact(p.Reference, nil)
		}
		all := make([]any, len(p.Windows))
		for i := range p.Windows {
			all[i] = fact(p.Windows[i].Sample, &p.Windows[i])
		}
		if out.Current = all; len(all) == 1 {
			out.Current = all[0]
		}
		return out
	}
	type sample = analysis.Sample
	meta.Totals = sides(func(s *sample, _ *analysis.PictureWindow) any { return s.Rows })
	meta.NullShare = sides(func(s *sample, _ *analysis.PictureWindow) any { return number((s.Null + s.NaN) / s.Rows) })
	meta.NewShare = sides(func(s *sample, w *analysis.PictureWindow) any {
		if w == nil {
			return 0.0
		}
		if w.Row.Verdict == nil {
			return nil
		}
		return number(w.Row.Verdict.NewShare)
	})
	meta.Windows = sides(func(s *sample, _ *analysis.PictureWindow) any { return rangeMeta(s.From, s.To) })
	if p.Numeric {
		meta.Below = sides(func(s *sample, _ *analysis.PictureWindow) any { return s.Below })
		meta.Above = sides(func(s *sample, _ *analysis.PictureWindow) any { return s.Above })
		meta.Infinite = sides(func(s *sample, _ *analysis.PictureWindow) any { return s.PosInf + s.NegInf })
		meta.Moments = sides(func(s *sample, _ *analysis.PictureWindow) any { return momentsMeta(s.Moments) })
		meta.Quantiles = Quantiles{P: analysis.QuantilePoints}
		both := sides(func(s *sample, _ *analysis.PictureWindow) any { return numbers(s.Quantiles) })
		meta.Quantiles.Reference, _ = both.Reference.([]*float64)
		meta.Quantiles.Current = both.Current
	} else {
		meta.Others = sides(func(s *sample, _ *analysis.PictureWindow) any { return s.Others })
	}
	for _, w := range p.Between {
		meta.ReferenceWindows = append(meta.ReferenceWindows, ReferenceWindowMeta{
			Rows: w.Rows, NullShare: number((w.Null + w.NaN) / w.Rows), Below: brief(w.Below), Above: brief(w.Above), Counts: briefly(w.Counts),
		})
	}
	meta.Detail = detailMeta(p)
	meta.Sentence = sides(func(_ *sample, w *analysis.PictureWindow) any {
		if w == nil || w.Row.Changes == nil {
			return nil
		}
		return w.Row.Changes.Sentence
	})
	var verdicts []any
	for _, w := range p.Windows {
		if w.Row.Verdict == nil {
			verdicts = append(verdicts, nil)
			continue
		}
		verdicts = append(verdicts, record(w.Row, d.GroupBy))
	}
	if meta.Drift = verdicts; len(verdicts) == 1 {
		meta.Drift = verdicts[0]
	}
	return meta
}

func detailMeta(p analysis.Picture) *DetailMeta {
	if p.Detail == nil {
		return nil
	}
	out := &DetailMeta{Edges: p.Detail.Edges, Reference: briefly(p.Detail.Counts[0])}
	current := make([][]float64, len(p.Windows))
	for i := range current {
		current[i] = briefly(p.Detail.Counts[i+1])
	}
	if out.Current = current; len(current) == 1 {
		out.Current = current[0]
	}
	return out
}

// briefly leaves off what nobody reads of counts that were shared out: a thousandth of a row.
func briefly(counts []float64) []float64 {
	out := make([]float64, len(counts))
	for i, x := range counts {
		out[i] = brief(x)
	}
	return out
}

func brief(x float64) float64 {
	return math.Round(x*1000) / 1000
}

func rangeMeta(first, last window.Interval) RangeMeta {
	var out RangeMeta
	if !first.From.IsZero() {
		out.From = iso(first.From)
	}
	if !last.To.IsZero() {
		out.To = iso(last.To)
	}
	return out
}

func momentsMeta(m *store.Moments) any {
	if m == nil {
		return nil
	}
	out := MomentsMeta{N: m.N}
	if m.N > 0 {
		sd := math.Sqrt(m.M2 / m.N)
		out.Mean, out.SD, out.Min, out.Max = number(m.Mean), number(sd), number(m.Min), number(m.Max)
		out.Skewness = number(m.M3 / m.N / (sd * sd * sd))
	}
	return out
}
