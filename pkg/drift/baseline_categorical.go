package drift

import (
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// Categories that a categorical feature is judged on: all of them, each by itself, as long as there are few; else the frequent ones by themselves and
// the rest in buckets by a hash of their names. Buckets must not be made by frequency: rare names of the reference are rare partly by chance, and a
// new window would differ from buckets made that way without any change.
const (
	maxCategories  = 300
	ownCategories  = 256
	hashedBuckets  = maxCategories - ownCategories // counts.Buckets is a multiple of it
	frequentRows   = 20                            // a name has a place of its own among many names from so many rows in the whole reference
	unseenCategory = -1
)

// categoricalReference is what the laws need of a categorical baseline.
type categoricalReference struct {
	cellOf []int32   // of each key of the union; unseenCategory where no kept window has it and names are not hashed
	cells  int       // the last hashedBuckets of them are for the other names, if hashed
	hashed bool      // there are more names than cells
	pooled []float64 // effective rows of each cell in the whole reference
	total  float64   // effective rows of the whole reference

	list []int
	arrangement
	size   float64
	groups map[int]*categoryMean
	mean   []float64   // over all comparable windows
	e      [][]float64 // residuals of shares
	cross  *crossing   // of e; nil where that is no use

	shares       betweenLaw // of plain shares (L2)
	distance     float64
	distanceUnit float64
	ownDistance  []float64

	blind string // a note on what cannot be seen
}

type categoryMean struct {
	windows float64
	share   []float64
}

func (b *Baseline) categoricalReference() *categoricalReference {
	b.categoryOnce.Do(func() { b.category = newCategoricalReference(b) })
	return b.category
}

func newCategoricalReference(b *Baseline) *categoricalReference {
	r := &categoricalReference{}
	r.fold(b)
	list, group := b.comparable()
	r.list, r.places = list, b.placesOf(list)
	if len(list) < minWindows {
		return r
	}
	width := r.cells
	r.groups = map[int]*categoryMean{}
	r.mean = make([]float64, width)
	r.e = make([][]float64, len(list))
	block := make([]float64, width*len(list))
	inverse := 0.0
	b.shares(list, func(n int, w *window, at []int32, share []float64) {
		row := block[n*width : (n+1)*width]
		for j, key := range at {
			row[r.cellOf[key]] += share[j]
		}
		r.e[n] = row
		g := r.groups[group(list[n])]
		if g == nil {
			g = &categoryMean{share: make([]float64, width)}
			r.groups[group(list[n])] = g
		}
		g.windows++
		for k, v := range row {
			g.share[k] += v
			r.mean[k] += v / float64(len(list))
		}
		inverse += 1 / w.size
	})
	r.size = float64(len(list)) / inverse
	r.df = float64(len(list) - len(r.groups))
	r.sure = surely(r.df, b.sizesOf(list))
	for _, g := range r.groups {
		for k := range g.share {
			g.share[k] /= g.windows
		}
	}
	lone := len(r.groups) == 1 && invariable(r.e, r.mean)
	r.alone = make([]float64, len(list))
	for n, i := range list {
		g := r.groups[group(i)]
		half := 0.0
		for k := range r.e[n] {
			r.e[n][k] -= g.share[k]
			half += math.Abs(r.e[n][k]) / 2
		}
		if g.windows > 1 {
			r.alone[n] = g.windows / (g.windows - 1)
			r.ownDistance = append(r.ownDistance, half*half*r.alone[n])
		}
	}
	for _, v := range r.ownDistance {
		r.distance += v / float64(len(r.ownDistance))
	}
	ones := make([]float64, width)
	for k := range ones {
		ones[k] = 1
	}
	r.cross = newCrossing(r.e, r.arrangement)
	r.shares = betweenLaw{newSpread(r.e, ones, r.arrangement), shareSampling(r.mean, ones)}
	r.shares.roots = newRoots(r.shares.own)
	if lone {
		r.blind = invariableNote
	} else if len(r.groups) == 1 {
		r.blind = rhythm(r.e, ones, r.places)
	}
	return r
}

// spread of the shares under weights.
func (r *categoricalReference) spread(weight []float64) spread {
	if r.cross != nil {
		return r.cross.spread(weight)
	}
	return newSpread(r.e, weight, r.arrangement)
}

// fold chooses the cells from the pooled reference.
func (r *categoricalReference) fold(b *Baseline) {
	n := b.keys.length()
	rows := make([]float64, n)
	values, squares := 0.0, 0.0
	for _, i := range b.kept {
		w := &b.windows[i]
		for j, key := range b.placesIn(w, nil) {
			rows[key] += w.counts.W[j]
		}
		values += w.values
		if w.size > 0 {
			squares += w.values * w.values / w.size
		}
	}
	if squares > 0 {
		r.total = values * values / squares
	}
	order := make([]int, 0, n)
	for k, v := range rows {
		if v > 0 {
			order = append(order, k)
		}
	}
	r.hashed = len(order) > maxCategories
	r.cellOf = make([]int32, n)
	for k := range r.cellOf {
		r.cellOf[k] = unseenCategory
		if r.hashed {
			r.cellOf[k] = int32(ownCategories + b.keys.bucket(k))
		}
	}
	r.cells = len(order)
	if r.hashed {
		r.cells = maxCategories
		union := b.keys.list() // the buckets of a vocabulary are no names
		order = slices.DeleteFunc(order, func(k int) bool { return !union.Named(k) })
		// By frequency, then by name, so that equal data give equal cells.
		sort.SliceStable(order, func(i, j int) bool { return rows[order[i]] > rows[order[j]] })
		order = order[:min(len(order), ownCategories)]
	}
	for c, k := range order {
		if !r.hashed || rows[k] >= frequentRows {
			r.cellOf[k] = int32(c)
		}
	}
	r.pooled = make([]float64, r.cells)
	for k, v := range rows {
		if v > 0 {
			r.pooled[r.cellOf[k]] += v * r.total / values
		}
	}
}

// masses puts a window's shares on the cells. Names that the reference does not have come after the cells, one by one, unless names are hashed.
func (r *categoricalReference) masses(keys *keys, c *counts.Counts) []float64 {
	values := c.Total()
	mass := make([]float64, r.cells, r.cells+8)
	for j, at := range keys.locate(c) {
		cell := int32(unseenCategory)
		if at >= 0 {
			cell = r.cellOf[at]
		} else if r.hashed {
			cell = int32(ownCategories + bucketOf(c, j))
		}
		if cell == unseenCategory {
			mass = append(mass, c.W[j]/values)
		} else {
			mass[cell] += c.W[j] / values
		}
	}
	return mass
}

// extended is v with zeros for the names after the cells.
func extended(v []float64, n int) []float64 {
	if len(v) == n {
		return v
	}
	return append(append(make([]float64, 0, n), v...), make([]float64, n-len(v))...)
}

// shareSampling describes shares of a single row times the roots of weights w: C = D − uuᵀ with D = diag(w·h) and u = √w·h.
func shareSampling(h, w []float64) sampling {
	var s sampling
	var uu, uDu float64
	for k, v := range h {
		d, u := w[k]*v, w[k]*v*v
		s.Trace += d - u
		s.Trace2 += d*d - 2*d*u
		s.Trace3 += d*d*d - 3*d*d*u
		uu, uDu = uu+u, uDu+d*u
	}
	s.Trace2 = math.Max(0, s.Trace2+uu*uu)
	s.Trace3 = math.Max(0, s.Trace3+3*uDu*uu-uu*uu*uu)
	for k, v := range h {
		q := w[k]*(1-2*v) + uu
		s.Fourth += v * q * q
	}
	return s
}

// variationNoise is E[(½Σ|p − h|)²]·m of a sample of m independent rows: the square of its mean, where a category adds E|p − h| = √(2h(1−h)/(πm)) or
// 2h, which is less where the sample expects less than a third of a row, plus the variance that independent categories would have.
func variationNoise(h []float64, m float64) float64 {
	mean, variance := 0.0, 0.0
	for _, v := range h {
		if v <= 0 {
			continue
		}
		own := math.Max(0, v*(1-v)) // a share of all rows may be rounded to more than 1
		each := math.Min(math.Sqrt(2/math.Pi*own/m), 2*v)
		mean += each / 2
		variance += math.Max(0, own/m-each*each) / 4
	}
	return mean*mean + variance
}
