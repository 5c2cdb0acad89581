package method

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// AndersonDarling is the root of the mean squared gap between the two distribution functions, weighed so that tails count as much as the middle:
// T = √∫ (F_C − F_R)² / (H(1 − H)) dH, H the distribution function of both samples together; in [0, ∞), below √(ln(n + m)). A shift of a normal column by
// c standard deviations, c small, is T ≈ 0.69·c. Of the methods here it is the best single test for a change of unknown kind.
//
// Ties are met with midranks. The test statistic of Scholz & Stephens is A² = T²·nm(N−1)/N², N = n + m, and scipy's anderson_ksamp gives (A² − 1)/σ_N.
// P is the tail of the limiting law of A², Σ Z_j²/(j(j+1)), at A² brought to the limit's variance. It is computed, not looked up in a table: it is not
// clipped to [0.001, 0.25]. Where single values hold a large share of the rows, that law is wrong and one with their moments takes its place.
//
// On a grid the values of a cell count as tied; no bound for the exact T is known.
//
// Source: Anderson & Darling (1952), Annals of Mathematical Statistics 23:193; Scholz & Stephens (1987), J. American Statistical Association 82:918.
var AndersonDarling = &Method{
	ID:        "ad",
	Group:     Tests,
	Name:      "Anderson–Darling",
	Summary:   "Gap between the distribution functions, tails counting as much as the middle. The best single test for a change of unknown kind.",
	Formula:   "T = √∫ (F_C − F_R)² / (H(1 − H)) dH, H of both samples together",
	Source:    "Scholz & Stephens (1987), J. American Statistical Association 82:918",
	Kinds:     NumericKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Threshold: 0.1,
	Scale:     Distance,
	Bases:     []string{BasisLaw, BasisTies},
	Symmetric: true,
	Statistic: andersonDarling,
	Tail:      andersonDarlingTail,
}

func andersonDarling(p *Pair) Size {
	if p.empty() {
		return unknown
	}
	g := newGaps(p)
	sum, noise := 0.0, 0.0
	for i, d := range g.difference {
		if v := g.variance(i); v > 0 {
			sum += g.share[i] * d * d / v
			noise += g.share[i]
		}
	}
	rows := p.ER + p.EC
	// The permutation mean of A² is 1 where there are two values or more.
	m := Size{Statistic: math.Sqrt(sum), Noise: p.both() * noise, Bound: gridUnknown(p)}
	if rows > 1 {
		m.Noise *= rows / (rows - 1)
	}
	return m
}

func andersonDarlingTail(p *Pair, found Size) (float64, string) {
	rows := p.ER + p.EC
	squared := found.Statistic * found.Statistic / p.both() * (rows - 1) / rows // A²
	if found.Noise == 0 {                                                       // one value in both samples
		return 1, BasisLaw
	}
	if g := newGaps(p); g.heavy() {
		return g.tiesTail(squared, func(h, v float64) float64 { return h / v }), BasisTies
	}
	sd := ScholzStephens(rows, p.both())
	return andersonDarlingLaw.Tail(1 + (squared-1)*math.Sqrt(andersonDarlingVariance)/sd), BasisLaw
}

// andersonDarlingVariance is Σ 2/(j(j+1))² = 2(π² − 9)/3.
const andersonDarlingVariance = 2 * (math.Pi*math.Pi - 9) / 3

// andersonDarlingLaw has λ_j = 1/(j(j+1)) and D(u) = −cos(½π√(1+4u))/(πu). With s = √(1+4u) the stretches are s ∈ (4k−1, 4k+1), on which
// |cos(½πs)| = cos(½πt), t = s − 4k.
var andersonDarlingLaw = law.NewNormalForm(func(k int, t float64) (u, density float64) {
	s := 4*float64(k) + t
	u = (s*s - 1) / 4
	return u, s / math.Sqrt(math.Pi*(s*s-1)*math.Cos(math.Pi*t/2))
})

// ScholzStephens is the standard deviation of A² for two samples of together n rows without ties, both = 1/n₁ + 1/n₂: equation (4) of their paper for k = 2.
func ScholzStephens(n, both float64) float64 {
	if n < 4 {
		return math.Sqrt(andersonDarlingVariance)
	}
	h, g := harmonicSums(n)
	const k = 2
	a := (4*g-6)*(k-1) + (10-6*g)*both
	b := (2*g-4)*k*k + 8*h*k + (2*g-14*h-4)*both - 8*h + 4*g - 6
	c := (6*h+2*g-2)*k*k + (4*h-4*g+6)*k + (2*h-6)*both + 4*h
	d := (2*h+6)*k*k - 4*h*k
	return math.Sqrt((((a*n+b)*n+c)*n + d) / ((n - 1) * (n - 2) * (n - 3)))
}

// harmonicSums are h = Σ_{i<n} 1/i and g = Σ_{i<j<n} 1/((n−i)j) = Σ_{i≤n} 1/i² − 2h/n − 1/n².
func harmonicSums(n float64) (h, g float64) {
	squares := 0.0
	if n <= 50 {
		for i := 1.0; i < n; i++ {
			h += 1 / i
			squares += 1 / (i * i)
		}
		squares += 1 / (n * n)
	} else { // Euler–Maclaurin
		const eulerGamma = 0.577215664901532860606512
		square := n * n
		h = math.Log(n) + eulerGamma - 1/(2*n) - 1/(12*square) + 1/(120*square*square)
		squares = math.Pi*math.Pi/6 - 1/n + 1/(2*square) - 1/(6*n*square) + 1/(30*n*square*square)
	}
	return h, squares - 2*h/n - 1/(n*n)
}

// gridUnknown is the error bound of a method that has none on a grid: unknown unless every cell holds a single value.
func gridUnknown(p *Pair) float64 {
	for i := range p.Lo {
		if p.Lo[i] < p.Hi[i] {
			return math.NaN()
		}
	}
	return 0
}
