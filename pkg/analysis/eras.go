package analysis

import (
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/query"
)

// Eras are, window by window, which rule a segment is compared by: the same number for the same entry of the model's references. Severities of different
// eras are not comparable, so nothing that looks at several windows looks across.
func (d *Drift) Eras(segment int) []int {
	eras := make([]int, len(d.Windows))
	for i, w := range d.Windows {
		switch s := w.Segments[segment]; {
		case s != nil:
			eras[i] = s.Era
		case i > 0: // nothing was decided here: it parts nothing
			eras[i] = eras[i-1]
		}
	}
	first := slices.IndexFunc(d.Windows, func(w JudgedWindow) bool { return w.Segments[segment] != nil })
	for i := range max(0, first) {
		eras[i] = eras[first]
	}
	return eras
}

// Severities lists the severities of one feature in one segment, window by window; NaN where nothing was decided.
func (d *Drift) Severities(feature, segment int) []float64 {
	severities := make([]float64, len(d.Windows))
	for i, w := range d.Windows {
		severities[i] = math.NaN()
		if s := w.Segments[segment]; s != nil {
			severities[i] = s.Verdicts[feature].Severity
		}
	}
	return severities
}

// Lasting lists the severities that have lasted: the k-th worst of the last n windows of the same era. Without persist it is the severities themselves.
func (d *Drift) Lasting(feature, segment int, persist *query.Persist) []float64 {
	severities := d.Severities(feature, segment)
	lasting := make([]float64, len(severities))
	for i, at := range d.LastingAt(feature, segment, persist) {
		lasting[i] = math.NaN()
		if at >= 0 {
			lasting[i] = severities[at]
		}
	}
	return lasting
}

// LastingAt lists, window by window, which window Lasting's severity is of; −1 where it is undecided. What else is said beside the severity is of that
// window, or a message would mix the numbers of two.
func (d *Drift) LastingAt(feature, segment int, persist *query.Persist) []int {
	k, n := 1, 1
	if persist != nil {
		k, n = persist.Windows, persist.Of
	}
	severities := d.Severities(feature, segment)
	at := make([]int, len(severities))
	eachEra(d.Eras(segment), func(from, to int) {
		for i := from; i < to; i++ {
			if at[i] = drift.PersistAt(severities[from:i+1], k, n); at[i] >= 0 {
				at[i] += from
			}
		}
	})
	return at
}

// LastingRun is an episode of drift that has lasted.
type LastingRun struct {
	drift.Episode      // of the windows in which it had
	Began         int  // the first of the drifted windows, which may come before it had lasted
	Open          bool // it may have begun before the first window: none was seen in which it was fine before
}

// LastingRuns finds the episodes of Lasting.
func (d *Drift) LastingRuns(feature, segment int, persist *query.Persist) []LastingRun {
	of := 1
	if persist != nil {
		of = persist.Of
	}
	severities, lasting, eras := d.Severities(feature, segment), d.Lasting(feature, segment, persist), d.Eras(segment)
	drifted := d.Runs(severities, segment)
	var all []LastingRun
	for _, e := range d.Runs(lasting, segment) {
		run, era := LastingRun{Episode: e, Began: e.From}, e.From
		for era > 0 && eras[era-1] == eras[e.From] {
			era--
		}
		// What had drifted when it first had lasted, and for how long that had drifted already.
		for _, one := range drifted {
			if one.From >= era && one.From <= e.From && one.To > e.From-of {
				run.Began = min(run.Began, one.From)
			}
		}
		if era == 0 {
			fine := func(x float64) bool { return x < 1 }
			run.Open = !slices.ContainsFunc(severities[:run.Began], fine) || !slices.ContainsFunc(lasting[min(of-1, e.From):e.From], fine)
		}
		all = append(all, run)
	}
	return all
}

// Runs finds the episodes among the severities of a segment: runs of drifted windows, each within one era.
func (d *Drift) Runs(severities []float64, segment int) []drift.Episode {
	var all []drift.Episode
	eachEra(d.Eras(segment), func(from, to int) {
		for _, e := range drift.Episodes(severities[from:to]) {
			e.From, e.To, e.Worst = e.From+from, e.To+from, e.Worst+from
			e.Running = e.Running && to == len(severities)
			all = append(all, e)
		}
	})
	return all
}

// eachEra visits the stretches [from, to) of equal eras.
func eachEra(eras []int, visit func(from, to int)) {
	for from := 0; from < len(eras); {
		to := from + 1
		for to < len(eras) && eras[to] == eras[from] {
			to++
		}
		visit(from, to)
		from = to
	}
}
