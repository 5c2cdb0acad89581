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

// byMethod judges by one of Tideline's own methods. Its statistic compares the window with the pooled reference. With at least four reference windows
// it is judged by the method's own leave-one-out values, in two ways of which the larger p counts: an F law about their mean, with the degrees of
// freedom that their spread shows, and Student's law of their cube roots; and never below the method's sampling law, where it has one.
func (b *Baseline) byMethod(m *method.Method, c *counts.Counts, o Options) part {
	if kind := b.kindFor(m); kind != "" {
		return part{outcome: Failed, note: fmt.Sprintf("the method %s does not work on %s features", m.ID, kind)}
	}
	pair, err := method.NewPair(b.folded(b.Pooled()), b.folded(c))
	if err != nil {
		return part{outcome: Failed, note: err.Error()}
	}
	pair.Binning = o.Binning
	now := m.Measure(pair)
	if math.IsNaN(now.Statistic) {
		return part{outcome: Failed, note: fmt.Sprintf("the method %s has no value here", m.ID)}
	}
	p := part{cause: causeDistribution, scale: m.Scale, statistic: m.Away(now.Statistic), p: now.P, pBasis: now.PBasis, noiseBasis: samplingBasis, inflation: 1,
		noise: orZero(now.Noise), bound: now.Bound, yardstick: now.Yardstick}
	if o.Noise != "sampling" {
		if own := b.ownValues(m, o.Binning); len(own.squared) >= minWindows {
			b.amongOwn(m, &p, own)
		}
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

// amongOwn judges a statistic by its own values between the windows of the reference.
func (b *Baseline) amongOwn(m *method.Method, p *part, own *ownValues) {
	n := float64(len(own.squared))
	squared := p.statistic
	if p.scale == method.Distance {
		squared *= p.statistic
	}
	observed, sampling, variance := 0.0, 0.0, 0.0
	for i, v := range own.squared {
		observed += v / n
		sampling += own.sampling[i] / n
	}
	for _, v := range own.squared {
		variance += (v - observed) * (v - observed) / (n - 1)
	}
	// A window of the reference was compared with R − 1 others, this one is compared with R.
	fewer := (1 + 1/n) / (1 + 1/(n-1))
	expected := math.Max(observed-sampling, 0)*fewer + p.noise
	if p.noise > sampling && sampling > 0 {
		expected = math.Max(expected, observed*p.noise/sampling)
	}
	p.noise = expected
	p.noiseBasis, p.pBasis = betweenBasis(len(own.squared)), basisBetween
	if sampling > 0 {
		p.inflation = math.Max(1, observed/sampling)
	}
	if squared <= 0 || expected <= 0 {
		p.p = law.BoolShare(squared <= 0)
		return
	}
	nu, df := 1.0, n-1
	if variance > 0 {
		nu = clip(2*observed*observed/variance, 1, math.Max(1, math.Min(df, b.wanderDirections(m))))
	}
	tail := math.Max(law.UpperF(squared/expected, nu, nu*df), ownTail(own.squared, squared*math.Max(observed, sampling)/expected))
	if !math.IsNaN(p.p) {
		tail = math.Max(tail, p.p)
	}
	p.p = tail
}

// wanderDirections is along how many directions the distribution functions of the reference's windows differ. A statistic's own few values show it badly:
// those of eight windows that wander along one direction look like two. It bounds methods that compare distribution functions; those that compare shares
// of bins or categories see more directions, and their own values will do.
func (b *Baseline) wanderDirections(m *method.Method) float64 {
	if b.numeric && !slices.Contains(m.Kinds, model.Categorical) {
		if r := b.numericReference(); len(r.list) >= minWindows {
			return r.energy.naive(sizes{window: r.size, current: r.size, group: float64(len(r.list))})
		}
	}
	return math.Inf(1)
}

// ownValues measures each comparable window against the rest, once per method and reference. A baseline that leaves a window out leaves out that
// window's value and keeps the others: each of them was compared with one window more, which is in both ways negligible.
func (b *Baseline) ownValues(m *method.Method, binning model.Binning) *ownValues {
	if b.parent != nil {
		all := b.parent.ownValues(m, binning)
		mine := &ownValues{}
		for i, k := range all.window {
			if slices.Contains(b.kept, k) {
				mine.window = append(mine.window, k)
				mine.squared = append(mine.squared, all.squared[i])
				mine.sampling = append(mine.sampling, all.sampling[i])
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
	list, _ := b.comparable()
	if len(list) >= minWindows {
		pooled := b.Pooled()
		for _, k := range list {
			rest, err := pooled.Subtract(b.windows[k].counts)
			if err != nil {
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
			v.window, v.squared, v.sampling = append(v.window, k), append(v.squared, squared), append(v.sampling, orZero(one.Noise))
		}
	}
	if b.own == nil {
		b.own = map[string]*ownValues{}
	}
	b.own[key] = v
	return v
}

func orZero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}
