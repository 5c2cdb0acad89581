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
	growth   *growth // of names, by few windows; else nil: the noise of sampling says it all
}

// growth says how the own values change with what is on either side of a comparison. The noise of sampling that a method gives for a pair does not: it counts the
// names of both sides, and a window that happens to have many of its own makes both the statistic and that noise large, which in the own values only the
// statistic shows, since each of them counts the names of all windows.
type growth struct {
	next  float64 // mean of the own values with all windows on the other side, in units of what it is with all but one
	names float64 // by what part of itself the noise of sampling grows for the names that one window adds
}

// scale brings an own value of a window of so many rows to a comparison of z.current rows with all windows.
func (g *growth) scale(rows float64, z sizes) float64 {
	noise := func(n float64) float64 { return (1/n + 1/(z.window*z.group)) * (1 + g.names*n/z.window) }
	return g.next * noise(z.current) / noise(rows)
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
		mine := &ownValues{growth: all.growth}
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
			if squared, noise, ok := b.ownValue(m, binning, rest, k); ok {
				v.add(k, squared, noise)
			}
		}
		if !b.numeric && !b.seasonal() {
			v.growth = b.growth(m, binning, v)
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

// growthWindows is how many windows at most are compared with one less: each costs as much as an own value.
const growthWindows = 14

// growth of the own values as the other side grows. Of many rare names a window is compared with those that the others happen to have, and how that changes with
// their number no formula says. So each is compared with one window less as well, and what changes by that is carried on by one window more: undiminished where
// they grow, which rare names make them do hardly less with each window, in 1/windows where they fall. nil where they do not say.
func (b *Baseline) growth(m *method.Method, binning model.Binning, v *ownValues) *growth {
	var all, less [2]float64
	measured := min(len(v.window), growthWindows)
	for j := range measured {
		i := j * len(v.window) / measured
		k, other := v.window[i], v.window[(i+1)%len(v.window)]
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
		return nil
	}
	n := float64(len(v.window))
	diminished := (n - 2) / n
	step := 1 - less[0]/all[0]
	if step < 0 {
		step *= diminished
	}
	// Without new names the noise of sampling would be as (1 + 1/windows on the other side).
	names := (1-(less[1]/all[1]-1)*diminished)*(1+1/(n-1))/(1+1/n) - 1
	return &growth{next: clip(1+step, 0.5, 2), names: math.Max(0, names)}
}

func (v *ownValues) add(window int, squared, sampling float64) {
	v.window, v.squared, v.sampling = append(v.window, window), append(v.squared, squared), append(v.sampling, sampling)
}
