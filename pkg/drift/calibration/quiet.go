package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/drift"
)

// quietStudy: how often auto, and each method alone by its test, call a window in which nothing changed.
//
// A reference is either one window that is 2, 10 or 100 times larger, so that nothing is known of how windows differ and rows count as independent
// (they are), or 8 or 28 windows of the same number of rows, whose differences the laws learn from.

// plan is how a reference lies to its windows.
type plan struct {
	name    string
	windows int // 0: one window, so many times larger
	times   int
	season  int // windows are grouped by weekday: 7
	each    int // rows of a window of the reference; 0: as many as the current one has
}

const mostReferenceRows = 1_000_000

var (
	twice    = plan{name: "2 ×", times: 2}
	tenfold  = plan{name: "10 ×", times: 10}
	hundred  = plan{name: "100 ×", times: 100}
	four     = plan{name: "R=4", windows: 4}
	eight    = plan{name: "R=8", windows: 8}
	manyDays = plan{name: "R=28", windows: 28}
	thousand = plan{name: "R=28 of 1,000 rows", windows: 28, each: 1000}
	weekdays = []plan{{name: "R=28 by weekday", windows: 28, season: 7}, {name: "R=56 by weekday", windows: 56, season: 7}}
)

// cell of windows of n rows.
func (p plan) cell(l log, n int) cell {
	if p.each > 0 {
		return cell{log: l, windows: p.windows, rows: p.each, current: n}
	}
	if p.windows > 0 {
		return cell{log: l, windows: p.windows, rows: n, season: p.season}
	}
	return cell{log: l, windows: 1, rows: min(p.times*n, mostReferenceRows), current: n}
}

// capped references are no other than those of a smaller plan, and are left out.
func (p plan) capped(n int) bool { return p.times == hundred.times && p.times*n > mostReferenceRows }

// tries says where methods other than auto are tried: with many windows, or hundred times the rows, only at some sizes.
func (p plan) tries(n int) bool {
	switch p {
	case hundred:
		return n == 100 || n == 1000 || n == 10_000
	case eight:
		return n != 300 && n != 100_000
	case manyDays:
		return n == 100 || n == 1000
	}
	return p != four
}

// quietCell is a cell of the study.
type quietCell struct {
	log     log
	plan    plan
	n       int
	methods []string
	windows int // judged
	alphas  []float64
}

func (q quietCell) name() string {
	return fmt.Sprintf("%s, reference %s, n=%s", q.log.name(), q.plan.name, thousands(q.n))
}

var independentShapes = []shape{normal, logNormal, heavyTailed, threeValues, tenValues}

var independentCategories = []int{2, 10, 100, 1000}

// remembers is a stress: no handful of windows can show such a memory. It is shown apart, as a stated limit.
var remembers = numericLog{text: "wander 0.05, remembers 0.7", shape: normal, wander: 0.05, memory: 0.7}

// variedLogs have ordinary variation between windows: those on which every method is tried, and those on which auto is.
func variedLogs() (every, onlyAuto []log) {
	every = []log{
		numericLog{text: "wander 0.05", shape: normal, wander: 0.05},
		numericLog{text: "scale wander 0.05", shape: normal, wander: 0.02, scale: 0.05},
		remembers,
		numericLog{text: "10 rows a user", shape: normal, users: 10},
		categoricalLog{text: "Dirichlet(2000)", k: 10, dirichlet: 2000},
		categoricalLog{text: "Dirichlet(2000)", k: 100, dirichlet: 2000},
		categoricalLog{text: "10 rows a user", k: 10, users: 10},
	}
	onlyAuto = []log{
		numericLog{text: "wander 0.02", shape: normal, wander: 0.02},
		numericLog{text: "10 rows a user, wander 0.05", shape: normal, users: 10, wander: 0.05},
		numericLog{text: "wander 0.05", shape: logNormal, wander: 0.05},
		numericLog{text: "wander 0.05", shape: heavyTailed, wander: 0.05},
		numericLog{text: "wander 0.05", shape: softmax, wander: 0.05},
		numericLog{text: "wander 0.05", shape: mostlyZero, wander: 0.05},
		numericLog{text: "wander 0.05", shape: tenValues, wander: 0.05},
		numericLog{text: "wander 0.05", shape: oneInSix, wander: 0.05},
		numericLog{shape: rareFlag},
		numericLog{text: "weekly 0.2, not matched", shape: normal, weekly: 0.2, wander: 0.02},
		numericLog{text: "nights with 5 % of the traffic", shape: normal, night: 0.05},
		numericLog{text: "nights with 5 %, wander 0.05", shape: normal, night: 0.05, wander: 0.05},
		numericLog{text: "nights with 5 %, 10 rows a user", shape: normal, night: 0.05, users: 10},
		categoricalLog{text: "Dirichlet(2000)", k: 2, dirichlet: 2000},
		categoricalLog{text: "Dirichlet(2000)", k: 1000, dirichlet: 2000},
		categoricalLog{text: "hidden mean 0.05", k: 10, factor: 0.05},
		categoricalLog{text: "hidden mean 0.05", k: 100, factor: 0.05},
		categoricalLog{text: "10 rows a user", k: 100, users: 10},
		categoricalLog{text: "10 rows a user", k: 1000, users: 10},
	}
	return every, onlyAuto
}

func independentLogs() []log {
	var logs []log
	for _, s := range independentShapes {
		logs = append(logs, numericLog{shape: s})
	}
	for _, k := range independentCategories {
		logs = append(logs, categoricalLog{k: k})
	}
	return logs
}

// quietCells lists them all, or a few of each sort.
func quietCells(s settings) []quietCell {
	sizes, plans := []int{30, 100, 300, 1000, 10_000, 100_000}, []plan{twice, tenfold, hundred, eight, manyDays}
	varied, few := []int{100, 1000, 10_000}, []plan{four, eight, manyDays}
	if s.quick {
		sizes, plans = []int{100, 1000, 10_000}, []plan{tenfold, eight}
		varied, few = []int{1000}, []plan{eight}
	}
	var cells []quietCell
	add := func(l log, p plan, n int, methods []string, windows int) {
		if len(methods) > 0 && !p.capped(n) {
			cells = append(cells, quietCell{log: l, plan: p, n: n, methods: methods, windows: windows, alphas: []float64{0.05, 0.01}})
		}
	}
	// every method, and auto in more cells and more windows than the others where these cost the most
	all := func(l log, p plan, n int) {
		quick, slow := methodsFor(l.kind())
		windows := s.windowsFor(n)
		switch {
		case !p.tries(n):
			add(l, p, n, quick[:1], windows)
		case p == eight:
			add(l, p, n, quick[:1], windows)
			add(l, p, n, quick[1:], windows/2)
		case p == manyDays:
			add(l, p, n, quick[:1], windows)
			add(l, p, n, quick[1:], windows/4)
		default:
			add(l, p, n, quick, windows)
		}
		if p == tenfold && (n == 100 || n == 1000) {
			add(l, p, n, slow, windows/5)
		}
	}
	for _, l := range independentLogs() {
		for _, p := range plans {
			for _, n := range sizes {
				all(l, p, n)
			}
		}
	}
	every, onlyAuto := variedLogs()
	for _, p := range few {
		for _, n := range varied {
			for _, l := range every {
				all(l, p, n)
			}
			for _, l := range onlyAuto {
				add(l, p, n, []string{"auto"}, s.windowsFor(n))
			}
		}
	}
	for _, i := range []int{0, 3, 4, 6} { // a wander of the mean, users, Dirichlet, users of categories
		for _, n := range []int{250, 4000} {
			add(every[i], thousand, n, []string{"auto"}, s.windowsFor(n))
		}
	}
	weekly := []log{numericLog{text: "weekly 0.2, wander 0.02", shape: normal, weekly: 0.2, wander: 0.02}, numericLog{text: "weekly 0.2, wander 0.05", shape: normal, weekly: 0.2, wander: 0.05}}
	for _, l := range weekly {
		for _, p := range weekdays {
			for _, n := range varied {
				add(l, p, n, []string{"auto"}, s.windowsFor(n))
			}
		}
	}
	return cells
}

// preciseCells are judged at 1 % with many more windows.
func preciseCells(s settings) []quietCell {
	cells := []quietCell{
		{log: numericLog{shape: normal}, plan: tenfold, n: 300},
		{log: numericLog{shape: heavyTailed}, plan: tenfold, n: 10_000},
		{log: numericLog{shape: tenValues}, plan: twice, n: 100},
		{log: categoricalLog{k: 10}, plan: tenfold, n: 300},
		{log: categoricalLog{k: 100}, plan: tenfold, n: 1000},
		{log: numericLog{text: "wander 0.05", shape: normal, wander: 0.05}, plan: eight, n: 1000},
	}
	for i := range cells {
		c := &cells[i]
		c.methods, _ = methodsFor(c.log.kind())
		c.windows, c.alphas = s.precise, []float64{0.01}
	}
	return cells
}

// options of a method by its test alone. Windows of 30 rows are judged too.
func (q quietCell) options() []drift.Options {
	var all []drift.Options
	for _, id := range q.methods {
		o := drift.Options{Method: id, Rule: "test", MinRows: math.Min(30, float64(q.n))}
		if id == "auto" {
			o.Rule = "both"
		}
		all = append(all, o)
	}
	return all
}

// bothGates is how auto decides by default.
const bothGates = "auto, both gates"

// measure the cell: a record for each method and alpha. A method that has no p-value here has none.
func (q quietCell) measure(study string) []record {
	c := q.plan.cell(q.log, q.n)
	c.changes, c.options = unchanged(quietWindows), q.options()
	var records []record
	for o, all := range c.simulate(max(1, q.windows/quietWindows)) {
		if share(all, func(o outcome) bool { return math.IsNaN(o.p) }).mean == 1 {
			continue
		}
		one := record{Study: study, Log: q.log.name(), Reference: q.plan.name, Rows: q.n, Method: q.methods[o]}
		auto := one.Method == "auto"
		for _, alpha := range q.alphas {
			r := share(all, atMost(alpha))
			rec := one
			rec.Alpha, rec.Rate, rec.SE, rec.Windows = alpha, r.mean, r.se, r.windows
			if auto || alpha == q.alphas[0] {
				rec.Finding = r.judge(alpha, auto)
			}
			records = append(records, rec)
		}
		if auto {
			r := share(all, both)
			rec := one
			rec.Method, rec.Alpha, rec.Rate, rec.SE, rec.Windows = bothGates, 0.01, r.mean, r.se, r.windows
			records = append(records, rec)
		}
	}
	return records
}

// cost in seconds, about: drawing, a baseline, and every method for every window of the reference too.
func (q quietCell) cost() float64 {
	c := q.plan.cell(q.log, q.n)
	keys := math.Min(float64(c.rows*c.windows+q.n), 1000)
	judgements := float64(quietWindows)
	if c.windows > 1 {
		judgements += float64(c.windows)
	}
	one := 10e-6 + 150e-9*keys
	if slices.Contains(slowMethods, q.methods[0]) {
		one *= 200
	}
	each := 30e-9*keys*(judgements+float64(c.windows)) + float64(len(q.methods))*judgements*one
	return each * float64(q.windows/quietWindows)
}

func quietStudy(s settings) ([]task, func(r *report), error) {
	return cellStudy("quiet", s, quietCells(s), quietTables)
}

func preciseStudy(s settings) ([]task, func(r *report), error) {
	return cellStudy("precise", s, preciseCells(s), preciseTables)
}

func cellStudy(name string, s settings, cells []quietCell, tables func(r *report, records []record)) ([]task, func(r *report), error) {
	found := make([][]record, len(cells))
	var tasks []task
	for i, q := range cells {
		q.methods = slices.DeleteFunc(slices.Clone(q.methods), func(m string) bool { return s.methods != nil && !slices.Contains(s.methods, m) })
		if len(q.methods) == 0 || !s.match.MatchString(q.name()) {
			continue
		}
		tasks = append(tasks, task{name: name + ": " + q.name(), cost: q.cost(), run: func() error {
			found[i] = q.measure(name)
			return nil
		}})
	}
	return tasks, func(r *report) {
		var records []record
		for i, q := range cells {
			records = append(records, q.merged(name, found[i], s.keep)...)
		}
		r.Records = append(r.Records, records...)
		tables(r, records)
	}, nil
}

// merged are the cell's records, method by method: those found, else those of an earlier run.
func (q quietCell) merged(study string, found, kept []record) []record {
	var all []record
	for _, m := range q.methods {
		ofMethod := func(x record) bool { return x.Method == m || m == "auto" && x.Method == bothGates }
		mine := only(found, ofMethod)
		if len(mine) == 0 {
			mine = only(kept, func(x record) bool {
				return ofMethod(x) && x.Study == study && x.Log == q.log.name() && x.Reference == q.plan.name && x.Rows == q.n
			})
		}
		for _, x := range mine {
			x.Stress = q.log.name() == remembers.name()
			all = append(all, x)
		}
	}
	return all
}
