package drift

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// novelty is how many values of an ordinary window the rest of the reference does not have.
type novelty struct {
	seen         []float64 // of each key of the union: in how many windows it is; its rows where there are too few windows
	total        []float64 // of each key: its rows in the whole reference
	all          float64   // rows of all keys
	steady       []bool    // of each key: every window has it
	before       shareOf
	shares, rows []float64
	rare         []rarity // of the reference's values, the rarest first
}

// rarity is how many values of a reference have so many rows.
type rarity struct{ rows, values float64 }

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
//
// By auto they are a test of the distribution as well, which then pays for it, whether there are any or not.
func (b *Baseline) newValues(c *counts.Counts, o Options, distribution *part, cluster float64) (part, bool) {
	if !b.named(c) {
		return part{}, false
	}
	n := b.known()
	if n.before.whole == 0 {
		return part{}, false
	}
	tests := o.Method == "auto" && distribution.outcome == ""
	if !tests && len(n.unknown(b, c)) == 0 {
		return part{}, false
	}
	effective := effectiveRatio(c)
	rows, fresh := n.chance(b, c, effective, cluster)
	var p part
	if fresh > 0 {
		now := shareOf{fresh * effective, c.Total() * effective}
		p = judgeShare(now, n.before, n.shares, n.rows, tails{rows.reaching(fresh), 1}, o, true)
		p.cause, p.share, p.weight = causeNew, fresh/c.Rows, rows.weight()
	}
	if tests {
		rows.share(distribution, &p)
	}
	return p, fresh > 0
}

// freshRows is the law of how many rows of a window are of values that it has and the reference has not: so many values on average, of so many rows each.
type freshRows struct {
	values, each float64
	these        float64 // the chance of the very values that the window has
}

// chance of new values, given how many rows of each value there are in both together: a value's rows, or so many clusters of them, are all in the window with
// the product of its shares of the rows. Such values are rare events, and of unequal sizes: a Poisson law with the right mean and variance of rows. And how many
// rows there are.
func (n *novelty) chance(b *Baseline, c *counts.Counts, effective, cluster float64) (_ freshRows, fresh float64) {
	in := math.Log(c.Total() * effective / (c.Total()*effective + n.before.whole))
	logAll := func(rows float64) float64 { return in * math.Max(1, rows*effective/cluster) }
	sum, squares, gross, these := 0.0, 0.0, 0.0, 0.0
	add := func(rows, values float64) {
		if all := logAll(rows); all > neverAll {
			v := values * rows * math.Exp(all)
			sum, squares, gross = sum+v, squares+v*rows, gross+math.Abs(v)
		}
	}
	for _, r := range n.rare {
		if logAll(r.rows) <= neverAll {
			break
		}
		add(r.rows, r.values)
	}
	shift := boolInt(b.numeric)
	at := b.keys.locate(c)
	for j, rows := range c.W {
		before := 0.0
		if k := at[j+shift]; k >= 0 {
			before = n.total[k]
		}
		if before > 0 {
			add(before, -1)
		} else {
			fresh += rows
			these += logAll(rows)
		}
		add(before+rows, 1)
	}
	if !(sum > rounding*gross) || !(squares > 0) {
		return freshRows{these: math.Exp(these)}, fresh
	}
	return freshRows{sum * sum / squares, squares / sum, math.Exp(these)}, fresh
}

// neverAll is the logarithm of a chance that does not count.
const neverAll = -21

// rounding is the part of a sum with terms of both signs below which nothing is left of it but their rounding.
const rounding = 1e-9

// reaching is the chance of at least so many rows as the window has; never less than that of its very values, which far out is more than the Poisson law's.
func (l freshRows) reaching(rows float64) float64 {
	return math.Max(law.UpperPoisson(rows/l.each, l.values), l.these)
}

// upTo is the highest chance that is no more than p, of so many whole values.
func (l freshRows) upTo(p float64) float64 {
	if l.values == 0 {
		return 0
	}
	at := func(i int) float64 { return law.UpperPoisson(float64(i), l.values) }
	far := int(l.values + 10*math.Sqrt(l.values) + 30)
	if i := sort.Search(far, func(i int) bool { return at(i) <= p }); i < far {
		return at(i)
	}
	return p // so far out levels lie close
}

// What part of alpha new values have as a test of the distribution: the more the rarer they are. Where the reference has five times the rows of the window
// and no rare value, two rows of a new one are a call at 5 %; where every window has new ones, little is gained by counting them apart.
const (
	leastNewWeight = 0.2
	moreNewWeight  = 0.45
)

func (l freshRows) weight() float64 { return leastNewWeight + moreNewWeight*math.Exp(-l.values) }

// share makes new values a test of the distribution, beside those that its p is of: each has its part of alpha (a weighted Bonferroni rule), and what new values
// cannot use of theirs, because values are whole and few levels can be reached, is left to the others (Tarone 1990, Biometrics 46:515).
func (l freshRows) share(distribution, fresh *part) {
	weight := l.weight()
	distribution.p = math.Min(1, distribution.p+l.upTo(distribution.p*weight/(1-weight)))
	fresh.p, fresh.tests = math.Min(1, fresh.p/weight), true
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
func (b *Baseline) nameValues(v *Verdict, c *counts.Counts, cluster float64) {
	if !b.named(c) {
		return
	}
	n := b.known()
	all := c.Total()
	expected := c.EffectiveRows() / cluster
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
		if i := k + shift; n.steady[i] && !here[i] && n.total[i]/n.all*expected > surelyGone && union.Named(k) {
			v.GoneValues = append(v.GoneValues, Value{union.Name(k), n.total[i] / n.all})
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
	n := &novelty{seen: make([]float64, keys), total: make([]float64, keys), steady: make([]bool, keys)}
	shift := boolInt(b.numeric)
	in, windows := make([]int, keys), 0
	for _, i := range b.kept {
		w := &b.windows[i]
		if len(w.counts.W) > 0 {
			windows++
		}
		at := b.placesIn(w, nil)[shift:]
		for j, rows := range w.counts.W {
			k := at[j]
			in[k]++
			n.total[k] += rows
			n.all += rows
			if between {
				rows = 1
			}
			n.seen[k] += rows
		}
	}
	of := map[float64]float64{}
	for k, rows := range n.total {
		if rows > 0 {
			of[rows]++
		}
		n.steady[k] = windows > 0 && in[k] == windows
	}
	for rows, values := range of {
		n.rare = append(n.rare, rarity{rows, values})
	}
	slices.SortFunc(n.rare, func(a, b rarity) int { return cmp.Compare(a.rows, b.rows) })
	for _, i := range b.kept {
		w := &b.windows[i]
		all := w.counts.Total()
		if all == 0 {
			continue
		}
		alone := 0.0
		at := b.placesIn(w, nil)[shift:]
		for j, rows := range w.counts.W {
			if n.seen[at[j]] == 1 {
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
