package drift

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/model"
)

// common is a window of ten names, each of a tenth of the rows, and some rows of one name that is in no other.
func common(rows, ofNew int) *counts.Counts {
	c := map[string]float64{}
	for i := range 10 {
		c[fmt.Sprintf("name %d", i)] = float64(rows-ofNew) / 10
	}
	if ofNew > 0 {
		c["new"] = float64(ofNew)
	}
	return counted(c)
}

// Where names are frequent, two rows of a new one are a call at 5 % and three at 1 %; one is none, because of a name of one row among 600 that row is in the window in
// one case of six.
func TestFewRowsOfANewName(t *testing.T) {
	reference := []*counts.Counts{common(500, 0)}
	for rows, most := range map[int]float64{1: 1, 2: 0.05, 3: 0.01} {
		v := judged(t, model.Categorical, reference, common(100, rows), Options{})
		if v.P > most || rows == 1 && v.P < 0.05 {
			t.Errorf("%d rows of a new name: p = %v, want at most %v", rows, v.P, most)
		}
		alone := judged(t, model.Categorical, reference, common(100, rows), Options{Method: "chi2"})
		if v.P > 2*alone.P {
			t.Errorf("%d rows of a new name: p = %v, %v by χ² alone", rows, v.P, alone.P)
		}
	}
}

// Rows of rare values are dealt to window and reference: how many are of values that the window alone has.
func TestNewRowsLaw(t *testing.T) {
	d := newDraws(71)
	const in = 1.0 / 3
	sizes := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 6}
	const rest = 100 * 3 // rows of a frequent value
	const runs = 40_000
	found := map[float64]float64{}
	for range runs {
		fresh := 0.0
		for _, rows := range sizes {
			all := true
			for range int(rows) {
				all = all && d.Float64() < in
			}
			if all {
				fresh += rows
			}
		}
		found[fresh]++
	}
	// The law does not depend on how the rows were dealt, apart from how many there are on both sides. It takes values for rarer events than they are, which errs to the
	// large side.
	window, reference := map[string]float64{"frequent": rest / 3}, map[string]float64{"frequent": 2 * rest / 3}
	left := 0.0
	for i, rows := range sizes {
		name := fmt.Sprintf("rare %d", i)
		if left += rows * in; left >= 1 {
			window[name] = 1
			left--
		}
		if rest := rows - window[name]; rest > 0 {
			reference[name] = rest
		}
	}
	b := must(NewBaseline(model.Categorical, []*counts.Counts{counted(reference)}, nil))
	l, _ := b.known().chance(b, counted(window), 1, 1)
	for rows := 1.0; rows <= 12; rows++ {
		share := 0.0
		for fresh, n := range found {
			share += law.BoolShare(fresh >= rows) * n / runs
		}
		l.these = 0
		if p := l.reaching(rows); p < share/1.25 || p > share*1.6+0.001 {
			t.Errorf("at least %v new rows: %.4f by the law, %.4f found", rows, p, share)
		}
	}
}

func counted(of map[string]float64) *counts.Counts {
	names := slices.Sorted(maps.Keys(of))
	w := make([]float64, len(names))
	for i, name := range names {
		w[i] = of[name]
	}
	return must(counts.OfStrings(names, w, nil, counts.Other{}))
}

// What new values cannot use of alpha is left to the other tests, and together they use no more than there is.
func TestNewValuesShareAlpha(t *testing.T) {
	for _, values := range []float64{0, 0.03, 0.5, 4, 300} {
		l := freshRows{values: values, each: 1, these: 0.5}
		weight := leastNewWeight + moreNewWeight*math.Exp(-values)
		last := 0.0
		for alpha := 1e-4; alpha < 0.5; alpha *= 1.05 {
			// the largest p of the distribution that is a call at this alpha
			low, high := 0.0, alpha
			for range 60 {
				p, fresh := part{p: (low + high) / 2}, part{p: 1}
				if l.share(&p, &fresh); p.p <= alpha {
					low = (low + high) / 2
				} else {
					high = (low + high) / 2
				}
			}
			if total := low + l.upTo(weight*alpha); total > alpha*(1+1e-9) {
				t.Errorf("%v new values: alpha %.4g is used %.4g", values, alpha, total)
			}
			if low < last {
				t.Errorf("%v new values: of a larger alpha %.4g less is left", values, alpha)
			}
			if last = low; values == 0 && low < alpha*(1-1e-9) {
				t.Errorf("no new values can be, and alpha %.4g pays for them: %.4g left", alpha, low)
			}
		}
	}
}

// A hundred rows of a new name are as sure as can be, whatever other names there are, and no p is 0.
func TestManyRowsOfANewName(t *testing.T) {
	for rows := 1.0; rows <= 40; rows++ {
		reference, window := map[string]float64{"frequent": 1000}, map[string]float64{"frequent": 300, "new": 100}
		for i := range 37 {
			reference[fmt.Sprint("rare ", i)], window[fmt.Sprint("rare ", i)] = rows, 3
		}
		v := judged(t, model.Categorical, []*counts.Counts{counted(reference)}, counted(window), Options{})
		if v.Outcome != Drifted || !(v.P > 0) || v.P > 1e-20 {
			t.Errorf("a fifth of the rows are new, others have %v: %s, p = %v", rows, v.Outcome, v.P)
		}
	}
}

// In windows of as many rare names as there can be, new ones come by chance, several rows at a time.
func TestRareNamesAreNoDrift(t *testing.T) {
	d := newDraws(72)
	draw := func() string {
		if d.Float64() < 0.1 {
			return fmt.Sprint("rare ", d.IntN(60))
		}
		return d.phone()
	}
	const references, each = 250, 4
	calls, squares := 0.0, 0.0
	for range references {
		b := must(NewBaseline(model.Categorical, []*counts.Counts{d.names(1000, draw)}, nil))
		one := 0.0
		for range each {
			one += law.BoolShare(b.Judge(d.names(500, draw), Options{}).P <= 0.05) / each
		}
		calls, squares = calls+one/references, squares+one*one/references
	}
	if se := math.Sqrt((squares - calls*calls) / references); calls > 0.05+3*se {
		t.Errorf("called in %.1f %% of %d windows in which nothing changed, at 5 %%", 100*calls, references*each)
	}
}

// Rows that come ten at a time are one for the law of new values, by every method: a new name that one user brings is no call, whichever it is.
func TestOneUsersNewName(t *testing.T) {
	d := newDraws(83)
	users := func(n int, extra string) *counts.Counts {
		of := map[string]float64{}
		for range n {
			of[fmt.Sprint("name ", min(9, int(d.ExpFloat64()*3)))] += 10
		}
		if extra != "" {
			of[extra] = 10
		}
		return counted(of)
	}
	for range 20 {
		reference := make([]*counts.Counts, 8)
		for i := range reference {
			reference[i] = users(10, "")
		}
		b := must(NewBaseline(model.Categorical, reference, nil))
		window := users(9, "new")
		clusters := map[float64]bool{}
		for _, id := range []string{"linf", "tv", "chi2", "kl_reverse"} {
			v := b.Judge(window, Options{Method: id, Rule: "test"})
			if v.suspect == causeNew && v.P <= 0.001 {
				t.Errorf("%s: p of one user's new name is %v", id, v.P)
			}
			clusters[b.cluster(b.distribution(window, Options{Method: id}.withDefaults()))] = true
		}
		if len(clusters) != 1 {
			t.Errorf("rows that count as one: %v, by method", clusters)
		}
	}
}

// A method alone pays little for new values where every window has some, and half of alpha where they are rare.
func TestPriceOfNewValues(t *testing.T) {
	price := func(values float64) float64 {
		v := newVerdict("tv")
		v.settle([]part{
			{cause: causeDistribution, p: 0.03, effect: 1, threshold: 2},
			{cause: causeNew, p: 0.5, effect: 0, threshold: 1, weight: freshRows{values: values}.weight()},
		}, Options{}.withDefaults())
		return v.P / 0.03
	}
	if rare, usual := price(0.01), price(20); math.Abs(rare-2) > 1e-9 || math.Abs(usual-1.25) > 1e-6 {
		t.Errorf("prices %v and %v, want 2 and 1.25", rare, usual)
	}
}
