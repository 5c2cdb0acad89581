package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Twenty-five features whose hidden values have a correlation of one half: numbers of all shapes, and categories. What alpha promises is of the whole
// family: the share of quiet windows with any call.

// correlatedFeature is one of them.
type correlatedFeature struct {
	shape      shape
	categories int // 0: a number
}

func correlatedFeatures() []correlatedFeature {
	var all []correlatedFeature
	for range 5 {
		all = append(all, correlatedFeature{shape: normal}, correlatedFeature{shape: logNormal}, correlatedFeature{shape: heavyTailed})
	}
	for range 3 {
		all = append(all, correlatedFeature{shape: threeValues}, correlatedFeature{shape: tenValues})
	}
	for _, k := range []int{2, 5, 10, 100} {
		all = append(all, correlatedFeature{shape: discrete("", zipf(k)...), categories: k})
	}
	return all
}

func (f correlatedFeature) kind() string {
	if f.categories > 0 {
		return model.Categorical
	}
	return model.Numeric
}

func (f correlatedFeature) count(x []float64, onGrid bool) *counts.Counts {
	if f.categories > 0 {
		return categoricalLog{k: f.categories}.ofRows(x, onGrid)
	}
	return newLayout(f.shape, onGrid).ofRows(x)
}

// correlation of any two hidden values of a row, and of any two daily means.
const correlation = 0.5

// correlatedWindow draws m rows of all features; wander is the deviation of their daily means.
func correlatedWindow(rng *rand.Rand, features []correlatedFeature, m int, onGrid bool, wander float64) []*counts.Counts {
	mix := func(common float64) float64 {
		return math.Sqrt(correlation)*common + math.Sqrt(1-correlation)*rng.NormFloat64()
	}
	mean, day := make([]float64, len(features)), rng.NormFloat64()
	x := make([][]float64, len(features))
	for f := range features {
		mean[f] = wander * mix(day)
		x[f] = make([]float64, m)
	}
	for i := range m {
		row := rng.NormFloat64()
		for f, feature := range features {
			x[f][i] = feature.shape.value(mix(row) + mean[f])
		}
	}
	out := make([]*counts.Counts, len(features))
	for f, feature := range features {
		out[f] = feature.count(x[f], onGrid)
	}
	return out
}

type correlatedCell struct {
	plan       plan
	n          int
	wander     float64
	references int
}

func (c correlatedCell) name() string {
	return fmt.Sprintf("%s, reference %s, n=%s", c.log(), c.plan.name, thousands(c.n))
}

func (c correlatedCell) log() string {
	if c.wander == 0 {
		return "25 features, independent rows"
	}
	return fmt.Sprintf("25 features, wander %g", c.wander)
}

// familyRules: what counts as a call, and its alpha.
var familyRules = []struct {
	name  string
	rule  string
	alpha float64
}{{"q ≤ 5 %", "test", 0.05}, {"q ≤ 1 %", "test", 0.01}, {"both gates, 1 %", "both", 0.01}}

// measure the share of quiet windows with any call, by rule.
func (c correlatedCell) measure() []record {
	h := fnv.New64a()
	fmt.Fprintf(h, "correlated %s %d %g", c.plan.name, c.n, c.wander)
	seed := h.Sum64()
	features := correlatedFeatures()
	shape := c.plan.cell(nil, c.n)
	current, onGrid := shape.sizes()
	any := make([][][]outcome, len(familyRules))
	for r := range any {
		any[r] = make([][]outcome, c.references)
	}
	parallel(c.references, func(i int) {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		reference := make([][]*counts.Counts, len(features))
		for range shape.windows {
			for f, w := range correlatedWindow(rng, features, shape.rows, onGrid, c.wander) {
				reference[f] = append(reference[f], w)
			}
		}
		baselines := make([]*drift.Baseline, len(features))
		for f, feature := range features {
			baselines[f] = must(drift.NewBaseline(feature.kind(), reference[f], nil))
		}
		for range quietWindows {
			var family []*drift.Verdict
			for f, w := range correlatedWindow(rng, features, current, onGrid, c.wander) {
				family = append(family, baselines[f].Judge(w, drift.Options{}))
			}
			for r, rule := range familyRules {
				drift.Correct(family, drift.Options{Rule: rule.rule, Alpha: rule.alpha})
				called := slices.ContainsFunc(family, func(v *drift.Verdict) bool { return v.Outcome == drift.Drifted })
				any[r][i] = append(any[r][i], outcome{drift: called})
			}
		}
	})
	var records []record
	for r, rule := range familyRules {
		rate := share(any[r], both)
		records = append(records, record{Study: "correlated", Log: c.log(), Reference: c.plan.name, Rows: c.n, Method: "auto, any of the family, " + rule.name, Alpha: rule.alpha,
			Rate: rate.mean, SE: rate.se, Windows: rate.windows, Finding: rate.judge(rule.alpha, true)})
	}
	return records
}

func correlatedStudy(s settings) ([]task, func(r *report), error) {
	var cells []correlatedCell
	sizes := []int{100, 1000, 10_000}
	if s.quick {
		sizes = sizes[:2]
	}
	for _, wander := range []float64{0, 0.05} {
		for _, p := range []plan{tenfold, eight, manyDays} {
			if wander > 0 && p.windows == 0 {
				continue // one window does not tell of wander
			}
			for _, n := range sizes {
				references := max(2, s.repetitions/quietWindows/2)
				if n >= 10_000 {
					references = max(2, references/5)
				}
				cells = append(cells, correlatedCell{plan: p, n: n, wander: wander, references: references})
			}
		}
	}
	cells = matching(s, cells)
	found := make([][]record, len(cells))
	var tasks []task
	for i, c := range cells {
		shape := c.plan.cell(nil, c.n)
		rows := float64(shape.windows*shape.rows + quietWindows*c.n)
		tasks = append(tasks, task{name: "correlated: " + c.name(), cost: float64(c.references) * (0.02 + 25*120e-9*rows), run: func() error {
			found[i] = c.measure()
			return nil
		}})
	}
	return tasks, func(r *report) {
		records := slices.Concat(found...)
		r.Records = append(r.Records, records...)
		t := table{ID: "correlated", Title: "25 correlated features as a family (BH): quiet windows with any call, %", Head: []string{"log", "reference", "n"},
			Note: "Standard errors in brackets."}
		for _, rule := range familyRules {
			t.Head = append(t.Head, rule.name)
		}
		for i, c := range cells {
			row := []string{c.log(), c.plan.name, thousands(c.n)}
			for _, x := range found[i] {
				row = append(row, fmt.Sprintf("%.1f (%.1f)%s", 100*x.Rate, 100*x.SE, x.Finding.mark()))
			}
			t.Rows = append(t.Rows, row)
		}
		r.add(t)
	}, nil
}
