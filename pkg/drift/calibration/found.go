package main

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// foundStudy: what auto finds where windows vary by themselves, and what every method finds at one size. Both at alpha 1 %: the first gate, and both.

// foundCell is a log and reference with every change.
type foundCell struct {
	log     log
	plan    plan
	n       int
	changes []namedChange
	methods []string
}

func (c foundCell) name() string {
	return fmt.Sprintf("%s, reference %s, n=%s", c.log.name(), c.plan.name, thousands(c.n))
}

// measure is the share found by method and change: "first gate (both)".
func (c foundCell) measure(references int) [][]string {
	simulated := c.plan.cell(c.log, c.n)
	for _, change := range c.changes {
		simulated.changes = append(simulated.changes, change.change)
	}
	for _, id := range c.methods {
		simulated.options = append(simulated.options, drift.Options{Method: id})
	}
	texts := make([][]string, len(c.methods))
	for o, all := range simulated.simulate(references) {
		for i := range c.changes {
			one, two := 0.0, 0.0
			for _, windows := range all {
				one += yes(windows[i].p <= 0.01) / float64(references)
				two += yes(windows[i].drift) / float64(references)
			}
			texts[o] = append(texts[o], fmt.Sprintf("%.2f (%.2f)", one, two))
		}
	}
	return texts
}

func foundStudy(s settings) ([]task, func(r *report), error) {
	shares := append(categoricalChanges[:2:2], namedChange{"20 % move", change{moved: 0.2}}, categoricalChanges[2])
	changesOf := func(l log) []namedChange {
		if l.kind() == model.Categorical {
			return shares
		}
		return numericChanges
	}
	sizes, references := []int{100, 1000, 10_000}, max(2, s.repetitions/8)
	if s.quick {
		sizes = []int{1000}
	}
	var cells []foundCell
	for _, l := range []log{
		numericLog{shape: normal},
		numericLog{text: "wander 0.05", shape: normal, wander: 0.05},
		numericLog{text: "10 rows a user", shape: normal, users: 10},
		numericLog{text: "weekly 0.2, not matched", shape: normal, weekly: 0.2, wander: 0.02},
		categoricalLog{text: "Dirichlet(2000)", k: 10, dirichlet: 2000},
		categoricalLog{text: "Dirichlet(2000)", k: 100, dirichlet: 2000},
		categoricalLog{text: "10 rows a user", k: 10, users: 10},
	} {
		for _, p := range []plan{eight, manyDays} {
			for _, n := range sizes {
				cells = append(cells, foundCell{log: l, plan: p, n: n, changes: changesOf(l), methods: []string{"auto"}})
			}
		}
	}
	cells = matching(s, cells)
	var each []foundCell
	for _, p := range []plan{tenfold, manyDays} {
		for _, l := range []log{numericLog{shape: normal}, categoricalLog{k: 10}} {
			methods, slow := methodsFor(l.kind())
			if p == tenfold {
				methods = append(methods, slow...)
			}
			each = append(each, foundCell{log: l, plan: p, n: 1000, changes: changesOf(l), methods: methods})
		}
	}
	each = matching(s, each)
	all := append(cells[:len(cells):len(cells)], each...)
	texts := make([][][]string, len(all))
	var tasks []task
	for i, c := range all {
		judgements := len(c.changes) + c.plan.windows
		cost := float64(references) * (float64(judgements)*1e-7*float64(min(c.n, 1000)) + 1e-4*float64(len(c.methods)*judgements))
		tasks = append(tasks, task{name: "found: " + c.name(), cost: cost, run: func() error {
			texts[i] = c.measure(references)
			return nil
		}})
	}
	return tasks, func(r *report) {
		r.add(foundTable("found-numeric", "Found by auto where windows vary, numbers: first gate at 1 % (both gates)", model.Numeric, cells, texts))
		r.add(foundTable("found-categories", "Found by auto where windows vary, categories: first gate at 1 % (both gates)", model.Categorical, cells, texts))
		methods := texts[len(cells):]
		r.add(foundTable("found-methods-numeric", "Found by every method, numbers, n=1,000: first gate at 1 % (both gates)", model.Numeric, each, methods))
		r.add(foundTable("found-methods-categories", "Found by every method, categories, n=1,000: first gate at 1 % (both gates)", model.Categorical, each, methods))
	}, nil
}

// foundTable: a line for each cell and method of a kind, a column for each change.
func foundTable(id, title, kind string, cells []foundCell, texts [][][]string) table {
	t := table{ID: id, Title: title, Head: []string{"log", "reference", "n", "method"}}
	for i, c := range cells {
		if c.log.kind() != kind {
			continue
		}
		if len(t.Rows) == 0 {
			for _, change := range c.changes {
				t.Head = append(t.Head, change.name)
			}
		}
		for o, id := range c.methods {
			t.Rows = append(t.Rows, append([]string{c.log.name(), c.plan.name, thousands(c.n), id}, texts[i][o]...))
		}
	}
	return t
}
