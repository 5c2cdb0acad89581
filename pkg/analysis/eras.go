package analysis

import (
	"math"

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
	if persist == nil {
		return severities
	}
	lasting := make([]float64, len(severities))
	eachEra(d.Eras(segment), func(from, to int) {
		for i := from; i < to; i++ {
			lasting[i] = drift.Persist(severities[from:i+1], persist.Windows, persist.Of)
		}
	})
	return lasting
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
