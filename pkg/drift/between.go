package drift

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Ordinary variation between the windows of a reference.
//
// A window i is a vector y_i, a linear function of its shares; the current window is y_c. With e_i = y_i − mean of i's season group, df = R − groups
// and the Gram matrix G_ij = ⟨e_i, e_j⟩, everything a test of |y_c − r|² needs is in the trace of G and in the sum of its squares:
// the trace says how far windows lie apart when nothing changed, the squares say along how many directions (nu) they do so.
// Windows that wander along one direction have a far heavier tail than their variance alone says; an F law with nu and df·nu degrees of freedom
// carries that. The reasoning and the measurements are in docs/verdicts.md.

// spread is the Gram matrix of the residuals of a reference, reduced to what the laws need.
type spread struct {
	df    float64   // R − groups
	trace float64   // Σ G_ii / df: between-window variance, sampling noise of a window included
	frob  float64   // Σ_ij G_ij² / df²
	own   []float64 // G_ii·R_g/(R_g−1): each window's squared distance from its group, freed of having taken part in its mean
}

// newSpread reduces residual rows e (R × K) under the non-negative weights of the K coordinates. alone[i] = R_g/(R_g−1), 0 where a window is its
// group's only one.
func newSpread(e [][]float64, weight []float64, alone []float64, df float64) spread {
	s := spread{df: df, own: make([]float64, 0, len(e))}
	scaled := make([]float64, len(weight))
	for i, row := range e {
		for k, v := range row {
			scaled[k] = v * weight[k]
		}
		g := dot(scaled, row)
		s.trace += g
		s.frob += g * g
		if alone[i] > 0 {
			s.own = append(s.own, g*alone[i])
		}
		for j := 0; j < i; j++ {
			g := dot(scaled, e[j])
			s.frob += 2 * g * g
		}
	}
	s.trace /= df
	s.frob /= df * df
	return s
}

// dot is ⟨a, b⟩ over four running sums, in a fixed order.
func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	k := 0
	for ; k+4 <= len(a); k += 4 {
		s0 += a[k] * b[k]
		s1 += a[k+1] * b[k+1]
		s2 += a[k+2] * b[k+2]
		s3 += a[k+3] * b[k+3]
	}
	for ; k < len(a); k++ {
		s0 += a[k] * b[k]
	}
	return (s0 + s1) + (s2 + s3)
}

// sampling describes |y|² of one row drawn from the reference: what a window of m rows would show if rows were independent.
type sampling struct {
	trace  float64 // E|y − Ey|² of a single row; of a window of m rows: trace/m
	trace2 float64 // tr C², C the covariance of a single row
	trace3 float64 // tr C³
	fourth float64 // E|y − Ey|⁴ of a single row
}

// directions is the number of degrees of freedom that sampling noise of a window of m rows can carry: 2·mean²/variance of |ȳ|², with the fourth
// cumulant, which rules where values are rare (it goes to 0 when a window expects less than one of them).
func (s sampling) directions(m float64) float64 {
	variance := 2*s.trace2 + math.Max(0, s.fourth-s.trace*s.trace-2*s.trace2)/m
	if variance <= 0 {
		return 1
	}
	return 2 * s.trace * s.trace / variance
}

// sizes of a comparison: effective rows of a reference window (harmonic mean), of the current one, and how many windows its group has.
type sizes struct{ window, current, group float64 }

// between is E₀ of a squared distance from the group's mean: observed is the windows' own mean square, unit what sampling alone gives one row.
// What goes beyond sampling may be wander of whole windows, which does not depend on their size, or rows that come in clusters, which average out as
// independent rows do. A window smaller than the reference's is given the larger of the two, because the reference cannot tell them apart.
func (z sizes) between(observed, unit float64) float64 {
	noise := unit / z.window
	one := math.Max(observed-noise, 0) + unit/z.current
	if z.current < z.window {
		one = math.Max(one, math.Max(observed, noise)*z.window/z.current)
	}
	return one + math.Max(observed, noise)/z.group
}

// law is a spread against what sampling alone would show, ready to judge distances.
type betweenLaw struct {
	spread
	sampling
}

// inflation is between-window variance ÷ binomial variance, at least 1.
func (l betweenLaw) inflation(z sizes) float64 {
	if l.sampling.trace <= 0 {
		return 1
	}
	return math.Max(1, l.spread.trace*z.window/l.sampling.trace)
}

// naive estimates nu by trace²/Σ G²: biased low, on purpose.
func (l betweenLaw) naive(z sizes) float64 {
	v, top := l.sampling.trace/z.window, l.directions(math.Min(z.window, z.current))
	t := math.Max(l.spread.trace, v)
	if t <= 0 {
		return 1
	}
	return clip(t*t/math.Max(l.frob, v*v/top), math.Min(1, top), top)
}

// unbiased estimates nu with the bias of Σ G² taken off.
func (l betweenLaw) unbiased(z sizes) float64 {
	v, top := l.sampling.trace/z.window, l.directions(math.Min(z.window, z.current))
	tr, df := l.spread.trace, l.df
	if tr <= 0 && v <= 0 {
		return 1
	}
	t2 := math.Max(df*df/((df+2)*(df-1))*(l.frob-tr*tr/df), v*v/top)
	return clip(math.Max(tr*tr-2*t2/df, v*v)/t2, math.Min(1, top), top)
}

// tail is P(|y_c − r|² ≥ squared) under the F law with the given nu.
func (l betweenLaw) tail(squared, nu float64, z sizes) float64 {
	if squared <= 0 {
		return 1
	}
	d1, d2 := l.degrees(nu, z)
	return law.UpperF(squared/z.between(l.spread.trace, l.sampling.trace), d1, d2)
}

// degrees of freedom of the F law. For windows of equal size they are nu and df·nu. A larger window has less sampling noise, so that wander, which goes
// along fewer directions, is more of it: with tr = W + V, 1/nu is the mean of 1/nu_W and 1/top with weights W² and V² over tr², which gives nu_W and
// then the same mean for the larger window. And what is left of tr − V after subtraction is known less well than tr.
func (l betweenLaw) degrees(nu float64, z sizes) (d1, d2 float64) {
	v := l.sampling.trace / z.window
	typical, wander := math.Max(l.spread.trace, v), math.Max(0, l.spread.trace-v)
	if z.current <= z.window || typical <= 0 {
		return nu, l.df * nu
	}
	left := v * z.window / z.current
	one := wander + left
	d1 = nu
	if wander > 0 {
		top := l.directions(z.window)
		wanders := math.Min(1, math.Max(1/top, (typical*typical/nu-v*v/top)/(wander*wander)))
		d1 = math.Min(nu, one*one/(wander*wander*wanders+left*left/top))
	}
	return d1, l.df * nu * z.kept(l.spread.trace, l.sampling.trace)
}

// kept is how much less well the noise of a larger window is known than that of a window of the reference's size: the square of their ratio, by which
// degrees of freedom shrink; 1 for windows that are not larger.
func (z sizes) kept(observed, unit float64) float64 {
	noise := unit / z.window
	typical := math.Max(observed, noise)
	if z.current <= z.window || typical <= 0 {
		return 1
	}
	ratio := (math.Max(0, observed-noise) + unit/z.current) / typical
	return ratio * ratio
}

// ownTail judges by the windows' own squared distances: their cube roots are nearly normal (Wilson and Hilferty 1931), so a new one follows Student's
// law about their mean. 0, which never binds in a maximum, where they do not vary.
func (l betweenLaw) ownTail(squared float64, z sizes) float64 {
	expected := z.between(l.spread.trace, l.sampling.trace)
	if squared <= 0 || expected <= 0 {
		return 1
	}
	typical := math.Max(l.spread.trace, l.sampling.trace/z.window)
	return ownTail(l.own, squared*typical/expected)
}

// ownTail is the Student tail of ∛squared among the cube roots of own.
func ownTail(own []float64, squared float64) float64 {
	n := float64(len(own))
	if n < 3 {
		return 0
	}
	mean, sq := 0.0, 0.0
	for _, v := range own {
		mean += math.Cbrt(v)
	}
	mean /= n
	for _, v := range own {
		d := math.Cbrt(v) - mean
		sq += d * d
	}
	sd := math.Sqrt(sq / (n - 1))
	if sd <= 1e-12*mean || sd == 0 {
		return 0
	}
	return law.UpperT((math.Cbrt(squared)-mean)/(sd*math.Sqrt(1+1/n)), n-1)
}

func clip(x, low, high float64) float64 {
	if x < low {
		return low
	}
	if x > high {
		return high
	}
	return x
}
