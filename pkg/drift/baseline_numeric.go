package drift

import (
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Cells that between-window variation of a numeric feature is computed on. They are cut from the reference's own windows: no cell but a single value
// holds more than 1/massCells of it, none is wider than 1/widthCells of the range between the fences.
const (
	massCells  = 160
	widthCells = 64
	maxCells   = 300
)

// numericPool is what all baselines over the same windows share: the cells, and every window's distribution function on them.
type numericPool struct {
	mean     []float64 // share of each key, of all windows alike
	x        []float64 // positions of the union of keys, clipped at the fences
	step     []float64 // from the position before, of the first from the lower fence
	low, up  float64   // fences
	cellOf   []int32   // cell of each key
	position []float64 // of each cell: the mean of its values, clipped
	upper    []float64 // position of the last key of each cell, unclipped
	mass     [][]float64
	half     []float64 // on a grid: half the width of each key's cell between the fences; nil for exact keys
	discrete bool      // few distinct values: a value never seen before is news
}

// discreteKeys: a numeric reference with at most so many distinct values, each of which comes often enough, is looked at for values never seen before. Of a few
// rows of a continuous feature every value is new.
const (
	discreteKeys = 100
	rowsOfKey    = 2
)

// shared gives the pool of the baseline that all windows belong to.
func (b *Baseline) shared() *numericPool {
	root := b
	if b.parent != nil {
		root = b.parent
	}
	root.poolOnce.Do(func() { root.pool = newNumericPool(root) })
	return root.pool
}

func newNumericPool(b *Baseline) *numericPool {
	mean := b.meanShares(b.kept)
	p := &numericPool{mean: mean}
	p.low, p.up = fences(b.keys.x, mean)
	p.x, p.step = make([]float64, len(b.keys.x)), make([]float64, len(b.keys.x))
	last := p.low
	for k, x := range b.keys.x {
		p.x[k] = clip(x, p.low, p.up)
		p.step[k], last = p.x[k]-last, p.x[k]
	}
	distinct := 0
	for k := 1; k < len(mean)-1; k++ {
		if mean[k] > 0 {
			distinct++
		}
	}
	values := 0.0
	for _, i := range b.kept {
		values += b.windows[i].values
	}
	p.discrete = distinct <= discreteKeys && float64(rowsOfKey*distinct) <= values
	if b.keys.kind == counts.Cell {
		p.half = make([]float64, len(p.x))
		for i, cell := range b.keys.cells {
			p.half[i+1] = p.halfWidth(b.keys, cell)
		}
	}
	for limit := 1.0 / massCells; ; limit *= 1.3 {
		p.cut(mean, b.keys.x, limit)
		if len(p.upper) <= maxCells {
			break
		}
	}
	p.mass = make([][]float64, len(b.windows))
	cells := len(p.upper)
	block := make([]float64, cells*len(b.windows))
	b.shares(b.kept, func(n int, _ *window, at []int32, share []float64) {
		mass := block[n*cells : (n+1)*cells]
		for j, key := range at {
			mass[p.cellOf[key]] += share[j]
		}
		p.mass[b.kept[n]] = mass
	})
	return p
}

// halfWidth of a grid's cell, as far as it lies between the fences. A value stands for its cell at the middle, so this is how far off it can be; in an
// open cell, which stands at its end, twice as much.
func (p *numericPool) halfWidth(k *keys, cell int32) float64 {
	lo, hi, _ := k.grid.Bounds(int(cell))
	at := clip(k.middle(cell), p.low, p.up)
	return math.Max(clip(hi*k.scale, p.low, p.up)-at, at-clip(lo*k.scale, p.low, p.up))
}

// cut makes the cells.
func (p *numericPool) cut(mean, raw []float64, limit float64) {
	width := (p.up - p.low) / widthCells
	p.cellOf = make([]int32, len(p.x))
	p.position, p.upper = p.position[:0], p.upper[:0]
	var mass, moment, plain, keys, start float64
	last := 0
	end := func() {
		if mass > 0 {
			p.position = append(p.position, moment/mass)
		} else {
			p.position = append(p.position, plain/keys)
		}
		p.upper = append(p.upper, raw[last])
	}
	for k, x := range p.x {
		// Keys on one position are in one cell: a window's rows find their cell by position.
		if keys > 0 && (mass+mean[k] > limit && mass > 0 || x-start > width) && mean[k] > 0 && raw[k] != raw[last] {
			end()
			mass, moment, plain, keys = 0, 0, 0, 0
		}
		if keys == 0 {
			start = x
		}
		p.cellOf[k] = int32(len(p.upper))
		mass, moment, plain, keys, last = mass+mean[k], moment+mean[k]*x, plain+x, keys+1, k
	}
	if keys > 0 {
		end()
	}
}

// fenceReach is how far beyond the middle 99 % of the reference a value still counts for its distance, in lengths of that middle. Beyond, values are
// moved to the fence: one corrupt row must not decide, and an infinity has a place. For a normal feature the fences are at ±7.7 standard deviations.
const fenceReach = 1.0

// fences of a distribution on ascending positions. Where the middle 99 % is a single value, the range of the finite values stands in for it; a
// constant has its fences one away, so that a change has a distance at all.
func fences(x, share []float64) (low, up float64) {
	q := quantiles(x, share, 0.005, 0.995)
	a, b := q[0], q[1]
	if math.IsInf(a, 0) || math.IsInf(b, 0) || !(b > a) {
		first, last := math.Inf(1), math.Inf(-1)
		for k, v := range x {
			if share[k] > 0 && !math.IsInf(v, 0) {
				first, last = math.Min(first, v), math.Max(last, v)
			}
		}
		if first > last { // no finite value
			return -1, 1
		}
		a, b = first, last
		if a == b {
			return a - 1, b + 1
		}
	}
	reach := fenceReach * (b - a)
	if math.IsInf(reach, 0) {
		return a, b
	}
	return a - reach, b + reach
}

// quantiles by the inverse distribution function at the given levels, ascending.
func quantiles(x, share []float64, levels ...float64) []float64 {
	total := 0.0
	for _, s := range share {
		total += s
	}
	out := make([]float64, len(levels))
	sum, at := 0.0, 0
	for i, level := range levels {
		for at < len(x)-1 && sum+share[at] < level*total {
			sum += share[at]
			at++
		}
		out[i] = x[at]
	}
	return out
}

// meanShares is the plain mean of the windows' shares over the union of keys. Windows count alike, whatever their size: what is judged is how far
// windows lie apart.
func (b *Baseline) meanShares(list []int) []float64 {
	out := make([]float64, b.keys.length())
	b.shares(list, func(_ int, _ *window, at []int32, share []float64) {
		for j, key := range at {
			out[key] += share[j]
		}
	})
	total := 0.0
	for _, v := range out {
		total += v
	}
	if total > 0 {
		for k := range out {
			out[k] /= total
		}
	}
	return out
}

// numericReference is what the laws need of a numeric baseline with enough windows.
type numericReference struct {
	list []int // comparable windows
	arrangement
	size    float64 // effective rows of a window, harmonic mean
	sd      float64 // standard deviation of the mean distribution, population form, clipped at the fences
	skew    float64 // third moment of a row about the mean, in standard deviations
	x       []float64
	groups  map[int]*groupMean
	overall int // number of groups

	ranks  betweenLaw // Anderson–Darling: midranks
	weight []float64  // w of each cell, h/(H(1−H))

	energy       betweenLaw // of the distribution function over lengths: only for its nu
	distance     float64    // mean of the windows' own squared W1, freed of having taken part in the mean
	distanceUnit float64    // E₀[W1²] of a sample of one row against the truth: over m it is that of a window of m rows
	ownDistance  []float64

	points   []int     // cells after which the distribution function is compared
	variance []float64 // between-window variance there
	binomial []float64 // of a single row there
	level    []float64 // H there

	blind string // a note on what cannot be seen
}

// groupMean is the mean distribution of a season group.
type groupMean struct {
	windows float64
	share   []float64 // over the union of keys
	center  float64   // mean value
	cdf     []float64 // over the cells, at their upper ends
	mid     []float64 // midranks
	blur    float64   // numericPool.blurOf its shares
	line    *line     // of exact keys, which may be many; nil on a grid, and where lines would be too long
}

const quantilePoints = 49

func (b *Baseline) numericReference() *numericReference {
	b.numberOnce.Do(func() { b.number = newNumericReference(b) })
	return b.number
}

func newNumericReference(b *Baseline) *numericReference {
	list, group := b.comparable()
	r := &numericReference{list: list}
	r.places = b.placesOf(list)
	if len(list) < minWindows {
		return r
	}
	pool := b.shared()
	cells := len(pool.upper)
	r.x = pool.x
	members := map[int][]int{}
	inverse := 0.0
	for _, i := range list {
		members[group(i)] = append(members[group(i)], i)
		inverse += 1 / b.windows[i].size
	}
	r.size = float64(len(list)) / inverse
	r.overall = len(members)
	r.df = float64(len(list) - len(members))
	r.sure = surely(r.df, b.sizesOf(list))
	r.groups = map[int]*groupMean{}
	for g, is := range members {
		m := &groupMean{windows: float64(len(is)), share: pool.mean, cdf: make([]float64, cells), mid: make([]float64, cells)}
		if len(is) < len(b.windows) { // else the pool has looked at the same
			m.share = b.meanShares(is)
		}
		mass := make([]float64, cells)
		for k, s := range m.share {
			mass[pool.cellOf[k]] += s
		}
		cumulate(mass, m.cdf, m.mid)
		m.center = center(pool.x, m.share)
		m.blur = pool.blurOf(m.share)
		if b.keys.kind != counts.Cell && len(b.keys.x)*len(members) <= mostOnLines {
			m.line = newLine(b.keys.x, m.share, pool.low, pool.up)
		}
		r.groups[g] = m
	}

	// The mean distribution of all windows: weights, lengths and laws of sampling come from it.
	var mean []float64
	if len(members) == 1 {
		mean = r.groups[group(list[0])].share
	} else {
		mean = b.meanShares(list)
	}
	r.sd = deviation(pool.x, mean)
	r.skew = thirdMoment(pool.x, mean, r.sd)
	h, H, middle := make([]float64, cells), make([]float64, cells), make([]float64, cells)
	for k, s := range mean {
		h[pool.cellOf[k]] += s
	}
	cumulate(h, H, middle)
	r.weight = make([]float64, cells)
	for k := range h {
		if v := middle[k] * (1 - middle[k]); v > 0 && h[k] > 0 {
			r.weight[k] = h[k] / v
		}
	}
	length := make([]float64, cells) // from each cell to the next
	for k := 0; k+1 < cells; k++ {
		length[k] = pool.position[k+1] - pool.position[k]
	}

	mids, ends := make([][]float64, len(list)), make([][]float64, len(list))
	r.alone = make([]float64, len(list))
	r.ownDistance = make([]float64, 0, len(list))
	lent := residuals.Get().(*[]float64)
	defer residuals.Put(lent)
	*lent = slices.Grow((*lent)[:0], 2*cells*len(list))[:2*cells*len(list)]
	block := *lent
	for n, i := range list {
		m := r.groups[group(i)]
		mids[n], ends[n] = block[2*n*cells:(2*n+1)*cells], block[(2*n+1)*cells:(2*n+2)*cells]
		cumulate(pool.mass[i], ends[n], mids[n])
		area := 0.0
		for k := range ends[n] {
			ends[n][k] -= m.cdf[k]
			mids[n][k] -= m.mid[k]
			area += math.Abs(ends[n][k]) * length[k]
		}
		if m.windows > 1 {
			r.alone[n] = m.windows / (m.windows - 1)
			if r.sd > 0 {
				r.ownDistance = append(r.ownDistance, area*area/(r.sd*r.sd)*r.alone[n])
			}
		}
	}
	for _, v := range r.ownDistance {
		r.distance += v / float64(len(r.ownDistance))
	}

	r.ranks = betweenLaw{newSpread(mids, r.weight, r.arrangement), law.Midranks(r.weight, middle, h)}
	r.energy = betweenLaw{newSpread(ends, length, r.arrangement), law.Steps(length, H, h)}
	if r.sd > 0 {
		r.distanceUnit = distanceNoise(H, length) / (r.sd * r.sd)
	}
	r.chooseQuantiles(H, ends)
	if len(members) == 1 {
		masses := make([][]float64, len(list))
		for n, i := range list {
			masses[n] = pool.mass[i]
		}
		if invariable(masses, h) {
			r.blind = invariableNote
		} else {
			r.blind = rhythm(mids, r.weight, r.places)
		}
	}
	return r
}

// residuals of windows are looked at once, and as long as all the rest that is kept of a reference.
var residuals = sync.Pool{New: func() any { return new([]float64) }}

// chooseQuantiles picks the cells that end nearest above 1/50 … 49/50 of the reference.
func (r *numericReference) chooseQuantiles(H []float64, ends [][]float64) {
	for q := 1; q <= quantilePoints; q++ {
		k := sort.SearchFloat64s(H, float64(q)/(quantilePoints+1)-1e-12)
		if k >= len(H) || H[k] >= 1-1e-12 || len(r.points) > 0 && r.points[len(r.points)-1] == k {
			continue
		}
		sum := 0.0
		for _, e := range ends {
			sum += e[k] * e[k]
		}
		r.points = append(r.points, k)
		r.variance = append(r.variance, sum/r.df)
		r.binomial = append(r.binomial, H[k]*(1-H[k]))
		r.level = append(r.level, H[k])
	}
}

// cumulate writes the distribution function of masses at the ends of cells, and their midranks.
func cumulate(mass, end, mid []float64) {
	sum := 0.0
	for k, m := range mass {
		mid[k] = sum + m/2
		sum += m
		end[k] = sum
	}
}

// center is the mean of a distribution.
func center(x, share []float64) float64 {
	sum, total := 0.0, 0.0
	for k, s := range share {
		sum += s * x[k]
		total += s
	}
	return sum / total
}

// deviation is the population standard deviation of a distribution.
func deviation(x, share []float64) float64 {
	mean, total, sq := center(x, share), 0.0, 0.0
	for k, s := range share {
		total += s
		sq += s * (x[k] - mean) * (x[k] - mean)
	}
	return math.Sqrt(sq / total)
}

// thirdMoment of a distribution about its mean, in standard deviations; 0 where there are none.
func thirdMoment(x, share []float64, sd float64) float64 {
	if !(sd > 0) {
		return 0
	}
	middle, sum := center(x, share), 0.0
	for k, s := range share {
		d := (x[k] - middle) / sd
		sum += s * d * d * d
	}
	return sum
}

// noiseCells bounds the double sum of distanceNoise.
const noiseCells = 64

// distanceNoise is E[(∫|F_m − H|dx)²]·m of a large sample of m independent rows from H: the square of its mean, √(2/π)∫√(H(1−H))dx, plus its variance,
// 2/π ΣΣ a_j a_k (ρ asin ρ + √(1−ρ²) − 1), where a_j = √(H_j(1−H_j))·dx_j and ρ is the correlation of F_m at j and k (both from the bivariate
// normal law). Neighbouring lengths are taken together, as if fully correlated, until at most noiseCells remain.
func distanceNoise(H, length []float64) float64 {
	total := 0.0
	for k := range length {
		total += math.Sqrt(math.Max(0, H[k]*(1-H[k]))) * length[k]
	}
	if !(total > 0) {
		return 0
	}
	var a, level [noiseCells]float64
	done := 0.0
	for k := range length {
		v := math.Sqrt(math.Max(0, H[k]*(1-H[k]))) * length[k]
		slot := min(noiseCells-1, int(done/total*noiseCells))
		a[slot] += v
		level[slot] += v * H[k]
		done += v
	}
	for j := range a {
		if a[j] > 0 {
			level[j] /= a[j]
		}
	}
	variance := 0.0
	for j := range a {
		if a[j] == 0 {
			continue
		}
		variance += a[j] * a[j] * (math.Pi/2 - 1)
		for k := 0; k < j; k++ {
			if a[k] == 0 {
				continue
			}
			rho := math.Min(1, math.Sqrt(level[k]*(1-level[j])/(level[j]*(1-level[k]))))
			variance += 2 * a[j] * a[k] * (rho*math.Asin(rho) + math.Sqrt(1-rho*rho) - 1)
		}
	}
	return 2 / math.Pi * (total*total + variance)
}
