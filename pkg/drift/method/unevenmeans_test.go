package method

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// Of skewed values in few rows Student's law calls too many windows in which nothing changed, on one side; deals do not.
func TestMeansOfUnevenRows(t *testing.T) {
	const pairs = 1000
	r := rand.New(rand.NewPCG(21, 22))
	calledByLaw, called := 0.0, map[*Method]float64{}
	for range pairs {
		reference, current := make([]float64, 300), make([]float64, 30)
		for _, rows := range [][]float64{reference, current} {
			for i := range rows {
				rows[i] = math.Exp(r.NormFloat64())
			}
		}
		p := must(PairFromSlices(reference, current))
		calledByLaw += boolTo(newMeans(p).tail(means.apart) < 0.05) / pairs
		for _, m := range []*Method{Student, Welch} {
			found := m.Measure(p)
			if found.PBasis != BasisDrawn {
				t.Fatalf("p of %s rests on %s", m.ID, found.PBasis)
			}
			called[m] += boolTo(found.P < 0.05) / pairs
		}
	}
	if calledByLaw < 0.08 {
		t.Errorf("Welch's law calls %v: no need to deal", calledByLaw)
	}
	for m, rate := range called { // standard error 0.007
		if rate < 0.03 || rate > 0.07 {
			t.Errorf("%s calls %v of quiet windows at 5 %%", m.ID, rate)
		}
	}
}

// Normal rows, however few, and many rows of skewed values keep scipy's p.
func TestEvenRows(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	for name, c := range map[string]struct {
		draw func() float64
		rows int
	}{"few normal rows": {r.NormFloat64, 12}, "many log-normal rows": {func() float64 { return math.Exp(0.5 * r.NormFloat64()) }, 5000}} {
		dealt := 0
		for range 200 {
			reference, current := make([]float64, 2*c.rows), make([]float64, c.rows)
			for _, rows := range [][]float64{reference, current} {
				for i := range rows {
					rows[i] = c.draw()
				}
			}
			if Welch.Measure(must(PairFromSlices(reference, current))).PBasis != BasisLaw {
				dealt++
			}
		}
		if dealt > 10 {
			t.Errorf("%s are dealt in %d of 200 pairs", name, dealt)
		}
	}
}

// What is dealt has few cells, the same rows and mean, and a far value by itself; it is the same whichever sample a row is of.
func TestCellsOfMeans(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 26))
	reference, current := make([]float64, 20_000), make([]float64, 2000)
	for _, rows := range [][]float64{reference, current} {
		for i := range rows {
			rows[i] = r.NormFloat64()
		}
	}
	current[7] = 1000
	p, swapped := must(PairFromSlices(reference, current)), must(PairFromSlices(current, reference))
	q, other := newMeans(p).coarse(), newMeans(swapped).coarse()
	if len(q.X) > meansCells || Total(q.R) != p.NR || Total(q.C) != p.NC {
		t.Fatalf("%d cells of %v and %v rows", len(q.X), Total(q.R), Total(q.C))
	}
	if last := len(q.X) - 1; q.R[last] != 0 || q.C[last] != 1 {
		t.Errorf("the far value's cell has %v and %v rows", q.R[last], q.C[last])
	}
	exact, merged := newMeans(p), newMeans(q)
	if apart := func(m means) float64 { return (m.current - m.reference) / m.t.scale }; math.Abs(apart(merged)/exact.t.scale/apart(exact)-1) > 0.01 {
		t.Errorf("means are %v apart in cells, %v of rows", apart(merged)/exact.t.scale, apart(exact))
	}
	for i := range q.X {
		if len(other.X) != len(q.X) || other.R[i] != q.C[i] || math.Abs(other.X[i]-q.X[i]) > 1e-12 {
			t.Fatalf("cell %d is another where samples change places", i)
		}
	}
}

// A rare flag that comes more often is found by both: deals in which a small window has none of it are no measure of one that has many.
func TestMeansOfRareFlags(t *testing.T) {
	flags := func(rows, set float64) *counts.Counts {
		return must(counts.OfFloats([]float64{0, 1}, []float64{rows - set, set}, nil, counts.Other{}))
	}
	for _, c := range []struct{ rows, before, window, now float64 }{{20_000, 200, 60, 20}, {20_000, 90, 60, 20}, {100_000, 10, 1000, 20}, {100_000, 10, 1000, 100}} {
		p := must(NewPair(flags(c.rows, c.before), flags(c.window, c.now)))
		for _, m := range []*Method{Student, Welch} {
			if found := m.Measure(p); found.PBasis != BasisDrawn || !(found.P < 4e-4) {
				t.Errorf("%v of %v rows and %v of %v: p of %s is %v (%s)", c.before, c.rows, c.now, c.window, m.ID, found.P, found.PBasis)
			}
		}
	}
	if p := Welch.Measure(must(NewPair(flags(20_000, 200), flags(60, 1)))).P; p < 0.3 {
		t.Errorf("one flag where 0.6 are due: p is %v", p)
	}
}

// One far row in a window of one is as likely as in any other place, however far it is.
func TestFarRowIsNoSmallP(t *testing.T) {
	r := rand.New(rand.NewPCG(27, 28))
	reference := make([]float64, 300)
	for i := range reference {
		reference[i] = r.NormFloat64()
	}
	if p := Student.Measure(must(PairFromSlices(reference, []float64{1e6}))).P; p < 1.0/301 || p > 0.02 {
		t.Errorf("p is %v, want about 2/301", p)
	}
}
