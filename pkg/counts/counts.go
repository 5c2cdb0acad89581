// Package counts holds the one idea of Tideline: a window of a feature is a sorted list of (value, weight) with counters for what is not a value.
// Every statistic of one column is computed from two such lists. The package knows nothing of SQL, Grafana or drift.
package counts

// Kind is the type of the keys of a list of counts.
type Kind uint8

const (
	Int    Kind = iota + 1 // int64: 9007199254740993 stays itself
	Float                  // float64, finite; −0 is stored as 0
	String                 // category names, booleans as "true" and "false"
	Cell                   // cells of a Grid: keys are the ids of cells, ascending in value
)

// Counts is one window of one column: keys in strictly ascending order and the weight of each.
// Only the slice that Kind names is used. A Counts is immutable once built and may be shared between goroutines.
type Counts struct {
	Kind    Kind
	Ints    []int64
	Floats  []float64
	Strings []string
	Cells   []int32
	Grid    *Grid // the grid that Cells refer to; nil unless Kind is Cell

	W  []float64 // Σw of each key, > 0
	W2 []float64 // Σw² of each key; nil where every row has weight 1 (then Σw² = Σw)

	// What is not a value, in the same weights. Rows is everything: Σ W + Null + NaN + PosInf + NegInf.
	Rows, Null, NaN, PosInf, NegInf float64
}
