package drift

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/drift/peer"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Every definition of another library, on windows from unchanged to unlike, at its own line and at lines on and beside the score: severity ≥ 1 ⇔ drifted,
// and neither alpha, corrections nor gates have a say.
func TestEveryPeersVerdict(t *testing.T) {
	d := newDraws(5)
	references := map[string][]*counts.Counts{model.Numeric: d.wandering(6, 100, 0.03), model.Categorical: d.phones(6, 100)}
	currents := map[string][]*counts.Counts{
		model.Numeric: {d.normal(600, 0, 1), d.normal(120, 0.4, 1), d.normal(90, 5, 1), withMissing(d.normal(80, 0.1, 1), 0.4), d.normal(7, 0, 1),
			d.floats(60, func() float64 { return 7 })},
		model.Categorical: {d.names(600, d.phone), d.names(90, func() string { return "phone 0" }), withMissing(d.names(60, d.phone), 0.3),
			d.names(80, func() string { return fmt.Sprint("new ", d.IntN(3)) })},
	}
	outcomes := map[Outcome]int{}
	for _, m := range peer.All {
		if !slices.Contains(Methods(), m) {
			t.Fatalf("%s is not in the catalogue", m.ID)
		}
		if m.Group == "" || m.Remark == "" || m.Formula == "" || !strings.Contains(m.Source, m.Group) {
			t.Errorf("%s says too little of itself: %+v", m.ID, m)
		}
		judged := 0
		for kind, list := range currents {
			b, err := NewBaseline(kind, references[kind], nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range list {
				free := b.Judge(c, Options{Method: m.ID})
				if !slices.Contains(m.Kinds, kind) {
					if free.Outcome != Failed || !strings.Contains(free.Note, "does not work on "+kind) {
						t.Errorf("%s on %s features: %+v", m.ID, kind, free)
					}
					continue
				}
				lines := []*float64{nil}
				if number := peersNumber(free); !math.IsNaN(number) {
					for _, at := range []float64{number, math.Nextafter(number, -1), math.Nextafter(number, 2), number * 2, 0, 1} {
						lines = append(lines, &at)
					}
				}
				for _, line := range lines {
					for _, o := range []Options{{}, {Alpha: 1e-9, Correction: "bonferroni", Rule: "test", MinRows: 1e6, Noise: "sampling"}} {
						o.Method, o.Threshold = m.ID, line
						v := b.Judge(c, o)
						Correct([]*Verdict{v, b.Judge(c, Options{Method: "auto"})}, o)
						outcomes[v.Outcome]++
						name := fmt.Sprintf("%s %s window %d: %+v", m.ID, kind, i, *v)
						if (v.Severity >= 1) != (v.Outcome == Drifted) {
							t.Fatalf("severity and outcome disagree: %s", name)
						}
						switch v.Outcome {
						case Drifted, Fine:
							judged++
							if !(v.Severity >= 0 && v.Severity <= 10) || math.IsNaN(v.Threshold) || !math.IsNaN(v.Q) || !math.IsNaN(v.Noise) || v.NoiseBasis != peerBasis {
								t.Errorf("not by the library's rule: %s", name)
							}
							if (v.Cause != "") != (v.Outcome == Drifted) || (v.PBasis == method.BasisNone) != math.IsNaN(v.P) {
								t.Errorf("cause or basis: %s", name)
							}
						case Failed:
							if v.Note == "" {
								t.Errorf("failed without a word: %s", name)
							}
						default:
							t.Errorf("neither judged nor failed: %s", name)
						}
					}
				}
			}
		}
		if judged == 0 && m.ID != "evidently.g_test" && m.ID != "evidently.fisher_exact" && m.ID != "alibi.fet" { // of two values or as many rows
			t.Errorf("%s never judged", m.ID)
		}
	}
	for _, o := range []Outcome{Drifted, Fine, Failed} {
		if outcomes[o] == 0 {
			t.Errorf("no verdict was %s", o)
		}
	}
}

// A p-value has no line outside [0, 1]; a distance may have any.
func TestPeersThresholdOnP(t *testing.T) {
	d := newDraws(7)
	b, err := NewBaseline(model.Numeric, d.wandering(5, 80, 0.03), nil)
	if err != nil {
		t.Fatal(err)
	}
	c := d.normal(90, 0.4, 1)
	for _, line := range []float64{-0.05, 1.5, math.NaN()} {
		if v := b.Judge(c, Options{Method: "evidently.ks", Threshold: &line}); v.Outcome != Failed || !strings.Contains(v.Note, "on a p-value and lies in [0, 1]") {
			t.Errorf("a p-value's threshold of %v: %s, %q", line, v.Outcome, v.Note)
		}
	}
	far := 1.5
	if v := b.Judge(c, Options{Method: "evidently.wasserstein", Threshold: &far}); v.Outcome != Fine {
		t.Errorf("a distance's threshold of 1.5: %s, %q", v.Outcome, v.Note)
	}
}

// peersNumber is what the rule of a library is on.
func peersNumber(v *Verdict) float64 {
	if v.Method == "nannyml.chi2" || !math.IsNaN(v.P) {
		return v.P
	}
	return v.Statistic
}

// A library's rule at its very line: ≥ where it says at least, > where it says above.
func TestPeersLine(t *testing.T) {
	d := newDraws(6)
	b, err := NewBaseline(model.Numeric, d.wandering(5, 80, 0.03), nil)
	if err != nil {
		t.Fatal(err)
	}
	c := d.normal(90, 0.4, 1)
	for id, drifted := range map[string]bool{
		"evidently.psi": true, "evidently.wasserstein": true, "evidently.ed": false, "evidently.ks": true, "evidently.t_test": false, "evidently.cramer_von_mises": true,
		"nannyml.wasserstein": false, "nannyml.jensen_shannon": false, "alibi.ks": false, "deepchecks.ks": true, "frouros.ks": false, "frouros.emd": true,
	} {
		half := 0.5
		at := peersNumber(b.Judge(c, Options{Method: id, Threshold: &half}))
		v := b.Judge(c, Options{Method: id, Threshold: &at})
		if want := map[bool]Outcome{true: Drifted, false: Fine}[drifted]; v.Outcome != want || (v.Severity >= 1) != drifted {
			t.Errorf("%s at its line: %s, severity %v; want %s", id, v.Outcome, v.Severity, want)
		}
	}
}

// The line of NannyML moves with the number of standard deviations that is asked for, and what is not read from chunks does not.
func TestDeviations(t *testing.T) {
	d := newDraws(8)
	b, err := NewBaseline(model.Numeric, d.wandering(5, 80, 0.03), nil)
	if err != nil {
		t.Fatal(err)
	}
	c := d.normal(90, 0.4, 1)
	line := func(id string, k *float64) float64 { return b.Judge(c, Options{Method: id, Deviations: k}).Threshold }
	none, two, three := 0.0, 2.0, 3.0
	for _, id := range []string{"nannyml.wasserstein", "nannyml.jensen_shannon", "nannyml.kolmogorov_smirnov"} {
		mean, usual := line(id, &none), line(id, nil)
		if usual != line(id, &three) || !(usual > mean) || math.Abs(line(id, &two)-mean-(usual-mean)*2/3) > 1e-12 {
			t.Errorf("%s: the line is at %v, %v and %v for 0, 2 and 3 deviations", id, mean, line(id, &two), usual)
		}
	}
	if v := b.Judge(c, Options{Method: "nannyml.wasserstein", Deviations: &two}); !strings.Contains(v.Note, "mean + 2 standard deviations") {
		t.Errorf("it says %q", v.Note)
	}
	if line("evidently.wasserstein", &two) != line("evidently.wasserstein", nil) {
		t.Error("a fixed line moved")
	}
}

// NannyML compares a chunk of the reference with all of it; others leave it out.
func TestInsideThePeersReference(t *testing.T) {
	d := newDraws(7)
	windows := d.wandering(5, 80, 0.03)
	b, err := NewBaseline(model.Numeric, windows, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, rows := range map[string]float64{"nannyml.wasserstein": 400, "evidently.wasserstein": 320} {
		if v := b.Without(2).Judge(windows[2], Options{Method: id}); v.ReferenceRows != rows || v.Outcome == Failed {
			t.Errorf("%s: %v rows of reference, want %v (%+v)", id, v.ReferenceRows, rows, v)
		}
	}
	whole, apart := b.Judge(windows[2], Options{Method: "nannyml.wasserstein"}), b.Without(2).Judge(windows[2], Options{Method: "nannyml.wasserstein"})
	if whole.Statistic != apart.Statistic || whole.Threshold != apart.Threshold {
		t.Errorf("%v at %v, and without itself %v at %v", whole.Statistic, whole.Threshold, apart.Statistic, apart.Threshold)
	}
}

// With season groups a library's reference is the windows of the window's own group, and its chunks are these.
func TestPeersOfASeason(t *testing.T) {
	d := newDraws(9)
	var windows []*counts.Counts
	var groups []int
	for i := range 15 {
		windows, groups = append(windows, d.normal(100, float64(i%3), 1)), append(groups, i%3)
	}
	seasonal, err := NewBaseline(model.Numeric, windows, groups)
	if err != nil {
		t.Fatal(err)
	}
	now := d.normal(150, 1.3, 1)
	for g := range 3 {
		var mine []*counts.Counts
		for i := g; i < 15; i += 3 {
			mine = append(mine, windows[i])
		}
		alone, err := NewBaseline(model.Numeric, mine, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"evidently.wasserstein", "evidently.ks", "nannyml.jensen_shannon"} {
			got, want := seasonal.Judge(now, Options{Method: id, Group: g}), alone.Judge(now, Options{Method: id})
			if got.Statistic != want.Statistic || got.Threshold != want.Threshold || got.Outcome != want.Outcome || math.IsNaN(got.Statistic) {
				t.Errorf("%s, group %d: %v against %v (%s), alone %v against %v (%s)", id, g, got.Statistic, got.Threshold, got.Outcome, want.Statistic, want.Threshold, want.Outcome)
			}
		}
	}
	if v := seasonal.Judge(now, Options{Method: "evidently.ks", Group: 7}); v.Outcome != NoReference {
		t.Errorf("a season that the reference does not have: %+v", v)
	}
	if one, _ := NewBaseline(model.Numeric, windows[:1], nil); one.Judge(now, Options{Method: "nannyml.wasserstein"}).Outcome != Failed {
		t.Error("a threshold from one window")
	}
}
