package main

import (
	"database/sql"
	"fmt"
	"os"

	_ "github.com/duckdb/duckdb-go/v2" // reads the parquet file

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// realFeature is a column, or something computed from one, counted by window.
type realFeature struct {
	name, kind, expression string
}

// realLog is a log that people wrote: where it is, and how it is cut into windows. "season" of a window is its number modulo that, 0: none.
type realLog struct {
	table    string // SQL that reads its rows; %s is the file
	window   string // SQL of a row's window, from 0
	season   int
	features []realFeature
}

// referenceWindows is the length of a reference in the studies of real logs.
const referenceWindows = 28

// calendar holds the counts of every feature and window.
type calendar struct {
	realLog
	windows int
	counts  [][]*counts.Counts // feature, window
}

// read counts a log, which npm ci brings.
func (l realLog) read(file string) (*calendar, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("the log is not there (npm ci brings it): %w", err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	all := &calendar{realLog: l}
	for _, f := range l.features {
		rows, err := db.Query(fmt.Sprintf(`SELECT CAST(%s AS BIGINT) AS time_window, %s AS value, count(*) FROM `+l.table+`
			GROUP BY 1, 2 HAVING value IS NOT NULL ORDER BY 1, 2`, l.window, f.expression, file))
		if err != nil {
			return nil, err
		}
		var windows []*counts.Counts
		for rows.Next() {
			var at int
			var n float64
			var number float64
			var text string
			if f.kind == model.Numeric {
				err = rows.Scan(&at, &number, &n)
			} else {
				err = rows.Scan(&at, &text, &n)
			}
			if err != nil {
				return nil, err
			}
			for len(windows) <= at {
				windows = append(windows, &counts.Counts{Kind: counts.String})
				if f.kind == model.Numeric {
					windows[len(windows)-1].Kind = counts.Float
				}
			}
			c := windows[at]
			if f.kind == model.Numeric {
				c.Floats = append(c.Floats, number)
			} else {
				c.Strings = append(c.Strings, text)
			}
			c.W = append(c.W, n)
			c.Rows += n
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		all.windows = max(all.windows, len(windows))
		all.counts = append(all.counts, windows)
	}
	return all, nil
}

// comparison is one current window of one feature against a reference.
type comparison struct {
	feature   int
	from      int  // the reference is windows [from, from+referenceWindows)
	current   int  // the window
	left      bool // it lies in its reference and is left out of it
	family    int  // comparisons of one window and reference
	byOption  []outcome
	inflation float64
}

// kindOfReference is a way to choose what windows are compared with.
type kindOfReference struct {
	name   string
	season bool // compared with windows of the same season
	all    []comparison
}

// references compares by auto and by sampling noise only.
func (d *calendar) references(kinds []kindOfReference) table {
	options := []drift.Options{{}, {Noise: "sampling"}}
	head := []string{"", "windows"}
	for _, f := range d.features {
		head = append(head, f.name)
	}
	head = append(head, "all feature-windows", "after BH, both gates", "windows with any call")
	var rows [][]string
	for _, kind := range kinds {
		all, names := kind.all, []string{"auto", "sampling noise only"}
		if kind.season { // by sampling noise a query takes the season alone for its reference, which is not shown here
			names = names[:1]
		}
		d.judge(all, options[:len(names)], kind.season)
		for o, name := range names {
			row := []string{kind.name + ": " + name}
			row = append(row, fmt.Sprint(len(all)/len(d.features)))
			one, two, n := 0.0, 0.0, 0.0
			for f := range d.features {
				a, b, m := 0.0, 0.0, 0.0
				for _, c := range all {
					if c.feature == f {
						m++
						a += yes(c.byOption[o].p <= 0.01)
						b += yes(c.byOption[o].drift)
					}
				}
				row = append(row, fmt.Sprintf("%.1f / %.1f", 100*a/m, 100*b/m))
				one, two, n = one+a, two+b, n+m
			}
			row = append(row, fmt.Sprintf("%.1f / %.1f", 100*one/n, 100*two/n))
			calls, windows := families(all, o)
			row = append(row, fmt.Sprintf("%.1f", 100*calls/n), fmt.Sprintf("%.1f", 100*windows/(n/float64(len(d.features)))))
			rows = append(rows, row)
		}
	}
	return table{Head: head, Rows: rows}
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// leaveOneOut compares every window of a reference with the rest of it.
func (d *calendar) leaveOneOut(from int) []comparison {
	var all []comparison
	for at := from; at < from+referenceWindows; at++ {
		for f := range d.features {
			all = append(all, comparison{feature: f, from: from, current: at, left: true, family: at})
		}
	}
	return all
}

func (d *calendar) one(from, at int) []comparison {
	var all []comparison
	for f := range d.features {
		all = append(all, comparison{feature: f, from: from, current: at, family: at})
	}
	return all
}

// judge fills in the outcomes of every option; drift is after correction in the family of all features of that window. season: compared
// with windows of the same season.
func (d *calendar) judge(all []comparison, options []drift.Options, season bool) {
	var groups []int
	if season {
		for i := range referenceWindows {
			groups = append(groups, i%d.season)
		}
	}
	type key struct{ feature, from int }
	baselines := map[key]*drift.Baseline{}
	for _, c := range all {
		k := key{c.feature, c.from}
		if baselines[k] == nil {
			b, err := drift.NewBaseline(d.features[c.feature].kind, d.counts[c.feature][c.from:c.from+referenceWindows], groups)
			if err != nil {
				panic(err)
			}
			baselines[k] = b
		}
	}
	parallel(len(all), func(i int) {
		c := &all[i]
		b := baselines[key{c.feature, c.from}]
		if c.left {
			b = b.Without(c.current - c.from)
		}
		for _, o := range options {
			if season {
				o.Group = (c.current - c.from) % d.season
			}
			v := b.Judge(d.counts[c.feature][c.current], o)
			alone := *v
			drift.Correct([]*drift.Verdict{&alone}, o)
			c.byOption = append(c.byOption, outcome{p: v.P, opened: v.Effect >= v.Threshold, drift: alone.Outcome == drift.Drifted, verdict: v})
			c.inflation = v.Inflation
		}
	})
}

// families corrects each window's features together and counts calls, and windows with any.
func families(all []comparison, option int) (calls, windows float64) {
	byWindow := map[[2]int][]*drift.Verdict{}
	for _, c := range all {
		k := [2]int{c.from, c.family}
		byWindow[k] = append(byWindow[k], c.byOption[option].verdict)
	}
	for _, family := range byWindow {
		drift.Correct(family, drift.Options{})
		any := false
		for _, v := range family {
			if v.Outcome == drift.Drifted {
				calls++
				any = true
			}
		}
		windows += yes(any)
	}
	return calls, windows
}
