package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// powerStudy: what is found of changes of set sizes, by auto and, on the very same rows, by other tools. Rows are independent. Every run has one reference
// of so many times n rows, windows in which nothing changed, and one for each change.

// namedChange is a change with its name in tables.
type namedChange struct {
	name string
	change
}

var numericChanges = []namedChange{
	{"+0.1 sd", change{shift: 0.1}},
	{"+0.2 sd", change{shift: 0.2}},
	{"+0.5 sd", change{shift: 0.5}},
	{"scale × 1.25", change{scale: 1.25}},
	{"5 % at +4 sd", change{tail: 0.05}},
}

var categoricalChanges = []namedChange{
	{"5 % move", change{moved: 0.05}},
	{"10 % move", change{moved: 0.1}},
	{"new name, 3 %", change{fresh: 0.03}},
}

// powerCell is one log and number of rows.
type powerCell struct {
	log     rowLog
	n       int // rows of a window
	times   int // rows of the reference, in windows
	quiet   int // windows without a change
	changes []namedChange
	runs    int
}

func (c powerCell) name() string {
	return fmt.Sprintf("%s, reference %d ×, n=%s", c.log.name(), c.times, thousands(c.n))
}

// windows that are judged in each run.
func (c powerCell) windows() int { return c.quiet + len(c.changes) }

func powerCells(s settings) []powerCell {
	sizes := []int{100, 300, 1000, 10_000}
	logs := independentLogs()
	if s.quick {
		sizes = []int{100, 1000}
	}
	var cells []powerCell
	for _, l := range logs {
		changes := numericChanges
		if l.kind() == model.Categorical {
			changes = categoricalChanges
		}
		for _, n := range sizes {
			runs := s.runs
			if n >= 10_000 {
				runs = max(4, runs/4)
			}
			cells = append(cells, powerCell{log: l.(rowLog), n: n, times: 5, quiet: 2, changes: changes, runs: runs})
			if s.peers != "" {
				cells = append(cells, powerCell{log: l.(rowLog), n: n, times: 10, quiet: 4, runs: runs / 2})
			}
		}
	}
	return cells
}

// Ways in which auto is asked: with the reference as one window, and as the windows that it consists of.
const (
	autoOne     = "auto"
	autoWindows = "auto, in windows"
)

// powerResult is what each tool said: scores and calls by run and window.
type powerResult struct {
	cell   powerCell
	byTool map[string]answers
}

// measure draws and judges all runs.
func (c powerCell) measure(others *peers) (powerResult, error) {
	h := fnv.New64a()
	fmt.Fprintf(h, "power %s %d %d %d", c.log.name(), c.n, c.times, c.quiet)
	seed := h.Sum64()
	result := powerResult{cell: c, byTool: map[string]answers{}}
	tools := []string{autoOne, autoWindows}
	if others != nil {
		tools = append(tools, evidentlyTool, nannymlTool)
	}
	for _, t := range tools {
		result.byTool[t] = answers{Scores: make([][]*float64, c.runs), Calls: make([][]bool, c.runs)}
	}
	perRun, onGrid := (c.times+c.windows())*c.n, (c.times+1)*c.n > exactRows
	batch := max(1, min(50, 2_000_000/perRun))
	batches := (c.runs + batch - 1) / batch
	errs := make([]error, batches)
	parallel(batches, func(b int) {
		from, to := b*batch, min(c.runs, (b+1)*batch)
		var rows []float64
		for run := from; run < to; run++ {
			drawn := c.draw(rand.New(rand.NewPCG(seed, uint64(run))))
			for tool, reference := range map[string][]*counts.Counts{autoOne: {c.log.ofRows(drawn[0], onGrid)}, autoWindows: c.cut(drawn[0], onGrid)} {
				a := result.byTool[tool]
				a.Scores[run], a.Calls[run] = c.auto(reference, drawn[1:], onGrid)
			}
			if others != nil {
				for _, x := range drawn {
					rows = append(rows, x...)
				}
			}
		}
		if others == nil {
			return
		}
		kind := "num"
		if c.log.kind() == model.Categorical {
			kind = "cat"
		}
		said, err := others.judge(samples{Kind: kind, Rows: c.n, Chunks: c.times, Windows: c.windows(), Runs: to - from, rows: rows})
		if err != nil {
			errs[b] = err
			return
		}
		for tool, a := range said {
			copy(result.byTool[tool].Scores[from:to], a.Scores)
			copy(result.byTool[tool].Calls[from:to], a.Calls)
		}
	})
	for _, err := range errs {
		if err != nil {
			return result, err
		}
	}
	return result, nil
}

// draw a reference and all windows row by row.
func (c powerCell) draw(rng *rand.Rand) [][]float64 {
	drawn := [][]float64{c.log.rows(rng, c.times*c.n, change{})}
	for range c.quiet {
		drawn = append(drawn, c.log.rows(rng, c.n, change{}))
	}
	for _, change := range c.changes {
		drawn = append(drawn, c.log.rows(rng, c.n, change.change))
	}
	return drawn
}

// cut the reference into windows of n rows.
func (c powerCell) cut(reference []float64, onGrid bool) []*counts.Counts {
	windows := make([]*counts.Counts, c.times)
	for i := range windows {
		windows[i] = c.log.ofRows(reference[i*c.n:(i+1)*c.n], onGrid)
	}
	return windows
}

// auto judges windows: the score is −p, a call its default rule.
func (c powerCell) auto(reference []*counts.Counts, windows [][]float64, onGrid bool) (scores []*float64, calls []bool) {
	b := must(drift.NewBaseline(c.log.kind(), reference, nil))
	for _, x := range windows {
		o := judged(b, c.log.ofRows(x, onGrid), drift.Options{})
		score := -o.p
		scores, calls = append(scores, &score), append(calls, o.drift)
	}
	return scores, calls
}

// share of runs whose window is called.
func (r powerResult) share(tool string, window int, yes func(a answers, run int) bool) rate {
	a := r.byTool[tool]
	n, k := float64(len(a.Calls)), 0.0
	for run := range a.Calls {
		if yes(a, run) {
			k++
		}
	}
	p := k / n
	return rate{mean: p, se: math.Sqrt(p * (1 - p) / n), windows: len(a.Calls)}
}

// found by default, in the window of a change.
func (r powerResult) found(tool string, window int) rate {
	return r.share(tool, window, func(a answers, run int) bool { return a.Calls[run][window] })
}

// falseAlarms by default, over all windows without a change.
func (r powerResult) falseAlarms(tool string) rate {
	all := make([][]outcome, len(r.byTool[tool].Calls))
	for run, calls := range r.byTool[tool].Calls {
		for _, called := range calls[:r.cell.quiet] {
			all[run] = append(all[run], outcome{drift: called})
		}
	}
	return share(all, both)
}

// equalAlpha is the rate of false alarms at which tools are compared.
const equalAlpha = 0.05

// equalPower is the share of changes found where the tool's own threshold is moved to where its quiet windows of the same cell give equalAlpha of false
// alarms. At a score that several quiet windows have, as many are called as are missing to it.
func (r powerResult) equalPower(tool string, window int) float64 {
	a := r.byTool[tool]
	var quiet []float64
	for run := range a.Scores {
		for w := range r.cell.quiet {
			quiet = append(quiet, a.score(run, w))
		}
	}
	sort.Sort(sort.Reverse(sort.Float64Slice(quiet)))
	allowed := equalAlpha * float64(len(quiet))
	at := quiet[min(len(quiet)-1, int(allowed))]
	above, equal := 0.0, 0.0
	for _, q := range quiet {
		if q > at {
			above++
		} else if q == at {
			equal++
		}
	}
	part := (allowed - above) / equal
	sum := 0.0
	for run := range a.Scores {
		if s := a.score(run, window); s > at {
			sum++
		} else if s == at {
			sum += part
		}
	}
	return sum / float64(len(a.Scores))
}

// cost in seconds, about.
func (c powerCell) cost(withPeers bool) float64 {
	rows := float64((c.times + c.windows()) * c.n)
	each := 0.003 + 300e-9*rows
	if withPeers {
		each += 0.004*float64(c.windows()) + 3e-6*rows
	}
	return each * float64(c.runs)
}

func powerStudy(s settings) ([]task, func(r *report), error) {
	cells := matching(s, append(powerCells(s), rareCells(s)...))
	results := make([]powerResult, len(cells))
	var others *peers
	var tasks []task
	if s.peers != "" {
		others = &peers{python: s.peers, memory: s.memory}
	}
	for i, c := range cells {
		tasks = append(tasks, task{name: "power: " + c.name(), cost: c.cost(s.peers != ""), run: func() (err error) {
			results[i], err = c.measure(others)
			return err
		}})
	}
	if others != nil {
		tasks = append(tasks, task{name: "power: stopping the peers", cost: 0.1, run: others.stop})
	}
	return tasks, func(r *report) { powerTables(r, results) }, nil
}
