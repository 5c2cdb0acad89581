package drift

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/model"
)

// The tail of |s + w|² against simulation, w along one of the directions of s, and its ends, where one part is all there is.
func TestSumTail(t *testing.T) {
	const nu0, nuW, df = 9.0, 1.0, 7.0
	known := func(left, beside float64) float64 { return law.UpperGamma(1+(left-1)/math.Sqrt(1+2*beside), 1, 2/nu0) }
	rng := rand.New(rand.NewPCG(7, 8))
	for _, share := range []float64{0.1, 0.5, 0.9} {
		const draws = 200000
		count := map[float64]float64{1.5: 0, 3: 0, 6: 0}
		for range draws {
			scale := 0.0 // how large wander is, as df windows show it
			for range int(df) {
				z := rng.NormFloat64()
				scale += z * z / df
			}
			at := math.Sqrt(share/scale) * rng.NormFloat64()
			sum := 0.0
			for range int(nu0) {
				at += math.Sqrt((1-share)/nu0) * rng.NormFloat64()
				sum += at * at
				at = 0
			}
			for x := range count {
				count[x] += law.BoolShare(sum >= x)
			}
		}
		for x, n := range count {
			got, want := sumTail(x, 1-share, share, nuW, df, known), n/draws
			if math.Abs(got-want) > 0.05*want+4*math.Sqrt(want/draws) {
				t.Errorf("wander %v, x %v: %v, simulated %v", share, x, got, want)
			}
		}
	}
	if got := sumTail(2, 1, 0, nuW, df, known); got != known(2, 0) {
		t.Errorf("without wander: %v", got)
	}
	if got := sumTail(2, 0, 1, nuW, df, known); got != law.UpperF(2, nuW, df) {
		t.Errorf("without sampling: %v", got)
	}
	for x, last := 0.1, 1.0; x < 1e6; x *= 1.3 {
		p := sumTail(x, 0.6, 0.4, 1.5, 4, known)
		if p > last*(1+1e-9) || !(p > 0) {
			t.Fatalf("the tail rises to %v at %v", p, x)
		}
		last = p
	}
}

// Bins are those that methods cut: about a tenth each, no more where few values hold most of the rows.
func TestBinEnds(t *testing.T) {
	even := make([]float64, 200)
	for k := range even {
		even[k] = float64(k+1) / 200
	}
	if got := binEnds(even); len(got) != viewBins || got[0] != 19 || got[9] != 199 {
		t.Errorf("even cells end at %v", got)
	}
	zeros := []float64{0.8}
	for k := 1; k <= 40; k++ {
		zeros = append(zeros, 0.8+0.2*float64(k)/40)
	}
	if got := binEnds(zeros); len(got) != 3 || got[0] != 0 || got[2] != 40 {
		t.Errorf("four fifths of zeros: cells end at %v", got)
	}
}

// A method alone is near its alpha on both sides, whether rows are independent or windows wander: a coarse guard; the rates are in docs/verdicts.md.
func TestMethodsAloneHoldAlpha(t *testing.T) {
	d := newDraws(77)
	const references, windows, m, current, alpha = 80, 8, 400, 4, 0.05
	for _, wander := range []float64{0, 0.1} {
		called := map[string]int{}
		ids := []string{"ks", "ad", "wasserstein", "chi2", "tv", "z"}
		for range references {
			b := must(NewBaseline(model.Numeric, d.wandering(windows, m, wander), nil))
			for range current {
				c := d.normal(m, wander*d.NormFloat64(), 1)
				for _, id := range ids {
					called[id] += boolInt(b.Judge(c, Options{Method: id}).P <= alpha)
				}
			}
		}
		for _, id := range ids {
			if rate := float64(called[id]) / (references * current); rate < 0.01 || rate > 0.1 {
				t.Errorf("%s, wander %v: %.3f of quiet windows at %v", id, wander, rate, alpha)
			}
		}
	}
}

// Windows of a season are compared with their own: a rhythm neither alarms nor hides a change.
func TestMethodsBySeason(t *testing.T) {
	d := newDraws(78)
	const weeks, m = 4, 400
	day := func(i int, shift float64) *counts.Counts { return d.normal(m, law.BoolShare(i%7 >= 5)+shift, 1) }
	var windows []*counts.Counts
	var groups []int
	for i := range 7 * weeks {
		windows, groups = append(windows, day(i, 0)), append(groups, i%7)
	}
	matched, plain := must(NewBaseline(model.Numeric, windows, groups)), must(NewBaseline(model.Numeric, windows, nil))
	for _, id := range []string{"ks", "wasserstein", "chi2"} {
		calls, found, missed := 0, 0, 0
		for i := range 7 {
			o := Options{Method: id, Group: i}
			calls += boolInt(matched.Judge(day(i, 0), o).P <= 0.01)
			changed := day(i, 0.4)
			found += boolInt(matched.Judge(changed, o).P <= 0.01)
			missed += boolInt(plain.Judge(changed, o).P > 0.01)
		}
		if calls > 1 || found < 6 || missed < 5 {
			t.Errorf("%s: %d of 7 quiet days called, %d of 7 changed ones found, %d missed without seasons", id, calls, found, missed)
		}
		if v := matched.Judge(day(0, 0), Options{Method: id, Group: 9}); v.Outcome != NoReference || v.Note != noSeason {
			t.Errorf("%s, a season that never was: %+v", id, v)
		}
	}
}

// Own values say more of directions the more of them there are, of names more than of numbers, and their ranks bound a p from below.
func TestOwnValuesSay(t *testing.T) {
	names, numbers := &Baseline{}, &Baseline{numeric: true}
	for _, n := range []float64{8, 28} {
		for _, ratio := range []float64{1.2, 5, 50} {
			of, at := names.shown(ratio, n), numbers.shown(ratio, n)
			if at > of || of > ratio || at < 1 {
				t.Errorf("%v values that show %v times as many: %v of names, %v of numbers", n, ratio, of, at)
			}
		}
		if of := names.shown(50, n); !(of > 25 && of < 50) {
			t.Errorf("%v values: %v of 50", n, of)
		}
		for _, ratio := range []float64{0.9, 0.5, 0.02} { // fewer: of names hardly more than shown where that is sure, of numbers as shown
			of, at := names.shown(ratio, n), numbers.shown(ratio, n)
			if at != ratio || !(of > ratio && of < 1 && of < 1.5*ratio) {
				t.Errorf("%v values that show %v of them: %v of names, %v of numbers", n, ratio, of, at)
			}
		}
	}
	own := []float64{1, 2, 3, 4}
	for squared, want := range map[float64]float64{0.5: 0.8, 2: 0.6, 3.5: 0.2, 5: 0} {
		if got := reached(own, squared); got != want {
			t.Errorf("%v of %v: %v, want %v", squared, own, got, want)
		}
	}
}

// Cramér's V is χ² in another unit: between windows too its p is that of χ², also where V itself is mostly 0.
func TestCramersVIsChiSquare(t *testing.T) {
	d := newDraws(19)
	b := must(NewBaseline(model.Categorical, d.phones(8, 200), nil))
	for range 20 {
		window := d.phones(1, 200)[0]
		v, chi := b.Judge(window, Options{Method: "cramers_v", Rule: "test"}), b.Judge(window, Options{Method: "chi2", Rule: "test"})
		if v.P != chi.P || v.PBasis != chi.PBasis {
			t.Errorf("p is %v (%s), of χ² %v (%s)", v.P, v.PBasis, chi.P, chi.PBasis)
		}
	}
}
