package drift

import (
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/model"
)

// ownValues are a method's statistics of each window of a reference against the others, in the scale in which noise adds up (T² of a distance, T of a
// quadratic statistic), and the noise that sampling alone gives them.
type ownValues struct {
	window   []int // index of the window
	squared  []float64
	sampling []float64
	trend    float64 // how much more of their mean there is with all windows on the other side than the noise of sampling says, 1 where it says it all
}

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
		mine := &ownValues{trend: all.trend}
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
	v := &ownValues{trend: 1}
	list, group := b.comparable()
	if len(list) >= minWindows {
		for _, k := range list {
			rest, err := b.season(group(k)).Subtract(b.windows[k].counts)
			if err != nil || rest.Total() == 0 { // the only one of its season
				continue
			}
			if squared, noise, ok := b.ownValue(m, binning, rest, k); ok {
				v.add(k, squared, noise)
			}
		}
		if !b.numeric && !b.seasonal() && len(list) < trendWindows {
			v.trend = b.trend(m, binning, v)
		}
	}
	if b.own == nil {
		b.own = map[string]*ownValues{}
	}
	b.own[key] = v
	return v
}

// ownValue of window k against others: squared, and what sampling alone gives it.
func (b *Baseline) ownValue(m *method.Method, binning model.Binning, others *counts.Counts, k int) (squared, noise float64, ok bool) {
	pair, err := method.NewPair(b.folded(others), b.folded(b.windows[k].counts))
	if err != nil {
		return 0, 0, false
	}
	pair.Binning = binning
	one := m.Statistic(pair)
	if math.IsNaN(one.Statistic) {
		return 0, 0, false
	}
	squared = m.Away(one.Statistic)
	if m.Scale == method.Distance {
		squared *= squared
	}
	return squared, orZero(one.Noise), true
}

// trendWindows: with so many windows one more on the other side makes no difference.
const trendWindows = 28

// trend of the own values as the other side grows. Of many rare names a window is compared with those that the others happen to have, and how that changes with
// their number no formula says. So each is compared with one window less as well, and what changes by that is carried on by one window more, in 1/windows.
func (b *Baseline) trend(m *method.Method, binning model.Binning, v *ownValues) float64 {
	var all, less [2]float64
	for i, k := range v.window {
		other := v.window[(i+1)%len(v.window)]
		rest, err := b.Pooled().Subtract(b.windows[k].counts)
		if err == nil {
			rest, err = rest.Subtract(b.windows[other].counts)
		}
		if err != nil || rest.Total() == 0 {
			continue
		}
		if squared, noise, ok := b.ownValue(m, binning, rest, k); ok {
			all[0], all[1] = all[0]+v.squared[i], all[1]+v.sampling[i]
			less[0], less[1] = less[0]+squared, less[1]+noise
		}
	}
	if !(all[0] > 0) || !(all[1] > 0) {
		return 1
	}
	n := float64(len(v.window))
	step := (n - 2) / n
	carried := func(i int) float64 { return 1 - (less[i]/all[i]-1)*step }
	if !(carried(1) > 0) {
		return 1
	}
	return clip(carried(0)/carried(1), 0.5, 2)
}

func (v *ownValues) add(window int, squared, sampling float64) {
	v.window, v.squared, v.sampling = append(v.window, window), append(v.squared, squared), append(v.sampling, sampling)
}
