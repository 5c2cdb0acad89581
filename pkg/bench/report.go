package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Report is the result of a run. All costs are medians over the runs.
type Report struct {
	CPUs, Rows, Runs int
	Floor            cost // DuckDB's sum and max over the large log
	Lines            []Line
}

// Line is one measurement. Its limit is on the ratio to the floor or on the processor time.
type Line struct {
	Name string
	cost // of the answer and its JSON together
	// JSON is the part of CPU that writing the response as JSON took. In production Grafana's own process does it; the plugin hands over Arrow.
	JSON       time.Duration
	Bytes      int           // of JSON
	Ratio      float64       `json:",omitempty"` // of CPU to the floor: the median of the runs' ratios, each to the floor just before
	RatioLimit float64       `json:",omitempty"`
	TimeLimit  time.Duration `json:",omitempty"`
}

// linesOf are a question's lines: cold, and again from the cache.
func linesOf(q question, runs []pair) []Line {
	cold, again := make([]answer, len(runs)), make([]answer, len(runs))
	ratios := make([]float64, len(runs))
	for i, r := range runs {
		cold[i], again[i] = r.cold, r.again
		ratios[i] = float64(r.cold.CPU) / float64(r.floor.CPU)
	}
	first, second := lineOf(q.name+", cold", cold), lineOf(q.name+", again", again)
	first.RatioLimit, first.TimeLimit, second.TimeLimit = q.ratio, q.time, cachedLimit
	if q.ratio > 0 {
		first.Ratio = median(ratios)
	}
	return []Line{first, second}
}

func lineOf(name string, answers []answer) Line {
	costs, encodings := make([]cost, len(answers)), make([]time.Duration, len(answers))
	for i, a := range answers {
		costs[i], encodings[i] = a.cost, a.json
	}
	return Line{Name: name, cost: medianCost(costs), JSON: median(encodings), Bytes: answers[0].bytes}
}

func medianCost(list []cost) cost {
	var cpu, wall []time.Duration
	var peak []int64
	for _, c := range list {
		cpu, wall, peak = append(cpu, c.CPU), append(wall, c.Wall), append(peak, c.Peak)
	}
	return cost{CPU: median(cpu), Wall: median(wall), Peak: median(peak)}
}

func (l Line) within() bool {
	if l.RatioLimit > 0 {
		return l.Ratio < l.RatioLimit
	}
	return l.CPU < l.TimeLimit
}

func (r *Report) missed() int {
	n := 0
	for _, l := range r.Lines {
		if !l.within() {
			n++
		}
	}
	return n
}

func (r *Report) print(to io.Writer) error {
	fmt.Fprintf(to, "%d rows, 20 numeric and 5 categorical columns, %d processors, medians of %d runs\n", r.Rows, r.CPUs, r.Runs)
	if r.Floor.CPU > 0 { // it was asked for
		fmt.Fprintf(to, "floor: DuckDB's sum and max of the same columns, %s CPU, %s wall\n", millis(r.Floor.CPU), millis(r.Floor.Wall))
	}
	fmt.Fprintln(to)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "question\tmeasured\tlimit\t\tCPU\twall\tof it JSON\tpeak memory\t")
	for _, l := range r.Lines {
		measured, limit, verdict := millis(l.CPU), millis(l.TimeLimit), "pass"
		if l.RatioLimit > 0 {
			measured, limit = fmt.Sprintf("%.2f ×", l.Ratio), fmt.Sprintf("%g ×", l.RatioLimit)
		}
		if !l.within() {
			verdict = "MISSED"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d MB\t\n", l.Name, measured, limit, verdict, millis(l.CPU), millis(l.Wall), millis(l.JSON), l.Peak>>20)
	}
	return w.Flush()
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
