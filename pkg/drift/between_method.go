package drift

import (
	"fmt"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/model"
)

// basisBetween: the p-value rests on the method's own values over the windows of the reference.
const basisBetween = "between windows"

// ownValues are a method's statistics of each window of a reference against the others, in the scale in which noise adds up (T² of a distance, T of a
// quadratic statistic), and the noise that sampling alone gives them.
type ownValues struct {
	window   []int // index of the window
	squared  []float64
	sampling []float64
}

// noSeason: a window of a season that the reference does not have.
const noSeason = "no window of the reference is of this window's season"

// byMethod judges by one of Tideline's own methods. Its statistic compares the window with the pooled reference, with season groups with the windows of
// its own. With at least four reference windows it is judged by the method's own leave-one-out values (amongOwn), else by the method's sampling law.
func (b *Baseline) byMethod(m *method.Method, c *counts.Counts, o Options) part {
	if kind := b.kindFor(m); kind != "" {
		return part{outcome: Failed, note: fmt.Sprintf("the method %s does not work on %s features", m.ID, kind)}
	}
	reference := b.season(o.Group)
	if reference == nil {
		return part{outcome: NoReference, note: noSeason}
	}
	pair, err := method.NewPair(b.folded(reference), b.folded(c))
	if err != nil {
		return part{outcome: Failed, note: err.Error()}
	}
	pair.Binning = o.Binning
	now := m.Statistic(pair)
	if math.IsNaN(now.Statistic) {
		return part{outcome: Failed, note: fmt.Sprintf("the method %s has no value here", m.ID)}
	}
	p := part{cause: causeDistribution, scale: m.Scale, statistic: m.Away(now.Statistic), noiseBasis: samplingBasis, inflation: 1,
		noise: orZero(now.Noise), bound: now.Bound, yardstick: now.Yardstick}
	var own *ownValues
	if o.Noise != "sampling" {
		own = b.ownValues(m, o.Binning)
	}
	if own != nil && len(own.squared) >= minWindows {
		b.amongOwn(m, &p, own, pair.EC, o.Group, func() float64 { return m.TailOf(pair, now).P })
	} else {
		alone := m.TailOf(pair, now)
		p.p, p.pBasis = alone.P, alone.PBasis
	}
	if math.IsNaN(p.p) {
		p.note = "this method has no law for a reference of so few windows: the threshold alone decides"
	}
	if off := m.Straddling(pair); off > 0 {
		p.note = notes(p.note, fmt.Sprintf("edges of bins went to the nearest cell of the grid: shares are off by up to %.2g %%", 100*off))
	}
	p.finish(o, method.Deviation(m, pair))
	p.statistic = now.Statistic
	return p
}

// kindFor names the kind of this baseline's feature if the method does not work on it.
func (b *Baseline) kindFor(m *method.Method) string {
	kind := model.Categorical
	if b.numeric {
		kind = model.Numeric
	}
	if slices.Contains(m.Kinds, kind) {
		return ""
	}
	return kind
}

// alikeShare: windows more alike than a quarter of what sampling gives are taken to be so by chance or by design, and bind the law no further.
const alikeShare = 0.25

// amongOwn judges a statistic by its own values between the windows of the reference: their mean is what it is when nothing changed, and the law about it
// is that of a sum of sampling noise and wander in the shares and directions that the windows show in the method's view. rows are the effective rows of
// the window, alone the p-value of its sampling law, which may cost.
func (b *Baseline) amongOwn(m *method.Method, p *part, own *ownValues, rows float64, group int, alone func() float64) {
	squared := p.statistic
	if p.scale == method.Distance {
		squared *= p.statistic
	}
	observed, sampling, fewer := b.ownMeans(own, group)
	now := p.noise
	p.noise = math.Max(observed-sampling, 0)*fewer + now
	if now > sampling && sampling > 0 {
		p.noise = math.Max(p.noise, observed*now/sampling)
	}
	p.noiseBasis, p.pBasis = betweenBasis(len(own.squared)), basisBetween
	if sampling > 0 {
		p.inflation = math.Max(1, observed/sampling)
	}
	switch {
	case squared <= 0:
		p.p = 1
		return
	case !(observed > 0): // the windows are all alike: only sampling can say more
		p.p = orZero(alone())
		return
	}

	v := viewOf(m)
	s := b.sight(v.kind)
	z := sizes{window: s.size, current: rows, group: float64(len(own.squared))}
	unit := s.sampling.Trace
	excess := math.Max(0, s.spread.trace-unit/s.size)
	// Each own value is brought to this window's size: of what sampling explains in it, as much as the method's noise says; of wander all.
	n, sampled, wander, clusters := float64(len(own.squared)), 0.0, 0.0, 0.0
	values := make([]float64, len(own.squared))
	for i, x := range own.squared {
		scale, share := fewer, 1.0
		if now > 0 && own.sampling[i] > 0 {
			scale = now / own.sampling[i]
		}
		if excess > 0 {
			noise := unit / b.windows[own.window[i]].size
			share = noise / (noise + excess)
		}
		values[i] = x * (share*scale + (1-share)*fewer)
		sampled += x * share * scale / n
		wander += x * (1 - share) * fewer / n
		clusters += x * scale / n
	}
	mean := sampled + wander
	if z.current < z.window { // rows may come in clusters, as in sizes.between
		wander = math.Max(wander, clusters-sampled)
	}
	if alike := alikeShare * unit / s.size; s.spread.trace < alike && s.spread.trace > 0 {
		sampled *= alike / s.spread.trace
	}
	left := wander / (sampled + wander)
	nu := b.viewDirections(v, s, z, left, values, mean)
	more, worth := s.memory(z, nu.wander, littleMemory)
	df := s.sure * worth * z.kept(s.spread.trace, unit)
	p.p = sumTail(squared, sampled, wander*more, nu.wander, df*nu.wander*known(sampled, wander), func(left, _ float64) float64 { // what lies between the parts is in the own values' variance, and so in nu
		return law.UpperF(left, nu.sampling, nu.sampling*s.sure)
	})
}

// viewDirections are the directions of a method's statistic: those of its view, corrected by what the statistic's own values show (2·mean²/variance): all
// the way where they show fewer, and the more the more values there are where they show more, because few values vary too little by chance.
func (b *Baseline) viewDirections(v view, s sight, z sizes, wander float64, own []float64, mean float64) directions {
	nu := s.likeliest(z)
	if v.own != nil {
		top := v.own(nu.sampling, s.h, b, math.Min(z.window, z.current))
		nu.wander = math.Min(top, math.Max(nu.wander*math.Min(1, top/nu.sampling), math.Min(1, top)))
		nu.sampling = top
	}
	n, variance := float64(len(own)), 0.0
	for _, x := range own {
		variance += (x - mean) * (x - mean) / (n - 1)
	}
	if variance > 0 {
		a := 1 - wander
		both := 1 / ((a*a+2*a*wander)/nu.sampling + wander*wander/nu.wander)
		ratio := 2 * mean * mean / variance / both
		if ratio > 1 {
			ratio = math.Pow(ratio, n/(n+goodOwn))
		}
		nu.sampling, nu.wander = scaled(nu.sampling, ratio), scaled(nu.wander, ratio)
	}
	return nu
}

// fewestDirections that own values are believed to show. Fewer than one are those of a statistic that is mostly zero (cramers_v takes its noise off).
const fewestDirections = 0.3

func scaled(nu, ratio float64) float64 { return math.Max(nu*ratio, math.Min(nu, fewestDirections)) }

// goodOwn: with so many own values they and the view count alike.
const goodOwn = 28

// ownMeans are the mean of the own values and of their sampling noise, and how much less noise there is when a window is compared with all R windows of
// its group instead of R − 1: (1 + 1/R)/(1 + 1/(R − 1)).
func (b *Baseline) ownMeans(own *ownValues, group int) (observed, sampling, fewer float64) {
	_, groupOf := b.comparable()
	size := map[int]float64{}
	for _, k := range own.window {
		size[groupOf(k)]++
	}
	n, before := float64(len(own.squared)), 0.0
	for i, k := range own.window {
		observed += own.squared[i] / n
		sampling += own.sampling[i] / n
		before += (1 + 1/math.Max(1, size[groupOf(k)]-1)) / n
	}
	here := n
	if len(size) > 1 {
		here = math.Max(1, size[group])
	}
	return observed, sampling, (1 + 1/here) / before
}

// ownValues measures each comparable window against the rest of its season group, once per method and reference. A baseline that leaves a window out
// leaves out that window's value and keeps the others: each of them was compared with one window more, which is in both ways negligible.
func (b *Baseline) ownValues(m *method.Method, binning model.Binning) *ownValues {
	if b.parent != nil {
		all := b.parent.ownValues(m, binning)
		mine := &ownValues{}
		for i, k := range all.window {
			if slices.Contains(b.kept, k) {
				mine.add(k, all.squared[i], all.sampling[i])
			}
		}
		return mine
	}
	b.ownLock.Lock()
	defer b.ownLock.Unlock()
	key := m.ID
	if m.Bins {
		key += " " + binning.Key()
	}
	if v := b.own[key]; v != nil {
		return v
	}
	v := &ownValues{}
	list, group := b.comparable()
	if len(list) >= minWindows {
		for _, k := range list {
			rest, err := b.season(group(k)).Subtract(b.windows[k].counts)
			if err != nil || rest.Total() == 0 { // the only one of its season
				continue
			}
			pair, err := method.NewPair(b.folded(rest), b.folded(b.windows[k].counts))
			if err != nil {
				continue
			}
			pair.Binning = binning
			one := m.Statistic(pair)
			if math.IsNaN(one.Statistic) {
				continue
			}
			squared := m.Away(one.Statistic)
			if m.Scale == method.Distance {
				squared *= squared
			}
			v.add(k, squared, orZero(one.Noise))
		}
	}
	if b.own == nil {
		b.own = map[string]*ownValues{}
	}
	b.own[key] = v
	return v
}

func (v *ownValues) add(window int, squared, sampling float64) {
	v.window, v.squared, v.sampling = append(v.window, window), append(v.squared, squared), append(v.sampling, sampling)
}

func orZero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

// isShares says whether a method compares shares of categories or bins.
func isShares(m *method.Method) bool { return slices.Contains(m.Kinds, model.Categorical) }
