package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// log makes windows of one feature, one after the other: day is the number of the window, so that wander and rhythm are alike in the reference and in
// the current windows that follow it.
type log interface {
	name() string
	kind() string
	begin(rng *rand.Rand) *state
	// window draws m rows, counted on a grid where that is asked for and values are continuous.
	window(rng *rand.Rand, s *state, m int, onGrid bool, c change) *counts.Counts
}

// rowLog can also draw independent rows one by one, for other tools to read: categories by their number.
type rowLog interface {
	log
	rows(rng *rand.Rand, m int, c change) []float64
	ofRows(x []float64, onGrid bool) *counts.Counts
}

// change is what happened to a current window. Numeric changes are of the hidden normal value.
type change struct {
	shift float64
	scale float64 // 0: 1
	tail  float64 // share of rows moved by +4
	moved float64 // categories: share of all rows that moves to the fourth category (the second of two), from all alike
	fresh float64 // categories: share of rows that gets a name that never was before
}

// state is what a log remembers between windows.
type state struct {
	day    int
	wander float64
	week   [7]float64
	layout layout
	shares []float64
}

// numericLog draws windows of a numeric feature with ordinary variation.
type numericLog struct {
	text   string // what varies; "" for nothing
	shape  shape
	wander float64 // standard deviation of the daily mean
	memory float64 // of the wander, from day to day (AR(1))
	weekly float64 // amplitude (standard deviation over the week) of a weekday rhythm of the mean
	scale  float64 // standard deviation of the daily log scale
	users  int     // rows a user, 0 or 1: independent rows; the user's own mean has a share of 0.3 of the variance
	night  float64 // share of the day's traffic at the quietest hour of 24 windows, 0: all windows are of one size
}

func (l numericLog) name() string { return named(l.shape.name, l.text) }
func (l numericLog) kind() string { return model.Numeric }

func named(what, variation string) string {
	if variation == "" {
		return what
	}
	return what + ", " + variation
}

func (l numericLog) begin(rng *rand.Rand) *state {
	s := &state{wander: rng.NormFloat64(), day: rng.IntN(7)}
	mean, sq := 0.0, 0.0
	for i := range s.week {
		s.week[i] = rng.NormFloat64()
		mean += s.week[i] / 7
	}
	for i := range s.week {
		s.week[i] -= mean
		sq += s.week[i] * s.week[i] / 7
	}
	for i := range s.week {
		s.week[i] /= math.Sqrt(sq)
	}
	return s
}

// hidden is the law of one window's hidden values: normal, a share of it moved by +4.
type hidden struct{ mean, scale, tail float64 }

func (c change) hidden() hidden {
	h := hidden{mean: c.shift, scale: 1, tail: c.tail}
	if c.scale != 0 {
		h.scale = c.scale
	}
	return h
}

// below is the share of values up to z.
func (h hidden) below(z float64) float64 {
	at := (z - h.mean) / h.scale
	if h.tail == 0 {
		return normalCDF(at)
	}
	return (1-h.tail)*normalCDF(at) + h.tail*normalCDF((z-4-h.mean)/h.scale)
}

// of turns a standard normal value into one of this law.
func (h hidden) of(rng *rand.Rand, z float64) float64 {
	x := z*h.scale + h.mean
	if h.tail > 0 && rng.Float64() < h.tail {
		x += 4
	}
	return x
}

func (l numericLog) window(rng *rand.Rand, s *state, m int, onGrid bool, c change) *counts.Counts {
	if s.layout.shape.value == nil {
		s.layout = newLayout(l.shape, onGrid)
	}
	s.day++
	if l.night > 0 {
		m = max(20, int(float64(m)*math.Exp(math.Log(l.night)*(1-math.Cos(2*math.Pi*float64(s.day)/24))/2)))
	}
	s.wander = l.memory*s.wander + math.Sqrt(1-l.memory*l.memory)*rng.NormFloat64()
	h := c.hidden()
	h.mean += l.wander*s.wander + l.weekly*s.week[s.day%7]
	h.scale *= math.Exp(l.scale * rng.NormFloat64())
	if l.users <= 1 && s.layout.upper != nil {
		upTo := make([]float64, len(s.layout.upper))
		for k, z := range s.layout.upper {
			upTo[k] = h.below(z)
		}
		return s.layout.counts(multinomial(rng, m, upTo))
	}
	x := make([]float64, m)
	user := 0.0
	for i := range x {
		z := rng.NormFloat64()
		if l.users > 1 {
			if i%l.users == 0 {
				user = rng.NormFloat64()
			}
			z = math.Sqrt(0.3)*user + math.Sqrt(0.7)*z
		}
		x[i] = l.shape.value(h.of(rng, z))
	}
	return s.layout.ofRows(x)
}

func (l numericLog) rows(rng *rand.Rand, m int, c change) []float64 {
	x, h := make([]float64, m), c.hidden()
	for i := range x {
		x[i] = l.shape.value(h.of(rng, rng.NormFloat64()))
	}
	return x
}

func (l numericLog) ofRows(x []float64, onGrid bool) *counts.Counts {
	return newLayout(l.shape, onGrid).ofRows(x)
}

// categoricalLog draws windows of a categorical feature with Zipf shares over k names.
type categoricalLog struct {
	text      string // what varies; "" for nothing
	k         int
	dirichlet float64 // concentration of the daily shares, 0: they stay
	factor    float64 // instead: a hidden normal value, its daily mean of this deviation, cut into k bins of Zipf shares
	users     int     // rows a user; a user keeps to one category
	rare      float64 // share of one name more
}

func (l categoricalLog) name() string {
	return named(fmt.Sprintf("Zipf, k=%s", thousands(l.k)), l.text)
}
func (l categoricalLog) kind() string { return model.Categorical }

// zipf shares of k categories.
func zipf(k int) []float64 {
	p, sum := make([]float64, k), 0.0
	for i := range p {
		p[i] = 1 / float64(i+1)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func (l categoricalLog) begin(*rand.Rand) *state { return &state{shares: l.shares()} }

// shares of its names: those of Zipf's law, and the rare one's where there is one.
func (l categoricalLog) shares() []float64 {
	p := zipf(l.k)
	if l.rare == 0 {
		return p
	}
	for i := range p {
		p[i] *= 1 - l.rare
	}
	return append(p, l.rare)
}

// changed shares, the new name's last.
func (c change) changed(p []float64) []float64 {
	out := make([]float64, len(p)+1)
	for i, v := range p {
		out[i] = v * (1 - c.moved) * (1 - c.fresh)
	}
	to := 3
	if len(p) < 4 {
		to = len(p) - 1
	}
	out[to] += c.moved * (1 - c.fresh)
	out[len(p)] = c.fresh
	return out
}

// cumulative sums, brought to end at 1.
func cumulative(p []float64) []float64 {
	out, sum := make([]float64, len(p)), 0.0
	for i, v := range p {
		sum += v
		out[i] = sum
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

func (l categoricalLog) window(rng *rand.Rand, s *state, m int, _ bool, c change) *counts.Counts {
	p := append([]float64(nil), s.shares...)
	switch {
	case l.factor > 0:
		shift, below, last := l.factor*rng.NormFloat64(), 0.0, 0.0
		for i, v := range s.shares {
			below += v
			at := 1.0
			if i < len(p)-1 {
				at = normalCDF(normalQuantile(below) - shift)
			}
			p[i], last = at-last, at
		}
	case l.dirichlet > 0:
		sum := 0.0
		for i := range p {
			p[i] = gamma(rng, l.dirichlet*s.shares[i])
			sum += p[i]
		}
		for i := range p {
			p[i] /= sum
		}
	}
	upTo := cumulative(c.changed(p))
	each := max(1, l.users)
	n := multinomial(rng, m/each, upTo)
	for i := range n {
		n[i] *= float64(each)
	}
	return l.counts(n)
}

func (l categoricalLog) rows(rng *rand.Rand, m int, c change) []float64 {
	x, upTo := make([]float64, m), cumulative(c.changed(l.shares()))
	for i := range x {
		x[i] = float64(min(len(upTo)-1, sort.SearchFloat64s(upTo, rng.Float64())))
	}
	return x
}

func (l categoricalLog) ofRows(x []float64, _ bool) *counts.Counts {
	n := make([]float64, len(l.shares())+1)
	for _, v := range x {
		n[int(v)]++
	}
	return l.counts(n)
}

func (l categoricalLog) counts(n []float64) *counts.Counts {
	var keys []string
	var w []float64
	for i, v := range n {
		if v > 0 {
			keys, w = append(keys, fmt.Sprintf("c%04d", i)), append(w, v)
		}
	}
	return must(counts.OfStrings(keys, w, nil, counts.Other{}))
}

// thousands writes a whole number with commas.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
