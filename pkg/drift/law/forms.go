package law

import "math"

// Tails of laws that several methods share. Each is computed as a tail, never as one minus the rest, so that small p-values keep their digits.

// ChiSquared is P(χ² ≥ x) with df degrees of freedom.
func ChiSquared(x, df float64) float64 { return UpperGamma(x, df, 2*df) }

// TwoSidedNormal is P(|Z| ≥ z) for a standard normal Z: both tails.
func TwoSidedNormal(z float64) float64 { return 2 * UpperNormal(math.Abs(z)) }

// Length is P(T ≥ t) of the length T of a normal vector, as far as its mean, its variance and the largest variance of a projection of it are known: of the
// area between two distribution functions that is the variance of the difference of means. T² is taken for a constant and a gamma law whose exponential rate is
// that of the longest direction, which rules far out (Borell 1975, Inventiones Mathematicae 30:207), and whose shape gives T the mean and the variance. extra is
// added to the variance of T².
func Length(t, mean, variance, longest, extra float64) float64 {
	if t <= 0 {
		return 1
	}
	if !(mean > 0) || !(longest > 0) {
		return 0
	}
	// In units of E T². The more of it is gamma, the more T varies and the smaller its mean is.
	square := mean*mean + variance
	rate := longest / square
	low, high := 0.0, 1/rate
	for range 20 {
		middle := (low + high) / 2
		if meanRoot(1-rate*middle, rate, middle) > mean/math.Sqrt(square) {
			low = middle
		} else {
			high = middle
		}
	}
	part := rate * high // that is gamma; its variance is 2·rate·part
	return UpperGamma(t*t/square-(1-part), part, 2*rate*part+extra/(square*square))
}

// meanRoot is E√(c + rate·χ²) with so many degrees of freedom, where c + rate·df is 1: √y = ∫(1 − exp(−sy))·s^(−3/2)ds / (2√π), and the mean of the exponential
// is a product. The sum is over steps of 1 in log s, which for so smooth an integrand is exact to 1e-4.
func meanRoot(c, rate, df float64) float64 {
	sum := 0.0
	for _, n := range rootNodes {
		sum -= math.Expm1(-n.s*c-df/2*math.Log1p(2*rate*n.s)) * n.weight
	}
	return sum / (2 * math.Sqrt(math.Pi))
}

var rootNodes = func() (nodes [37]struct{ s, weight float64 }) {
	for i := range nodes {
		u := float64(i - len(nodes)/2)
		nodes[i].s, nodes[i].weight = math.Exp(u), math.Exp(-u/2)
	}
	return nodes
}()

// NormalForm is the law of a sum Σ λ_j Z_j² of squares of independent standard normal Z_j, given for all λ at once by D(u) = Π(1 − u·λ_j). By Smirnov's
// formula its tail is an alternating sum of integrals of exp(−xu/2)/(πu√|D(u)|) over the stretches (1/λ₁, 1/λ₂), (1/λ₃, 1/λ₄), …
//
// Source: Smirnov (1937), Matematicheskii Sbornik 2:973; Durbin & Knott (1972), J. Royal Statistical Society B 34:290.
type NormalForm struct {
	u, rest [formStretches][formNodes]float64
}

const (
	formStretches = 60 // enough for x ≥ 0.01 in units of the mean; they are used until a term no longer counts
	formNodes     = 48 // Chebyshev points of each stretch, after which weight the integrand is smooth
)

// NewNormalForm tabulates a form. at takes stretch k = 1, 2, … and t ∈ (−1, 1) on it to u and to |D(u)|^(−½)/(πu)·du/dt.
func NewNormalForm(at func(k int, t float64) (u, density float64)) *NormalForm {
	f := new(NormalForm)
	for k := range formStretches {
		for i := range formNodes {
			t := math.Cos((2*float64(i) + 1) * math.Pi / (2 * formNodes))
			u, density := at(k+1, t)
			f.u[k][i] = u
			f.rest[k][i] = density * math.Sqrt(1-t*t) * math.Pi / formNodes
		}
	}
	return f
}

// tail is P(Σ λ_j Z_j² ≥ x).
func (f *NormalForm) Tail(x float64) float64 {
	if x <= 0 {
		return 1
	}
	p, sign := 0.0, 1.0
	for k := range f.u {
		sum := 0.0
		for i, u := range f.u[k] {
			sum += math.Exp(-x*u/2) * f.rest[k][i]
		}
		p += sign * sum
		if sum <= 1e-17*math.Abs(p) {
			return Clip01(p)
		}
		sign = -sign
	}
	return 1 // so small a value that the sum does not settle
}
