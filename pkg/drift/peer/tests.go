package peer

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"gonum.org/v1/gonum/mathext"
)

// Tests as scipy computes them; all libraries here take theirs from it.

// smirnovRows is the largest sample for which scipy's ks_2samp uses the exact law.
const smirnovRows = 10_000

// smirnov is the two-sided p-value of ks_2samp, method "auto": the exact law for samples of up to 10,000, else asymptotic.
func (s *sample) smirnov(d float64) float64 {
	n, m := int(s.pair.NR), int(s.pair.NC)
	if max(n, m) > smirnovRows {
		return s.asymptoticSmirnov(d)
	}
	lcm := n / law.GCD(n, m) * m
	h := int(math.RoundToEven(d * float64(lcm)))
	switch {
	case h == 0:
		return 1
	case n == m:
		return law.SmirnovEqual(n, h)
	}
	return law.SmirnovLattice(n, m, lcm, h)
}

// asymptoticSmirnov is that of method "asymp": the law of one sample of nm/(n+m).
func (s *sample) asymptoticSmirnov(d float64) float64 {
	n, m := s.pair.NR, s.pair.NC
	return law.Kolmogorov(math.RoundToEven(n*m/(n+m)), d)
}

// cramerRows is the largest sample for which cramervonmises_2samp uses the exact law.
const cramerRows = 20

// cramer is the p-value of cramervonmises_2samp, method "auto"; NaN for fewer than two values.
func (s *sample) cramer() float64 {
	n, m := s.pair.NR, s.pair.NC
	if n < 2 || m < 2 {
		return math.NaN()
	}
	u := method.MidrankSum(s.pair)
	if math.Max(n, m) <= cramerRows {
		return law.CramerLattice(int(n), int(m), u)
	}
	rows, products := n+m, n*m
	t := u/(products*rows) - (4*products-1)/(6*rows)
	mean := (1 + 1/rows) / 6
	variance := (rows + 1) * (4*products*rows - 3*(n*n+m*m) - 2*products) / (45 * rows * rows * 4 * products)
	standard := 1.0/6 + (t-mean)/math.Sqrt(45*variance)
	if standard < 0.003 {
		return 1
	}
	return math.Max(0, 1-cramerLimit(standard))
}

// cramerLimit is the limiting distribution function of the Cramér–von Mises statistic by the series of Csörgő & Faraway (1996), J. Royal Statistical
// Society B 58:221, up to and including its first term below 1e-7, as scipy sums it: near 1 that is what its digits depend on.
func cramerLimit(x float64) float64 {
	sum := 0.0
	for k := 0.0; ; k++ {
		a, _ := math.Lgamma(k + 0.5)
		b, _ := math.Lgamma(k + 1)
		y := 4*k + 1
		q := y * y / (16 * x)
		term := math.Exp(a-b) / (math.Pow(math.Pi, 1.5) * math.Sqrt(x)) * math.Sqrt(y) * scaledBessel(0.25, q)
		sum += term
		if math.Abs(term) < 1e-7 {
			return sum
		}
	}
}

// scaledBessel is e^(−q)·K_ν(q) = ∫₀^∞ exp(−q(1 + cosh t))·cosh(νt) dt by the trapezoid rule, which for such integrands gains digits with every halving of the step.
func scaledBessel(nu, q float64) float64 {
	const step = 1.0 / 32
	sum := math.Exp(-2*q) / 2
	for t := step; ; t += step {
		term := math.Exp(-q*(1+math.Cosh(t))) * math.Cosh(nu*t)
		sum += term
		if term < 1e-18*sum {
			return sum * step
		}
	}
}

// andersonDarling is the p-value of anderson_ksamp with midranks: a parabola through the logarithms of seven tabulated levels, cut to [0.001, 0.25].
// The table is Scholz & Stephens (1987), J. American Statistical Association 82:918, for two samples.
func (s *sample) andersonDarling() (float64, error) {
	if len(s.pair.X) < 2 {
		return 0, fmt.Errorf("the test raises an error where all values are equal")
	}
	n, m := s.pair.NR, s.pair.NC
	if n+m < 4 {
		return 0, fmt.Errorf("the test divides by zero for fewer than 4 values")
	}
	t := method.AndersonDarling.Statistic(s.pair).Statistic
	rows := n + m
	standard := (t*t*n*m*(rows-1)/(rows*rows) - 1) / method.ScholzStephens(rows, 1/n+1/m)
	levels := []float64{0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001}
	critical := []float64{0.675 - 0.245 - 0.105, 1.281 + 0.25 - 0.305, 1.645 + 0.678 - 0.362, 1.96 + 1.149 - 0.391, 2.326 + 1.822 - 0.396, 2.573 + 2.364 - 0.345, 3.085 + 3.615 - 0.154}
	switch {
	case standard < critical[0]:
		return levels[0], nil
	case standard > critical[len(critical)-1]:
		return levels[len(levels)-1], nil
	}
	logs := make([]float64, len(levels))
	for i, l := range levels {
		logs[i] = math.Log(l)
	}
	return math.Exp(parabola(critical, logs, standard)), nil
}

// parabola is the least-squares parabola through the points (x, y) at a place: by polynomials that are orthogonal on x.
func parabola(x, y []float64, at float64) float64 {
	n := float64(len(x))
	mean := total(x) / n
	var second, third float64
	for _, v := range x {
		d := v - mean
		second += d * d
		third += d * d * d
	}
	quadratic := func(v float64) float64 {
		d := v - mean
		return d*d - third/second*d - second/n
	}
	var one, two, norm float64
	for i, v := range x {
		q := quadratic(v)
		one += (v - mean) * y[i]
		two += q * y[i]
		norm += q * q
	}
	return total(y)/n + one/second*(at-mean) + two/norm*quadratic(at)
}

// alternatives of a test.
type alternative uint8

const (
	twoSided alternative = iota
	less                 // the first sample, the reference, is smaller
)

// exactRanks is the largest smaller sample for which mannwhitneyu uses the exact law where there are no ties.
const exactRanks = 8

// mannWhitney is the p-value of mannwhitneyu, method "auto", with continuity correction.
func (s *sample) mannWhitney(alt alternative) float64 {
	n, m := s.pair.NR, s.pair.NC
	rows, ties, ranks, below := n+m, 0.0, 0.0, 0.0
	for i := range s.pair.X {
		t := s.pair.R[i] + s.pair.C[i]
		ranks += s.pair.R[i] * (below + (t+1)/2)
		below += t
		ties += t*t*t - t
	}
	u := ranks - n*(n+1)/2
	factor := 1.0
	switch alt {
	case less:
		u = n*m - u
	case twoSided:
		u, factor = math.Max(u, n*m-u), 2
	}
	if math.Min(n, m) <= exactRanks && ties == 0 {
		return math.Min(1, factor*law.RankSum(int(n), int(m), math.Floor(u)))
	}
	deviation := math.Sqrt(n * m / 12 * (rows + 1 - ties/(rows*(rows-1))))
	return math.Min(1, factor*law.UpperNormal((u-n*m/2-0.5)/deviation))
}

// student is the two-sided p-value of ttest_ind: pooled variances, or Welch's.
func (s *sample) student(welch bool) float64 {
	n, m := s.pair.NR, s.pair.NC
	meanR, squaresR := s.moments(s.pair.R, n)
	meanC, squaresC := s.moments(s.pair.C, m)
	if welch && (n < 2 || m < 2) {
		return math.NaN()
	}
	vR, vC := squaresR/(n-1)/n, squaresC/(m-1)/m
	df := n + m - 2
	variance := (squaresR + squaresC) / df * (1/n + 1/m)
	if welch {
		variance = vR + vC
		df = variance * variance / (vR*vR/(n-1) + vC*vC/(m-1))
		if math.IsNaN(df) {
			df = 1
		}
	}
	t := math.Abs(meanR-meanC) / math.Sqrt(variance) // NaN where nothing differs
	return 2 * law.UpperT(t, df)
}

// contingency is chi2_contingency of the two samples: Pearson's χ² of homogeneity, with Yates' correction for one degree of freedom.
func contingency(r, c []float64) (statistic, p float64) {
	n, m := total(r), total(c)
	used := 0.0
	for i := range r {
		if r[i]+c[i] > 0 {
			used++
		}
	}
	if used < 2 {
		return 0, 1
	}
	add := func(observed, expected float64) {
		d := math.Abs(expected - observed)
		if used == 2 {
			d -= math.Min(0.5, d)
		}
		statistic += d * d / expected
	}
	for i := range r {
		if both := r[i] + c[i]; both > 0 {
			add(r[i], both*n/(n+m))
			add(c[i], both*m/(n+m))
		}
	}
	return statistic, law.ChiSquared(statistic, used-1)
}

// chiSquaredTail is scipy's chi2.sf, which has no value for no degrees of freedom.
func chiSquaredTail(x, df float64) float64 {
	switch {
	case df < 1 || math.IsNaN(x):
		return math.NaN()
	case math.IsInf(x, 1):
		return 0
	case x <= 0:
		return 1
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}
