package law

import "math"

// Squares describes Q = Σ_j w_j (z_j − Ez_j)² of a single row drawn from a distribution, z_j numbers that the row gives: what the mean of m independent rows
// shows is Q's law scaled by 1/m. With C the covariance of √w·z, Q of a large sample is a sum of squared normals whose weights are C's eigenvalues.
type Squares struct {
	Trace  float64 // tr C = E|y − Ey|² of a single row
	Trace2 float64 // tr C²
	Trace3 float64 // tr C³
	Fourth float64 // E|y − Ey|⁴ of a single row
}

// Directions is the number of degrees of freedom that sampling noise of m rows can carry: 2·mean²/variance of |ȳ|², with the fourth cumulant, which
// rules where values are rare (it goes to 0 when a sample expects less than one of them).
func (s Squares) Directions(m float64) float64 {
	variance := 2*s.Trace2 + math.Max(0, s.Fourth-s.Trace*s.Trace-2*s.Trace2)/m
	if variance <= 0 {
		return 1
	}
	return 2 * s.Trace * s.Trace / variance
}

// Tail is P(Q > t) in units of one row: the three-moment chi-squared law of Hall (1983) and Buckley and Eagleson (1988), never below the gamma law whose
// variance allows for rare values in a sample of m rows.
func (s Squares) Tail(t, m float64) float64 {
	if !(s.Trace2 > 0) || !(s.Trace3 > 0) {
		return BoolShare(t <= 0)
	}
	nu := s.Trace2 * s.Trace2 * s.Trace2 / (s.Trace3 * s.Trace3)
	p := UpperGamma(math.Sqrt(nu/s.Trace2)*(t-s.Trace)+nu, nu, 2*nu)
	return math.Max(p, UpperGamma(t, s.Trace, 2*s.Trace*s.Trace/s.Directions(m)))
}

// Midranks describes midranks z_j(x) = 1[x < x_j] + ½·1[x = x_j] of a single row under weights w: their covariance is H_j(1−H_k) for j < k and
// H_j(1−H_j) − h_j/4 on the diagonal, H being midranks themselves.
func Midranks(w, H, h []float64) Squares {
	diagonal := make([]float64, len(w))
	itself := make([]float64, len(w))
	for k := range w {
		diagonal[k] = math.Max(0, H[k]*(1-H[k])-h[k]/4)
		itself[k] = (0.5 - H[k]) * (0.5 - H[k])
	}
	return paths(w, H, h, diagonal, itself)
}

// Steps describes 1[x ≤ x_j] of a single row under weights w: covariance H_j(1−H_k) for j ≤ k.
func Steps(w, H, h []float64) Squares {
	diagonal := make([]float64, len(w))
	itself := make([]float64, len(w))
	for k := range w {
		diagonal[k] = math.Max(0, H[k]*(1-H[k]))
		itself[k] = (1 - H[k]) * (1 - H[k])
	}
	return paths(w, H, h, diagonal, itself)
}

// paths sums the moments of Σ_j w_j (z_j − H_j)² in one pass each: the covariance H_j(1−H_k) is a product, so double and triple sums are running sums.
// itself[k] is (z_k(x_k) − H_k)².
func paths(w, H, h, diagonal, itself []float64) Squares {
	var s Squares
	var below1, below2, below3 float64 // Σ_{j<k} w_j H_j², the same with w_j² C_jj, and pairs j < k' < k
	above := 0.0                       // Σ_{j>k} w_j (1−H_j)²
	for k := range w {
		above += w[k] * (1 - H[k]) * (1 - H[k])
	}
	for k := range w {
		up, down := (1-H[k])*(1-H[k]), H[k]*H[k]
		above -= w[k] * up
		s.Trace += w[k] * diagonal[k]
		s.Trace2 += w[k]*w[k]*diagonal[k]*diagonal[k] + 2*w[k]*up*below1
		// triples with the largest index k: all three; one k and a pair below; two k and one below; one k and two different below
		cube := w[k] * diagonal[k]
		s.Trace3 += cube*cube*cube + 3*w[k]*up*below2 + 3*w[k]*w[k]*diagonal[k]*up*below1 + 6*w[k]*up*below3
		q := below1 + w[k]*itself[k] + math.Max(0, above)
		s.Fourth += h[k] * q * q
		below3 += w[k] * H[k] * (1 - H[k]) * below1
		below2 += w[k] * w[k] * diagonal[k] * down
		below1 += w[k] * down
	}
	return s
}
