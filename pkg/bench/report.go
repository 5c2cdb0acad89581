package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Report is the result of a run. All costs are medians over the runs.
type Report struct {
	CPUs   int
	Lines  []Line
	Slopes []Slope
	Live   *Live `json:",omitempty"`
	Busy   Busy
	Peers  []Versus
}

// Line is one question: cold, and again from the cache. Its limit is on the ratio to the floor or on the processor time.
type Line struct {
	Name          string
	Rows, Windows int
	Bytes         int64 // of the log's file
	Floor         cost  // DuckDB's sum and max over the same columns
	Cold, Again   cost  // of the answer and of sending it together
	// Sent is the part of Cold.CPU that writing the frames as Arrow took, which is how the plugin hands them to Grafana. Its JSON for the browser is made by
	// Grafana's own process.
	Sent       time.Duration
	Answer     int           // bytes of Arrow
	Ratio      float64       // of Cold.CPU to the floor: the median of the runs' ratios, each to the floor just before
	RatioLimit float64       `json:",omitempty"`
	TimeLimit  time.Duration `json:",omitempty"`

	rounds []cost // Cold of each
}

// growth is the median of what a line took, for what another took in the same round.
func (l Line) growth(than *Line) float64 {
	list := make([]float64, len(l.rounds))
	for i, cold := range l.rounds {
		list[i] = float64(cold.CPU) / float64(than.rounds[i].CPU)
	}
	return median(list)
}

func lineOf(q question, runs []pair) Line {
	floor, cold, again := make([]cost, len(runs)), make([]cost, len(runs)), make([]cost, len(runs))
	encodings, ratios := make([]time.Duration, len(runs)), make([]float64, len(runs))
	for i, r := range runs {
		floor[i], cold[i], again[i], encodings[i] = r.floor, r.cold.cost, r.again.cost, r.cold.sent
		ratios[i] = float64(r.cold.CPU) / float64(r.floor.CPU)
	}
	return Line{Name: q.String(), Rows: q.log.rows, Windows: q.windows, Bytes: q.log.bytes, Floor: medianCost(floor), Cold: medianCost(cold), Again: medianCost(again),
		Sent: median(encodings), Answer: runs[0].cold.bytes, Ratio: median(ratios), RatioLimit: q.ratio, TimeLimit: q.time, rounds: cold}
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
	switch {
	case l.Again.CPU >= cachedLimit && l.Rows <= standard && l.Windows <= 50:
		return false
	case l.RatioLimit > 0:
		return l.Ratio < l.RatioLimit
	case l.TimeLimit > 0:
		return l.Cold.CPU < l.TimeLimit
	case l.Rows >= hugeRows:
		return l.Cold.Peak < hugeMemory
	}
	return true
}

// limit in words; empty where there is none.
func (l Line) limit() string {
	switch {
	case l.RatioLimit > 0:
		return fmt.Sprintf("%g ×", l.RatioLimit)
	case l.TimeLimit > 0:
		return millis(l.TimeLimit)
	case l.Rows >= hugeRows:
		return fmt.Sprintf("%d MB", hugeMemory>>20)
	}
	return ""
}

func (r *Report) line(rows, windows int) *Line {
	for i := range r.Lines {
		if l := &r.Lines[i]; l.Rows == rows && l.Windows == windows {
			return l
		}
	}
	return nil
}

// Slope is how a cost grows: with ten times the rows, per row; with a hundred windows for one.
type Slope struct {
	Name         string
	Growth       float64
	Limit        float64
	Beyond, Than string
}

func slopes(lines []Line) []Slope {
	var list []Slope
	r := Report{Lines: lines}
	for _, windows := range []int{1, 100} {
		for _, rows := range []int{standard, 10 * standard} {
			if less, more := r.line(rows, windows), r.line(10*rows, windows); less != nil && more != nil {
				list = append(list, Slope{"processor time a row", float64(more.Cold.CPU) / float64(less.Cold.CPU) / 10, rowsLimit, more.Name, less.Name})
			}
		}
	}
	for _, rows := range []int{standard, 10 * standard, hugeRows} {
		if one, many := r.line(rows, 1), r.line(rows, 100); one != nil && many != nil {
			list = append(list, Slope{"processor time", many.growth(one), windowsLimit, many.Name, one.Name})
		}
	}
	return list
}

// missed is how many limits were missed, of how many.
func (r *Report) missed() (missed, limits int) {
	check := func(within bool) {
		if limits++; !within {
			missed++
		}
	}
	for _, l := range r.Lines {
		if l.limit() != "" {
			check(l.within())
		}
	}
	for _, s := range r.Slopes {
		check(s.Growth < s.Limit)
	}
	if r.Busy.Requests > 0 {
		check(r.Busy.within())
	}
	for _, v := range r.Peers {
		check(v.ratio() > v.Limit)
	}
	return missed, limits
}

func verdict(within bool) string {
	if within {
		return "pass"
	}
	return "MISSED"
}

func (r *Report) print(to io.Writer) error {
	fmt.Fprintf(to, "20 numeric and 5 categorical columns, %d processors, medians; × is processor time as a multiple of DuckDB's own sum and max of the same columns\n\n", r.CPUs)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "question\tlog\tfloor\tcold\t×\tlimit\t\twall\tof it Arrow\tpeak memory\tagain\t")
	for _, l := range r.Lines {
		judged := ""
		if l.limit() != "" || !l.within() {
			judged = verdict(l.within())
		}
		fmt.Fprintf(w, "%s\t%d MB\t%s\t%s\t%.2f\t%s\t%s\t%s\t%s\t%d MB\t%s\t\n", l.Name, l.Bytes>>20, millis(l.Floor.CPU), millis(l.Cold.CPU), l.Ratio, l.limit(), judged,
			millis(l.Cold.Wall), millis(l.Sent), l.Cold.Peak>>20, millis(l.Again.CPU))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, s := range r.Slopes {
		fmt.Fprintf(to, "\n%s: %s is %.2f × that of %s, limit %g: %s", s.Name, s.Beyond, s.Growth, s.Than, s.Limit, verdict(s.Growth < s.Limit))
	}
	fmt.Fprintln(to)
	if l := r.Live; l != nil {
		fmt.Fprintf(to, "\na new file a minute: 50 windows of a log in %d files took %s, and %s after each new file of %d rows\n", l.Files, millis(l.Cold.CPU), millis(l.After.CPU), l.Rows)
	}
	if b := r.Busy; b.Requests > 0 {
		fmt.Fprintf(to, "\na busy dashboard: %d people, %d panels, %d alert rules, %d requests a minute: %s at the median, %s at the 95th percentile (limit %s: %s), %s at most; %.0f %% of a processor, %d scans\n",
			viewers, b.Panels, rules, b.Requests, millis(b.P50), millis(b.P95), millis(busyLimit), verdict(b.within()), millis(b.Most), 100*b.CPU, b.Scans)
		fmt.Fprintf(to, "its first opening: %s and %d scans\n", millis(b.Cold), b.ColdScans)
	}
	for _, v := range r.Peers {
		fmt.Fprintf(to, "\n%s, %s: %s, and %s to load the log; here %s with loading: %.0f × (with its loading %.0f ×), limit %g ×: %s", v.Tool, v.Question, millis(v.Took), millis(v.Load),
			millis(v.Here), v.ratio(), v.loaded(), v.Limit, verdict(v.ratio() > v.Limit))
	}
	fmt.Fprintln(to)
	return nil
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
