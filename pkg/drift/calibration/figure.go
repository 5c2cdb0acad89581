package main

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// calibrationFigure draws false alarms at the tools' defaults and power at equal rates of false alarms against the rows of a window: lines are means over
// all distributions (and changes), bands reach from the lowest to the highest.
func calibrationFigure(t powerPoints) []byte {
	tools := slices.DeleteFunc(slices.Clone(t.tools), func(tool string) bool { return tool == autoWindows })
	left := chart{title: "False alarms at the defaults", unit: "% of quiet windows called"}
	right := chart{title: fmt.Sprintf("Found, all at %.0f %% of false alarms", 100*equalAlpha), unit: "% of drifted windows found"}
	for _, tool := range tools {
		left.lines = append(left.lines, t.line(tool, func(p powerPoint) (float64, bool) { return p.called[tool].mean, p.change == "" }))
		right.lines = append(right.lines, t.line(tool, func(p powerPoint) (float64, bool) { return p.equal[tool], p.change != "" }))
	}
	return figure{charts: []chart{left, right}}.svg()
}

// line of means over the points that count, with the lowest and highest.
func (t powerPoints) line(tool string, value func(p powerPoint) (float64, bool)) line {
	type spread struct{ sum, n, low, high float64 }
	by := map[int]*spread{}
	for _, p := range t.points {
		v, ok := value(p)
		if !ok {
			continue
		}
		s := by[p.n]
		if s == nil {
			s = &spread{low: math.Inf(1), high: math.Inf(-1)}
			by[p.n] = s
		}
		s.sum, s.n, s.low, s.high = s.sum+v, s.n+1, math.Min(s.low, v), math.Max(s.high, v)
	}
	l := line{name: tool}
	for n := range by {
		l.x = append(l.x, float64(n))
	}
	sort.Float64s(l.x)
	for _, n := range l.x {
		s := by[int(n)]
		l.mean, l.low, l.high = append(l.mean, s.sum/s.n), append(l.low, s.low), append(l.high, s.high)
	}
	return l
}

type line struct {
	name               string
	x, mean, low, high []float64
}

type chart struct {
	title, unit string
	lines       []line
}

type figure struct{ charts []chart }

const (
	chartWidth, chartHeight = 400.0, 260.0
	marginLeft, marginTop   = 52.0, 58.0
	marginRight             = 96.0
	figureHeight            = marginTop + chartHeight + 52
)

// lineDashes tell lines apart without colour.
var lineDashes = []string{"", "6 3", "2 3"}

const figureStyle = `<style>
 .page{fill:#fff}.axis{stroke:#8a8f98;stroke-width:1}.grid{stroke:#e3e5e8;stroke-width:1}
 text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:14px}.small{fill:#57606a}
 .l0{stroke:#0b62c4}.l1{stroke:#b35900}.l2{stroke:#7a3fb0}.line{fill:none;stroke-width:2.2}.range{stroke-width:4;opacity:.35}
 .f0{fill:#0b62c4}.f1{fill:#b35900}.f2{fill:#7a3fb0}
 @media (prefers-color-scheme:dark){.page{fill:#0d1117}.axis{stroke:#6e7681}.grid{stroke:#262c36}text{fill:#e6edf3}.small{fill:#9da7b3}
 .l0{stroke:#6cb2ff}.l1{stroke:#ffa657}.l2{stroke:#d2a8ff}.f0{fill:#6cb2ff}.f1{fill:#ffa657}.f2{fill:#d2a8ff}}
</style>
`

// svg of all charts side by side. It is legible on light and dark pages, and has no dependency.
func (f figure) svg() []byte {
	var b strings.Builder
	each := marginLeft + chartWidth + marginRight
	width := each * float64(len(f.charts))
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`+"\n", width, figureHeight, escape(f.text()))
	b.WriteString(figureStyle)
	fmt.Fprintf(&b, `<rect class="page" width="%.0f" height="%.0f" rx="6"/>`+"\n", width, figureHeight)
	for i, c := range f.charts {
		fmt.Fprintf(&b, `<g transform="translate(%.0f %.0f)">`+"\n%s</g>\n", each*float64(i)+marginLeft, marginTop, c.svg())
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// text says in words what is drawn.
func (f figure) text() string {
	var all []string
	for _, c := range f.charts {
		for _, l := range c.lines {
			for i, x := range l.x {
				all = append(all, fmt.Sprintf("%s, %s, n=%s: %.0f %%", c.title, l.name, thousands(int(x)), 100*l.mean[i]))
			}
		}
	}
	return strings.Join(all, "; ")
}

func (c chart) svg() string {
	var b strings.Builder
	low, high := math.Inf(1), math.Inf(-1)
	for _, l := range c.lines {
		for _, x := range l.x {
			low, high = math.Min(low, x), math.Max(high, x)
		}
	}
	at := func(x float64) float64 {
		if high <= low {
			return chartWidth / 2
		}
		return math.Log(x/low) / math.Log(high/low) * chartWidth
	}
	up := func(share float64) float64 { return chartHeight * (1 - share) }
	fmt.Fprintf(&b, `<text class="title" y="-34">%s</text><text class="small" y="-14">%s</text>`+"\n", escape(c.title), escape(c.unit))
	for _, v := range []float64{0, 0.25, 0.5, 0.75, 1} {
		fmt.Fprintf(&b, `<path class="grid" d="M0 %.1fH%.0f"/><text class="small" x="-8" y="%.1f" text-anchor="end">%.0f</text>`+"\n", up(v), chartWidth, up(v)+4, 100*v)
	}
	if len(c.lines) > 0 {
		for _, x := range c.lines[0].x {
			fmt.Fprintf(&b, `<path class="axis" d="M%.1f %.0fv5"/><text class="small" x="%.1f" y="%.0f" text-anchor="middle">%s</text>`+"\n", at(x), chartHeight, at(x), chartHeight+20, thousands(int(x)))
		}
	}
	fmt.Fprintf(&b, `<path class="axis" d="M0 %.0fH%.0f"/><text class="small" x="%.0f" y="%.0f" text-anchor="middle">rows of a window</text>`+"\n", chartHeight, chartWidth, chartWidth/2, chartHeight+40)
	for i, l := range c.lines {
		beside := (float64(i) - float64(len(c.lines)-1)/2) * 6
		for k := range l.x {
			fmt.Fprintf(&b, `<path class="range l%d" d="M%.1f %.1fV%.1f"/>`, i, at(l.x[k])+beside, up(l.low[k]), up(l.high[k]))
		}
		b.WriteString("\n")
	}
	places := labelPlaces(c.lines, up)
	for i, l := range c.lines {
		var path []string
		for k := range l.x {
			path = append(path, fmt.Sprintf("%.1f,%.1f", at(l.x[k]), up(l.mean[k])))
		}
		fmt.Fprintf(&b, `<polyline class="line l%d" stroke-dasharray="%s" points="%s"/>`+"\n", i, lineDashes[i%len(lineDashes)], strings.Join(path, " "))
		for k := range l.x {
			fmt.Fprintf(&b, `<circle class="f%d" cx="%.1f" cy="%.1f" r="3"/>`, i, at(l.x[k]), up(l.mean[k]))
		}
		fmt.Fprintf(&b, "\n"+`<text class="f%d" x="%.0f" y="%.1f">%s</text>`+"\n", i, chartWidth+10, places[i]+4, escape(l.name))
	}
	return b.String()
}

// labelPlaces puts the lines' names beside their ends, at least a line of text apart and above the axis.
func labelPlaces(lines []line, up func(float64) float64) []float64 {
	places := make([]float64, len(lines))
	order := make([]int, len(lines))
	for i, l := range lines {
		order[i] = i
		if n := len(l.mean); n > 0 {
			places[i] = up(l.mean[n-1])
		}
	}
	sort.Slice(order, func(a, b int) bool { return places[order[a]] < places[order[b]] })
	for k := 1; k < len(order); k++ {
		places[order[k]] = math.Max(places[order[k]], places[order[k-1]]+15)
	}
	lowest := chartHeight - 4
	for k := len(order) - 1; k >= 0; k-- {
		places[order[k]] = math.Min(places[order[k]], lowest)
		lowest = places[order[k]] - 15
	}
	return places
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}
