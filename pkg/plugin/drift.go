package plugin

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// DriftMeta is meta.custom of drift frames.
type DriftMeta struct {
	Model    string   `json:"model"`
	Segments []string `json:"segments"` // the columns that split rows: groupBy
	Window   string   `json:"window"`   // how time was cut: "1d", "6h every 1h", "week"
	Zone     string   `json:"timezone"`
	Method   string   `json:"method"`
	// Threshold on the effect, of the series' newest verdict; null in tables, where every row has its own, and where nothing was decided.
	Threshold *float64 `json:"threshold"`
	Alpha     float64  `json:"alpha"`
	// Reference of the series' newest window, in words; absent in tables, where every row has its own.
	Reference string `json:"reference,omitempty"`
	// Kinds of the frame's features, which say the unit of an effect.
	Kinds map[string]string `json:"kinds,omitempty"`
	// Importance of the frame's features, as the model's settings say it; absent where they say nothing.
	Importance map[string]float64 `json:"importance,omitempty"`
}

func driftFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	if request.Query.Value == "age" && request.Query.Format != query.Table {
		return ageFrames(ctx, a, request, who)
	}
	if err := checkColumns(request.Query, withWindowName(driftColumns, request.Query, "", windowOf)); err != nil {
		return nil, err
	}
	d, err := a.Drift(ctx, request)
	if err != nil {
		return nil, err
	}
	var frames data.Frames
	switch request.Query.Format {
	case query.Table:
		frames = data.Frames{driftTable(d, request.Query)}
	default:
		frames = driftSeries(d, request.Query)
	}
	return describeFrames(frames, d.Answer, who), nil
}

func driftMeta(d *analysis.Drift, q *query.Query) DriftMeta {
	groups := d.GroupBy
	if groups == nil {
		groups = []string{}
	}
	return DriftMeta{Model: d.Model.Name, Segments: groups, Window: d.Spec.String(), Zone: zoneOf(d.Model, q), Method: q.Method, Alpha: q.Alpha}
}

// zoneOf is the zone whose days a query's windows are.
func zoneOf(m *model.Model, q *query.Query) string {
	switch {
	case q.Timezone != "model":
		return q.Timezone
	case m.Timezone == "":
		return "UTC"
	}
	return m.Timezone
}

// driftColumn is one column of the drift table.
type driftColumn = tableColumn[analysis.DriftRow]

func numberOf(get func(v *drift.Verdict) float64) func(analysis.DriftRow) any {
	return func(r analysis.DriftRow) any { return number(get(r.Verdict)) }
}

// driftColumns is the contract (docs/frames.md): names and order.
var driftColumns = []driftColumn{
	{"time", "", func(r analysis.DriftRow) any { return r.Window.From }},
	{"window_end", "", func(r analysis.DriftRow) any { return r.Window.To }},
	{"feature", "", func(r analysis.DriftRow) any { return r.Feature }},
	// the columns of groupBy come here
	{"method", "", func(r analysis.DriftRow) any { return r.Verdict.Method }},
	{"verdict", "", func(r analysis.DriftRow) any { return string(r.Verdict.Outcome) }},
	{"drifted", "", func(r analysis.DriftRow) any { return driftedOf(r.Verdict) }},
	{"severity", "", numberOf(func(v *drift.Verdict) float64 { return v.Severity })},
	{"cause", "", func(r analysis.DriftRow) any { return r.Verdict.Cause }},
	{"statistic", "", numberOf(func(v *drift.Verdict) float64 { return v.Statistic })},
	{"effect", "", numberOf(func(v *drift.Verdict) float64 { return v.Effect })},
	{"effect_low", "", numberOf(func(v *drift.Verdict) float64 { return v.EffectLow })},
	{"effect_high", "", numberOf(func(v *drift.Verdict) float64 { return v.EffectHigh })},
	{"threshold", "", numberOf(func(v *drift.Verdict) float64 { return v.Threshold })},
	{"p_value", "", numberOf(func(v *drift.Verdict) float64 { return v.P })},
	{"p_basis", "", func(r analysis.DriftRow) any { return r.Verdict.PBasis }},
	{"q_value", "", numberOf(func(v *drift.Verdict) float64 { return v.Q })},
	{"noise", "", numberOf(func(v *drift.Verdict) float64 { return v.Noise })},
	{"noise_basis", "", func(r analysis.DriftRow) any { return r.Verdict.NoiseBasis }},
	{"error_bound", "", numberOf(func(v *drift.Verdict) float64 { return v.ErrorBound })},
	{"reference_rows", "", numberOf(func(v *drift.Verdict) float64 { return v.ReferenceRows })},
	{"current_rows", "", numberOf(func(v *drift.Verdict) float64 { return v.CurrentRows })},
	{"effective_rows", "", numberOf(func(v *drift.Verdict) float64 { return v.EffectiveRows })},
	{"null_share", "percentunit", numberOf(func(v *drift.Verdict) float64 { return v.NullShare })},
	{"new_share", "percentunit", numberOf(func(v *drift.Verdict) float64 { return v.NewShare })},
	{"new_values", "", func(r analysis.DriftRow) any { return valuesInWords(r.Verdict.NewValues) }},
	{"gone_values", "", func(r analysis.DriftRow) any { return valuesInWords(r.Verdict.GoneValues) }},
	{"in_reference", "", func(r analysis.DriftRow) any { return r.InReference }},
	{"reference", "", func(r analysis.DriftRow) any { return r.Reference }},
	{"partial", "", func(r analysis.DriftRow) any { return r.Window.Partial }},
	{"note", "", func(r analysis.DriftRow) any { return r.Verdict.Note }},
}

func windowOf(r analysis.DriftRow) window.Window { return r.Window }

// valuesInWords lists values with their shares: "‘lumen-3’ 14 %, ‘lumen-4’ 2 %".
func valuesInWords(values []drift.Value) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = fmt.Sprintf("‘%s’ %s", v.Name, percent(v.Share))
	}
	return strings.Join(parts, ", ")
}

func driftedOf(v *drift.Verdict) *bool {
	var drifted bool
	switch v.Outcome {
	case drift.Drifted:
		drifted = true
	case drift.Fine:
	default:
		return nil
	}
	return &drifted
}

// driftRows are all verdicts, window by window, then by feature, then by segment.
func driftRows(d *analysis.Drift) []analysis.DriftRow {
	var rows []analysis.DriftRow
	for w := d.Lead; w < len(d.Windows); w++ {
		for f := range d.Features {
			for s := range d.Segments {
				if row := d.Row(w, f, s); row.Verdict != nil {
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

func driftTable(d *analysis.Drift, q *query.Query) *data.Frame {
	rows := driftRows(d)
	frame := data.NewFrame("drift")
	frame.Meta = dataplane(data.FrameTypeTable)
	meta := driftMeta(d, q)
	meta.Kinds, meta.Importance = map[string]string{}, d.Model.Importance()
	for i, feature := range d.Features {
		meta.Kinds[feature] = d.Kinds[i]
	}
	frame.Meta.Custom = meta
	frame.Meta.PreferredVisualization = data.VisTypeTable
	blank := analysis.DriftRow{Verdict: &drift.Verdict{}, Segment: make([]string, len(d.GroupBy))}
	frame.Fields = tableFields(withWindowName(driftColumns, q, zoneOf(d.Model, q), windowOf), rows, blank, q.Columns, d.GroupBy, func(r analysis.DriftRow) []string { return r.Segment })
	return frame
}

// record is a row as an object with the table's names, for meta.custom of distributions.
func record(r analysis.DriftRow, groupBy []string) map[string]any {
	out := map[string]any{"segment": segmentLabels(groupBy, r.Segment)}
	for _, c := range driftColumns {
		value := c.value(r)
		if t, ok := value.(time.Time); ok {
			value = t.UnixMilli()
		}
		out[c.name] = value
	}
	return out
}

func segmentLabels(groupBy, segment []string) map[string]string {
	labels := map[string]string{}
	for i, name := range groupBy {
		labels[name] = segment[i]
	}
	return labels
}

// series is one line of an answer: a value for each window, NaN where there is none.
type series struct {
	name    string
	labels  data.Labels
	values  []float64
	custom  any
	display *data.FieldConfig
	null    bool // where the newest value is none, that is the answer, and no lack of one
}

// seriesFrames brings series into Grafana's contracts: one frame each, times in a panel; one number each, of the newest window, for an alert rule,
// where a series without a number is absent, or a null where having none is the answer.
func seriesFrames(all []series, times []time.Time, value string, format string) data.Frames {
	var frames data.Frames
	kind := data.FrameTypeTimeSeriesMulti
	if format == query.Numeric {
		kind = data.FrameTypeNumericMulti
	}
	for _, s := range all {
		frame := data.NewFrame(s.name)
		frame.Meta = dataplane(kind)
		frame.Meta.Custom = s.custom
		var field *data.Field
		if format == query.Numeric {
			newest := s.values[max(0, len(s.values)-1):]
			switch {
			case len(newest) == 0 || number(newest[0]) == nil && !s.null:
				continue
			case number(newest[0]) == nil:
				field = data.NewField(value, s.labels, numbers(newest))
			default:
				field = data.NewField(value, s.labels, slices.Clone(newest))
			}
		} else {
			frame.Fields = append(frame.Fields, data.NewField("time", nil, times))
			field = data.NewField(value, s.labels, numbers(s.values))
		}
		config := *s.display
		field.Config = &config
		frame.Fields = append(frame.Fields, field)
		frames = append(frames, frame)
	}
	if len(frames) == 0 { // a frame of the right type without fields is what Grafana calls "no data"
		frame := data.NewFrame("")
		frame.Meta = dataplane(kind)
		frames = data.Frames{frame}
	}
	return frames
}

// units of the values that are not plain numbers.
var units = map[string]string{"share": "percentunit", "null_share": "percentunit", "since": "dateTimeAsIso", "age": "s", "rows": "short", "drifted": "bool", "sinceAtLeast": "bool", "enough": "bool"}

// unitOf is the unit of an effect or a statistic: standard deviations of the reference for Wasserstein, which is also what auto measures numbers by, but for
// changes of missing and new values, which are of shares. Other methods have none.
func unitOf(value, kind string, v *drift.Verdict) string {
	deviations := v.Method == "wasserstein" || v.Method == "auto" && kind == model.Numeric
	if !deviations || value != "statistic" && (value != "effect" || v.Cause == "missing" || v.Cause == "new values") {
		return ""
	}
	return "suffix:sd"
}

func displayOf(value, feature string, segment []string) *data.FieldConfig {
	parts := slices.Clone(segment)
	if feature != "" {
		parts = append([]string{feature}, parts...)
	}
	name := strings.Join(parts, " · ")
	if name == "" {
		name = value
	}
	return &data.FieldConfig{DisplayNameFromDS: name, Unit: units[value]}
}

func driftSeries(d *analysis.Drift, q *query.Query) data.Frames {
	shown := d.Windows[min(d.Lead, len(d.Windows)):]
	times := make([]time.Time, len(shown))
	for i, w := range shown {
		times[i] = w.From
	}
	severities := func(f, s int) []float64 { return d.Lasting(f, s, q.Persist) }
	var out []series
	perSegment := func(segment []string, values []float64) {
		labels := data.Labels(segmentLabels(d.GroupBy, segment))
		labels["model"] = d.Model.Name
		out = append(out, series{name: q.Value, labels: labels, values: values, custom: driftMeta(d, q), display: displayOf(q.Value, "", segment)})
	}
	switch q.Value {
	case "rows":
		for s, segment := range d.Segments {
			values := make([]float64, len(shown))
			for i, w := range shown {
				if w.Segments[s] != nil {
					values[i] = w.Segments[s].Rows
				}
			}
			perSegment(segment, values)
		}
	case "share":
		for s, segment := range d.Segments {
			drifted, decided := make([]float64, len(shown)), make([]float64, len(shown))
			for f := range d.Features {
				for i, x := range severities(f, s)[len(d.Windows)-len(shown):] {
					if !math.IsNaN(x) {
						decided[i]++
					}
					if x >= 1 {
						drifted[i]++
					}
				}
			}
			for i := range drifted {
				drifted[i] /= decided[i] // NaN where nothing was decided
			}
			perSegment(segment, drifted)
		}
	default:
		importance := d.Model.Importance()
		for f, feature := range d.Features {
			for s, segment := range d.Segments {
				labels := data.Labels(segmentLabels(d.GroupBy, segment))
				labels["model"], labels["feature"] = d.Model.Name, feature
				meta := driftMeta(d, q)
				meta.Kinds = map[string]string{feature: d.Kinds[f]} // a frame has its own feature's alone
				if x, ok := importance[feature]; ok {
					meta.Importance = map[string]float64{feature: x}
				}
				judged := severities(f, s)
				values := valuesOf(d, q, f, s, judged)[len(d.Windows)-len(shown):]
				null := false
				if (q.Value == "since" || q.Value == "sinceAtLeast") && q.Format == query.Numeric && len(shown) > 0 {
					if newest := values[len(values)-1]; q.Value == "since" && !math.IsNaN(newest) {
						labels["since"] = sinceInWords(d, newest)
					}
					// Of a feature that was judged and has not drifted there is no beginning. Were it absent, a rule that asks for it beside severity would have no
					// data once all is well, and would not end what it keeps while there is none.
					null = !math.IsNaN(judged[len(judged)-1])
				}
				display := displayOf(q.Value, feature, segment)
				if len(shown) > 0 {
					if last := shown[len(shown)-1].Segments[s]; last != nil {
						meta.Threshold, meta.Reference = number(last.Verdicts[f].Threshold), last.Reference
						display.Unit = cmp.Or(display.Unit, unitOf(q.Value, d.Kinds[f], last.Verdicts[f]))
					}
				}
				out = append(out, series{name: feature, labels: labels, values: values, custom: meta, display: display, null: null})
			}
		}
		if q.Value == "enough" && q.Format == query.Numeric && len(shown) == 0 { // not even a window: certainly not enough
			for i := range out {
				out[i].values = []float64{0}
			}
		}
	}
	return seriesFrames(out, times, q.Value, q.Format)
}

// valuesOf is one value of a feature in a segment, for every window.
func valuesOf(d *analysis.Drift, q *query.Query, f, s int, severities []float64) []float64 {
	values := make([]float64, len(d.Windows))
	var runs []analysis.LastingRun
	if q.Value == "since" || q.Value == "sinceAtLeast" {
		runs = d.LastingRuns(f, s, q.Persist)
	}
	lasting := d.LastingAt(f, s, q.Persist)
	for i, w := range d.Windows {
		values[i] = math.NaN()
		segment := w.Segments[s]
		if segment == nil {
			if q.Value == "enough" {
				values[i] = 0
			}
			continue
		}
		v := segment.Verdicts[f]
		// What is said beside a severity that has lasted is of the window that gave it.
		of := v
		if q.Persist != nil {
			if of = nothing; lasting[i] >= 0 {
				of = d.Windows[lasting[i]].Segments[s].Verdicts[f]
			}
		}
		decided := v.Outcome == drift.Drifted || v.Outcome == drift.Fine
		switch q.Value {
		case "severity":
			values[i] = severities[i]
		case "statistic":
			values[i] = of.Statistic
		case "effect":
			values[i] = of.Effect
		case "pValue":
			values[i] = of.P
		case "drifted":
			if !math.IsNaN(severities[i]) {
				values[i] = asNumber(severities[i] >= 1)
			}
		case "enough":
			values[i] = asNumber(decided)
		case "since", "sinceAtLeast":
			run := slices.IndexFunc(runs, func(run analysis.LastingRun) bool { return run.Covers(i, len(d.Windows)) })
			switch {
			case run < 0 || !(severities[i] >= 1) && i < len(d.Windows)-1:
			case q.Value == "since":
				values[i] = float64(d.Windows[runs[run].Began].From.UnixMilli())
			default:
				values[i] = asNumber(runs[run].Open && !d.Complete)
			}
		}
	}
	return values
}

// nothing is a verdict without numbers.
var nothing = &drift.Verdict{Statistic: math.NaN(), Effect: math.NaN(), P: math.NaN()}

// sinceInWords is the beginning of an episode for people who read a message, by the model's own clock: the date of a window that begins with its day, else the
// minute, and in which zone.
func sinceInWords(d *analysis.Drift, milliseconds float64) string {
	at := time.UnixMilli(int64(milliseconds)).In(zoneNamed(d.Model.Timezone))
	newest := d.Windows[len(d.Windows)-1]
	if beginsDay(at) && newest.To.Sub(newest.From) >= 23*time.Hour { // the shortest day, when clocks go forward
		return at.Format("Mon 2 Jan 2006")
	}
	return at.Format("Mon 2 Jan 2006 15:04 MST")
}

func asNumber(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// ageFrames are seconds since the newest row, one number per segment.
func ageFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	ages, err := a.Age(ctx, request)
	if err != nil {
		return nil, err
	}
	var all []series
	for i, segment := range ages.Segments {
		labels := data.Labels(segmentLabels(ages.GroupBy, segment))
		labels["model"] = ages.Model.Name
		all = append(all, series{name: "age", labels: labels, values: []float64{ages.Seconds[i]}, display: displayOf("age", "", segment)})
	}
	return describeFrames(seriesFrames(all, []time.Time{ages.Now}, "age", request.Query.Format), ages.Answer, who), nil
}
