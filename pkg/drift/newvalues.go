package drift

import (
	"cmp"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// novelty is how many values of an ordinary window the rest of the reference does not have.
type novelty struct {
	seen         []float64 // of each key of the union: in how many windows it is; its rows where there are too few windows
	weight       []float64 // of each key: its share of the whole reference
	steady       []bool    // of each key: every window has it
	before       shareOf
	shares, rows []float64
}

// Value is a category, or a number with few distinct ones, with the share of the rows with a value that have it.
type Value struct {
	Name  string
	Share float64
}

// listedValues bounds the values that a verdict names; the shares say how many more there are.
const listedValues = 5

// newValues judges the share of values that the reference never had, in categories and in numbers with few distinct values. What share is ordinary is
// read from the reference's own windows: the values of each that no other window has. With too few windows it is the share of values seen once
// (Good 1953, Biometrika 40:237).
func (b *Baseline) newValues(c *counts.Counts, o Options, inflation float64) (part, bool) {
	if !b.named(c) {
		return part{}, false
	}
	n := b.known()
	fresh := 0.0
	for _, j := range n.unknown(b, c) {
		fresh += c.W[j]
	}
	if fresh == 0 || n.before.whole == 0 {
		return part{}, false
	}
	effective := effectiveRatio(c)
	p := judgeShare(shareOf{fresh * effective, c.Total() * effective}, n.before, n.shares, n.rows, clustered(inflation), o, true)
	p.cause, p.share = causeNew, fresh/c.Rows
	return p, true
}

// named tells whether single values of a window mean something: categories, and numbers with few distinct values.
func (b *Baseline) named(c *counts.Counts) bool {
	return (!b.numeric || b.shared().discrete) && len(c.W) > 0
}

func (b *Baseline) known() *novelty {
	b.noveltyOnce.Do(func() { b.novelty = b.newNovelty(len(b.kept) >= minWindows) })
	return b.novelty
}

// unknown are the positions of a window's values that the reference never had.
func (n *novelty) unknown(b *Baseline, c *counts.Counts) []int {
	var fresh []int
	shift := boolInt(b.numeric)
	at := b.keys.locate(c)
	for j := range c.W {
		if k := at[j+shift]; k < 0 || n.seen[k] == 0 {
			fresh = append(fresh, j)
		}
	}
	return fresh
}

// surelyGone is how many rows of a value a window must expect for none at all to be news: e⁻⁷ is about 1 in 1,000.
const surelyGone = 7

// rarelyNew is the share of values that only their own window has up to which a new value is news however few rows have it.
const rarelyNew = 0.01

// nameValues names the most frequent values of a window that the reference never had, and those that it no longer has: values that every window of the
// reference had, and of which this one, allowing for rows that come together, expects more than chance can leave out. Where new values are part of ordinary
// life, only those are named that are frequent in the same sense.
func (b *Baseline) nameValues(v *Verdict, c *counts.Counts, inflation float64) {
	if !b.named(c) {
		return
	}
	n := b.known()
	all := c.Total()
	expected := c.EffectiveRows() / clustered(inflation)
	for _, j := range n.unknown(b, c) {
		if share := c.W[j] / all; c.Named(j) && (share*expected > surelyGone || n.before.part <= rarelyNew*n.before.whole) {
			v.NewValues = append(v.NewValues, Value{c.Name(j), share})
		}
	}
	here := make([]bool, len(n.seen))
	for _, k := range b.keys.locate(c) {
		if k >= 0 {
			here[k] = true
		}
	}
	union := b.keys.list()
	shift := boolInt(b.numeric)
	for k := range len(n.seen) - 2*shift {
		if i := k + shift; n.steady[i] && !here[i] && n.weight[i]*expected > surelyGone && union.Named(k) {
			v.GoneValues = append(v.GoneValues, Value{union.Name(k), n.weight[i]})
		}
	}
	v.NewValues, v.GoneValues = mostFrequent(v.NewValues), mostFrequent(v.GoneValues)
}

// mostFrequent values, by name where they are equally frequent.
func mostFrequent(all []Value) []Value {
	slices.SortFunc(all, func(a, b Value) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Name, b.Name))
	})
	return slices.Clip(slices.Clone(all[:min(len(all), listedValues)]))
}

func (b *Baseline) newNovelty(between bool) *novelty {
	keys := b.keys.length()
	n := &novelty{seen: make([]float64, keys), weight: make([]float64, keys), steady: make([]bool, keys)}
	shift := boolInt(b.numeric)
	in, windows, values := make([]int, keys), 0, 0.0
	for _, i := range b.kept {
		w := &b.windows[i]
		if len(w.counts.W) > 0 {
			windows++
		}
		for j, rows := range w.counts.W {
			k := w.at[j+shift]
			in[k]++
			n.weight[k] += rows
			values += rows
			if between {
				rows = 1
			}
			n.seen[k] += rows
		}
	}
	for k := range n.weight {
		n.weight[k] /= values
		n.steady[k] = windows > 0 && in[k] == windows
	}
	for _, i := range b.kept {
		w := &b.windows[i]
		all := w.counts.Total()
		if all == 0 {
			continue
		}
		alone := 0.0
		for j, rows := range w.counts.W {
			if n.seen[w.at[j+shift]] == 1 {
				alone += rows
			}
		}
		effective := effectiveRatio(w.counts)
		n.shares, n.rows = append(n.shares, alone/all), append(n.rows, all*effective)
		n.before.part += alone * effective
		n.before.whole += all * effective
	}
	return n
}
