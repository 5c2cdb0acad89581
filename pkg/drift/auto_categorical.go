package drift

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// autoCategorical judges a categorical window: the Cauchy rule over χ²-like and plain squared differences of shares (the first sees rare categories,
// the second frequent ones), each against how windows of the reference differ and against the windows' own values, χ² also never below its sampling
// law. Its statistic is the total variation distance.
func (b *Baseline) autoCategorical(c *counts.Counts, o Options) part {
	r := b.categoricalReference()
	size := c.EffectiveRows()
	mass := r.masses(b.keys, c)
	if o.Noise == "sampling" || len(r.list) < minWindows {
		return b.sampledCategories(c, mass, size, o)
	}
	g := r.groups[o.Group]
	if len(r.groups) == 1 {
		for _, only := range r.groups {
			g = only
		}
	}
	if g == nil {
		return part{cause: causeDistribution, outcome: NoReference, note: noSeason}
	}
	z := sizes{window: r.size, current: size, group: g.windows}
	windows := float64(len(r.list))

	mean, own := extended(r.mean, len(mass)), extended(g.share, len(mass))

	// χ²: shares over √h, h pooled with the current window, so that what the reference lacks has a weight too.
	h, weight := make([]float64, len(mass)), make([]float64, len(mass))
	plain, weighed := 0.0, 0.0
	for k := range mass {
		h[k] = (mean[k]*windows + mass[k]) / (windows + 1)
		d := mass[k] - own[k]
		plain += d * d
		if h[k] > 0 {
			weight[k] = 1 / h[k]
			weighed += d * d / h[k]
		}
	}
	x := betweenLaw{r.spread(weight[:r.cells]), shareSampling(h, weight)}
	p := part{cause: causeDistribution, scale: method.Distance, pBasis: "law", noiseBasis: betweenBasis(len(r.list)), inflation: x.inflation(z), note: r.blind}
	var spread float64
	p.statistic, spread = variation(own, r.size*g.windows, mass, size)
	observed, sampled := r.distance, variationNoise(r.mean, r.size)
	p.noise = math.Max(observed-sampled, 0)*(1+1/g.windows) + variationNoise(h, 1/(1/size+1/(r.size*g.windows)))

	pX := math.Max(math.Max(x.sharesTail(weighed, z), x.ownTail(weighed, z)),
		method.PermutedChiSquare(extended(r.pooled, len(mass)), method.Scaled(mass, size)))
	l := r.shares
	pL := math.Max(l.sharesTail(plain, z), l.ownTail(plain, z))
	p.p = law.Cauchy(pX, pL)
	p.finish(o, spread)
	return p
}

// variation is the total variation distance of two lists of shares, and its standard deviation when both samples are drawn anew (delta method).
func variation(r []float64, n float64, c []float64, m float64) (distance, deviation float64) {
	var r1, r2, c1, c2 float64
	for k := range r {
		d, s := c[k]-r[k], 0.0
		if d > 0 {
			s = 0.5
		} else if d < 0 {
			s = -0.5
		}
		distance += s * d
		r1, r2 = r1+r[k]*s, r2+r[k]*s*s
		c1, c2 = c1+c[k]*s, c2+c[k]*s*s
	}
	return distance, math.Sqrt(math.Max(0, r2-r1*r1)/n + math.Max(0, c2-c1*c1)/m)
}
