package peer

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// Frouros 0.9.0: frouros.detectors.data_drift.batch with numpy 2.1, for which it asks. It gives numbers and no line: a question has to.

const frourosName = "Frouros"

// frourosBins is its default number of bins.
const frourosBins = 10

var frouros = []*definition{
	frourosDistance("psi", "PSI", "PSI", "Σ (c − r)·ln(c/r) over 10 equal bins of both samples' range; an empty bin counts 2.2e-308", unbounded,
		"An empty bin counts 2.2e-308, so that one bin that one sample has alone adds hundreds of times its share. "+oneOutlier, func(s *sample) (float64, error) {
			r, c, err := s.pooledBins()
			const smallest = 0x1p-1022
			for i := range r {
				r[i], c[i] = math.Max(r[i], smallest), math.Max(c[i], smallest)
			}
			return stability(r, c), err
		}),
	frourosDistance("hellinger", "HellingerDistance", "Hellinger", "√(½Σ(√r − √c)²) over 10 equal bins of both samples' range", shareRange, oneOutlier, func(s *sample) (float64, error) {
		r, c, err := s.pooledBins()
		return rootDistance(r, c), err
	}),
	frourosDistance("bhattacharyya", "BhattacharyyaDistance", "Bhattacharyya", "1 − Σ√(rc) over 10 equal bins of both samples' range", shareRange,
		"Not Bhattacharyya's distance, which is −ln Σ√(rc). "+oneOutlier, func(s *sample) (float64, error) {
			r, c, err := s.pooledBins()
			return 1 - affinity(r, c), err
		}),
	frourosDistance("histogram_intersection", "HINormalizedComplement", "Histogram intersection, complement", "1 − Σ min(r, c) over 10 equal bins of both samples' range", shareRange, oneOutlier,
		func(s *sample) (float64, error) {
			r, c, err := s.pooledBins()
			shared := 0.0
			for i := range r {
				shared += math.Min(r[i], c[i])
			}
			return 1 - shared, err
		}),
	frourosDistance("js", "JS", "Jensen–Shannon", "√(½KL(r‖m) + ½KL(c‖m)), natural logarithm, of shares of 9 equal stretches that are read off two histograms with bins of their own", shareRange,
		"Shares are read off histograms that differ in their bins, so that two equal samples of unlike size differ. "+oneOutlier, func(s *sample) (float64, error) {
			r, c, err := s.stretches()
			return jensenShannon(r, c, math.E), err
		}),
	frourosDistance("kl", "KL", "Kullback–Leibler", "Σ c·ln(c/r), shares as for js", unbounded, "Infinite as soon as the window has values where the reference has none.",
		func(s *sample) (float64, error) {
			r, c, err := s.stretches()
			sum := 0.0
			for i := range r {
				sum += relativeEntropy(c[i], r[i])
			}
			return sum, err
		}),
	frourosDistance("emd", "EMD", "Earth mover's distance", "∫|F_R − F_C|dx in the unit of the feature", unbounded, "Not freed of the unit, and one far value dominates it.",
		func(s *sample) (float64, error) { return s.functions().area, nil }),
	frourosDistance("energy", "EnergyDistance", "Energy distance", "√(2∫(F_R − F_C)²dx)", unbounded, "Not freed of the unit.",
		func(s *sample) (float64, error) { return s.functions().energy, nil }),

	frourosTest("ks", "KSTest", "Kolmogorov–Smirnov", "p of D = sup |F_R − F_C|: exact up to 10,000 rows, else asymptotic", numbers, onlyLargeCount,
		func(s *sample) (float64, error) { return s.smirnov(s.functions().gap), nil }),
	frourosTest("cvm", "CVMTest", "Cramér–von Mises", "p of the two-sample statistic: exact up to 20 rows, else its limit", numbers, onlyLargeCount,
		func(s *sample) (float64, error) {
			if math.Min(s.pair.NR, s.pair.NC) < 2 {
				return 0, fmt.Errorf("Frouros raises an error here: the test needs two values of each sample")
			}
			return s.cramer(), nil
		}),
	frourosTest("ad", "AndersonDarlingTest", "Anderson–Darling", "p of the 2-sample statistic with midranks, read from a table and cut to [0.001, 0.25]", numbers,
		"p is cut to [0.001, 0.25]: a line outside never or always alarms.", func(s *sample) (float64, error) { return s.andersonDarling() }),
	frourosTest("mannwhitney", "MannWhitneyUTest", "Mann–Whitney", "two-sided p of U, with ties and continuity correction", numbers, "Blind to changes of spread. "+onlyLargeCount,
		func(s *sample) (float64, error) { return s.mannWhitney(twoSided), nil }),
	frourosTest("welch", "WelchTTest", "Welch's t test", "two-sided p of Welch's t", numbers, "Sees only the mean. "+onlyLargeCount,
		func(s *sample) (float64, error) { return s.student(true), nil }),
	frourosTest("chi2", "ChiSquareTest", "Chi-square", "p of χ² of the 2×k table, Yates' correction for two values", categories, "Rare categories make the χ² law too sure. "+onlyLargeCount,
		func(s *sample) (float64, error) {
			_, p := contingency(s.pair.R, s.pair.C)
			return p, nil
		}),
	frourosTest("kuiper", "KuiperTest", "Kuiper", "Kuiper's p, computed of D = sup |F_R − F_C| in place of V = D⁺ + D⁻", numbers,
		"Its statistic is Kolmogorov–Smirnov's D, not Kuiper's V, and the p-value that it is given is Kuiper's: far too large.",
		func(s *sample) (float64, error) { return s.kuiperOfGap(), nil }),
}

func ofFrouros(id, class, name, formula, remark string, kinds []string) *definition {
	return &definition{line: unset, method: &method.Method{
		ID: "frouros." + id, Name: name + " (Frouros)", Group: frourosName, Source: "Frouros 0.9.0, " + class, Formula: formula, Kinds: kinds, Threshold: NoThreshold, Remark: remark,
	}}
}

func frourosDistance(id, class, name, formula string, span [2]float64, remark string, measure func(s *sample) (float64, error)) *definition {
	d := ofFrouros(id, class, name, formula, remark, numbers)
	d.rule = atLeast
	d.method.Range = span
	d.method.Summary = fmt.Sprintf("Frouros's %s. It has no line of its own: give a threshold; drift where the distance is at least that.", class)
	d.score = func(s *sample) (score, error) {
		x, err := measure(s)
		return score{value: x, p: math.NaN()}, err
	}
	return d
}

func frourosTest(id, class, name, formula string, kinds []string, remark string, measure func(s *sample) (float64, error)) *definition {
	d := ofFrouros(id, class, name, formula, remark, kinds)
	d.rule, d.onP = below, true
	d.method.Range, d.method.Unit = shareRange, "p-value"
	d.method.Summary = fmt.Sprintf("Frouros's %s. It has no line of its own: give a threshold; drift where p is below it.", class)
	d.score = func(s *sample) (score, error) {
		p, err := measure(s)
		return score{value: p, p: p}, err
	}
	return d
}

// pooledBins are the shares of both samples in equal bins of their common range.
func (s *sample) pooledBins() (r, c []float64, err error) {
	low, high := s.pair.X[0], s.pair.X[len(s.pair.X)-1]
	if low == high {
		low, high = low-0.5, high+0.5
	}
	edges, err := equalBins(low, high, frourosBins)
	if err != nil {
		return nil, nil, err
	}
	return scaled(s.histogram(s.pair.R, edges), s.pair.NR), scaled(s.histogram(s.pair.C, edges), s.pair.NC), nil
}

// stretches are the shares of both samples between 10 points of their common range. Each sample's are read off the distribution function of its own
// histogram in numpy's "auto" bins, in which values are spread evenly.
func (s *sample) stretches() (r, c []float64, err error) {
	points := linspace(s.pair.X[0], s.pair.X[len(s.pair.X)-1], frourosBins-1)
	read := func(weights []float64, n float64, whole bool) ([]float64, error) {
		edges, err := s.automatic(weights, n, whole)
		if err != nil {
			return nil, err
		}
		bins := s.histogram(weights, edges)
		at := func(x float64) float64 {
			below := 0.0
			for i, w := range bins {
				switch {
				case edges[i+1] <= x:
					below += w
				case edges[i] < x:
					below += w * (x - edges[i]) / (edges[i+1] - edges[i])
				}
			}
			return below / n
		}
		shares := make([]float64, len(points)-1)
		for i := range shares {
			shares[i] = at(points[i+1]) - at(points[i])
		}
		return shares, nil
	}
	if r, err = read(s.pair.R, s.pair.NR, s.wholeR); err != nil {
		return nil, nil, err
	}
	c, err = read(s.pair.C, s.pair.NC, s.wholeC)
	return r, c, err
}

// kuiperOfGap is Kuiper's law (Stephens 1965; Paltani 2004) as Frouros computes it, with N = nm/(n+m) not rounded; NaN where that takes roots of what is
// below 0.
func (s *sample) kuiperOfGap() float64 {
	n := s.pair.NR * s.pair.NC / (s.pair.NR + s.pair.NC)
	d := s.functions().gap
	switch parity := math.Mod(n, 2); {
	case d < 2/n:
		return 1 - math.Gamma(n+1)*math.Pow(d-1/n, n-1)
	case d < 3/n:
		k := -(n*d - 1) / 2
		r := math.Sqrt(k*k - (n*d-2)*(n*d-2)/2)
		a, b := -k+r, -k-r
		return 1 - math.Gamma(n)*(math.Pow(b, n-1)*(1-a)-math.Pow(a, n-1)*(1-b))/math.Pow(n, n-2)/(b-a)
	case d > 0.5 && parity == 0 || d > (n-1)/(2*n) && parity == 1:
		sum := 0.0
		for t := 0.0; t <= math.Floor(n*(1-d)); t++ {
			y := d + t/n
			term := math.Pow(y, t-3) * (y*y*y*n - y*y*t*(3-2/n) + y*t*(t-1)*(3-2/n)/n - t*(t-1)*(t-2)/(n*n))
			sum += term * binomial(n, t) * math.Pow(1-d-t/n, n-t-1)
		}
		return sum
	}
	z := d * math.Sqrt(n)
	one, two := 0.0, 0.0
	for m := 1.0; m < 18.82/z; m++ {
		square := m * m * z * z
		one += 2 * (4*square - 1) * math.Exp(-2*square)
		two += m * m * (4*square - 3) * math.Exp(-2*square)
	}
	return one - 8*d/3*two
}

func binomial(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return math.Exp(a - b - c)
}
