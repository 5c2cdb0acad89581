package main

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// quietTables: auto cell by cell, each method in one line, and what misses.
func quietTables(r *report, records []record) {
	r.add(everyCell("quiet-cells", "No drift, every cell: false alarms", records))
	stress := only(records, func(x record) bool { return x.Stress })
	records = only(records, func(x record) bool { return !x.Stress })
	auto := only(records, func(x record) bool { return x.Method == "auto" })
	oneWindow := func(x record) bool { return strings.HasSuffix(x.Reference, "×") }
	r.add(autoTable("quiet-one", "No drift, auto, one reference window so many times larger", only(auto, oneWindow)))
	several := only(auto, func(x record) bool { return !oneWindow(x) })
	independent := func(x record) bool {
		return !strings.Contains(strings.TrimPrefix(x.Log, "Zipf, "), ", ") || strings.HasPrefix(x.Log, "discrete, k=")
	}
	r.add(autoTable("quiet-several", "No drift, auto, R reference windows, independent rows", only(several, independent)))
	otherSize := func(x record) bool { return x.Reference == thousand.name }
	r.add(autoTable("quiet-varied", "No drift, auto, R reference windows that vary by themselves", only(several, func(x record) bool { return !independent(x) && !otherSize(x) })))
	r.add(autoTable("quiet-size", "No drift, auto, a current window of another size than the reference's", only(several, otherSize)))
	r.add(methodTable("quiet-methods-one", "No drift, each method by its test alone at 5 %, one reference window", only(records, oneWindow)))
	r.add(methodTable("quiet-methods-several", "No drift, each method by its test alone at 5 %, R reference windows", only(records, func(x record) bool { return !oneWindow(x) })))
	r.add(autoTable("quiet-stress", "No drift, auto, windows that are like those before them", only(stress, func(x record) bool { return x.Method == "auto" })))
	r.add(methodTable("quiet-stress-methods", "No drift, each method by its test alone at 5 %, windows that are like those before them", stress))
	r.add(summary("quiet-summary", "No drift: how many cells hold", records))
	r.add(misses("quiet-misses", "No drift: cells that do not hold", records))
}

func preciseTables(r *report, records []record) {
	var logs, methods []string
	for _, x := range records {
		logs, methods = appendNew(logs, cellName(x)), appendNew(methods, x.Method)
	}
	t := table{ID: "precise", Title: "No drift, six cells at 1 %: false alarms in %", Head: append([]string{"method"}, logs...)}
	for _, m := range methods {
		row := []string{m}
		for _, l := range logs {
			text := ""
			for _, x := range records {
				if x.Method == m && cellName(x) == l {
					text = fmt.Sprintf("%.2f%s", 100*x.Rate, x.Finding.mark())
				}
			}
			row = append(row, text)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(records) > 0 {
		t.Note = fmt.Sprintf("%s windows a cell; standard error about %.2f points.", thousands(records[0].Windows), 100*math.Sqrt(0.01*0.99/float64(records[0].Windows)))
	}
	r.add(t)
	r.add(summary("precise-summary", "Six cells at 1 %: how many hold", records))
}

// mark of what does not hold.
func (f finding) mark() string {
	switch f {
	case tooMany:
		return " ▲"
	case tooFew:
		return " ▽"
	}
	return ""
}

func cellName(x record) string {
	return fmt.Sprintf("%s, %s, n=%s", x.Log, x.Reference, thousands(x.Rows))
}

func only(records []record, yes func(record) bool) []record {
	var some []record
	for _, x := range records {
		if yes(x) {
			some = append(some, x)
		}
	}
	return some
}

func appendNew[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// everyCell is the complete list.
func everyCell(id, title string, records []record) table {
	t := table{ID: id, Title: title, Head: []string{"cell", "method", "alpha, %", "called, %", "standard error", "windows", ""}}
	for _, x := range records {
		t.Rows = append(t.Rows, []string{cellName(x), x.Method, fmt.Sprint(100 * x.Alpha), fmt.Sprintf("%.2f", 100*x.Rate), fmt.Sprintf("%.2f", 100*x.SE),
			fmt.Sprint(x.Windows), string(x.Finding)})
	}
	return t
}

// autoTable: a line for each log and reference, a column for each n, rates at 5 % and 1 %.
func autoTable(id, title string, records []record) table {
	var sizes []int
	var lines [][2]string
	for _, x := range records {
		sizes, lines = appendNew(sizes, x.Rows), appendNew(lines, [2]string{x.Log, x.Reference})
	}
	sort.Ints(sizes)
	t := table{ID: id, Title: title, Head: []string{"log", "reference"}}
	for _, n := range sizes {
		t.Head = append(t.Head, "n="+thousands(n))
	}
	for _, line := range lines {
		row := []string{line[0], line[1]}
		for _, n := range sizes {
			var rates []string
			worst := holds
			for _, x := range records {
				if x.Log == line[0] && x.Reference == line[1] && x.Rows == n {
					rates = append(rates, fmt.Sprintf("%.1f", 100*x.Rate))
					if x.Finding == tooMany {
						worst = tooMany
					}
				}
			}
			row = append(row, strings.Join(rates, " / ")+worst.mark())
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// methodTable: a line for each method, over all cells of a group: lowest and highest rate, and how many cells are too many or too few.
func methodTable(id, title string, records []record) table {
	groups := []struct {
		name string
		yes  func(record) bool
	}{
		{"continuous", func(x record) bool { return !isCategorical(x) && !isDiscrete(x) }},
		{"discrete", isDiscrete},
		{"categories", isCategorical},
	}
	t := table{ID: id, Title: title, Head: []string{"method"}}
	for _, g := range groups {
		t.Head = append(t.Head, g.name+": lowest – highest, %", "hold", "too many", "too few")
	}
	var methods []string
	for _, x := range records {
		methods = appendNew(methods, x.Method)
	}
	for _, m := range methods {
		row := []string{m}
		for _, g := range groups {
			low, high, n := math.Inf(1), math.Inf(-1), map[finding]int{}
			for _, x := range records {
				if x.Method == m && x.Alpha == 0.05 && g.yes(x) {
					low, high = math.Min(low, x.Rate), math.Max(high, x.Rate)
					n[x.Finding]++
				}
			}
			if len(n) == 0 {
				row = append(row, "", "", "", "")
				continue
			}
			row = append(row, fmt.Sprintf("%.1f – %.1f", 100*low, 100*high), fmt.Sprint(n[holds]), fmt.Sprint(n[tooMany]), fmt.Sprint(n[tooFew]))
		}
		if strings.Join(row[1:], "") != "" {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func isCategorical(x record) bool { return strings.HasPrefix(x.Log, "Zipf") }
func isDiscrete(x record) bool {
	return strings.HasPrefix(x.Log, "discrete") || strings.HasPrefix(x.Log, "0 or 1")
}

// summary counts the cells that hold: auto apart from the other methods.
func summary(id, title string, records []record) table {
	t := table{ID: id, Title: title, Head: []string{"", "cells", "hold", "too many", "too few"}}
	for _, who := range []string{"auto", "methods alone"} {
		n, all := map[finding]int{}, 0
		for _, x := range records {
			if x.Finding != "" && (x.Method == "auto") == (who == "auto") {
				n[x.Finding]++
				all++
			}
		}
		if all > 0 {
			t.Rows = append(t.Rows, []string{who, fmt.Sprint(all), fmt.Sprint(n[holds]), fmt.Sprint(n[tooMany]), fmt.Sprint(n[tooFew])})
		}
	}
	t.Note = "A cell is one method on one log, reference, number of rows and alpha."
	return t
}

// misses lists what does not hold, the farthest from it first.
func misses(id, title string, records []record) table {
	t := table{ID: id, Title: title, Head: []string{"cell", "method", "alpha, %", "called, %", "standard error", ""}}
	missed := only(records, func(x record) bool { return x.Finding == tooMany || x.Finding == tooFew })
	far := func(x record) float64 { return math.Abs(math.Log((x.Rate + 0.1*x.Alpha) / x.Alpha)) }
	sort.SliceStable(missed, func(i, j int) bool { return far(missed[i]) > far(missed[j]) })
	sort.SliceStable(missed, func(i, j int) bool { return missed[i].Finding == tooMany && missed[j].Finding != tooMany })
	for _, x := range missed {
		t.Rows = append(t.Rows, []string{cellName(x), x.Method, fmt.Sprint(100 * x.Alpha), fmt.Sprintf("%.2f", 100*x.Rate), fmt.Sprintf("%.2f", 100*x.SE), string(x.Finding)})
	}
	return t
}
