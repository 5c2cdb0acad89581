package method

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

const (
	resampledCells = 512  // cells that a pair is brought to before it is resampled
	draws          = 1000 // most deals of the rows
	enoughReached  = 20   // so many deals as far apart as the pair are enough: p is then above 0.02, known to a quarter of itself
	fittedBelow    = 10   // with fewer of them than this, p is read from a fitted tail
	tailShare      = 4    // the tail is the largest fourth of all deals
)

// resample is the p-value of a statistic for the hypothesis that all ways to deal the rows of both samples to two samples of their sizes are equally likely.
//
// It stops when enough deals have reached the observed value (Besag & Clifford 1991, Biometrika 78:301: p = reached/dealt is still a p-value). Below 10/draws p
// is read from a generalised Pareto law of the largest deals (Knijnenburg et al. 2009, Bioinformatics 25:i161), fitted by probability-weighted moments to the
// square of a distance or to a quadratic statistic, whose tails are exponential or longer: the shape is kept in [0, ½].
//
// The seed is made from the counts alone, and nothing runs in parallel: equal pairs give equal bytes.
func resample(p *Pair, statistic func(*Pair) float64, scale Scale) float64 {
	size := func(q *Pair) float64 {
		if t := statistic(q); scale == Distance {
			return t * t
		} else {
			return t
		}
	}
	observed := size(p)
	d := newDealer(p)
	dealt := make([]float64, 0, draws)
	reached := 0
	for range draws {
		t := size(d.deal())
		dealt = append(dealt, t)
		if t >= observed*(1-1e-9) {
			if reached++; reached == enoughReached {
				return float64(reached) / float64(len(dealt))
			}
		}
	}
	if reached >= fittedBelow {
		return float64(reached+1) / (draws + 1)
	}
	slices.Sort(dealt)
	fitted := fittedTail(dealt[draws-draws/tailShare:], observed) / tailShare
	return math.Max(float64(reached)/draws, math.Min(float64(fittedBelow+1)/(draws+1), fitted)) // a tail is no reason to doubt deals that were seen
}

// fewDealt: the rows of samples of fewer than this many are dealt one by one, and also by methods whose law needs more.
const fewDealt = 150

// few says that a sample is too small for laws of many rows and small enough to deal anew.
func (p *Pair) few() bool { return p.counted() && math.Min(p.NR, p.NC) < fewDealt }

// dealt is resample of a statistic that cuts each deal anew where it cuts columns into bins.
func dealt(p *Pair, statistic func(*Pair) float64, scale Scale) float64 {
	q := *p.coarse(resampledCells)
	q.Lo, q.Hi = nil, nil
	return resample(&q, statistic, scale)
}

// fittedTail is P(T ≥ t) given that T is among the ascending exceedances, by a generalised Pareto law (Hosking & Wallis 1987, Technometrics 29:339).
func fittedTail(ascending []float64, t float64) float64 {
	n := float64(len(ascending))
	start := ascending[0]
	mean, weighed := 0.0, 0.0
	for i, x := range ascending {
		mean += (x - start) / n
		weighed += (x - start) / n * (n - 1 - float64(i)) / (n - 1)
	}
	if !(mean > 0) || !(mean > 2*weighed) { // all deals give one value, and this one is another
		return 1 / n
	}
	shape := math.Max(0, math.Min(0.5, 2-mean/(mean-2*weighed)))
	width := mean * (1 - shape)
	if shape < 1e-6 {
		return math.Exp(-(t - start) / width)
	}
	return math.Pow(1+shape*(t-start)/width, -1/shape)
}

// dealer deals the rows of a pair anew: the same sizes, the same rows of both samples together. Its pair is overwritten by the next deal.
type dealer struct {
	rng  *rand.Rand
	rows []float64 // of each cell in both samples together
	pair Pair
	from *Pair
	sums []float64 // of few: rows of ranges of cells, a Fenwick tree
	left []float64 // the same, of the rows that are not yet dealt
}

func newDealer(p *Pair) *dealer {
	// FNV-1a over the counts
	seed := uint64(14695981039346656037)
	for _, side := range [][]float64{p.R, p.C} {
		for _, w := range side {
			seed = (seed ^ math.Float64bits(w)) * 1099511628211
			seed ^= seed >> 29
		}
	}
	d := &dealer{rng: rand.New(rand.NewPCG(seed, 0x74696465)), rows: make([]float64, len(p.R)), pair: *p, from: p}
	d.pair.R, d.pair.C = make([]float64, len(p.R)), make([]float64, len(p.R))
	for i := range p.R {
		d.rows[i] = p.R[i] + p.C[i]
	}
	return d
}

func (d *dealer) deal() *Pair {
	switch {
	case d.from.few():
		d.dealFew()
	case d.from.counted():
		d.dealRows()
	default:
		d.dealWeights()
	}
	return &d.pair
}

// dealFew draws the rows of the smaller sample one by one. Finding a row and taking it out both go down a tree of sums (Fenwick 1994, Software: Practice
// and Experience 24:327).
func (d *dealer) dealFew() {
	cells := len(d.rows)
	if d.sums == nil {
		d.sums, d.left = make([]float64, cells+1), make([]float64, cells+1)
		for i, rows := range d.rows {
			for at := i + 1; at <= cells; at += at & -at {
				d.sums[at] += rows
			}
		}
	}
	copy(d.left, d.sums)
	small, large, taken := d.pair.C, d.pair.R, d.from.NC
	if d.from.NR < d.from.NC {
		small, large, taken = large, small, d.from.NR
	}
	clear(small)
	step := 1 << (bits.Len(uint(cells)) - 1)
	all := d.from.NR + d.from.NC
	for ; taken > 0; taken-- {
		row, at := math.Floor(d.rng.Float64()*all), 0
		for width := step; width > 0; width >>= 1 {
			if next := at + width; next <= cells && d.left[next] <= row {
				at, row = next, row-d.left[next]
			}
		}
		small[at]++
		for up := at + 1; up <= cells; up += up & -up {
			d.left[up]--
		}
		all--
	}
	for i, rows := range d.rows {
		large[i] = rows - small[i]
	}
}

// dealRows draws cell by cell how many of its rows the current window gets: hypergeometric numbers.
func (d *dealer) dealRows() {
	left, wanted := d.from.NR+d.from.NC, d.from.NC
	for i, rows := range d.rows {
		got := d.hypergeometric(left, rows, wanted)
		d.pair.C[i], d.pair.R[i] = got, rows-got
		left, wanted = left-rows, wanted-got
	}
}

// dealWeights draws the difference of shares from its normal law: weighted rows are not whole.
func (d *dealer) dealWeights() {
	p := d.from
	ofR, ofC := p.pooledWeights()
	inR := p.ER / (p.ER + p.EC)
	sum := 0.0
	for i := range d.rows {
		h := p.R[i]*ofR + p.C[i]*ofC
		z := math.Sqrt(h) * d.rng.NormFloat64()
		d.pair.C[i] = z
		sum += z
	}
	for i := range d.rows {
		h := p.R[i]*ofR + p.C[i]*ofC
		apart := math.Sqrt(p.both()) * (d.pair.C[i] - h*sum)
		d.pair.C[i] = math.Max(0, h+inR*apart) * p.NC
		d.pair.R[i] = math.Max(0, h-(1-inR)*apart) * p.NR
	}
}

const (
	oneByOne    = 64  // rows are dealt one by one up to so many
	largeSpread = 100 // variance from which a hypergeometric number is a rounded normal one
)

// hypergeometric draws how many of the marked rows are among those that are taken of all.
func (d *dealer) hypergeometric(all, marked, taken float64) float64 {
	switch least := min(marked, taken, all-marked, all-taken); {
	case least <= 0:
		return math.Max(0, marked+taken-all)
	case least > oneByOne:
		return d.manyHypergeometric(all, marked, taken)
	case least == marked:
		return d.few(all, marked, taken)
	case least == taken:
		return d.few(all, taken, marked)
	case least == all-marked:
		return taken - d.few(all, all-marked, taken)
	default:
		return marked - d.few(all, all-taken, marked)
	}
}

// few draws one by one which of the marked rows are taken.
func (d *dealer) few(all, marked, taken float64) float64 {
	got := 0.0
	for ; marked > 0; marked-- {
		if d.rng.Float64()*all < taken-got {
			got++
		}
		all--
	}
	return got
}

func (d *dealer) manyHypergeometric(all, marked, taken float64) float64 {
	low, high := math.Max(0, marked+taken-all), math.Min(marked, taken)
	mean := marked * (taken / all)
	variance := mean * (1 - marked/all) * (all - taken) / (all - 1)
	if variance > largeSpread {
		return math.Max(low, math.Min(high, math.Round(mean+math.Sqrt(variance)*d.rng.NormFloat64())))
	}
	// Inversion, outwards from the mode.
	mode := math.Max(low, math.Min(high, math.Floor((marked+1)*(taken+1)/(all+2))))
	choose := func(n, k float64) float64 {
		a, _ := math.Lgamma(n + 1)
		b, _ := math.Lgamma(k + 1)
		c, _ := math.Lgamma(n - k + 1)
		return a - b - c
	}
	chance := math.Exp(choose(marked, mode) + choose(all-marked, taken-mode) - choose(all, taken))
	u := d.rng.Float64() - chance
	up, down, atUp, atDown := mode, mode, chance, chance
	for u > 0 && (up < high || down > low) {
		if up < high {
			atUp *= (marked - up) * (taken - up) / ((up + 1) * (all - marked - taken + up + 1))
			up++
			if u -= atUp; u <= 0 {
				return up
			}
		}
		if down > low {
			atDown *= down * (all - marked - taken + down) / ((marked - down + 1) * (taken - down + 1))
			down--
			if u -= atDown; u <= 0 {
				return down
			}
		}
		if atUp+atDown < 1e-18 {
			break
		}
	}
	return mode
}
