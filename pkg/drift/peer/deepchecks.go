package peer

import (
	"fmt"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// Deepchecks 0.19.1: the scores of its feature drift check, and the condition that it suggests, which fails from 0.2 on. Of more than 100,000 rows it takes
// a sample of its own; here all are compared.

const deepchecksName = "Deepchecks"

const (
	deepchecksRows   = 10
	deepchecksSample = 100_000
	deepchecksLine   = 0.2
)

var deepchecks = []*definition{
	ofDeepchecks("ks", "Kolmogorov–Smirnov", "D = sup |F_R − F_C|", numbers, shareRange, "Hardly sees the tails. "+ignoresNoise, func(s *sample) (float64, error) { return s.functions().gap, nil }),
	ofDeepchecks("emd", "Earth mover's distance", "∫|F_R − F_C|dx, each sample cut to its middle 95 %, the range of both then brought to [0, 1]", numbers, shareRange,
		"In units of the range, which depends on both samples: the same shift scores less in a wider feature. "+ignoresNoise, (*sample).trimmedArea),
	ofDeepchecks("cramers_v", "Cramér's V", "√(φ²/min(k̃−1, r̃−1)), φ² = max(0, χ²/n − (k−1)/(n−1)), the larger sample scaled down to the smaller", categories, shareRange,
		"Categories with less than 1 % of the reference are put together: a change among them, or to a new one, is hardly seen.", func(s *sample) (float64, error) {
			r, c := s.frequent()
			return cramersV(r, c), nil
		}),
	ofDeepchecks("psi", "PSI", "Σ (r − c)·ln(r/c) over categories, each share at least 0.01", categories, unbounded,
		"Shares below 1 % count as 1 %, and categories with less than 1 % of the reference are put together. "+ignoresNoise, func(s *sample) (float64, error) {
			r, c := s.frequent()
			r, c = scaled(r, s.pair.NR), scaled(c, s.pair.NC)
			for i := range r {
				r[i], c[i] = math.Max(r[i], 0.01), math.Max(c[i], 0.01)
			}
			return stability(r, c), nil
		}),
}

func ofDeepchecks(id, name, formula string, kinds []string, span [2]float64, remark string, measure func(s *sample) (float64, error)) *definition {
	d := &definition{rule: atLeast, minRows: deepchecksRows, method: &method.Method{
		ID: "deepchecks." + id, Name: name + " (Deepchecks)", Group: deepchecksName, Source: "Deepchecks 0.19.1, feature drift", Formula: formula, Kinds: kinds, Range: span,
		Threshold: deepchecksLine, Remark: remark,
		Summary: fmt.Sprintf("Deepchecks's drift score by %q; its condition fails from %v on.", id, deepchecksLine),
	}}
	d.score = func(s *sample) (score, error) {
		value, err := measure(s)
		found := score{value: value, p: math.NaN()}
		if math.Max(s.pair.NR, s.pair.NC) > deepchecksSample {
			found.note = "of more than 100,000 rows Deepchecks would compare a sample"
		}
		return found, err
	}
	return d
}

// deepchecksMargin is cut off each end of a sample before its earth mover's distance.
const deepchecksMargin = 0.025

// trimmedArea is W₁ of both samples within their own middles, in units of the range that both then have.
func (s *sample) trimmedArea() (float64, error) {
	trim := func(weights []float64, n float64) []float64 {
		low, high := s.quantile(weights, n, deepchecksMargin), s.quantile(weights, n, 1-deepchecksMargin)
		kept := slices.Clone(weights)
		for i, x := range s.pair.X {
			if x < low || x > high {
				kept[i] = 0
			}
		}
		return kept
	}
	trimmed := *s.pair
	trimmed.R, trimmed.C = trim(s.pair.R, s.pair.NR), trim(s.pair.C, s.pair.NC)
	trimmed.NR, trimmed.NC = total(trimmed.R), total(trimmed.C)
	inner := &sample{numeric: true, pair: &trimmed}
	low, high := inner.span(inner.both())
	if low == high {
		return 0, nil
	}
	return inner.functions().area / (high - low), nil
}

// frequent are the weights of the categories that hold at least 1 % of the reference, and of all others together.
func (s *sample) frequent() (r, c []float64) {
	otherR, otherC := 0.0, 0.0
	for i, w := range s.pair.R {
		if w < 0.01*s.pair.NR {
			otherR, otherC = otherR+w, otherC+s.pair.C[i]
			continue
		}
		r, c = append(r, w), append(c, s.pair.C[i])
	}
	if otherR > 0 || otherC > 0 {
		r, c = append(r, otherR), append(c, otherC)
	}
	return r, c
}

// cramersV is Cramér's V freed of bias (Bergsma 2013, J. Korean Statistical Society 42:323), of counts of which the larger sample's are scaled down to the
// smaller's and rounded.
func cramersV(r, c []float64) float64 {
	r, c = slices.Clone(r), slices.Clone(c)
	n, m := total(r), total(c)
	shrink := func(x []float64, by float64) {
		for i := range x {
			x[i] = math.RoundToEven(x[i] * by)
		}
	}
	switch {
	case n > m:
		shrink(r, m/n)
	case m > n:
		shrink(c, n/m)
	}
	used := 0.0
	for i := range r {
		if r[i]+c[i] > 0 {
			used++
		}
	}
	if used < 2 {
		return 0
	}
	rows := total(r) + total(c)
	statistic, _ := contingency(r, c)
	phi := math.Max(0, statistic/rows-(used-1)/(rows-1))
	columns := used - (used-1)*(used-1)/(rows-1)
	samples := 2 - 1/(rows-1)
	return math.Sqrt(phi / math.Min(columns-1, samples-1))
}
