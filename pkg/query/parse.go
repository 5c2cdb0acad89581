package query

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/window"
)

// All is what Grafana sends for "All" of a template variable: no filter.
const All = "$__all"

// fields of a query, and those that belong to Grafana and are none of our business.
var (
	fields = []string{"version", "queryType", "model", "features", "method", "binning", "threshold", "deviations", "alpha", "budget", "correction", "noise", "rule", "minRows",
		"window", "includePartial", "reference", "filters", "groupBy", "format", "value", "persist", "precision", "timezone",
		"kinds", "columns", "limit", "offset"}
	grafanas = []string{"refId", "datasource", "datasourceId", "hide", "key", "intervalMs", "maxDataPoints", "interval", "queryCachingTTL", "timeRange",
		"type", "expression", "app", "requestId", "legendFormat", "dashboardUID", "panelId", "panelPluginId", "scopedVars", "adhocFilters", "from", "to"}
)

// types, with the values of `value` that each understands; the first is the default.
var types = map[string][]string{
	Drift:        {"severity", "statistic", "effect", "pValue", "drifted", "share", "since", "sinceAtLeast", "rows", "age", "enough"},
	Summary:      {"mean", "rows", "null_share", "sd", "min", "p01", "p05", "p25", "p50", "p75", "p95", "p99", "max", "age", "share"},
	Service:      {"rate", "requests", "errors", "error_share", "refused", "refused_share", "p50", "p90", "p95", "p99", "apdex", Exceptions},
	Distribution: nil, Rows: nil, Values: nil, Models: nil, Explain: nil, Episodes: nil,
}

var typeNames = []string{Drift, Distribution, Summary, Rows, Values, Models, Explain, Episodes, Service}

// later are names that the shape already knows and that this version does not answer.
var later = []string{"quality", "performance", "tests"}

// MaxRows bounds the raw rows of one answer.
const MaxRows = 10_000

// Parse reads a query, fills in the defaults and checks everything that can be checked without a model. All that is wrong is reported at once: the
// error joins a *FieldError for each mistake.
func Parse(raw []byte) (*Query, error) {
	r := &reader{}
	raw, err := migrate(raw)
	if err != nil {
		return nil, err
	}
	o := r.open("", raw, fields, grafanas)
	if len(o.fields) == 0 && len(r.errs) > 0 {
		return nil, &FieldError{Field: "query", Text: "must be a JSON object"}
	}
	q := &Query{
		Version:        Version,
		Type:           o.text("queryType", Drift),
		Model:          o.text("model", ""),
		Features:       withoutAll(o.texts("features")),
		Method:         o.text("method", "auto"),
		Alpha:          0.01,
		Correction:     o.choice("correction", "bh", "none", "bonferroni", "holm", "bh", "by"),
		Noise:          o.choice("noise", "both", "both", "sampling"),
		Rule:           o.choice("rule", "both", "both", "threshold", "test"),
		MinRows:        50,
		IncludePartial: o.flag("includePartial"),
		GroupBy:        o.texts("groupBy"),
		Precision:      o.choice("precision", AutoPrecision, AutoPrecision, Exact, Grid),
		Timezone:       o.text("timezone", "model"),
		Columns:        o.texts("columns"),
		Offset:         o.whole("offset", 0, 0, 1_000_000_000),
	}
	q.Type = queryType(r, q.Type)
	q.Format = o.choice("format", defaultFormat(q.Type), TimeSeries, Numeric, Table)
	if q.Type == Explain {
		q.Format = Table
	}
	q.Limit = o.whole("limit", defaultLimit(q.Type), 1, MaxRows)
	q.Value = value(r, o, q.Type)
	if t, ok := o.number("threshold", 0, noLimit); ok {
		q.Threshold = &t
	}
	if k, ok := o.number("deviations", 0, 1000); ok {
		q.Deviations = &k
	}
	if a, ok := o.number("alpha", 1e-12, 0.5); ok {
		q.Alpha = a
	}
	if n, ok := o.number("minRows", 1, 1e12); ok {
		q.MinRows = n
	}
	if q.Timezone == "browser" { // a panel's frontend has put the browser's own zone here; where it could not, the model's is meant
		q.Timezone = "model"
	}
	if q.Timezone != "model" {
		if _, err := time.LoadLocation(q.Timezone); err != nil || q.Timezone == "Local" {
			r.misread("timezone", q.Timezone, "%q is not a time zone; write model or an IANA name such as Europe/Copenhagen", q.Timezone)
		}
	}
	q.Binning = binning(r, o)
	q.Budget = budget(r, o)
	q.Window = windows(r, o, q)
	if q.Budget != nil && q.Window.Spec.ByRows() {
		r.fail("budget", "counts false alarms by the time that windows take, and windows of rows take any time; give alpha instead")
	}
	q.Reference = reference(r, o)
	q.Filters = filters(r, o, "filters")
	q.Persist = persist(r, o)
	q.Kinds = kinds(r, o, q.Type)
	q.Notices = r.notices
	if len(r.errs) > 0 {
		return nil, r.joined()
	}
	return q, nil
}

// migrate brings an older shape up to this version, and refuses a newer one: it could mean something else.
func migrate(raw []byte) ([]byte, error) {
	var head struct {
		Version *json.Number `json:"version"`
	}
	if json.Unmarshal(raw, &head) != nil || head.Version == nil {
		return raw, nil // no version: 1; broken JSON is reported by the reader
	}
	version, err := head.Version.Int64()
	if err != nil || version < 1 {
		return nil, &FieldError{Field: "version", Text: fmt.Sprintf("%s is not a version; this plugin writes version %d", *head.Version, Version)}
	}
	if version > Version {
		return nil, &FieldError{Field: "version", Text: fmt.Sprintf(
			"the query was written by a newer Tideline (version %d, this plugin knows up to %d); update the plugin", version, Version)}
	}
	return raw, nil
}

func queryType(r *reader, name string) string {
	if slices.Contains(typeNames, name) {
		return name
	}
	if slices.Contains(later, name) {
		r.fail("queryType", "%q is not available yet; this version answers %s", name, strings.Join(typeNames, ", "))
	} else {
		r.add(func() error { return Unknown("queryType", name, typeNames) })
	}
	return Drift
}

func defaultFormat(queryType string) string {
	if queryType == Drift {
		return TimeSeries
	}
	return Table
}

// defaultLimit: the newest window of each feature is what one wants explained.
func defaultLimit(queryType string) int {
	if queryType == Explain {
		return 1
	}
	return 100
}

func value(r *reader, o *object, queryType string) string {
	right := types[queryType]
	if right == nil {
		return ""
	}
	text := o.text("value", right[0])
	if slices.Contains(right, text) {
		return text
	}
	// The editor keeps the field while the type is changed: what is right for another type is not a mistake here.
	for _, others := range types {
		if slices.Contains(others, text) {
			r.notices = append(r.notices, fmt.Sprintf("value %q means nothing to a %s query; %q is shown.", text, queryType, right[0]))
			return right[0]
		}
	}
	r.add(func() error { return Unknown("value", text, right) })
	return right[0]
}

func withoutAll(features []string) []string {
	if slices.Contains(features, All) {
		return nil
	}
	return features
}

func binning(r *reader, o *object) *model.Binning {
	raw, ok := o.raw("binning")
	if !ok {
		return nil
	}
	before := len(r.errs)
	f := r.open("binning.", raw, []string{"mode", "bins", "edges"}, nil)
	b := model.Binning{Mode: f.text("mode", ""), Bins: f.whole("bins", 0, model.LeastBins, model.MostBins), Edges: f.numbers("edges")}.WithDefaults()
	if len(r.errs) > before {
		return nil
	}
	if !slices.Contains(model.BinningModes, b.Mode) {
		r.add(func() error { return Unknown("binning.mode", b.Mode, model.BinningModes) })
		return nil
	}
	for _, p := range b.Problems() {
		r.fail("binning."+p.Field, "%s", p.Message)
	}
	for _, field := range b.Unread() { // the editor keeps it while the mode is changed
		r.notices = append(r.notices, fmt.Sprintf("binning.%s means nothing to the mode %s and was ignored.", field, b.Mode))
		if field == "bins" {
			b.Bins = 0
		} else {
			b.Edges = nil
		}
	}
	return &b
}

func budget(r *reader, o *object) *Budget {
	raw, ok := o.raw("budget")
	if !ok {
		return nil
	}
	b := r.open("budget.", raw, []string{"alarms", "per"}, nil)
	out := &Budget{Alarms: 1, Per: 30 * window.Day}
	if n, ok := b.number("alarms", 1e-9, 1e9); ok {
		out.Alarms = n
	}
	out.Per = duration(r, b, "per", out.Per)
	return out
}

func duration(r *reader, o *object, name string, fallback time.Duration) time.Duration {
	text := o.text(name, "")
	if text == "" {
		return fallback
	}
	d, err := window.ParseDuration(shorten.To(longestName, text))
	if err != nil {
		r.misread(o.path+name, text, "%v", err)
		return fallback
	}
	return d
}

func windows(r *reader, o *object, q *Query) Window {
	fallback := Window{Mode: "auto", Spec: window.Spec{Mode: window.Auto}}
	if q.Type == Rows || q.Type == Values || q.Type == Service && q.Format == Table { // asked of the range as it is
		fallback = Window{Mode: "range", Spec: window.Spec{Mode: window.Range}}
	}
	raw, ok := o.raw("window")
	if !ok {
		return fallback
	}
	w := r.open("window.", raw, []string{"mode", "every", "length", "unit", "rows", "duration", "anchor", "count"}, nil)
	mode := w.choice("mode", "auto", "auto", "duration", "calendar", "rows", "count", "range", "last")
	switch mode {
	case "auto":
		return Window{Mode: mode, Spec: window.Spec{Mode: window.Auto}}
	case "duration":
		every := duration(r, w, "every", 0)
		length := duration(r, w, "length", every)
		if every == 0 {
			every = length
		}
		switch {
		case every == 0:
			r.fail("window.every", "is missing; write for example {\"mode\": \"duration\", \"every\": \"1h\"}")
		case every%time.Second != 0 || length%time.Second != 0:
			r.fail("window.every", "windows are whole seconds long")
		case length%every != 0 || length < every:
			r.fail("window.length", "%s is not a multiple of every, %s", window.FormatDuration(length), window.FormatDuration(every))
		case length/every > window.MaxWindows:
			r.fail("window.length", "%s is more than %d times every", window.FormatDuration(length), window.MaxWindows)
		}
		return Window{Mode: mode, Spec: window.Spec{Mode: window.Duration, Every: every, Length: length}}
	case "calendar":
		return Window{Mode: mode, Spec: window.Spec{Mode: window.Units, Unit: w.choice("unit", "day", "day", "week", "month")}}
	case "range":
		return Window{Mode: mode, Spec: window.Spec{Mode: window.Range}}
	case "last":
		if length := duration(r, w, "duration", 0); length > 0 {
			return Window{Mode: mode, Spec: window.Spec{Mode: window.Last, Length: length}}
		}
		if n := w.whole("rows", 0, 1, mostRowsOfWindow); n > 0 {
			return Window{Mode: mode, Spec: window.Spec{Mode: window.Last, Rows: n}}
		}
		if len(r.errs) == 0 {
			r.fail("window.duration", "is missing; write for example {\"mode\": \"last\", \"duration\": \"24h\"} or {\"mode\": \"last\", \"rows\": 500}")
		}
		return fallback
	case "rows":
		n := w.whole("rows", 0, 1, mostRowsOfWindow)
		if n == 0 && len(r.errs) == 0 {
			r.fail("window.rows", "is missing; write for example {\"mode\": \"rows\", \"rows\": 1000}")
		}
		return Window{Mode: mode, Spec: window.Spec{Mode: window.Rows, Rows: n, Anchor: w.choice("anchor", window.FromMidnight, window.FromMidnight, window.FromRange)}}
	case "count":
		return Window{Mode: mode, Spec: window.Spec{Mode: window.Count, Parts: w.whole("count", 10, 1, window.MaxWindows)}}
	}
	return fallback
}

// mostRowsOfWindow bounds the rows that a window is asked to have.
const mostRowsOfWindow = 1_000_000_000

func reference(r *reader, o *object) Reference {
	out := Reference{Mode: "model"}
	raw, ok := o.raw("reference")
	if !ok {
		return out
	}
	f := r.open("reference.", raw, []string{"mode", "from", "to", "windows", "period", "filters", "skipDrifted"}, nil)
	out.Mode = f.choice("mode", "model", "model", "range", "previous", "trailing", "season", "filter")
	switch out.Mode {
	case "range":
		out.From, out.To = moment(r, f, "from"), moment(r, f, "to")
	case "trailing":
		out.Windows = f.whole("windows", model.TrailingWindows, 1, 1000)
	case "season":
		out.Windows = f.whole("windows", model.SeasonPeriods, 1, 1000)
		out.Period = window.FormatDuration(duration(r, f, "period", model.SeasonPeriod))
	case "previous":
		out.Windows = 1
	case "filter":
		if out.Filters = filters(r, f, "filters"); len(out.Filters) == 0 && len(r.errs) == 0 {
			r.fail("reference.filters", "is missing or chooses nothing: say which rows to compare with, for example [{\"column\": \"model_version\", \"value\": \"1\"}]")
		}
	}
	if skip := f.flag("skipDrifted"); skip && (out.Mode == "previous" || out.Mode == "trailing" || out.Mode == "season") {
		out.SkipDrifted = true
	} else if skip {
		r.notices = append(r.notices, fmt.Sprintf("reference.skipDrifted means nothing to the mode %s; it is for previous, trailing and season.", out.Mode))
	}
	return out
}

// moment is a point in time as a text, or epoch milliseconds as a number.
func moment(r *reader, o *object, name string) string {
	raw, ok := o.raw(name)
	if !ok {
		r.fail(o.path+name, "is missing; write a date or a time such as 2026-01-31 or 2026-01-31T12:00:00Z")
		return ""
	}
	var number int64
	if json.Unmarshal(raw, &number) == nil {
		return time.UnixMilli(number).UTC().Format(time.RFC3339Nano)
	}
	text := o.text(name, "")
	if _, err := window.ParseTime(text, time.UTC); err != nil {
		r.misread(o.path+name, text, "%v", err)
	}
	return text
}

// Operators of filters.
var Operators = []string{"=", "!=", "<", "<=", ">", ">=", "in", "not in", "is null", "is not null", "contains", "starts with"}

func filters(r *reader, o *object, name string) []Filter {
	raw, ok := o.raw(name)
	if !ok {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		r.fail(o.path+name, "must be a list of {\"column\", \"operator\", \"value\"}, not %s", kindOf(raw))
		return nil
	}
	if o.tooMany(name, len(list), mostFilters) {
		return nil
	}
	var out []Filter
	for i, item := range list {
		path := fmt.Sprintf("%s%s[%d].", o.path, name, i)
		f := r.open(path, item, []string{"column", "operator", "value"}, []string{"key", "values", "condition"})
		column := f.text("column", "")
		if column == "" {
			r.fail(path+"column", "is missing")
			continue
		}
		operator := f.choice("operator", "=", Operators...)
		values := filterValues(r, f)
		if slices.Contains(values, any(All)) {
			continue
		}
		switch operator {
		case "is null", "is not null":
			values = nil
		case "=", "!=", "in", "not in":
			if len(values) == 0 {
				continue // an empty variable chooses nothing: no filter
			}
		default:
			if len(values) == 0 {
				continue
			}
			if len(values) > 1 {
				r.fail(path+"value", "%s compares with one value, not with %d", operator, len(values))
			}
		}
		out = append(out, Filter{Column: column, Operator: operator, Values: values})
	}
	return out
}

func filterValues(r *reader, f *object) []any {
	raw, ok := f.raw("value")
	if !ok {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	if f.tooMany("value", len(list), mostItems) {
		return nil
	}
	var out []any
	for _, item := range list {
		v, ok := scalar(item)
		if !ok {
			r.fail(f.path+"value", "must be a text, a number, true or false, or a list of these; it holds %s", kindOf(item))
			return nil
		}
		if text, ok := v.(string); ok && text != All && oneVariable.MatchString(text) {
			// It would compare with a text that no row has, and an answer of nothing looks like good news.
			r.add(func() error { return unfilled(f.path+"value", text) })
		}
		if v != nil { // an empty text is a value
			out = append(out, v)
		}
	}
	return out
}

// scalar keeps whole numbers whole: 9007199254740993 stays itself.
func scalar(raw json.RawMessage) (any, bool) {
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil, false
	}
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, true
		}
		f, err := v.Float64()
		return f, err == nil
	case string, bool, nil:
		return v, true
	}
	return nil, false
}

// kinds of what an episodes query lists; of other types it means nothing.
func kinds(r *reader, o *object, queryType string) []string {
	asked := withoutAll(o.texts("kinds"))
	for i, kind := range asked {
		if !slices.Contains(Kinds, kind) {
			r.add(func() error { return Unknown(fmt.Sprintf("kinds[%d]", i), kind, Kinds) })
		}
	}
	switch {
	case queryType != Episodes:
		if len(asked) > 0 {
			r.notices = append(r.notices, fmt.Sprintf("kinds mean nothing to a %s query; they are of episodes.", queryType))
		}
		return nil
	case len(asked) == 0:
		return Kinds
	}
	return asked
}

func persist(r *reader, o *object) *Persist {
	raw, ok := o.raw("persist")
	if !ok {
		return nil
	}
	p := r.open("persist.", raw, []string{"windows", "of"}, nil)
	out := &Persist{Windows: p.whole("windows", 1, 1, 100)}
	out.Of = p.whole("of", out.Windows, 1, 100)
	if out.Windows > out.Of {
		r.fail("persist.windows", "is %d of the last %d; it cannot be more than persist.of", out.Windows, out.Of)
	}
	if out.Of == 1 {
		return nil
	}
	return out
}
