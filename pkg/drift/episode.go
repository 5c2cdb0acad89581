package drift

import (
	"math"
	"sort"
)

// Persist is the k-th worst severity of the last n windows, the newest last: at least 1 only if at least k of them drifted. Windows that are not
// decided (NaN) count as absent; with fewer than k decided ones the answer is NaN, which is "not enough", neither drift nor fine.
// k below 1 is taken as 1, n below k as k.
func Persist(severities []float64, k, n int) float64 {
	k = max(k, 1)
	n = max(n, k)
	last := severities[max(0, len(severities)-n):]
	decided := make([]float64, 0, len(last))
	for _, s := range last {
		if !math.IsNaN(s) {
			decided = append(decided, s)
		}
	}
	if len(decided) < k {
		return math.NaN()
	}
	sort.Sort(sort.Reverse(sort.Float64Slice(decided)))
	return decided[k-1]
}

// PersistAt is the window that Persist's severity is of, the newest of several; −1 where there is none.
func PersistAt(severities []float64, k, n int) int {
	severity := Persist(severities, k, n)
	for i := len(severities) - 1; i >= max(0, len(severities)-max(n, k, 1)); i-- {
		if severities[i] == severity {
			return i
		}
	}
	return -1
}

// Episode is a run of drifted windows, [From, To] by index. Worst is the index of the most severe one. Running says that it has not ended.
type Episode struct {
	From, To, Worst int
	Running         bool
}

// Covers tells whether window i of n belongs to the episode. The newest belongs to a running one even where it is itself undecided.
func (e Episode) Covers(i, n int) bool {
	return e.From <= i && i <= e.To || e.Running && i == n-1
}

// Episodes finds the runs of drifted windows (severity ≥ 1). Undecided windows (NaN) neither end a run nor belong to its ends; a run ends only with
// a window that is fine.
func Episodes(severities []float64) []Episode {
	var all []Episode
	open := false
	for i, s := range severities {
		switch {
		case math.IsNaN(s):
		case s < 1:
			open = false
		case open:
			last := &all[len(all)-1]
			last.To = i
			if s > severities[last.Worst] {
				last.Worst = i
			}
		default:
			all = append(all, Episode{From: i, To: i, Worst: i})
			open = true
		}
	}
	if open {
		all[len(all)-1].Running = true
	}
	return all
}
