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
func (b *Baseline) missingValues(c *counts.Counts, o Options, cluster float64) (part, bool) {
	all := b.sums()
	before := all.before
	effective := effectiveRatio(c)
	now := shareOf{(c.Null + c.NaN) * effective, c.Rows * effective}
	if before.part == 0 && now.part == 0 {
		return part{}, false
	}
	// Given all missing values, those of the current window are binomial with its share of the rows.
	k, in := (now.part+before.part)/cluster, now.whole/(now.whole+before.whole)
	chances := tails{law.UpperBinomial(now.part/cluster, k, in), law.UpperBinomial(before.part/cluster, k, 1-in)}
	p := judgeShare(now, before, all.shares, all.effective, chances, o, false)
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

// shareOf is part of whole rows.
type shareOf struct{ part, whole float64 }

func (s shareOf) value() float64 { return s.part / s.whole }

// mostClustered bounds how many rows are taken to come together.
const mostClustered = 50

// cluster is how many rows the laws of missing and new values take as one, by how much more the feature's values differ between windows than independent rows
// would. A value that never was before says nothing by itself of how its rows come; ten at once may be one user's. It is of the feature, not of the method: one
// method's own values are few, and some say little of it (the largest difference of shares is of one name).
func (b *Baseline) cluster(distribution part) float64 {
	inflation := distribution.inflation
	if distribution.pBasis == basisBetween {
		kind := viewSquares
		if b.numeric {
			kind = viewRanks
		}
		s := b.sight(kind)
		inflation = s.inflation(sizes{window: s.size})
	}
	if math.IsNaN(inflation) {
		return 1
	}
	return clip(inflation, 1, mostClustered)
}

// tails are the chances of at least and of at most so many rows of a kind, were rows dealt to window and reference by chance.
type tails struct{ more, fewer float64 }

// judgeShare compares a share with the reference's: p is the larger of Student's tail between windows and that of chance (two-sided, unless only more counts), the
// effect the difference freed of noise.
func judgeShare(now, before shareOf, shares, rows []float64, chance tails, o Options, onlyMore bool) part {
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

	p.p = math.Min(1, 2*math.Min(chance.more, chance.fewer))
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
			p.p = math.Max(p.p/2, chance.more)
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

// bucketNote says what is not known of a window whose rare names were counted together: a name in a bucket is only known to be new where the reference has
// nothing in that bucket.
func bucketNote(c *counts.Counts) string {
	if shared := c.Shared(); shared > 0 {
		return fmt.Sprintf("too many values to count each: %.3g %% of the rows are of values that share hash buckets, and new_share is a lower bound", 100*shared/c.Rows)
	}
	return ""
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
