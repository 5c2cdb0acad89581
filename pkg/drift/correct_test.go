package drift

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// The answers of R's p.adjust.
func TestAdjust(t *testing.T) {
	p := []float64{0.01, 0.04, 0.03, 0.005, 0.5}
	for correction, want := range map[string][]float64{
		"none":       {0.01, 0.04, 0.03, 0.005, 0.5},
		"bonferroni": {0.05, 0.2, 0.15, 0.025, 1},
		"holm":       {0.04, 0.09, 0.09, 0.025, 0.5},
		"bh":         {0.025, 0.05, 0.05, 0.025, 0.5},
		"by":         {0.025 * 137 / 60, 0.05 * 137 / 60, 0.05 * 137 / 60, 0.025 * 137 / 60, 1},
	} {
		got := adjust(p, correction)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-12 {
				t.Errorf("%s: %v, want %v", correction, got, want)
				break
			}
		}
	}
	if len(adjust(nil, "bh")) != 0 {
		t.Error("an empty family")
	}
}

var corrections = []string{"none", "bonferroni", "holm", "bh", "by"}

// Severity ≥ 1 ⇔ drifted, and both as the rule says, whatever the numbers: at the line and one float beside it, too.
func TestSeverityIsTheVerdict(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	pick := func(around float64) float64 {
		switch rng.IntN(8) {
		case 0:
			return around
		case 1:
			return math.Nextafter(around, 0)
		case 2:
			return math.Nextafter(around, 2)
		case 3:
			return 0
		case 4:
			return 1
		}
		return math.Pow(10, -6*rng.Float64())
	}
	seen := map[Outcome]int{}
	for range 4000 {
		o := Options{Correction: corrections[rng.IntN(5)], Rule: []string{"both", "threshold", "test"}[rng.IntN(3)]}
		if rng.IntN(3) > 0 {
			o.Alpha = []float64{0.01, 0.05, 1e-4, 0.5, 0.3}[rng.IntN(5)]
		}
		alpha := o.withDefaults().Alpha
		family := make([]*Verdict, 1+rng.IntN(6))
		for i := range family {
			v := newVerdict("auto")
			v.judged, v.suspect, v.few = true, causeDistribution, rng.IntN(9) == 0
			v.Threshold = []float64{0.1, 0.25, 0.05}[rng.IntN(3)]
			v.Effect, v.P = pick(v.Threshold), pick(alpha)
			if rng.IntN(20) == 0 {
				v.P = math.NaN()
			}
			family[i] = v
		}
		Correct(family, o)
		for _, v := range family {
			seen[v.Outcome]++
			if (v.Severity >= 1) != (v.Outcome == Drifted) {
				t.Fatalf("severity %v but %s: %+v", v.Severity, v.Outcome, v)
			}
			if (v.Cause != "") != (v.Outcome == Drifted) {
				t.Fatalf("cause %q of %s", v.Cause, v.Outcome)
			}
			if v.Severity < 0 || v.Severity > 10 {
				t.Fatalf("severity %v", v.Severity)
			}
			// The rule in words, with a hair of room at the line.
			sure, matters := math.IsNaN(v.Q) || v.Q <= alpha, v.Effect >= v.Threshold
			near := math.Abs(v.Q/alpha-1) < 1e-12 || math.Abs(v.Effect/v.Threshold-1) < 1e-12
			want := sure && matters
			switch o.Rule {
			case "threshold":
				want = matters
			case "test":
				if math.IsNaN(v.Q) {
					if v.Outcome != Failed {
						t.Fatalf("a test without a p-value gave %s", v.Outcome)
					}
					continue
				}
				want = sure
			}
			if (v.Outcome == Drifted) != want && !near {
				t.Fatalf("%s with effect %v of %v and q %v of %v, rule %q", v.Outcome, v.Effect, v.Threshold, v.Q, alpha, o.Rule)
			}
		}
	}
	for _, o := range []Outcome{Drifted, Fine, NotEnough} {
		if seen[o] < 100 {
			t.Errorf("only %d of %s were tried", seen[o], o)
		}
	}
}

// Undecided verdicts neither count as tests nor are touched.
func TestCorrectLeavesTheUndecidedAlone(t *testing.T) {
	decided := newVerdict("auto")
	decided.judged, decided.suspect, decided.P, decided.Effect, decided.Threshold = true, causeDistribution, 0.009, 0.2, 0.1
	few := newVerdict("auto").fail(NotEnough, "12 rows in the window, 50 are needed")
	Correct([]*Verdict{few, nil, decided, newVerdict("auto").fail(Failed, "")}, Options{})
	if decided.Outcome != Drifted || decided.Q != 0.009 {
		t.Errorf("a family of one: %+v", decided)
	}
	if few.Outcome != NotEnough || !math.IsNaN(few.Severity) || !math.IsNaN(few.Q) {
		t.Errorf("not enough became %+v", few)
	}
	Correct(nil, Options{})
	// Again, in a larger family and with another alpha.
	quiet := newVerdict("auto")
	quiet.judged, quiet.P, quiet.Effect, quiet.Threshold = true, 0.8, 0, 0.1
	Correct([]*Verdict{decided, quiet}, Options{})
	if decided.Outcome != Fine || decided.Q != 0.018 || decided.Cause != "" {
		t.Errorf("a family of two: %+v", decided)
	}
}

func TestAlphaForBudget(t *testing.T) {
	day := 24 * time.Hour
	for _, c := range []struct {
		alarms         float64
		period, window time.Duration
		want           float64
	}{{1, 30 * day, day, 1.0 / 30}, {1, 30 * day, time.Hour, 1.0 / 720}, {1, day, 7 * day, 0.5}, {0, day, day, 0.01}, {1, 0, day, 0.01}} {
		if got := AlphaForBudget(c.alarms, c.period, c.window); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%v alarms per %v, windows of %v: %v, want %v", c.alarms, c.period, c.window, got, c.want)
		}
	}
}

func TestPersist(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		severities []float64
		k, n       int
		want       float64
	}{
		{[]float64{3, 0.2, 2}, 2, 3, 2},
		{[]float64{3, 0.2, 2}, 2, 2, 0.2},
		{[]float64{3, 0.2, 2}, 1, 1, 2},
		{[]float64{3, nan, 2}, 2, 3, 2},
		{[]float64{3, nan, 2}, 2, 2, nan},
		{nil, 1, 1, nan},
		{[]float64{5, 4}, 3, 2, nan},
		{[]float64{1, 2}, 0, 0, 2},
	} {
		if got := Persist(c.severities, c.k, c.n); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%d of the last %d of %v: %v, want %v", c.k, c.n, c.severities, got, c.want)
		}
	}
}

func TestEpisodes(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		severities []float64
		want       []Episode
	}{
		{nil, nil},
		{[]float64{0, 0.99}, nil},
		{[]float64{0, 1, 3, 2, 0.5, 1.5}, []Episode{{1, 3, 2, false}, {5, 5, 5, true}}},
		{[]float64{2, nan, 1, nan, 0}, []Episode{{0, 2, 0, false}}},
		{[]float64{nan, 2, nan}, []Episode{{1, 1, 1, true}}},
	} {
		if got := Episodes(c.severities); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%v: %+v, want %+v", c.severities, got, c.want)
		}
	}
}
