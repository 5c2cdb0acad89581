package main

import (
	"math"
	"math/rand/v2"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// Synthetic windows. A log makes windows one after the other: day is the number of the window, so that wander and weekly rhythm are alike in the
// reference and in the current windows that follow it.

// numericLog draws windows of a standard normal feature with ordinary variation.
type numericLog struct {
	name   string
	wander float64 // standard deviation of the daily mean
	memory float64 // of the wander, from day to day (AR(1))
	weekly float64 // amplitude (standard deviation over the week) of a weekday rhythm of the mean
	scale  float64 // standard deviation of the daily log scale
	users  int     // rows a user, 0 or 1: independent rows; the user's own mean has a share of 0.3 of the variance
	night  float64 // share of the day's traffic at the quietest hour of 24 windows, 0: all windows are of one size
	shape  func(z float64) float64
}

// change is what happened to a current window.
type change struct {
	shift     float64
	scale     float64 // 0: 1
	tail      float64 // share of rows moved to +4
	intoFirst float64 // categories: share of all rows that moves to another category
}

// cellsPerDeviation of the synthetic values: they are rounded, as sensors do, to keep simulation fast.
const cellsPerDeviation = 64

// state is what a log remembers between windows.
type state struct {
	day    int
	wander float64
	week   [7]float64
	probs  []float64
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

func (l numericLog) window(rng *rand.Rand, s *state, m int, c change) *counts.Counts {
	s.day++
	if l.night > 0 {
		m = max(20, int(float64(m)*math.Exp(math.Log(l.night)*(1-math.Cos(2*math.Pi*float64(s.day)/24))/2)))
	}
	s.wander = l.memory*s.wander + math.Sqrt(1-l.memory*l.memory)*rng.NormFloat64()
	mean := l.wander*s.wander + l.weekly*s.week[s.day%7]
	scale := math.Exp(l.scale * rng.NormFloat64())
	if c.scale != 0 {
		scale *= c.scale
	}
	var bins counter
	user, left := 0.0, 0
	for i := 0; i < m; i++ {
		z := 0.0
		if l.users > 1 {
			if left == 0 {
				user, left = rng.NormFloat64(), l.users
			}
			left--
			z = math.Sqrt(0.3)*user + math.Sqrt(0.7)*rng.NormFloat64()
		} else {
			z = rng.NormFloat64()
		}
		x := z*scale + mean + c.shift
		if c.tail > 0 && rng.Float64() < c.tail {
			x += 4
		}
		bins.add(x)
	}
	return bins.counts(l.shape)
}

// counter counts rounded values.
type counter struct {
	inside [40*cellsPerDeviation + 1]float64
}

func (b *counter) add(x float64) {
	k := int(math.Round(x*cellsPerDeviation)) + len(b.inside)/2
	b.inside[max(0, min(len(b.inside)-1, k))]++
}

func (b *counter) counts(shape func(float64) float64) *counts.Counts {
	var keys, w []float64
	for k, n := range b.inside {
		if n == 0 {
			continue
		}
		x := float64(k-len(b.inside)/2) / cellsPerDeviation
		if shape != nil {
			x = shape(x)
		}
		if len(keys) > 0 && keys[len(keys)-1] == x {
			w[len(w)-1] += n
			continue
		}
		keys, w = append(keys, x), append(w, n)
	}
	c, err := counts.OfFloats(keys, w, nil, counts.Other{})
	if err != nil {
		panic(err) // a shape that is not monotonic: a mistake in this program
	}
	return c
}

// categoricalLog draws windows of a categorical feature.
type categoricalLog struct {
	name      string
	k         int
	dirichlet float64 // concentration of the daily probabilities, 0: they stay
	factor    float64 // instead: a hidden normal value, its daily mean of this deviation, cut into k bins of Zipf shares
	users     int     // rows a user; a user keeps to one category
}

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

func (l categoricalLog) begin(rng *rand.Rand) *state { return &state{probs: zipf(l.k)} }

func (l categoricalLog) window(rng *rand.Rand, s *state, m int, c change) *counts.Counts {
	p := append([]float64(nil), s.probs...)
	switch {
	case l.factor > 0:
		shift, below, last := l.factor*rng.NormFloat64(), 0.0, 0.0
		for i, v := range s.probs {
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
			p[i] = gamma(rng, l.dirichlet*s.probs[i])
			sum += p[i]
		}
		for i := range p {
			p[i] /= sum
		}
	}
	if c.intoFirst > 0 { // to the fourth category, from all others alike
		for i := range p {
			p[i] *= 1 - c.intoFirst
		}
		p[min(3, len(p)-1)] += c.intoFirst
	}
	n := make([]float64, l.k)
	cdf, sum := make([]float64, l.k), 0.0
	for i, v := range p {
		sum += v
		cdf[i] = sum
	}
	rows := max(1, l.users)
	for i := 0; i < m/rows; i++ {
		n[min(l.k-1, sort.SearchFloat64s(cdf, rng.Float64()*sum))] += float64(rows)
	}
	var keys []int64
	var w []float64
	for i, v := range n {
		if v > 0 {
			keys, w = append(keys, int64(i)), append(w, v)
		}
	}
	out, err := counts.OfInts(keys, w, nil, counts.Other{})
	if err != nil {
		panic(err)
	}
	return out
}

// gamma draws from the gamma law of shape a (Marsaglia and Tsang 2000).
func gamma(rng *rand.Rand, a float64) float64 {
	boost := 1.0
	if a < 1 {
		boost = math.Pow(rng.Float64(), 1/a)
		a++
	}
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v * boost
		}
	}
}

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
