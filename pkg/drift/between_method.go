package drift

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/model"
)

// basisBetween: the p-value rests on the method's own values over the windows of the reference.
const basisBetween = "between windows"

// noSeason: a window of a season that the reference does not have.
const noSeason = "no window of the reference is of this window's season"

// byMethod judges by one of Tideline's own methods. Its statistic compares the window with the pooled reference, with season groups with the windows of
// its own. With at least four reference windows it is judged by the method's own leave-one-out values (ownLaw), else by the method's sampling law.
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
		b.amongOwn(&p, own, o.Group)
		test, found, values := m, now, own
		if m.Test != nil {
			test, found, values = m.Test, m.Test.Statistic(pair), b.ownValues(m.Test, o.Binning)
		}
		p.p, p.pBasis = b.ownLaw(test, found, values, pair.EC, o.Group, func() float64 { return test.TailOf(pair, found).P }), basisBetween
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

// amongOwn takes the noise of a statistic from its own values between the windows of the reference: their mean is what it is when nothing changed.
func (b *Baseline) amongOwn(p *part, own *ownValues, group int) {
	observed, sampling, fewer := b.ownMeans(own, group)
	now := p.noise
	p.noise = math.Max(observed-sampling, 0)*fewer + now
	if now > sampling && sampling > 0 {
		p.noise = math.Max(p.noise, observed*now/sampling)
	}
	p.noiseBasis = betweenBasis(len(own.squared))
	if sampling > 0 {
		p.inflation = math.Max(1, observed/sampling)
	}
}

// ownLaw judges a statistic by its own values between the windows of the reference: the law about their mean is that of a sum of sampling noise and wander in the
// shares and directions that the windows show in the method's view. rows are the effective rows of the window, alone the p-value of its sampling law, which may
// cost.
func (b *Baseline) ownLaw(m *method.Method, found method.Size, own *ownValues, rows float64, group int, alone func() float64) float64 {
	squared, now := m.Away(found.Statistic), orZero(found.Noise)
	if m.Scale == method.Distance {
		squared *= squared
	}
	observed, _, fewer := b.ownMeans(own, group)
	switch {
	case squared <= 0:
		return 1
	case !(observed > 0): // the windows are all alike: only sampling can say more
		return orZero(alone())
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
		switch rows := b.windows[own.window[i]].size; {
		case own.growth != nil:
			scale = own.growth.scale(rows, z)
		case now > 0 && own.sampling[i] > 0:
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
	if v.hidden { // a standard deviation of what so many windows show of sampling alone
		wander = math.Max(wander, mean*math.Sqrt(2/(nu.sampling*s.df)))
	}
	more, worth := s.memory(z, nu.wander, littleMemory)
	df := s.sure * worth * z.kept(s.spread.trace, unit)
	p := sumTail(squared, sampled, wander*more, nu.wander, df*nu.wander*known(sampled, wander), func(left, _ float64) float64 { // what lies between the parts is in the own values' variance, and so in nu
		return law.UpperF(left, nu.sampling, nu.sampling*s.sure)
	})
	if !b.numeric && len(values) >= manyRanks {
		p = math.Max(p, reached(values, squared))
	}
	return p
}

// manyRanks: of fewer own values the rank of one more says too little.
const manyRanks = 20

// reached is the part of own values that are as large as the one judged, of them and it. A window in which nothing changed is as likely of any rank, whatever the
// law; divergences need that, which are near ∞ where a window lacks a name, as clusters of rows bring about every so often. Bins of numbers are never empty.
func reached(own []float64, squared float64) float64 {
	n := 0.0
	for _, x := range own {
		n += law.BoolShare(x >= squared)
	}
	return n / float64(len(own)+1)
}

// viewDirections are the directions of a method's statistic: those of its view, corrected by what the statistic's own values show (2·mean²/variance), as far as
// they are believed. Of wander, whose directions are read from the same few windows, all the way where they show fewer.
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
		shown := b.shown(ratio, n)
		nu.sampling, nu.wander = scaled(nu.sampling, shown), scaled(nu.wander, math.Min(ratio, shown))
	}
	return nu
}

// shown is what n own values say of directions of which they show ratio times as many as the law has. Of numbers they are believed where they show fewer; where
// more, few values vary too little by chance. Of names, that are many and rare, no formula has it right, on either side, and few values vary too much by chance as
// often as too little: what they show all but surely is believed.
func (b *Baseline) shown(ratio, n float64) float64 {
	little := math.Pow(ratio, n/(n+goodOwn))
	const doubt = 0.2 // that they show so much by chance
	surely := func(chance float64) float64 { return ratio * mathext.GammaIncRegInv((n-1)/2, chance) / ((n - 1) / 2) }
	switch {
	case b.numeric && ratio < 1:
		return ratio
	case b.numeric:
		return little
	case ratio < 1:
		return math.Min(little, surely(1-doubt))
	}
	return math.Max(little, surely(doubt))
}

// fewestDirections that own values are believed to show. Fewer than one are those of a statistic that is mostly zero (cramers_v takes its noise off).
const fewestDirections = 0.3

func scaled(nu, ratio float64) float64 { return math.Max(nu*ratio, math.Min(nu, fewestDirections)) }

// goodOwn: with so many own values they and the view count alike.
const goodOwn = 28

func orZero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

// isShares says whether a method compares shares of categories or bins.
func isShares(m *method.Method) bool { return slices.Contains(m.Kinds, model.Categorical) }
