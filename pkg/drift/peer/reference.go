package peer

import (
	"fmt"
	"math"
	"sync"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// Reference is what windows are compared with: all of it, and the windows that it is made of, which NannyML calls chunks. Safe for concurrent use.
type Reference struct {
	numeric bool
	all     *counts.Counts
	chunks  []*counts.Counts

	mu  sync.Mutex
	own map[string]ownScores // of the methods whose line is computed from the chunks
}

// ownScores of the chunks against the whole reference: their mean and population standard deviation.
type ownScores struct {
	mean, deviation float64
	err             error
}

// NewReference makes a reference of the windows that it is made of and of all of them in one. Nothing is computed yet.
func NewReference(numeric bool, all *counts.Counts, chunks []*counts.Counts) *Reference {
	return &Reference{numeric: numeric, all: all, chunks: chunks, own: map[string]ownScores{}}
}

// sample is a reference and a window, cleaned as all libraries do: nulls and NaN are not there.
type sample struct {
	numeric  bool
	pair     *method.Pair
	whole    bool // both columns are of whole numbers, as pandas would have read them: integers, and none missing
	wholeR   bool // the same of each alone
	wholeC   bool
	infinite float64 // rows that are ±infinity, in both
}

// against pairs the reference with a window.
func (r *Reference) against(current *counts.Counts) (*sample, error) {
	pair, err := method.NewPair(r.all, current)
	if err != nil {
		return nil, err
	}
	s := &sample{numeric: r.numeric, pair: pair, wholeR: whole(r.all), wholeC: whole(current)}
	s.whole = s.wholeR && s.wholeC
	for _, c := range []*counts.Counts{r.all, current} {
		s.infinite += c.PosInf + c.NegInf
		if c.W2 != nil {
			return nil, fmt.Errorf("other libraries know no weights of rows")
		}
		if c.Kind == counts.Cell || c.Kind == counts.Word {
			return nil, fmt.Errorf("another library's definition needs exact values, and this column was counted by %v", c.Kind)
		}
	}
	if r.numeric && !pair.Numeric && pair.NR+pair.NC > 0 {
		return nil, fmt.Errorf("a numeric feature was counted by text values")
	}
	return s, nil
}

// whole tells whether pandas would hold a column as integers: one missing value makes it floats.
func whole(c *counts.Counts) bool { return c.Kind == counts.Int && c.Null == 0 && c.NaN == 0 }

// distinct is the number of values that a side of the pair has.
func distinct(weights []float64) int {
	n := 0
	for _, w := range weights {
		if w > 0 {
			n++
		}
	}
	return n
}

// shares of a side of the pair, without the values that neither has.
func (s *sample) shares() (r, c []float64) {
	r, c = make([]float64, len(s.pair.R)), make([]float64, len(s.pair.C))
	for i := range r {
		r[i], c[i] = s.pair.R[i]/s.pair.NR, s.pair.C[i]/s.pair.NC
	}
	return r, c
}

// moments of one side: mean, and the sum of squared distances from it.
func (s *sample) moments(weights []float64, n float64) (mean, squares float64) {
	// From a value of the sample, so that columns far from 0 keep their digits.
	from := s.pair.X[0]
	for i, w := range weights {
		mean += w * (s.pair.X[i] - from)
	}
	mean = from + mean/n
	for i, w := range weights {
		d := s.pair.X[i] - mean
		squares += w * d * d
	}
	return mean, squares
}

// range of the values of one side.
func (s *sample) span(weights []float64) (low, high float64) {
	low, high = math.NaN(), math.NaN()
	for i, w := range weights {
		if w > 0 {
			if math.IsNaN(low) {
				low = s.pair.X[i]
			}
			high = s.pair.X[i]
		}
	}
	return low, high
}

// quantile of one side by numpy's linear rule: row q·(n−1), interpolated.
func (s *sample) quantile(weights []float64, n, q float64) float64 {
	at := q * (n - 1)
	row := math.Floor(at)
	low, high, sum := math.NaN(), math.NaN(), 0.0
	for i, w := range weights {
		sum += w
		if math.IsNaN(low) && sum > row {
			low = s.pair.X[i]
		}
		if sum > row+1 || sum == n && w > 0 {
			high = s.pair.X[i]
			if !math.IsNaN(low) {
				break
			}
		}
	}
	if part := at - row; part < 0.5 {
		return low + (high-low)*part
	} else {
		return high - (high-low)*(1-part)
	}
}

// both are the weights of the two sides together.
func (s *sample) both() []float64 {
	sum := make([]float64, len(s.pair.R))
	for i := range sum {
		sum[i] = s.pair.R[i] + s.pair.C[i]
	}
	return sum
}
