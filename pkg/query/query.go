// Package query is the question a panel, an alert rule, a variable or an annotation asks: its JSON shape, its defaults, and what is right and wrong
// about it. It knows what a model is, and nothing of stores, of counting or of Grafana.
package query

import (
	"fmt"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Version of the shape that this package writes. Older shapes are brought up to it when they are read.
const Version = 1

// Types of query.
const (
	Drift        = "drift"        // verdicts by window, feature and segment
	Distribution = "distribution" // reference against current, value by value
	Summary      = "summary"      // what the data look like: rows, missing, mean, quantiles
	Rows         = "rows"         // raw predictions
	Values       = "values"       // the values of a segment, for variables
	Models       = "models"       // what is monitored
	Explain      = "explain"      // what changed, in words and numbers
	Service      = "service"      // how services do: rate, errors, durations, exceptions
	Episodes     = "episodes"     // runs of drifted windows, and what else happened to a model: for annotations
)

// Kinds of what an episodes query lists.
const (
	DriftKind     = "drift"     // runs of drifted windows
	ExcludedKind  = "excluded"  // periods that are left out of references
	VersionKind   = "version"   // when each version of the model was first seen
	ReferenceKind = "reference" // from when on another reference holds
)

// Kinds lists them.
var Kinds = []string{DriftKind, ExcludedKind, VersionKind, ReferenceKind}

// Formats of an answer.
const (
	TimeSeries = "timeseries" // a frame per series: for panels and alert rules
	Numeric    = "numeric"    // one number per series, of the newest closed window: for alert rules
	Table      = "table"      // everything that is known: for panels, never for alert rules
)

// Precisions of counting.
const (
	AutoPrecision = "auto"
	Exact         = "exact"
	Grid          = "grid"
)

// Query is one question, complete: every default is filled in, except where a nil pointer means that the model decides.
type Query struct {
	Version    int
	Type       string
	Model      string
	Features   []string // empty: all features and the prediction; values: the one segment whose values are wanted
	Method     string
	Binning    *model.Binning // how methods of shares cut numbers; nil: the model's for the feature, else the reference's deciles
	Threshold  *float64       // nil: the model's for this method, else the method's own
	Deviations *float64       // NannyML's k: its line is so many standard deviations above the mean of the reference's windows; nil: 3
	Alpha      float64        // chance of any false verdict in a family; ignored where Budget is set
	Budget     *Budget

	Correction     string
	Noise          string
	Rule           string // both | threshold | test: which gates a verdict must pass
	MinRows        float64
	Window         Window
	IncludePartial bool
	Reference      Reference
	Filters        []Filter
	GroupBy        []string
	Format         string
	Value          string
	Persist        *Persist
	Precision      string
	Timezone       string // "model" or an IANA name

	Kinds []string // episodes: what is listed; never empty

	Columns []string // tables: only these columns, in this order; empty: all
	Limit   int      // rows: how many; explain: windows of each feature and segment
	Offset  int      // rows: after how many

	Notices []string // what was ignored, for people
}

// Budget is how many false alarms are acceptable in a stretch of time; it takes the place of Alpha.
type Budget struct {
	Alarms float64
	Per    time.Duration
}

// Window says how time is cut. Spec is set but for mode "auto".
type Window struct {
	Mode string // auto | duration | calendar | rows | count | range | last
	Spec window.Spec
}

// Reference says what windows are compared with.
type Reference struct {
	Mode     string // model | range | previous | trailing | season | filter
	From, To string // range: RFC 3339, a date in the model's zone, or epoch milliseconds
	Windows  int    // trailing: how many windows; season: how many periods
	Period   string // season: a length of time
	Filters  []Filter
	// SkipDrifted leaves out, feature by feature, windows that had themselves drifted: previous, trailing, season.
	SkipDrifted bool
}

// Filter keeps the rows whose column compares with one of the values.
type Filter struct {
	Column   string
	Operator string
	Values   []any // string, float64, int64 or bool; none for `is null`
}

// InWords is the filter as a person reads it: "device = lumen-3", "size is null".
func (f Filter) InWords() string {
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		values[i] = fmt.Sprint(v)
	}
	return strings.TrimSpace(f.Column + " " + f.Operator + " " + strings.Join(values, ", "))
}

// Persist asks that a severity has lasted: Windows of the last Of closed windows.
type Persist struct{ Windows, Of int }

// AsksSince tells whether one number is asked for that looks back for the beginning of an episode.
func (q *Query) AsksSince() bool {
	return q.Type == Drift && q.Format == Numeric && (q.Value == "since" || q.Value == "sinceAtLeast")
}
