package drift

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/model"
)

// The moments of |y|² of a single row, by brute force over all rows, all coordinates.
func bruteSampling(w []float64, h []float64, z func(row, at int) float64) sampling {
	n := len(h)
	mean := make([]float64, n)
	for row := range h {
		for k := range h {
			mean[k] += h[row] * z(row, k)
		}
	}
	c := make([][]float64, n)
	var s sampling
	for j := range c {
		c[j] = make([]float64, n)
		for k := range c[j] {
			for row := range h {
				c[j][k] += h[row] * (z(row, j) - mean[j]) * (z(row, k) - mean[k]) * math.Sqrt(w[j]*w[k])
			}
		}
	}
	for j := range c {
		s.Trace += c[j][j]
		for k := range c {
			s.Trace2 += c[j][k] * c[k][j]
			for l := range c {
				s.Trace3 += c[j][k] * c[k][l] * c[l][j]
			}
		}
	}
	for row := range h {
		q := 0.0
		for k := range h {
			q += w[k] * (z(row, k) - mean[k]) * (z(row, k) - mean[k])
		}
		s.Fourth += h[row] * q * q
	}
	return s
}

func TestSamplingMoments(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 5, 17} {
		h, w, sum := make([]float64, n), make([]float64, n), 0.0
		for k := range h {
			h[k], w[k] = rng.ExpFloat64(), rng.Float64()*3
			sum += h[k]
		}
		for k := range h {
			h[k] /= sum
		}
		end, mid := make([]float64, n), make([]float64, n)
		cumulate(h, end, mid)
		compare := func(name string, got, want sampling) {
			t.Helper()
			for _, p := range [][2]float64{{got.Trace, want.Trace}, {got.Trace2, want.Trace2}, {got.Fourth, want.Fourth}} {
				if math.Abs(p[0]-p[1]) > 1e-12+1e-9*p[1] {
					t.Errorf("%s, %d cells: %+v, want %+v", name, n, got, want)
				}
			}
			if got.Trace3 > 0 && math.Abs(got.Trace3-want.Trace3) > 1e-12+1e-9*want.Trace3 {
				t.Errorf("%s, %d cells, third: %v, want %v", name, n, got.Trace3, want.Trace3)
			}
		}
		compare("midranks", law.Midranks(w, mid, h), bruteSampling(w, h, func(row, at int) float64 {
			switch {
			case row < at:
				return 1
			case row == at:
				return 0.5
			}
			return 0
		}))
		compare("steps", law.Steps(w, end, h), bruteSampling(w, h, func(row, at int) float64 { return law.BoolShare(row <= at) }))
		ones := make([]float64, n)
		for k := range ones {
			ones[k] = 1
		}
		compare("shares", shareSampling(h, ones), bruteSampling(ones, h, func(row, at int) float64 { return law.BoolShare(row == at) }))
		inverse := make([]float64, n)
		for k := range h {
			inverse[k] = 1 / h[k]
		}
		compare("weighed shares", shareSampling(h, inverse), bruteSampling(inverse, h, func(row, at int) float64 { return law.BoolShare(row == at) }))
	}
}

// The Anderson–Darling law has the eigenvalues 1/(j(j+1)): sums 1, π²/3 − 3, 10 − π².
func TestRankSamplingIsAndersonDarling(t *testing.T) {
	n := 20000
	h, end, mid, w := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for k := range h {
		h[k] = 1 / float64(n)
	}
	cumulate(h, end, mid)
	for k := range w {
		w[k] = h[k] / (mid[k] * (1 - mid[k]))
	}
	s := law.Midranks(w, mid, h)
	for _, c := range [][2]float64{{s.Trace, 1}, {s.Trace2, math.Pi*math.Pi/3 - 3}, {s.Trace3, 10 - math.Pi*math.Pi}} {
		if math.Abs(c[0]-c[1]) > 5e-4 {
			t.Errorf("%v, want %v", c[0], c[1])
		}
	}
	if nu := s.Directions(1e9); math.Abs(nu-2/(2*(math.Pi*math.Pi/3-3))) > 0.01 {
		t.Errorf("directions %v, want 3.45", nu)
	}
	// Asymptotic critical values of the two-sample statistic.
	for _, c := range [][3]float64{{1.933, 0.10, 0.13}, {2.492, 0.05, 0.06}, {3.857, 0.01, 0.04}} {
		if p := s.Tail(c[0], 1e9); math.Abs(p/c[1]-1) > c[2] {
			t.Errorf("P(A² > %v) = %v, want %v", c[0], p, c[1])
		}
	}
}

// E[(∫|F_m − F|)²] against simulation, normal and exponential.
func TestDistanceNoise(t *testing.T) {
	for name, quantile := range map[string]func(float64) float64{
		"uniform":     func(u float64) float64 { return u },
		"exponential": func(u float64) float64 { return -math.Log(1 - u) },
	} {
		const cells, m, repetitions = 300, 400, 3000
		H, length := make([]float64, cells), make([]float64, cells)
		for k := range H {
			H[k] = float64(k+1) / cells
			if k+1 < cells {
				length[k] = quantile((float64(k)+1.5)/cells) - quantile((float64(k)+0.5)/cells)
			}
		}
		rng := rand.New(rand.NewPCG(7, 8))
		sum := 0.0
		for range repetitions {
			count := make([]float64, cells)
			for range m {
				count[rng.IntN(cells)]++
			}
			area, f := 0.0, 0.0
			for k := range count {
				f += count[k] / m
				area += math.Abs(f-H[k]) * length[k]
			}
			sum += area * area * m / repetitions
		}
		if got := distanceNoise(H, length); math.Abs(got/sum-1) > 0.05 {
			t.Errorf("%s: %v, simulated %v", name, got, sum)
		}
	}
}

func TestBetweenSizes(t *testing.T) {
	equal := sizes{window: 1000, current: 1000, group: 28}
	if got, want := equal.between(0.004, 1), 0.004*(1+1.0/28); math.Abs(got-want) > 1e-15 {
		t.Errorf("equal sizes: %v, want the windows' own mean times 1 + 1/R, %v", got, want)
	}
	if got, want := equal.between(0.0001, 1), 0.001*(1+1.0/28); math.Abs(got-want) > 1e-15 {
		t.Errorf("under-dispersed windows: %v, want the sampling value %v", got, want)
	}
	small := sizes{window: 1000, current: 250, group: 28}
	if got := small.between(0.004, 1); got < 0.016 {
		t.Errorf("a small window of clustered rows: %v is less than four times as much", got)
	}
	large := sizes{window: 1000, current: 4000, group: 28}
	if got := large.between(0.004, 1); got < 0.003 {
		t.Errorf("a large window still wanders: %v", got)
	}
}

// The mean of skewed values has its heavier tail on the side that they are skewed to, the less so the more rows there are.
func TestSkewnessOfMeans(t *testing.T) {
	for _, sign := range []float64{1, -1} {
		d := newDraws(5)
		var reference []*counts.Counts
		for range 40 {
			reference = append(reference, d.floats(400, func() float64 { return sign * d.ExpFloat64() }))
		}
		r := must(NewBaseline(model.Numeric, reference, nil)).numericReference()
		z := sizes{window: 400, current: 100, group: 40}
		// exponential values have a skewness of 2
		if got := r.skewness(sign, z); math.Abs(got-2/math.Sqrt(100)) > 0.02 {
			t.Errorf("on the side of the tail, of values × %g: %v", sign, got)
		}
		if got := r.skewness(-sign, z); math.Abs(got+2/math.Sqrt(100)) > 0.02 {
			t.Errorf("on the other side, of values × %g: %v", sign, got)
		}
	}
}
