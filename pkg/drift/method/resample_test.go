package method

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Dealt rows have the mean, the variance and the covariances of hypergeometric numbers, for rare and for frequent cells.
func TestDealer(t *testing.T) {
	p := &Pair{R: []float64{3, 90, 5000, 200_000, 40}, C: []float64{0, 30, 4000, 1000, 60}}
	p.NR, p.NC = Total(p.R), Total(p.C)
	p.ER, p.EC = p.NR, p.NC
	few := &Pair{R: []float64{3, 90, 5000, 20, 40}, C: []float64{2, 30, 60, 0, 20}}
	few.NR, few.NC = Total(few.R), Total(few.C)
	few.ER, few.EC = few.NR, few.NC
	weighted := *p
	weighted.ER -= 0.5
	for name, p := range map[string]*Pair{"rows": p, "few rows": few, "few rows of reference": {R: few.C, C: few.R, NR: few.NC, NC: few.NR, ER: few.EC, EC: few.ER}, "weights": &weighted} {
		q := *p
		d := newDealer(&q)
		const n = 40_000
		mean, square := make([]float64, 5), make([]float64, 5)
		for range n {
			dealt := d.deal()
			if q.counted() && (Total(dealt.R) != p.NR || Total(dealt.C) != p.NC) {
				t.Fatal("rows were lost")
			}
			for i, c := range dealt.C {
				mean[i] += c / n
				square[i] += c * c / n
			}
		}
		all := p.NR + p.NC
		for i := range mean {
			h := (p.R[i] + p.C[i]) / all
			want, variance := p.NC*h, p.NC*h*(1-h)*p.NR/(all-1)
			if h*p.NC < 10 && !q.counted() { // what is rare is no normal number
				continue
			}
			if math.Abs(mean[i]-want) > 5*math.Sqrt(variance/n) || math.Abs((square[i]-mean[i]*mean[i])/variance-1) > 0.05 {
				t.Errorf("%s, cell %d: mean %v, variance %v, want %v and %v", name, i, mean[i], square[i]-mean[i]*mean[i], want, variance)
			}
		}
	}
}

// Where the law is known, resampling finds it: for two values total variation is the difference of shares. Far tails come from the fit.
func TestResampledTails(t *testing.T) {
	for _, change := range []float64{0, 50, 100, 150, 200, 250, 300} {
		p := must(NewPair(names(nil), names(nil)))
		p.Names, p.R, p.C = []string{"a", "b"}, []float64{10_000, 10_000}, []float64{5000 + change, 5000 - change}
		p.NR, p.NC, p.ER, p.EC = 20_000, 10_000, 20_000, 10_000
		got := PermutationVariation.Measure(p)
		h := (10_000 + 5000 + change) / 30_000
		want := law.TwoSidedNormal(change / 10_000 / math.Sqrt(h*(1-h)*p.both()))
		if got.PBasis != BasisDrawn || math.Abs(math.Log(got.P/want)) > 0.6+0.15*math.Abs(math.Log(want)) {
			t.Errorf("a change of %v rows: p is %v by %s, want %v", change, got.P, got.PBasis, want)
		}
	}
}

// Equal pairs give equal bytes, whatever runs beside.
func TestResamplingIsDeterministic(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	reference, current := make([]float64, 3000), make([]float64, 2000)
	for i := range reference {
		reference[i] = math.Floor(3 * r.NormFloat64())
	}
	for i := range current {
		current[i] = math.Floor(3.1 * r.NormFloat64())
	}
	p := must(PairFromSlices(reference, current))
	for _, m := range []*Method{PermutationVariation, Kuiper} {
		want := m.Measure(p)
		if want.PBasis != BasisDrawn {
			t.Errorf("%s: p is by %s", m.ID, want.PBasis)
		}
		for _, threads := range []int{1, 2, 7} {
			before := runtime.GOMAXPROCS(threads)
			answers := make(chan float64, 4)
			for range cap(answers) {
				go func() { answers <- m.Measure(p).P }()
			}
			for range cap(answers) {
				if got := <-answers; got != want.P {
					t.Errorf("%s on %d threads: %v, %v", m.ID, threads, got, want.P)
				}
			}
			runtime.GOMAXPROCS(before)
		}
	}
}
