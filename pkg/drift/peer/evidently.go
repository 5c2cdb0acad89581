package peer

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Evidently 0.7.23: the tests of evidently.legacy.calculations.stattests, which its new interface calls too. Infinite values are taken for missing.

const evidentlyName = "Evidently"

var (
	numbers    = []string{model.Numeric}
	categories = []string{model.Categorical, model.Boolean}
	everything = []string{model.Numeric, model.Categorical, model.Boolean}
	shareRange = [2]float64{0, 1}
	unbounded  = [2]float64{0, math.Inf(1)}
)

// What is wrong with several of them.
const (
	ignoresNoise   = "The line does not depend on the number of rows: small windows pass it by chance alone."
	onlyLargeCount = "With many rows every difference is significant, however small; with few rows none is."
	oneOutlier     = "Bins are of equal width over the range of both samples: one far value puts all others into one bin, and the score goes to 0."
)

var evidently = []*definition{
	evidentlyAuto,
	evidentlyKS,
	evidentlyWasserstein,
	evidentlyPSI,
	evidentlyKL,
	evidentlyJensenShannon,
	evidentlyHellinger,
	evidentlyChiSquare,
	evidentlyZ,
	evidentlyG,
	evidentlyFisher,
	evidentlyMannWhitney,
	evidentlyT,
	evidentlyCramer,
	evidentlyAnderson,
	evidentlyEppsSingleton,
	evidentlyEnergy,
}

// ofEvidently makes a definition; line is the default threshold.
func ofEvidently(id, name, formula string, kinds []string, r rule, line float64, remark string, score func(s *sample) (score, error)) *definition {
	d := &definition{rule: r, score: score, method: &method.Method{
		ID: "evidently." + id, Name: name + " (Evidently)", Formula: formula, Kinds: kinds, Threshold: line, Remark: remark,
		Group: evidentlyName, Source: "Evidently 0.7.23, stattest " + id, Range: unbounded,
	}}
	d.onP = d.isP()
	d.method.Summary = fmt.Sprintf("Evidently's %q, as it computes it: drift where the %s is %s %v.", id, d.measured(), r, line)
	if d.onP {
		d.method.Range, d.method.Unit = shareRange, "p-value"
	}
	return d
}

var (
	evidentlyKS = ofEvidently("ks", "Kolmogorov–Smirnov", "p of D = sup |F_R − F_C|: exact up to 10,000 rows, else asymptotic", numbers, atMost, 0.05, onlyLargeCount,
		func(s *sample) (score, error) { return pValue(s.smirnov(s.functions().gap)) })

	evidentlyWasserstein = ofEvidently("wasserstein", "Wasserstein", "∫|F_R − F_C|dx / max(sd_R, 0.001)", numbers, atLeast, 0.1,
		ignoresNoise+" One far value dominates it.", func(s *sample) (score, error) {
			_, squares := s.moments(s.pair.R, s.pair.NR)
			return distance(s.functions().area / math.Max(math.Sqrt(squares/s.pair.NR), 0.001))
		})

	evidentlyPSI = ofEvidently("psi", "PSI", "Σ (r − c)·ln(r/c) over Sturges' bins of both samples together (or values, where the reference has at most 20); empty bins count 0.0001", everything,
		atLeast, 0.1, oneOutlier+" What stands for an empty bin decides much of it.", func(s *sample) (score, error) {
			r, c, err := s.binned()
			if err != nil {
				return score{}, err
			}
			return distance(stability(filled(r), filled(c)))
		})

	evidentlyKL = ofEvidently("kl_div", "Kullback–Leibler", "Σ r·ln(r/c), bins and empty bins as for psi, made to add up to 1", everything, atLeast, 0.1,
		oneOutlier+" It is not symmetric.", func(s *sample) (score, error) {
			r, c, err := s.binned()
			if err != nil {
				return score{}, err
			}
			r, c = filled(r), filled(c)
			r, c = scaled(r, total(r)), scaled(c, total(c))
			sum := 0.0
			for i := range r {
				sum += relativeEntropy(r[i], c[i])
			}
			return distance(sum)
		})

	evidentlyJensenShannon = ofEvidently("jensenshannon", "Jensen–Shannon", "√(½KL(r‖m) + ½KL(c‖m)), m = (r+c)/2, natural logarithm; bins as for psi", everything, atLeast, 0.1,
		oneOutlier+" With many categories it passes 0.1 by chance.", func(s *sample) (score, error) {
			r, c, err := s.binned()
			if err != nil {
				return score{}, err
			}
			return distance(jensenShannon(r, c, math.E))
		})

	evidentlyHellinger = ofEvidently("hellinger", "Hellinger", "√(1 − Σ√(rc)); numbers in Sturges' bins of their distinct values", everything, atLeast, 0.1, oneOutlier,
		func(s *sample) (score, error) {
			r, c := s.shares()
			if s.numeric {
				x := s.pair.X
				edges, err := sturges(x[0], x[len(x)-1], float64(len(x)), s.whole)
				if err != nil {
					return score{}, err
				}
				r = scaled(s.histogram(s.pair.R, edges), s.pair.NR)
				c = scaled(s.histogram(s.pair.C, edges), s.pair.NC)
			}
			return distance(math.Sqrt(1 - law.Clip01(affinity(r, c))))
		})

	evidentlyChiSquare = ofEvidently("chisquare", "Chi-square", "p of Σ (o − e)²/e, e the reference's shares times the window's rows, k − 1 degrees of freedom", categories, below, 0.05,
		"Takes the reference for the exact truth: at a nominal 5 % it calls 20 to 77 % of unchanged windows of the reference's size. One new category is always drift.",
		func(s *sample) (score, error) {
			return s.goodnessOfFit(s.pair.NC/s.pair.NR, func(o, e float64) float64 { return (o - e) * (o - e) / e })
		})

	evidentlyZ = ofEvidently("z", "Two proportions", "p of the z test of the share of rows that are not the first value, pooled variance", categories, below, 0.05,
		"Sees only the first value by name against all others. "+onlyLargeCount, func(s *sample) (score, error) {
			n, m := s.pair.NR, s.pair.NC
			if len(s.pair.R) == 1 {
				return pValue(1)
			}
			r, c := 1-s.pair.R[0]/n, 1-s.pair.C[0]/m
			pooled := (r*n + c*m) / (n + m)
			return pValue(law.TwoSidedNormal((r - c) / math.Sqrt(pooled*(1-pooled)*(1/n+1/m))))
		})

	evidentlyG = ofEvidently("g_test", "G test", "p of 2Σ o·ln(o/e), e the reference's counts as they are", categories, below, 0.1,
		"Raises an error unless window and reference have the same number of rows, and takes the reference for the exact truth.", func(s *sample) (score, error) {
			if math.Abs(s.pair.NR-s.pair.NC) > 1e-8*math.Min(s.pair.NR, s.pair.NC) {
				return score{}, fmt.Errorf("Evidently raises an error here: the test needs as many rows in the window as in the reference (%.0f and %.0f)", s.pair.NC, s.pair.NR)
			}
			return s.goodnessOfFit(1, func(o, e float64) float64 {
				if o == 0 {
					return 0
				}
				return 2 * o * math.Log(o/e)
			})
		})

	evidentlyFisher = ofEvidently("fisher_exact", "Fisher's exact test", "two-sided p of the 2×2 table", categories, below, 0.1,
		"Raises an error unless both samples have the same number of rows and at most two values.", func(s *sample) (score, error) {
			p := s.pair
			switch {
			case p.NR != p.NC:
				return score{}, fmt.Errorf("Evidently raises an error here: the test needs as many rows in the window as in the reference (%.0f and %.0f)", p.NC, p.NR)
			case distinct(p.R) > 2 || distinct(p.C) > 2:
				return score{}, fmt.Errorf("Evidently raises an error here: the test is for two values")
			case len(p.R) > 2:
				return score{}, fmt.Errorf("what Evidently says here depends on the order of a Python set: the samples have two values each, and three together")
			case len(p.R) == 1:
				return pValue(1)
			}
			return pValue(law.Fisher(p.R[0], p.R[1], p.C[0], p.C[1]))
		})

	evidentlyMannWhitney = ofEvidently("mannw", "Mann–Whitney", "one-sided p of U, reference less than window, with ties and continuity correction", numbers, below, 0.05,
		"One-sided: sees only values that grow, though its documentation says two-sided. Blind to changes of spread.",
		func(s *sample) (score, error) { return pValue(s.mannWhitney(less)) })

	evidentlyT = ofEvidently("t_test", "t test", "two-sided p of Student's t, pooled variances", numbers, below, 0.05,
		"Sees only the mean, and takes both variances for equal. "+onlyLargeCount, func(s *sample) (score, error) { return pValue(s.student(false)) })

	evidentlyCramer = ofEvidently("cramer_von_mises", "Cramér–von Mises", "p of the two-sample statistic: exact up to 20 rows, else its limit", numbers, atMost, 0.1,
		"Its line of 10 % calls one unchanged feature in ten. "+onlyLargeCount, func(s *sample) (score, error) {
			if err := s.evidentlyCramerFails(); err != nil {
				return score{}, err
			}
			return pValue(s.cramer())
		})

	evidentlyAnderson = ofEvidently("anderson", "Anderson–Darling", "p of the 2-sample statistic with midranks, read from a table and cut to [0.001, 0.25]", numbers, below, 0.1,
		"p is cut to [0.001, 0.25]: a line outside never or always alarms. "+onlyLargeCount, func(s *sample) (score, error) {
			p, err := s.andersonDarling()
			return score{value: p, p: p}, err
		})

	evidentlyEppsSingleton = ofEvidently("es", "Epps–Singleton", "p of the difference of characteristic functions at 0.4 and 0.8 semi-interquartile ranges", numbers, below, 0.05,
		"Raises an error where half of all values are one. "+onlyLargeCount, func(s *sample) (score, error) {
			p, err := s.eppsSingleton()
			return score{value: p, p: p}, err
		})

	evidentlyEnergy = ofEvidently("ed", "Energy distance", "√(2∫(F_R − F_C)²dx)", numbers, above, 0.1,
		"Not freed of the unit: the line of 0.1 means another thing for metres than for millimetres. "+ignoresNoise,
		func(s *sample) (score, error) { return distance(s.functions().energy) })
)

// evidentlyAuto is what Evidently chooses by itself.
var evidentlyAuto = &definition{
	method: &method.Method{
		ID: "evidently.auto", Name: "Automatic choice (Evidently)", Group: evidentlyName, Source: "Evidently 0.7.23, _get_default_stattest",
		Summary: "What Evidently does when nobody chooses: a test for references of up to 1,000 rows, a distance beyond.",
		Formula: "up to 1,000 reference rows: ks (numbers with more than 5 values), chisquare (3 or more), z; beyond: wasserstein (numbers with more than 5 values), jensenshannon",
		Remark: "The choice changes with the number of reference rows and of values, and with it what the score means: a small p-value is drift, a small distance is none. " +
			"It has all that is wrong with what it chooses.",
		Kinds: everything, Range: unbounded, Threshold: 0.1,
	},
	score: func(s *sample) (score, error) {
		chosen := s.evidentlyChoice()
		found, err := chosen.score(s)
		found.by = chosen
		found.note = joined(fmt.Sprintf("chosen: %s (%.0f reference rows, %d values)", chosen.method.ID, s.pair.NR, len(s.pair.R)), found.note)
		return found, err
	},
}

func (s *sample) evidentlyChoice() *definition {
	values := len(s.pair.R)
	switch {
	case s.numeric && values > 5 && s.pair.NR > 1000:
		return evidentlyWasserstein
	case s.pair.NR > 1000:
		return evidentlyJensenShannon
	case s.numeric && values > 5:
		return evidentlyKS
	case values > 2:
		return evidentlyChiSquare
	}
	return evidentlyZ
}

// evidentlyValues is how many values a numeric reference may have to be compared by values and not by bins.
const evidentlyValues = 20

// binned are the shares of both samples in Evidently's bins.
func (s *sample) binned() (r, c []float64, err error) {
	if !s.numeric || distinct(s.pair.R) <= evidentlyValues {
		r, c = s.shares()
		return r, c, nil
	}
	x := s.pair.X
	edges, err := sturges(x[0], x[len(x)-1], s.pair.NR+s.pair.NC, s.whole)
	if err != nil {
		return nil, nil, err
	}
	return scaled(s.histogram(s.pair.R, edges), s.pair.NR), scaled(s.histogram(s.pair.C, edges), s.pair.NC), nil
}

// filled puts Evidently's stand-in for nothing where a share is 0: 0.0001, or a millionth of the smallest share where that is no larger.
func filled(shares []float64) []float64 {
	least := math.Inf(1)
	for _, v := range shares {
		if v > 0 {
			least = math.Min(least, v)
		}
	}
	stand := 0.0001
	if least <= stand {
		stand = least / 1e6
	}
	out := make([]float64, len(shares))
	for i, v := range shares {
		if out[i] = v; v == 0 {
			out[i] = stand
		}
	}
	return out
}

// evidentlyCramerFails says where Evidently's own copy of the exact law cannot run: it counts in the type that holds L²(n+m) or C(n+m, n), whichever is
// larger, L the least common multiple. Where that is the first, the type is an unsigned integer, to which numpy 2 adds no signed one. Else it is a float of 16
// to 64 bits, so that its p-values of 20 rows and fewer are right to 3 digits or more.
func (s *sample) evidentlyCramerFails() error {
	n, m := s.pair.NR, s.pair.NC
	switch {
	case math.Min(n, m) < 2:
		return fmt.Errorf("Evidently raises an error here: the test needs two values of each sample")
	case math.Max(n, m) > cramerRows:
		return nil
	}
	lcm := n * m / float64(law.GCD(int(n), int(m)))
	if lcm*lcm*(n+m) >= binomial(n+m, n) {
		return fmt.Errorf("Evidently raises an error here: its exact law cannot count samples of %.0f and %.0f values with numpy 2", n, m)
	}
	return nil
}

// goodnessOfFit is the p-value of a sum over the categories, k − 1 degrees of freedom, the reference times ratio taken for what is expected.
func (s *sample) goodnessOfFit(ratio float64, term func(o, e float64) float64) (score, error) {
	sum := 0.0
	for i, o := range s.pair.C {
		sum += term(o, s.pair.R[i]*ratio)
	}
	return pValue(chiSquaredTail(sum, float64(len(s.pair.C))-1))
}
