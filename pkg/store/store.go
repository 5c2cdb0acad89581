// Package store is the boundary to where the logs lie. A Store answers typed questions with counts, moments, cuts and bounded rows; it knows nothing
// of drift, of Grafana, or of what a question is for. Every engine must pass the conformance suite in conformance/.
package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Store is one engine with one place where logs lie.
type Store interface {
	// Describe lists the columns of a source, with types, in the source's order.
	Describe(ctx context.Context, src model.Source) ([]Column, error)
	// Profile takes a seeded sample of the rows in the windows: what a grid and a guess of roles need.
	Profile(ctx context.Context, rel Relation, columns []Column, windows []Window, rows int) (*Profile, error)
	// Counts counts every column in every window and segment, in one scan where it can.
	Counts(ctx context.Context, q CountsRequest) (*CountsResult, error)
	// Moments gives exact moments of numeric columns in every window and segment.
	Moments(ctx context.Context, q MomentsRequest) (*MomentsResult, error)
	// CountsByEdges counts numeric columns in the caller's own bins.
	CountsByEdges(ctx context.Context, q EdgesRequest) (*CountsResult, error)
	// Rows returns raw rows, newest first, bounded.
	Rows(ctx context.Context, q RowsRequest) (*RowsResult, error)
	// Cuts cuts stretches of time into parts of a number of rows.
	Cuts(ctx context.Context, q CutsRequest) (*CutsResult, error)
	// Extent gives the oldest and newest time and the number of rows of a relation.
	Extent(ctx context.Context, rel Relation) (Extent, error)
	// Version names the state of the data behind a relation (files: their paths, sizes and times), for cache keys, as a whole and, where the store can
	// tell, by window; and whether it can be trusted as it stands or is only good for a while (tables).
	Version(ctx context.Context, rel Relation) (Version, error)
	Close() error
}

// Column is a column of a source or an expression over its columns.
type Column struct {
	Name       string // how results name it
	Column     string // the column in the source; default Name
	Expression string // instead of Column: Tideline's own language
	Kind       string // model.Numeric, model.Categorical, …; empty in Describe's answer for nested types
	Type       string // the engine's type name, in Describe's answer
	Integer    bool   // in Describe's answer and in Profile's: whether values are whole 64-bit numbers
	Problem    string // in Describe's answer: why the column cannot be read, as what follows its name in a sentence; empty where it can
	// Cells, in Describe's answer: the store keeps counts of this numeric column in these cells and no values, so it counts it on them alone. nil: values.
	Cells *counts.Grid `json:"-"`
}

// Relation is what rows a question is about: a source, how its rows are ordered in time, an optional join for late labels, and filters.
type Relation struct {
	Source  model.Source
	Time    string // the column of event time; empty: the source has no time and windows must be one unbounded Window
	ID      string
	Join    *Join    // late labels
	Filters []Filter // all must hold
	// Zone is where naive timestamps of the source are at home. nil means UTC.
	Zone *time.Location
}

// Join adds the columns of another source, matched by id; where an id has several rows the newest by Time wins.
type Join struct {
	Source  model.Source
	ID      string
	Time    string
	Columns map[string]string // name in the relation → column in Source
}

// Filter is a comparison of one column with values. Operators: = != < <= > >= in, not in, is null, is not null, contains, starts with.
// "=" with several values means in.
type Filter struct {
	Column   Column
	Operator string
	Values   []any // string, float64, int64, bool
}

// Window is [From, To); zero times are unbounded.
type Window struct{ From, To time.Time }

// CountsRequest asks for counts of Columns in Windows (disjoint, ascending), per combination of GroupBy.
type CountsRequest struct {
	Relation Relation
	Columns  []CountColumn
	Windows  []Window
	GroupBy  []Column
	MaxRows  int // cap on answered (window, segment, key) entries of one column; beyond it the column's result is an *TooManyError
}

// CountColumn is a column with the way its keys are formed: exact values when Grid and Vocabulary are nil. Numeric columns have keys of counts.Int or counts.Float;
// all other kinds have counts.String, also where the column holds numbers (1.0 is "1"), booleans ("true", "false"), or dates ("2026-01-31").
type CountColumn struct {
	Column
	Grid *counts.Grid
	// Vocabulary: names by the places of it (counts.Word); only for columns that are not numeric.
	Vocabulary *counts.Vocabulary
	// MaxDistinct bounds the number of distinct exact keys over the whole question; beyond it the column's result is a *TooManyError. 0: no bound.
	MaxDistinct int
}

// CountsResult is the answer. Cells that nobody has seen are absent: a missing entry is an empty window.
type CountsResult struct {
	Segments [][]string // combinations of GroupBy values, as text, sorted, missing first; one empty combination without GroupBy
	// SegmentNulls[s][g]: value g of segment s is missing (its text is "", which can also be a value).
	SegmentNulls [][]bool
	// ByColumn[i] belongs to Columns[i].
	ByColumn []ColumnCounts
	// Rows[s][w] is the number of rows of segment s in window w, whatever their values.
	Rows  [][]float64
	Stats Stats
}

// ColumnCounts is one column's part of an answer: Counts[s][w], nil where the window has no rows; or Err, which concerns this column alone.
type ColumnCounts struct {
	Counts [][]*counts.Counts
	Err    error
}

// MomentsRequest asks for moments of numeric columns.
type MomentsRequest struct {
	Relation Relation
	Columns  []Column
	Windows  []Window
	GroupBy  []Column
}

// Moments of the finite values of a column.
type Moments struct {
	Rows, N        float64 // all rows; finite values
	Null, NaN, Inf float64
	Mean, M2, M3   float64 // M2 = Σ(x−mean)², M3 = Σ(x−mean)³
	Min, Max       float64
	MeanRest       float64 // what Mean lacks after rounding, so that moments of huge integers can be put together
	OldestMicros   int64   // oldest event time in the window, Unix µs; 0 without rows
	NewestMicros   int64   // newest
}

// SetMean makes high + low the mean, within the values.
func (m *Moments) SetMean(high, low float64) {
	sum := high + low
	part := sum - high
	m.Mean, m.MeanRest = sum, (high-(sum-part))+(low-part) // Knuth's exact sum
	if !(m.Min <= sum && sum <= m.Max) || math.IsNaN(m.MeanRest) {
		m.Mean, m.MeanRest = math.Max(m.Min, math.Min(m.Max, sum)), 0
	}
}

// MomentsResult is laid out as CountsResult: ByColumn[i][s][w].
type MomentsResult struct {
	Segments     [][]string
	SegmentNulls [][]bool
	ByColumn     [][][]*Moments
	Errs         []error // per column, nil where fine
	Stats        Stats
}

// EdgesRequest asks for counts in the caller's bins: bin i is [Edges[i], Edges[i+1]), the last one closed. The answer's keys are the lower edges of the
// bins; finite values below all bins have the key −math.MaxFloat64, those above all bins math.MaxFloat64. Infinities have their own counters.
type EdgesRequest struct {
	Relation Relation
	Columns  []Column
	Edges    [][]float64
	Windows  []Window
	GroupBy  []Column
}

// MostRows bounds the raw rows of one answer.
const MostRows = 10_000

// RowsRequest asks for raw rows of declared columns in a window, newest first.
type RowsRequest struct {
	Relation Relation
	Columns  []Column
	Window   Window
	Limit    int
	Offset   int
}

// RowsResult holds values as string, float64, int64, bool, time.Time or nil: Values[column][row].
type RowsResult struct {
	Columns []Column
	Values  [][]any
	Stats   Stats
}

// CutsRequest asks for stretches of time cut into parts of Rows rows each, in order of time. The k-th cut of a stretch lies right after the microsecond of
// its row number k·Rows; counted FromEnd, right before the microsecond of the k·Rows-th row from its end. Rows of one microsecond are never parted, so
// that parts need no other order than that of time, and may hold some rows more or fewer. What is left over is the last part of a stretch, FromEnd the
// first. More parts than MaxParts in all stretches together are a *TooManyPartsError.
type CutsRequest struct {
	Relation Relation
	Within   []Window // bounded, disjoint, ascending
	Rows     int
	FromEnd  bool
	MaxParts int
}

// Check says what is wrong with a request whatever the log holds.
func (q *CutsRequest) Check() error {
	if q.Rows < 1 {
		return errors.New("parts of no rows cannot be asked for")
	}
	for _, w := range q.Within {
		if w.From.IsZero() || w.To.IsZero() {
			return errors.New("only bounded stretches of time can be cut")
		}
	}
	return nil
}

// CutsResult holds the parts of each stretch, ascending, without those that have no rows. The last part of a stretch ends with it, unless it is full.
type CutsResult struct {
	Parts [][]Part
	Stats Stats
}

// Part is a stretch of time with its number of rows.
type Part struct {
	Window
	Rows float64
}

// Profile is a seeded sample: equal question, equal sample. Floats (finite, unsorted) or Ints or Strings per column, with counters.
type Profile struct {
	Rows    float64 // rows in the windows, before sampling
	Sampled int
	Columns []SampleColumn
	Stats   Stats
}

// SampleColumn is one column of a Profile.
type SampleColumn struct {
	Column Column
	Counts *counts.Counts // exact counts of the sample
	Err    error
}

// MissingWords, in lower case, stand for a missing value in a column of numbers, or of true and false: what Python, R and spreadsheets write there. In a
// column of texts they are texts like others.
var MissingWords = []string{"", "nan", "none", "null", "na", "n/a", "<na>"}

// Extent is the span of a relation in time.
type Extent struct {
	From, To time.Time // oldest and newest event, where Timed
	Timed    bool      // some row has a time; the zero time is one as well
	Rows     float64
	Notices  []string
	Warnings []string // what is read otherwise than one may think
	Remarks  []string // what is as it may be: the last line of a file that is still being written
}

// Version is a state of the data.
type Version struct {
	Key   string
	Exact bool // files: true. Tables: false, then the caller applies a time to live.
	// Within names the state of what can lie in a window, where a store knows that: what came to other times leaves it as it was. nil: Key names it.
	Within func(Window) string `json:"-"`
}

// In names the state of the data that can lie in a window. Rows without a time lie in the unbounded one.
func (v Version) In(w Window) string {
	if v.Within == nil || w.From.IsZero() && w.To.IsZero() {
		return v.Key
	}
	return v.Within(w)
}

// Stats says what an answer cost, for the query inspector.
type Stats struct {
	SQL         string
	RowsScanned float64
	Seconds     float64
	Notices     []string // files set aside, columns that could not be read
}

// UnsupportedError is a question that a kind of store cannot answer whatever it holds: metrics have counts, and no rows. Its text says what to do instead.
type UnsupportedError struct{ Text string }

func (e *UnsupportedError) Error() string { return e.Text }

// Unsupported tells whether an error is an UnsupportedError.
func Unsupported(err error) bool {
	var e *UnsupportedError
	return errors.As(err, &e)
}

// TooManyPartsError says that stretches would be cut into more parts than the question allows.
type TooManyPartsError struct{ Parts, Limit int64 }

func (e *TooManyPartsError) Error() string {
	return fmt.Sprintf("it would be cut into %d windows, and at most %d may be; ask for more rows a window or for less time", e.Parts, e.Limit)
}

// TooManySegmentsError says that rows would be split into more segments than an answer can have.
type TooManySegmentsError struct{ Limit int }

func (e *TooManySegmentsError) Error() string {
	return fmt.Sprintf("group by: there are more than %d combinations of values; group by fewer or coarser columns", e.Limit)
}

// TooManyError says that a column has more distinct values than the question allows.
type TooManyError struct {
	Column string
	Limit  int
}

func (e *TooManyError) Error() string {
	return "column " + e.Column + " has more distinct values than this question allows"
}
