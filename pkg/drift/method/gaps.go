package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// gaps are the differences of two distribution functions at the values of a pair, each taken halfway up its step (midranks), with what the variance of
// such a difference is when nothing changed.
type gaps struct {
	difference []float64 // F̄_C − F̄_R at each value
	share      []float64 // h: share of each value in both samples together
	level      []float64 // H̄: both samples' distribution function, halfway up the step
}

func newGaps(p *Pair) gaps {
	n := len(p.R)
	all := make([]float64, 3*n)
	g := gaps{all[:n], all[n : 2*n], all[2*n:]}
	gap, h := 0.0, 0.0
	ofR, ofC := p.pooledWeights()
	before, r, c := 0.0, 0.0, 0.0
	for i := range p.R {
		r += p.R[i]
		c += p.C[i]
		gap = c/p.NC - r/p.NR
		g.difference[i] = (before + gap) / 2
		before = gap
		g.share[i] = p.R[i]*ofR + p.C[i]*ofC
		g.level[i] = h + g.share[i]/2
		h += g.share[i]
	}
	return g
}

// variance of the difference at value i under independent sampling, in units of 1/n + 1/m: H(1−H) less what halving the step takes off.
func (g gaps) variance(i int) float64 {
	v := g.level[i]*(1-g.level[i]) - g.share[i]/4
	if v < 1e-15 { // both samples hold one value
		return 0
	}
	return v
}

// heavyShare is the share of all rows from which a single value changes the laws of rank statistics noticeably.
const heavyShare = 0.05

func (g gaps) heavy() bool {
	for _, h := range g.share {
		if h > heavyShare {
			return true
		}
	}
	return false
}

// tiesTail is P(Q ≥ q) for Q = Σ w_i·(difference_i)², in units of 1/n + 1/m, where single values hold much of the rows: a shifted χ² law with the mean,
// variance and skewness of Q. weight takes share and variance of a value to w_i. Light values are put together, so that at most a few dozen remain.
//
// Source: Hall (1983), Annals of Probability 11:1028; Buckley & Eagleson (1988), Australian J. of Statistics 30A:150.
func (g gaps) tiesTail(q float64, weight func(share, variance float64) float64) float64 {
	const light = 1.0 / 24
	var w, level, variance []float64
	sum, at, weighed := 0.0, 0.0, 0.0
	flush := func() {
		if sum > 0 && weighed > 0 {
			h := at / sum
			level, variance, w = append(level, h), append(variance, h*(1-h)), append(w, weighed)
		}
		sum, at, weighed = 0, 0, 0
	}
	for i, h := range g.share {
		v := g.variance(i)
		if v <= 0 {
			continue
		}
		if h > heavyShare {
			flush()
			level, variance, w = append(level, g.level[i]), append(variance, v), append(w, weight(h, v))
			continue
		}
		sum, at, weighed = sum+h, at+h*g.level[i], weighed+weight(h, v)
		if sum > light {
			flush()
		}
	}
	flush()
	n := len(w)
	if n == 0 {
		return 1
	}
	// K = √w·Cov·√w; its traces are the cumulants of Q.
	k := make([]float64, n*n)
	for i := range n {
		k[i*n+i] = w[i] * variance[i]
		for j := range i {
			k[i*n+j] = math.Sqrt(w[i]*w[j]) * level[j] * (1 - level[i])
			k[j*n+i] = k[i*n+j]
		}
	}
	square := law.Product(k, k, n)
	var one, two, three float64
	for i := range n {
		one += k[i*n+i]
		two += square[i*n+i]
		for j := range n {
			three += square[i*n+j] * k[j*n+i]
		}
	}
	nu := two * two * two / (three * three)
	return law.ChiSquared(nu+math.Sqrt(nu/two)*(q-one), nu)
}
