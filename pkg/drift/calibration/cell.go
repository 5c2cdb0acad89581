package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// cell is one simulated situation: a reference, and the windows that follow it.
type cell struct {
	log     log
	windows int      // of the reference
	rows    int      // of a window of the reference
	current int      // of a current window; 0: the same
	changes []change // what happened to each current window that is judged
	options []drift.Options
	season  int // windows are grouped by so many places in a rhythm; 0: one group
}

// quietWindows follow each simulated reference where nothing changes. They share it, so the error of a rate is taken over references.
const quietWindows = 4

// unchanged windows.
func unchanged(n int) []change { return make([]change, n) }

// outcome of one window: what each gate says.
type outcome struct {
	p       float64
	opened  bool // gate 2: effect ≥ threshold
	drift   bool // both, as a family of one
	verdict *drift.Verdict
}

func both(o outcome) bool { return o.drift }

// sizes of the current window, and whether there are so many rows that they are counted on a grid.
func (c cell) sizes() (current int, onGrid bool) {
	current = c.current
	if current == 0 {
		current = c.rows
	}
	return current, c.windows*c.rows+current > fewerExactRows
}

// seed depends on what is drawn, not on how it is judged.
func (c cell) seed() uint64 {
	h := fnv.New64a()
	current, _ := c.sizes()
	fmt.Fprintf(h, "%s %s %d %d %d %+v", c.log.kind(), c.log.name(), c.windows, c.rows, current, c.changes)
	return h.Sum64()
}

// simulate draws so many references and judges the windows that follow each: outcomes by option, reference and window. Equal cells give equal outcomes:
// every reference has its own seed.
func (c cell) simulate(references int) [][][]outcome {
	all := make([][][]outcome, len(c.options))
	for o := range all {
		all[o] = make([][]outcome, references)
	}
	seed := c.seed()
	current, onGrid := c.sizes()
	parallel(references, func(i int) {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		s := c.log.begin(rng)
		reference := make([]*counts.Counts, c.windows)
		var groups []int
		for w := range reference {
			reference[w] = c.log.window(rng, s, c.rows, onGrid, change{})
			if c.season > 0 {
				groups = append(groups, w%c.season)
			}
		}
		b := must(drift.NewBaseline(c.log.kind(), reference, groups))
		for j, change := range c.changes {
			w := c.log.window(rng, s, current, onGrid, change)
			for o, option := range c.options {
				if c.season > 0 {
					option.Group = (c.windows + j) % c.season
				}
				all[o][i] = append(all[o][i], judged(b, w, option))
			}
		}
	})
	return all
}

// judged is what is said of one window as a family of one.
func judged(b *drift.Baseline, w *counts.Counts, o drift.Options) outcome {
	v := b.Judge(w, o)
	drift.Correct([]*drift.Verdict{v}, o)
	return outcome{p: v.P, opened: v.Effect >= v.Threshold, drift: v.Outcome == drift.Drifted}
}

// slowMethods take a hundred times longer than the others: a kernel over all pairs of values, and permutations.
var slowMethods = []string{"mmd", "permutation_tv"}

// methodsFor are the ids of the methods that work on a kind of feature, auto first, the slow ones apart.
func methodsFor(kind string) (quick, slow []string) {
	for _, m := range drift.Own() {
		switch {
		case !slices.Contains(m.Kinds, kind):
		case slices.Contains(slowMethods, m.ID):
			slow = append(slow, m.ID)
		default:
			quick = append(quick, m.ID)
		}
	}
	return quick, slow
}
