package drift

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// rhythmLengths are the periods, in windows, that people's work has: days of a week, hours of a day.
var rhythmLengths = []int{7, 24}

// ordinaryPeriods are how settings write those periods in the windows that they are mostly of.
var ordinaryPeriods = map[int]string{7: "7d where windows are days", 24: "24h where windows are hours"}

// A rhythm is worth a note when it explains at least half of the variation between windows and is not there by chance.
const (
	rhythmShare = 0.5
	rhythmP     = 1e-3
)

// rhythm says in words whether windows differ mostly by their place in a cycle that the reference is not matched by. Such a verdict is blind rather
// than noisy: the rhythm counts as ordinary variation, and a change below it stays unseen. e are residual rows, places their windows' positions.
func rhythm(e [][]float64, weight []float64, places []int) string {
	n := float64(len(e))
	total := 0.0
	for _, row := range e {
		total += squareNorm(row, weight)
	}
	for _, length := range rhythmLengths {
		if len(e) < 2*length || total <= 0 {
			continue
		}
		width := len(e[0])
		sums, size := make([]float64, length*width), make([]float64, length) // by phase
		phases := 0.0
		for i, row := range e {
			phase := places[i] % length
			sum := sums[phase*width:][:width]
			for k, v := range row {
				sum[k] += v
			}
			if size[phase]++; size[phase] == 1 {
				phases++
			}
		}
		within := total
		for phase := range size {
			if size[phase] > 0 {
				within -= squareNorm(sums[phase*width:][:width], weight) / size[phase]
			}
		}
		if phases >= n || within <= 0 {
			continue
		}
		share := 1 - (within/(n-phases))/(total/(n-1))
		f := ((total - within) / (phases - 1)) / (within / (n - phases))
		if share >= rhythmShare && law.UpperF(f, phases-1, n-phases) < rhythmP {
			return rhythmNote(length, share)
		}
	}
	return ""
}

// rhythmNote says what the rhythm hides and how to see it, in the words of the settings.
func rhythmNote(length int, share float64) string {
	return fmt.Sprintf("the reference goes up and down in a rhythm of %d windows (%.0f %% of how its windows differ), and changes smaller than that go unnoticed: "+
		"to notice them, choose “Same time earlier” as the reference, with a period of %d windows (%s)", length, 100*share, length, ordinaryPeriods[length])
}

func squareNorm(row, weight []float64) float64 {
	s := 0.0
	for k, v := range row {
		s += weight[k] * v * v
	}
	return s
}

// loneShare: a window that holds one value in all but this share of its rows does not vary inside.
const loneShare = 0.02

// invariable says whether windows hold (almost) one value each while the reference as a whole does not: the weekday in daily windows. Any new window
// then differs from the others as much as they do among themselves, and a change cannot be seen.
func invariable(windows [][]float64, mean []float64) bool {
	whole, inside := 0.0, 0.0 // Σ p², which is 1 where there is one value
	for _, p := range mean {
		whole += p * p
	}
	for _, shares := range windows {
		for _, p := range shares {
			inside += p * p / float64(len(windows))
		}
	}
	return whole < 1-4*loneShare && inside > 1-2*loneShare
}

const invariableNote = "every window of the reference holds almost one value, another one from window to window, so that no change can be seen in windows of this length: " +
	"choose longer ones, such as a week for the weekday"
