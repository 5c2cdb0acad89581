package drift

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// shareThreshold is the default threshold on the change of a share of rows: missing values and new values matter from one row in twenty.
const shareThreshold = 0.05

// missingValues judges the share of null and NaN in all rows, against how that share differs between the windows of the reference and against the
// binomial law. There is nothing to judge where nobody has missing values.
func (b *Baseline) missingValues(c *counts.Counts, o Options, inflation float64) (part, bool) {
	shares, rows := make([]float64, 0, len(b.kept)), make([]float64, 0, len(b.kept))
	var before shareOf
	for _, i := range b.kept {
		w := &b.windows[i]
		effective := w.rows * effectiveRatio(w.counts)
		shares, rows = append(shares, w.missing), append(rows, effective)
		before.part += w.missing * effective
		before.whole += effective
	}
	effective := effectiveRatio(c)
	now := shareOf{(c.Null + c.NaN) * effective, c.Rows * effective}
	if before.part == 0 && now.part == 0 {
		return part{}, false
	}
	p := judgeShare(now, before, shares, rows, clustered(inflation), o, false)
	p.cause = causeMissing
	return p, true
}

// effectiveRatio is effective rows per unit of weight, as the values have it; 1 where rows have weight 1 or where there is no value to tell.
func effectiveRatio(c *counts.Counts) float64 {
	if c.W2 == nil || c.Total() == 0 {
		return 1
	}
	return c.EffectiveRows() / c.Total()
}

// novelty is how many values of an ordinary window the rest of the reference does not have.
type novelty struct {
	seen         []float64 // of each key of the union: in how many windows it is; its rows where there are too few windows
	before       shareOf
	shares, rows []float64
}

// newValues judges the share of values that the reference never had, in categories and in numbers with few distinct values. What share is ordinary is
// read from the reference's own windows: the values of each that no other window has. With too few windows it is the share of values seen once
// (Good 1953, Biometrika 40:237).
func (b *Baseline) newValues(c *counts.Counts, o Options, inflation float64) (part, bool) {
	if b.numeric && !b.shared().discrete || len(c.W) == 0 {
		return part{}, false
	}
	between := len(b.kept) >= minWindows
	b.noveltyOnce.Do(func() { b.novelty = b.newNovelty(between) })
	n := b.novelty
	shift := boolInt(b.numeric)
	fresh := 0.0
	at := b.keys.locate(c)
	for j, v := range c.W {
		if k := at[j+shift]; k < 0 || n.seen[k] == 0 {
			fresh += v
		}
	}
	if fresh == 0 || n.before.whole == 0 {
		return part{}, false
	}
	effective := effectiveRatio(c)
	p := judgeShare(shareOf{fresh * effective, c.Total() * effective}, n.before, n.shares, n.rows, clustered(inflation), o, true)
	p.cause, p.share = causeNew, fresh/c.Total()
	return p, true
}

func (b *Baseline) newNovelty(between bool) *novelty {
	n := &novelty{seen: make([]float64, b.keys.length())}
	shift := boolInt(b.numeric)
	for _, i := range b.kept {
		w := &b.windows[i]
		for j, rows := range w.counts.W {
			if between {
				rows = 1
			}
			n.seen[w.at[j+shift]] += rows
		}
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

// shareOf is part of whole rows.
type shareOf struct{ part, whole float64 }

func (s shareOf) value() float64 { return s.part / s.whole }

// mostClustered bounds how many rows are taken to come together.
const mostClustered = 50

// clustered is how many rows the binomial law takes as one, by how much more the feature's values differ between windows than independent rows would.
// A value that never was before says nothing by itself of how its rows come; ten at once may be one user's.
func clustered(inflation float64) float64 {
	if math.IsNaN(inflation) {
		return 1
	}
	return clip(inflation, 1, mostClustered)
}

// judgeShare compares a share with the reference's: p is the larger of Student's tail between windows and the binomial tail over clusters of so many
// rows (two-sided, unless only more counts), the effect the difference freed of noise.
func judgeShare(now, before shareOf, shares, rows []float64, cluster float64, o Options, onlyMore bool) part {
	n := float64(len(shares))
	mean, inverse := 0.0, 0.0
	for i, s := range shares {
		mean += s / n
		inverse += 1 / rows[i] / n
	}
	pooled := (before.part + now.part) / (before.whole + now.whole)
	unit := pooled * (1 - pooled)
	between := n >= minWindows && o.Noise != "sampling"
	p := part{scale: method.Distance, pBasis: "law", noiseBasis: samplingBasis, inflation: 1, threshold: shareThreshold}

	// Given all rows of a kind, those of the current window are binomial with its share of the rows.
	k, in := (now.part+before.part)/cluster, now.whole/(now.whole+before.whole)
	more := law.UpperBinomial(now.part/cluster, k, in)
	fewer := law.UpperBinomial(before.part/cluster, k, 1-in)
	p.p = math.Min(1, 2*math.Min(more, fewer))
	difference := now.value() - before.value()
	p.noise = unit * (1/now.whole + 1/before.whole)
	if between {
		difference = now.value() - mean
		variance := 0.0
		for _, s := range shares {
			variance += (s - mean) * (s - mean) / (n - 1)
		}
		z := sizes{window: 1 / inverse, current: now.whole, group: n}
		p.noise = z.between(variance, unit)
		p.noiseBasis = betweenBasis(len(shares))
		if unit > 0 {
			p.inflation = math.Max(1, variance*z.window/unit)
		}
		tail := 1.0
		if p.noise > 0 {
			tail = 2 * law.UpperT(math.Abs(difference)/math.Sqrt(p.noise), n-1)
		}
		p.p = math.Max(p.p, tail)
	}
	if onlyMore {
		if difference <= 0 {
			p.p = 1
		} else {
			p.p = math.Max(p.p/2, more)
		}
		difference = math.Max(0, difference)
	}
	p.statistic = math.Abs(difference)
	own := func(s, m float64) float64 { return s * (1 - s) / m }
	p.finish(o, math.Sqrt(own(now.value(), now.whole)+own(before.value(), before.whole)))
	return p
}

// infinityNote reports infinities, which ranks and distances take as values at the far ends.
func infinityNote(c *counts.Counts) string {
	if c.PosInf+c.NegInf == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f values are infinite", c.PosInf+c.NegInf)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
