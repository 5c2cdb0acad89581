package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The tables that the figure is drawn from.
const (
	quietTable = "power-quiet"
	equalTable = "power-equal"
)

// powerTables: false alarms, and what is found at each tool's defaults and at equal rates of false alarms.
func powerTables(r *report, results []powerResult) {
	var rare, usual []powerResult
	for _, x := range results {
		if x.isRare() {
			rare = append(rare, x)
		} else {
			usual = append(usual, x)
		}
	}
	points := func(of []powerResult) powerPoints {
		t := newPowerPoints(of)
		for _, p := range t.points {
			r.Records = append(r.Records, p.records()...)
		}
		return t
	}
	if len(usual) > 0 {
		t := points(usual)
		r.add(t.defaults(quietTable, "No drift: called at each tool's defaults, %", func(p powerPoint) bool { return p.change == "" }))
		r.add(t.defaults("power-found", "Drift: found at each tool's defaults, %", func(p powerPoint) bool { return p.change != "" }))
		r.add(t.equal(equalTable, fmt.Sprintf("Drift: found where every tool gives %.0f %% of false alarms in the same cell, %%", 100*equalAlpha)))
		if len(t.tools) > 2 {
			r.add(t.deficits("power-deficits", "Where another tool finds over 5 points more than auto at equal rates of false alarms"))
			r.add(t.summary("power-summary", "Power at equal rates of false alarms: auto beside the others"))
		}
	}
	if len(rare) > 0 {
		r.add(points(rare).rareTable("power-rare"))
	}
}

// powerPoint is one cell and one change ("" for none), by tool.
type powerPoint struct {
	log, reference, change string
	n                      int
	called                 map[string]rate    // at its defaults
	equal                  map[string]float64 // share found at equalAlpha
}

// powerPoints are all of them.
type powerPoints struct {
	tools  []string
	points []powerPoint
}

func newPowerPoints(results []powerResult) powerPoints {
	t := powerPoints{tools: []string{autoOne, autoWindows}}
	if len(results) > 0 && results[0].byTool[evidentlyTool].Calls != nil {
		t.tools = append(t.tools, evidentlyTool, nannymlTool)
	}
	for _, r := range results {
		base := powerPoint{log: r.cell.log.name(), reference: fmt.Sprintf("%d ×", r.cell.times), n: r.cell.n}
		quiet := base
		quiet.called = map[string]rate{}
		for _, tool := range t.tools {
			quiet.called[tool] = r.falseAlarms(tool)
		}
		t.points = append(t.points, quiet)
		for i, c := range r.cell.changes {
			p := base
			p.change, p.called, p.equal = c.name, map[string]rate{}, map[string]float64{}
			for _, tool := range t.tools {
				p.called[tool] = r.found(tool, r.cell.quiet+i)
				p.equal[tool] = r.equalPower(tool, r.cell.quiet+i)
			}
			t.points = append(t.points, p)
		}
	}
	return t
}

// records of a point, for machines. Alpha is 0 for a tool's defaults.
func (p powerPoint) records() []record {
	var all []record
	for _, tool := range []string{autoOne, autoWindows, evidentlyTool, nannymlTool} {
		called, ok := p.called[tool]
		if !ok {
			continue
		}
		one := record{Study: "power", Log: p.log, Reference: p.reference, Rows: p.n, Change: p.change, Method: tool, Rate: called.mean, SE: called.se, Windows: called.windows}
		all = append(all, one)
		if share, ok := p.equal[tool]; ok {
			one.Study, one.Alpha, one.Rate = "power at equal false alarms", equalAlpha, share
			one.SE = math.Sqrt(share * (1 - share) / float64(called.windows))
			all = append(all, one)
		}
	}
	return all
}

// pointsOf are the points that the tables of a page show: what is called although nothing changed, and what is found at equal rates. A page without such tables has
// none.
func pointsOf(page string) (powerPoints, error) {
	var all powerPoints
	for _, id := range []string{quietTable, equalTable} {
		_, rest, _ := strings.Cut(page, tableMark(id))
		text, _, _ := strings.Cut(rest, tableEnd)
		_, note, _ := strings.Cut(text, eachTool)
		all.tools = strings.Split(strings.TrimSuffix(strings.TrimSpace(note), "."), toolsApart)
		var sizes []int
		for line := range strings.Lines(text) {
			cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
			if len(cells) <= labelColumns || strings.HasPrefix(cells[0], "---") {
				continue
			}
			for i, cell := range cells[labelColumns:] {
				if cell = strings.TrimSpace(cell); cell == "" {
					continue
				}
				if n, ok := strings.CutPrefix(cell, "n="); ok {
					size, err := strconv.Atoi(strings.ReplaceAll(n, ",", ""))
					if err != nil {
						return all, fmt.Errorf("the table %s has a column %q", id, cell)
					}
					sizes = append(sizes, size)
					continue
				}
				p, shares := powerPoint{n: sizes[i], called: map[string]rate{}, equal: map[string]float64{}}, strings.Split(cell, toolsApart)
				if len(shares) != len(all.tools) {
					return all, fmt.Errorf("the table %s has a cell %q, of another number than %v", id, cell, all.tools)
				}
				for t, tool := range all.tools {
					percent, err := strconv.ParseFloat(shares[t], 64)
					if err != nil {
						return all, fmt.Errorf("the table %s has a cell %q", id, cell)
					}
					if p.change = strings.TrimSpace(cells[labelColumns-1]); id == quietTable {
						p.called[tool] = rate{mean: percent / 100}
					} else {
						p.equal[tool] = percent / 100
					}
				}
				all.points = append(all.points, p)
			}
		}
	}
	return all, nil
}

// How tables show several tools.
const (
	eachTool     = "Each: "
	toolsApart   = " / "
	labelColumns = 3 // log, reference, change
)

// lines of a table: a log, reference and change, and its points by n.
func (t powerPoints) lines(yes func(powerPoint) bool) (sizes []int, lines [][3]string, at map[[3]string]map[int]powerPoint) {
	at = map[[3]string]map[int]powerPoint{}
	for _, p := range t.points {
		if !yes(p) {
			continue
		}
		sizes = appendNew(sizes, p.n)
		line := [3]string{p.log, p.reference, p.change}
		lines = appendNew(lines, line)
		if at[line] == nil {
			at[line] = map[int]powerPoint{}
		}
		at[line][p.n] = p
	}
	return sizes, lines, at
}

// matrix prints one text for each point.
func (t powerPoints) matrix(id, title string, yes func(powerPoint) bool, text func(powerPoint) string) table {
	sizes, lines, at := t.lines(yes)
	out := table{ID: id, Title: title, Head: []string{"log", "reference", "change"}, Note: eachTool + strings.Join(t.tools, toolsApart) + "."}
	for _, n := range sizes {
		out.Head = append(out.Head, "n="+thousands(n))
	}
	for _, line := range lines {
		row := []string{line[0], line[1], line[2]}
		for _, n := range sizes {
			if p, ok := at[line][n]; ok {
				row = append(row, text(p))
			} else {
				row = append(row, "")
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (t powerPoints) defaults(id, title string, yes func(powerPoint) bool) table {
	return t.matrix(id, title, yes, func(p powerPoint) string {
		var all []string
		for _, tool := range t.tools {
			all = append(all, fmt.Sprintf("%.1f", 100*p.called[tool].mean))
		}
		return strings.Join(all, toolsApart)
	})
}

func (t powerPoints) equal(id, title string) table {
	return t.matrix(id, title, func(p powerPoint) bool { return p.change != "" }, func(p powerPoint) string {
		var all []string
		for _, tool := range t.tools {
			all = append(all, fmt.Sprintf("%.0f", 100*p.equal[tool]))
		}
		return strings.Join(all, toolsApart)
	})
}

// deficits lists the cells in which a peer finds more than auto, the largest difference first.
func (t powerPoints) deficits(id, title string) table {
	out := table{ID: id, Title: title, Head: append([]string{"log", "n", "change"}, t.tools...)}
	behind := func(p powerPoint) float64 {
		best := 0.0
		for _, other := range t.tools[2:] {
			best = math.Max(best, p.equal[other])
		}
		return best - p.equal[autoOne]
	}
	points := slices.Clone(t.points)
	slices.SortStableFunc(points, func(a, b powerPoint) int { return cmp.Compare(behind(b), behind(a)) })
	for _, p := range points {
		if p.change == "" || behind(p) <= 0.05 {
			continue
		}
		row := []string{p.log, thousands(p.n), p.change}
		for _, tool := range t.tools {
			row = append(row, fmt.Sprintf("%.0f", 100*p.equal[tool]))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// summary compares auto with the others over all cells with drift.
func (t powerPoints) summary(id, title string) table {
	out := table{ID: id, Title: title, Head: []string{"", "false alarms at defaults, mean (highest), %", "found at defaults, mean, %", fmt.Sprintf("found at %.0f %% of false alarms, mean, %%", 100*equalAlpha),
		"cells where another finds more by over 5 points", "largest deficit, points", "there"}}
	for _, tool := range t.tools {
		var alarms, most, quiet, found, equal, drifts float64
		behind, deficit, where := 0, 0.0, ""
		for _, p := range t.points {
			if p.change == "" {
				quiet++
				alarms += p.called[tool].mean
				most = math.Max(most, p.called[tool].mean)
				continue
			}
			drifts++
			found += p.called[tool].mean
			equal += p.equal[tool]
			best, who := 0.0, ""
			for _, other := range t.tools[2:] { // the peers
				if other != tool && p.equal[other] > best {
					best, who = p.equal[other], other
				}
			}
			if tool == evidentlyTool || tool == nannymlTool { // a peer is compared with auto
				best, who = p.equal[autoOne], autoOne
			}
			d := 100 * (best - p.equal[tool])
			if d > 5 {
				behind++
			}
			if d > deficit {
				deficit = d
				where = fmt.Sprintf("%s, n=%s, %s: %.0f against %.0f of %s", p.log, thousands(p.n), p.change, 100*p.equal[tool], 100*best, who)
			}
		}
		out.Rows = append(out.Rows, []string{tool, fmt.Sprintf("%.1f (%.1f)", 100*alarms/quiet, 100*most), fmt.Sprintf("%.1f", 100*found/drifts), fmt.Sprintf("%.1f", 100*equal/drifts),
			fmt.Sprintf("%d of %.0f", behind, drifts), fmt.Sprintf("%.0f", deficit), where})
	}
	out.Note = "Auto is compared with the better of the two others, each of these with auto."
	return out
}
