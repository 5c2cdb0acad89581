package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// A budget is an alpha: one false alarm in 30 days is 1/30 for windows of a day and 1/720 for those of an hour. Years of a family of 25 correlated
// features in which nothing changes but the daily or hourly wander are replayed, and the windows with any call are counted. Alarms come in clusters, one
// reference having more of them than another, so that hours, which are many, are divided among many references.

// budgetDays is the length of the period that one alarm is allowed in.
const budgetDays = 30

// budgetCell is a length of windows.
type budgetCell struct {
	length  string
	perDay  int // windows a day
	windows int // of the reference
	rows    int // a window
	days    int // replayed against each reference

	references int
	wander     float64
}

func budgetCells(s settings) []budgetCell {
	scale := func(n int) int { return max(1, n*s.repetitions/2000) }
	days, hours := 365, 12
	if s.quick {
		days, hours = 30, 1
	}
	return matching(s, []budgetCell{
		{"days", 1, 28, 1000, days, scale(8), 0},
		{"days", 1, 28, 1000, days, scale(8), 0.05},
		{"days", 1, 8, 1000, days, scale(8), 0.05},
		{"hours", 24, 168, 200, hours, scale(60), 0},
		{"hours", 24, 168, 200, hours, scale(60), 0.05},
	})
}

func (c budgetCell) name() string {
	return fmt.Sprintf("windows of %s, %s, R=%d", c.length, c.log(), c.windows)
}

func (c budgetCell) log() string {
	if c.wander == 0 {
		return "independent rows"
	}
	return fmt.Sprintf("wander %g", c.wander)
}

// budgetRules are what a call may be.
var budgetRules = []struct{ name, rule string }{{"q ≤ alpha", "test"}, {"both gates", "both"}}

// alarms counts the windows with any call, by rule and reference.
func (c budgetCell) alarms() [][]float64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "budget %+v", c)
	seed := h.Sum64()
	features := correlatedFeatures()
	out := make([][]float64, len(budgetRules))
	for r := range out {
		out[r] = make([]float64, c.references)
	}
	parallel(c.references, func(i int) {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		reference := make([][]*counts.Counts, len(features))
		for range c.windows {
			for f, w := range correlatedWindow(rng, features, c.rows, false, c.wander) {
				reference[f] = append(reference[f], w)
			}
		}
		baselines := make([]*drift.Baseline, len(features))
		for f, feature := range features {
			baselines[f] = must(drift.NewBaseline(feature.kind(), reference[f], nil))
		}
		for range c.days * c.perDay {
			var family []*drift.Verdict
			for f, w := range correlatedWindow(rng, features, c.rows, false, c.wander) {
				family = append(family, baselines[f].Judge(w, drift.Options{}))
			}
			for r, rule := range budgetRules {
				drift.Correct(family, drift.Options{Rule: rule.rule, Alpha: 1 / float64(budgetDays*c.perDay)})
				if slices.ContainsFunc(family, func(v *drift.Verdict) bool { return v.Outcome == drift.Drifted }) {
					out[r][i]++
				}
			}
		}
	})
	return out
}

func budgetStudy(s settings) ([]task, func(r *report), error) {
	cells := budgetCells(s)
	found := make([][][]float64, len(cells))
	var tasks []task
	for i, c := range cells {
		windows := float64(c.days*c.perDay + c.windows)
		tasks = append(tasks, task{name: "budget: " + c.name(), cost: float64(c.references) * windows * 25 * (2e-4 + 120e-9*float64(c.rows)), run: func() error {
			found[i] = c.alarms()
			return nil
		}})
	}
	return tasks, func(r *report) {
		t := table{ID: "budget", Title: "A budget of one false alarm in 30 days: quiet windows of a family of 25 correlated features with any call, per 30 days",
			Head: []string{"windows of", "log", "reference", "rows a window", "days replayed"},
			Note: "The mean over references; in brackets its standard error."}
		for _, rule := range budgetRules {
			t.Head = append(t.Head, rule.name)
		}
		for i, c := range cells {
			row := []string{c.length, c.log(), fmt.Sprintf("R=%d", c.windows), thousands(c.rows), thousands(c.days * c.references)}
			for _, perReference := range found[i] {
				mean, se := meanAndError(perReference)
				periods := float64(c.days) / budgetDays
				row = append(row, fmt.Sprintf("%.2f (%.2f)", mean/periods, se/periods))
			}
			t.Rows = append(t.Rows, row)
		}
		r.add(t)
	}, nil
}
