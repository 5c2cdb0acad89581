package law

import "math"

// SmirnovEqual is P(D ≥ h/n) for two samples of n, by reflection: 2·Σ (−1)^(k+1) C(2n, n−kh)/C(2n, n). The sum is nested, so that no binomial is formed.
func SmirnovEqual(n, h int) float64 {
	inner := 0.0
	for k := n / h; k >= 1; k-- {
		ratio := 1.0 // C(2n, n−kh) / C(2n, n−(k−1)h)
		for j := 0; j < h; j++ {
			ratio *= float64(n-k*h+j+1) / float64(n+(k-1)*h+j+1)
		}
		inner = ratio * (1 - inner)
	}
	return math.Min(1, 2*inner)
}

// SmirnovLattice is P(D ≥ h/lcm) for samples of n and m: the share of lattice paths from (0, 0) to (n, m) that touch |i/n − j/m| ≥ h/lcm. It goes along
// the diagonals i + j = k; touched[i] is the share of paths to (i, k−i) that have touched. Only sums of positive terms: small tails keep their digits.
func SmirnovLattice(n, m, lcm, h int) float64 {
	perI, perJ := lcm/n, lcm/m
	touched := make([]float64, n+2)
	for i := range touched {
		touched[i] = 1
	}
	touched[0] = 0
	for k := 1; k <= n+m; k++ {
		// |i·perI − (k−i)·perJ| < h
		low := floorDiv(k*perJ-h, perI+perJ) + 1
		high := -floorDiv(-(k*perJ+h), perI+perJ) - 1
		low, high = max(low, 0, k-m), min(high, n, k)
		inverse := 1 / float64(k)
		if low > high {
			return 1
		}
		previous := 0.0
		if low > 0 {
			previous = touched[low-1]
		}
		column := touched[low : high+1]
		up, right := float64(low), float64(k-low)
		for i, here := range column {
			column[i] = (up*previous + right*here) * inverse
			previous = here
			up++
			right--
		}
		if low > 0 {
			touched[low-1] = 1
		}
	}
	return touched[n]
}

// Kolmogorov is P(D_n ≥ d) for one sample of n (a whole number) from a continuous column: the finite law, not its limit.
// Simard & L'Ecuyer (2011), J. Statistical Software 39(11).
func Kolmogorov(n, d float64) float64 {
	square := n * d * d
	switch {
	case d <= 0 || n < 1 || d <= 1/(2*n):
		return 1
	case d >= 1:
		return 0
	case square >= 4 || n > 140 && square >= 2.2: // both sides at once are rarer than digits show
		return math.Min(1, 2*oneSidedTail(n, d))
	case n <= 140:
		return Clip01(1 - matrixLaw(int(n), d))
	}
	return Clip01(1 - expansionLaw(n, d))
}

// oneSidedTail is P(D_n⁺ ≥ d): the sum of Birnbaum & Tingey (1951), and for large n its expansion (Smirnov 1944).
func oneSidedTail(n, d float64) float64 {
	z := d * math.Sqrt(n)
	if n > 5000 {
		z2 := z * z
		terms := 1 - 2*z/(3*math.Sqrt(n)) + 2*z2/(3*n)*(1-2*z2/3) + 4*z/(9*n*math.Sqrt(n))*(0.2-19*z2/15+2*z2*z2/3)
		if terms > 0.9 { // farther out they do not fall
			return math.Exp(-2*z2) * terms
		}
	}
	sum, logBinomial := 0.0, 0.0
	for j := 0.0; j <= math.Floor(n*(1-d)); j++ {
		if j > 0 {
			logBinomial += math.Log((n - j + 1) / j)
		}
		below, above := d+j/n, 1-d-j/n
		term := logBinomial + (j-1)*math.Log(below)
		if above > 0 {
			term += (n - j) * math.Log(above)
		} else if n-j > 0 {
			continue
		}
		sum += math.Exp(term)
	}
	return d * sum
}

// matrixLaw is P(D_n < d) by the matrix of Durbin (1973), as arranged by Marsaglia, Tsang & Wang (2003), J. Statistical Software 8(18).
func matrixLaw(n int, d float64) float64 {
	k := int(float64(n)*d) + 1
	size := 2*k - 1
	h := float64(k) - float64(n)*d
	step := make([]float64, size*size)
	for i := range size {
		for j := range size {
			if i-j+1 >= 0 {
				step[i*size+j] = 1
			}
		}
	}
	for i := range size {
		step[i*size] -= math.Pow(h, float64(i+1))
		step[(size-1)*size+i] -= math.Pow(h, float64(size-i))
	}
	if 2*h > 1 {
		step[(size-1)*size] += math.Pow(2*h-1, float64(size))
	}
	for i := range size {
		for j := range size {
			for g := 1; g <= i-j+1; g++ {
				step[i*size+j] /= float64(g)
			}
		}
	}
	power := identity(size)
	for bit := n; bit > 0; bit >>= 1 { // entries stay within 1e±300 for n ≤ 140
		if bit&1 == 1 {
			power = Product(power, step, size)
		}
		step = Product(step, step, size)
	}
	p := power[(k-1)*size+k-1]
	for i := 1; i <= n; i++ {
		p *= float64(i) / float64(n)
	}
	return p
}

func identity(size int) []float64 {
	m := make([]float64, size*size)
	for i := range size {
		m[i*size+i] = 1
	}
	return m
}

func Product(a, b []float64, size int) []float64 {
	c := make([]float64, size*size)
	for i := range size {
		row := c[i*size : (i+1)*size]
		for k := range size {
			x := a[i*size+k]
			if x == 0 {
				continue
			}
			for j, y := range b[k*size : (k+1)*size] {
				row[j] += x * y
			}
		}
	}
	return c
}

// expansionLaw is P(D_n < d) to order n^(−3/2): Pelz & Good (1976), J. Royal Statistical Society B 38:152.
func expansionLaw(n, d float64) float64 {
	z := d * math.Sqrt(n)
	z2 := z * z
	z4, z6 := z2*z2, z2*z2*z2
	const pi2 = math.Pi * math.Pi
	var k0, k1, k2, k3, k2whole, k3whole float64
	for k := 0; k < 40; k++ {
		h2 := (float64(k) + 0.5) * (float64(k) + 0.5)
		e := math.Exp(-pi2 * h2 / (2 * z2))
		k0 += e
		k1 += 2 * (pi2*h2 - z2) * e
		k2 += 2 * (6*z6 + 2*z4 + pi2*(2*z4-5*z2)*h2 + pi2*pi2*(1-2*z2)*h2*h2) * e
		k3 += 2 * (pi2*pi2*pi2*h2*h2*h2*(5-30*z2) + pi2*pi2*h2*h2*(-60*z2+212*z4) + pi2*h2*(135*z4-96*z6) - 30*z6 - 90*z6*z2) * e
		if k > 0 {
			w2 := float64(k) * float64(k)
			e := math.Exp(-pi2 * w2 / (2 * z2))
			k2whole += 2 * pi2 * w2 * e
			k3whole += 2 * (-pi2*pi2*w2*w2 + 3*pi2*w2*z2) * e
		}
	}
	root := math.Sqrt(math.Pi / 2)
	z3 := z2 * z
	k0 *= math.Sqrt(2*math.Pi) / z
	k1 *= root / (6 * z4)
	k2 = root*k2/(72*z4*z3) - root*k2whole/(36*z3)
	k3 = root*k3/(6480*z6*z4) + root*k3whole/(216*z6)
	rootN := math.Sqrt(n)
	return k0 + k1/rootN + k2/n + k3/(n*rootN)
}

func GCD(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func Clip01(p float64) float64 { return math.Max(0, math.Min(1, p)) }
