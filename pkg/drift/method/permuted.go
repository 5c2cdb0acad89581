package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// PermutedChiSquare is the p-value of χ² between two samples over cells: a gamma law with the mean and variance that χ² has over all tables with the
// same margins (Dawson 1954, Skand. Aktuarietidskr. 37:115), which holds where expected counts are far below 5. Counts may be weighted; they are
// then scaled to effective rows.
func PermutedChiSquare(reference, current []float64) float64 {
	mean, variance := PermutedMoments(reference, current)
	square := ChiSquareOf(reference, current)
	if !(variance > 0) {
		return law.BoolShare(!(square > mean))
	}
	return law.UpperGamma(square, mean, variance)
}

// ChiSquareOf is Pearson's χ² of two samples over cells, without a continuity correction.
func ChiSquareOf(reference, current []float64) float64 {
	n, m := Total(reference), Total(current)
	square := 0.0
	for k := range reference {
		if t := reference[k] + current[k]; t > 0 {
			d := current[k]/m - reference[k]/n
			square += d * d / t
		}
	}
	return square * n * m
}

// PermutedMoments are the mean and variance of χ² over all tables with the same margins; variance 0 where χ² cannot vary.
func PermutedMoments(reference, current []float64) (mean, variance float64) {
	n, m := Total(reference), Total(current)
	all := n + m
	cells, inverse := 0.0, 0.0
	for k := range reference {
		if t := reference[k] + current[k]; t > 0 {
			cells++
			inverse += all / t
		}
	}
	if cells < 2 || !(n > 0) || !(m > 0) || all <= 3 {
		return 0, 0
	}
	v1, v2 := (all-2)/(all-1), (cells-1)*(all-cells)/(all-1)
	w1, w2 := (all/n+all/m-4)/(all-2), (inverse-cells*cells)/(all-2)
	return all * (cells - 1) / (all - 1), math.Max(0, 2*all/(all-3)*(v1-w1)*(v2-w2)+all*all/(all-1)*w1*w2)
}

func Total(weights []float64) float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	return sum
}

func Scaled(share []float64, by float64) []float64 {
	out := make([]float64, len(share))
	for k, v := range share {
		out[k] = v * by
	}
	return out
}
