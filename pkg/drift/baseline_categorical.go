package drift

import (
	"math"
	"sort"
)

// Categories that a categorical feature is judged on: the most frequent ones by themselves, the rest folded into buckets of about equal share, in
// order of frequency, and one place for what the reference never saw.
const (
	ownCategories  = 256
	foldedBuckets  = 43
	maxCategories  = ownCategories + foldedBuckets
	unseenCategory = -1
)

// categoricalReference is what the laws need of a categorical baseline.
type categoricalReference struct {
	cellOf []int32   // of each key of the union; unseenCategory where no kept window has it
	cells  int       // without the unseen one, which comes last: cell number cells
	pooled []float64 // rows of each cell in the whole reference, with an empty last cell
	rows   float64   // Σ pooled
	total  float64   // effective rows of the whole reference

	list   []int
	alone  []float64
	df     float64
	size   float64
	groups map[int]*categoryMean
	mean   []float64   // over all comparable windows
	e      [][]float64 // residuals of shares, with a last column of zeros

	shares       law // of plain shares (L2)
	distance     float64
	distanceUnit float64
	ownDistance  []float64

	rhythm string
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
	r.list = list
	if len(list) < minWindows {
		return r
	}
	width := r.cells + 1
	r.groups = map[int]*categoryMean{}
	r.mean = make([]float64, width)
	r.e = make([][]float64, len(list))
	block := make([]float64, width*len(list))
	inverse := 0.0
	for n, i := range list {
		w := &b.windows[i]
		row := block[n*width : (n+1)*width]
		for j, at := range w.at {
			row[r.cellOf[at]] += w.share[j]
		}
		r.e[n] = row
		g := r.groups[group(i)]
		if g == nil {
			g = &categoryMean{share: make([]float64, width)}
			r.groups[group(i)] = g
		}
		g.windows++
		for k, v := range row {
			g.share[k] += v
			r.mean[k] += v / float64(len(list))
		}
		inverse += 1 / w.size
	}
	r.size = float64(len(list)) / inverse
	r.df = float64(len(list) - len(r.groups))
	for _, g := range r.groups {
		for k := range g.share {
			g.share[k] /= g.windows
		}
	}
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
	r.shares = law{newSpread(r.e, ones, r.alone, r.df), shareSampling(r.mean)}
	if len(r.groups) == 1 {
		places := make([]int, len(list))
		for n, i := range list {
			places[n] = b.place[i]
		}
		r.rhythm = rhythm(r.e, ones, places)
	}
	return r
}

// fold chooses the cells from the pooled reference.
func (r *categoricalReference) fold(b *Baseline) {
	n := b.keys.length()
	rows := make([]float64, n)
	values, squares := 0.0, 0.0
	for _, i := range b.kept {
		w := &b.windows[i]
		for j, at := range w.at {
			rows[at] += w.counts.W[j]
		}
		values += w.values
		if w.size > 0 {
			squares += w.values * w.values / w.size
		}
	}
	if squares > 0 {
		r.total = values * values / squares
	}
	r.rows = values
	order := make([]int, 0, n)
	r.cellOf = make([]int32, n)
	for k, v := range rows {
		r.cellOf[k] = unseenCategory
		if v > 0 {
			order = append(order, k)
		}
	}
	// By frequency, then by name, so that equal data give equal cells.
	sort.SliceStable(order, func(i, j int) bool { return rows[order[i]] > rows[order[j]] })
	own := len(order)
	if own > maxCategories {
		own = ownCategories
	}
	for c, k := range order[:own] {
		r.cellOf[k] = int32(c)
	}
	r.cells = own
	rest := 0.0
	for _, k := range order[own:] {
		rest += rows[k]
	}
	sum := 0.0
	for _, k := range order[own:] {
		bucket := min(foldedBuckets-1, int(sum/rest*foldedBuckets))
		r.cellOf[k] = int32(own + bucket)
		r.cells = max(r.cells, own+bucket+1)
		sum += rows[k]
	}
	r.pooled = make([]float64, r.cells+1)
	for k, c := range r.cellOf {
		if c == unseenCategory {
			r.cellOf[k] = int32(r.cells)
		}
		r.pooled[r.cellOf[k]] += rows[k]
	}
}

// shareSampling describes plain shares of a single row: C = diag(h) − hhᵀ.
func shareSampling(h []float64) sampling {
	var s1, s2, s3 float64
	for _, v := range h {
		s1 += v * (1 - v)
		s2 += v * v
		s3 += v * v * v
	}
	s := sampling{trace: s1, trace2: math.Max(0, s2-2*s3+s2*s2)}
	for _, v := range h {
		q := 1 - 2*v + s2
		s.fourth += v * q * q
	}
	return s
}

// weighedSampling describes shares divided by √h: C = I − √h√hᵀ over the categories that h has.
func weighedSampling(h []float64) sampling {
	k, inverse := 0.0, 0.0
	for _, v := range h {
		if v > 0 {
			k++
			inverse += 1 / v
		}
	}
	return sampling{trace: k - 1, trace2: k - 1, fourth: inverse - 2*k + 1}
}

// variationNoise is E[(½Σ|p − h|)²]·m of a sample of m independent rows: the square of its mean, where a category adds E|p − h| = √(2h(1−h)/(πm)) or
// 2h, which is less where the sample expects less than a third of a row, plus the variance that independent categories would have.
func variationNoise(h []float64, m float64) float64 {
	mean, variance := 0.0, 0.0
	for _, v := range h {
		if v <= 0 {
			continue
		}
		own := v * (1 - v)
		each := math.Min(math.Sqrt(2/math.Pi*own/m), 2*v)
		mean += each / 2
		variance += math.Max(0, own/m-each*each) / 4
	}
	return mean*mean + variance
}
