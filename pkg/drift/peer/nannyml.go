package peer

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// NannyML 0.13.1: nannyml.drift.univariate. Its chunks are the windows of the reference and the windows that are compared; its reference is all of them,
// and a chunk of the reference is compared with all of it, itself included.

const nannyMLName = "NannyML"

// usualDeviations is NannyML's default: alert beyond the mean of the reference's chunks and three of their population standard deviations.
const usualDeviations = 3.0

// ofChunksRemark is what is wrong with every line that is read from the chunks.
const ofChunksRemark = "Three standard deviations of some ten chunks, which are themselves part of what they are compared with: 3 to 12 % of unchanged chunks alert, not 0.3 %."

var nannyML = []*definition{
	ofNannyML("jensen_shannon", "Jensen–Shannon", "√(½KL(r‖m) + ½KL(c‖m)) to base 2; numbers in Doane's bins of the reference, all that it never had in one bin more", everything,
		func(s *sample) (float64, error) {
			r, c, err := s.inReferenceBins()
			return jensenShannon(r, c, 2), err
		}),
	ofNannyML("hellinger", "Hellinger", "√(Σ(√r − √c)²) / √2, bins as for jensen_shannon", everything, func(s *sample) (float64, error) {
		r, c, err := s.inReferenceBins()
		return rootDistance(r, c), err
	}),
	ofNannyML("kolmogorov_smirnov", "Kolmogorov–Smirnov", "D = sup |F_R − F_C|; from 10,000 reference rows on, at the ends of 10,000 equal bins of the reference's range", numbers,
		func(s *sample) (float64, error) {
			if s.pair.NR < estimatedRows {
				return s.functions().gap, nil
			}
			return s.estimatedGap(), nil
		}),
	ofNannyML("wasserstein", "Wasserstein", "∫|F_R − F_C|dx in the unit of the feature; from 10,000 reference rows on, over 10,000 equal bins of the reference's range", numbers,
		func(s *sample) (float64, error) {
			if s.pair.NR < estimatedRows {
				return s.functions().area, nil
			}
			return s.estimatedArea(), nil
		}),
	{
		rule: below, onP: true, line: immovable, empty: true, whole: true,
		method: &method.Method{
			ID: "nannyml.chi2", Name: "Chi-square (NannyML)", Group: nannyMLName, Source: "NannyML 0.13.1, method chi2", Kinds: categories, Range: unbounded, Threshold: 0.05,
			Summary: "NannyML's \"chi2\": χ² of the table of both samples, Yates' correction for two values; drift where its p-value is below 0.05.",
			Formula: "χ² = Σ (o − e)²/e over the 2×k table; the line is on p",
			Remark:  "The line is p < 0.05 whatever threshold is set, over any number of features and windows: one unchanged feature in twenty alerts. " + onlyLargeCount,
		},
		score: func(s *sample) (score, error) {
			statistic, p := contingency(s.pair.R, s.pair.C)
			return score{value: statistic, p: p}, nil
		},
	},
	ofNannyML("l_infinity", "L-infinity", "max |r − c| over all values", categories, func(s *sample) (float64, error) { return largestDifference(s.shares()), nil }),
}

func ofNannyML(id, name, formula string, kinds []string, measure func(s *sample) (float64, error)) *definition {
	d := &definition{rule: above, line: ofChunks, empty: true, whole: true, most: math.Inf(1), method: &method.Method{
		ID: "nannyml." + id, Name: name + " (NannyML)", Group: nannyMLName, Source: "NannyML 0.13.1, method " + id, Formula: formula, Kinds: kinds, Range: shareRange, Threshold: NoThreshold,
		Summary: fmt.Sprintf("NannyML's %q; drift where it is above the mean and three standard deviations of the reference's own windows, or above the threshold given.", id),
		Remark:  ofChunksRemark,
	}}
	switch id {
	case "wasserstein":
		d.method.Range = unbounded
		d.method.Remark += " One far value dominates it."
	case "kolmogorov_smirnov":
		d.most = 1
	}
	d.score = func(s *sample) (score, error) {
		value, err := measure(s)
		return score{value: value, p: math.NaN()}, err
	}
	return d
}

// limit is a method's line so many standard deviations above the mean of the reference's own windows.
func (r *Reference) limit(d *definition, deviations float64) (float64, error) {
	own := r.ownScores(d)
	return math.Min(d.most, own.mean+deviations*own.deviation), own.err
}

// ownScores are read once per reference.
func (r *Reference) ownScores(d *definition) ownScores {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.own[d.method.ID]; ok {
		return known
	}
	var l ownScores
	if len(r.chunks) == 1 { // NannyML's line would be 0, and every window beyond it
		l.err = fmt.Errorf("the threshold is read from how the windows of the reference differ, and there is but one; give the query a threshold")
	}
	var values []float64
	for _, c := range r.chunks {
		s, err := r.against(c)
		if err == nil {
			var found score
			if found, err = d.measure(s); err == nil && !math.IsNaN(found.value) {
				values = append(values, found.value)
			}
		}
		if err != nil && l.err == nil {
			l.err = fmt.Errorf("a window of the reference: %w", err)
		}
	}
	n := float64(len(values))
	if n == 0 && l.err == nil {
		l.err = fmt.Errorf("no window of the reference has values that a threshold could be read from")
	}
	l.mean = total(values) / n
	squares := 0.0
	for _, v := range values {
		squares += (v - l.mean) * (v - l.mean)
	}
	l.deviation = math.Sqrt(squares / n)
	r.own[d.method.ID] = l
	return l
}

// estimatedRows is the size of reference from which NannyML reads distribution functions off estimatedBins equal bins.
const (
	estimatedRows = 10_000
	estimatedBins = 10_000
)

// inReferenceBins are the shares of both samples in the reference's bins, and as a last bin all of the window that lies in none of them.
func (s *sample) inReferenceBins() (r, c []float64, err error) {
	if s.numeric {
		edges, err := s.doane(s.pair.R, s.pair.NR, false)
		if err != nil {
			return nil, nil, err
		}
		r, c = s.histogram(s.pair.R, edges), s.histogram(s.pair.C, edges)
	} else {
		for i, w := range s.pair.R {
			if w > 0 {
				r, c = append(r, w), append(c, s.pair.C[i])
			}
		}
	}
	r, c = scaled(r, s.pair.NR), scaled(c, s.pair.NC)
	// What is left is also what rounding leaves: then the bin is almost empty, and shows in distances below 1e-8.
	if left := 1 - pairwise(c); left > 0 {
		r, c = append(r, 0), append(c, left)
	}
	return r, c, nil
}

// estimatedGap is D at the upper ends of equal bins of the reference's range.
func (s *sample) estimatedGap() float64 {
	low, high := s.span(s.pair.R)
	edges := linspace(low, high, estimatedBins)
	r, c := s.histogram(s.pair.R, edges), s.histogram(s.pair.C, edges)
	reference, current := 0.0, s.below(low)/s.pair.NC
	most := 0.0
	for i := range r {
		reference += r[i] / s.pair.NR
		current += c[i] / s.pair.NC
		most = math.Max(most, math.Abs(reference-current))
	}
	return most
}

// estimatedArea is W₁ over equal bins of the reference's range, and exactly beyond them. Where the window has values below the range, NannyML counts one
// row too many of them in the distribution function within.
func (s *sample) estimatedArea() float64 {
	low, high := s.span(s.pair.R)
	if low == high {
		low, high = low-0.5, high+0.5
	}
	edges := linspace(low, high, estimatedBins)
	width := edges[1] - edges[0]
	r, c := s.histogram(s.pair.R, edges), s.histogram(s.pair.C, edges)
	area, reference, current := 0.0, 0.0, 0.0
	if n := s.below(low); n > 0 {
		current = (n + 1) / s.pair.NC
	}
	for i := range r {
		reference += r[i] / s.pair.NR
		current += c[i] / s.pair.NC
		area += math.Abs(reference-current) * width
	}
	for i, w := range s.pair.C {
		x := s.pair.X[i]
		area += w / s.pair.NC * (math.Max(0, low-x) + math.Max(0, x-high))
	}
	return area
}

// below is how many rows of the window lie below x.
func (s *sample) below(x float64) float64 {
	n := 0.0
	for i, w := range s.pair.C {
		if s.pair.X[i] < x {
			n += w
		}
	}
	return n
}
