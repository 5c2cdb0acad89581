package drift

import (
	"math"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// A window of the size of the others is brought to one window more by what the own values show, whatever names it has; a larger one shows more names.
func TestGrowthScale(t *testing.T) {
	g, z := growth{next: 1.1, names: 0.1}, sizes{window: 30, current: 30, group: 8}
	if got := g.scale(30, z); math.Abs(got-1.1) > 1e-12 {
		t.Errorf("a window like the others: %g, want 1.1", got)
	}
	z.current = 120
	rows := 1.1 * (1.0/120 + 1.0/240) / (1.0/30 + 1.0/240)
	if got := g.scale(30, z); got <= rows {
		t.Errorf("four times the rows: %g, want more than %g, as rows alone have it", got, rows)
	}
}

// The longest direction's own degrees of freedom count where there are many windows and wander is sure, and not else.
func TestLengthens(t *testing.T) {
	z := sizes{window: 200, current: 200, group: 168}
	of := func(df, trace float64) float64 {
		l := betweenLaw{spread{df: df, trace: trace}, law.Squares{Trace: 1, Trace2: 0.29, Trace3: 0.13, Fourth: 1}}
		return l.lengthens(1.5, z)
	}
	const alone = 1.5 * 1.5 * 1.5
	if got := of(10_000, 2.0/200); math.Abs(got-alone) > 0.01 {
		t.Errorf("much wander in many windows: %g, want r³ = %g", got, alone)
	}
	if got := of(167, 1.0/200); got != 1 {
		t.Errorf("no wander: %g, want 1", got)
	}
	if got := of(7, 2.0/200); got > 1.02 {
		t.Errorf("few windows: %g, want hardly more than 1", got)
	}
}
