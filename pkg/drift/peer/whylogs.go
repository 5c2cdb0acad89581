package peer

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// whylogs 1.6.4 compares sketches of its own making, with random numbers. Its Hellinger distance is here on exact shares, which is what it estimates.

const (
	whylogsBins     = 30
	whylogsPossible = 0.15
	whylogsLine     = 0.4
)

var whylogs = []*definition{{
	rule: atLeast,
	method: &method.Method{
		ID: "whylogs.hellinger", Name: "Hellinger (whylogs)", Group: "whylogs", Source: "whylogs 1.6.4, viz.drift.column_drift_algorithms.Hellinger", Kinds: numbers, Range: shareRange, Threshold: whylogsLine,
		Summary: "whylogs' Hellinger distance without its sketch; drift from 0.4 on.",
		Formula: "√(½Σ(√r − √c)²) over equal bins of both samples' range: one for every four rows, at most 30",
		Remark:  "whylogs reads the shares off a sketch that differs from run to run once there are some hundred rows; these are the exact ones. " + oneOutlier,
	},
	score: func(s *sample) (score, error) {
		low, high := s.pair.X[0], s.pair.X[len(s.pair.X)-1]
		if high += math.Abs(high) * 1e-7; high == 0 {
			high = 1e-7
		}
		bins := math.Max(2, math.Min(whylogsBins, math.Ceil((s.pair.NR+s.pair.NC)/4)))
		edges, err := equalBins(low, high, bins)
		if err != nil {
			return score{}, err
		}
		r, c := scaled(s.histogram(s.pair.R, edges), s.pair.NR), scaled(s.histogram(s.pair.C, edges), s.pair.NC)
		found := score{value: rootDistance(r, c), p: math.NaN()}
		if found.value >= whylogsPossible {
			found.note = "from 0.15 on whylogs speaks of possible drift"
		}
		return found, nil
	},
}}
