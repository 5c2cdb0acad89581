package law

import "math"

// Tails of laws that several methods share. Each is computed as a tail, never as one minus the rest, so that small p-values keep their digits.

// ChiSquared is P(χ² ≥ x) with df degrees of freedom.
func ChiSquared(x, df float64) float64 { return UpperGamma(x, df, 2*df) }

// TwoSidedNormal is P(|Z| ≥ z) for a standard normal Z: both tails.
func TwoSidedNormal(z float64) float64 { return 2 * UpperNormal(math.Abs(z)) }

// RootGamma is P(T ≥ t) where T² has a gamma law that gives T the mean and variance (Nakagami's law, the shape of the length of a vector with few
// effective directions) after the variance of T² has been raised by extra.
func RootGamma(t, mean, variance, extra float64) float64 {
	if t <= 0 {
		return 1
	}
	if !(mean > 0) {
		return 0
	}
	square := mean*mean + variance
	// The shape k solves Γ(k+½)²/(k·Γ(k)²) = mean²/square, which increases with k.
	ratio := func(k float64) float64 {
		a, _ := math.Lgamma(k + 0.5)
		b, _ := math.Lgamma(k)
		return math.Exp(2*(a-b)) / k
	}
	low, high := 0.05, 50.0
	for range 30 {
		middle := math.Sqrt(low * high)
		if ratio(middle) < mean*mean/square {
			low = middle
		} else {
			high = middle
		}
	}
	k := low / (1 + low*extra/(square*square))
	return UpperGamma(t*t, square, square*square/k)
}

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
