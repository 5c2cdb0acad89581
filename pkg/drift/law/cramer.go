package law

import "math"

// CramerLattice is P(U ≥ sum) for Anderson's U = n·Σ(r_i − i)² + m·Σ(s_j − j)² of the ranks of samples of n and m from a column without ties: the share of
// all orders of n and m values that give at least it, by lattice paths from (0, 0) to (n, m) and their sums of (i·L/n − j·L/m)², L the least common
// multiple. Its cost grows with the number of different sums: for samples of some twenty rows.
//
// Source: Xiao, Gordon & Yakovlev (2006), J. Statistical Software 17(8).
func CramerLattice(n, m int, sum float64) float64 {
	lcm := n / GCD(n, m) * m
	perN, perM := lcm/n, lcm/m
	products := float64(n) * float64(m)
	least := int(math.Floor(float64(lcm*lcm*(n+m)) * (6*sum - products*(4*products-1)) / (6 * products * products)))
	paths := make([]map[int]float64, m+1) // paths[j]: sum so far → number of paths to (i, j)
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			step := i*perN - j*perM
			here := map[int]float64{}
			if i == 0 && j == 0 {
				here[0] = 1
			}
			if i > 0 {
				for at, number := range paths[j] {
					here[at+step*step] += number
				}
			}
			if j > 0 {
				for at, number := range paths[j-1] {
					here[at+step*step] += number
				}
			}
			paths[j] = here
		}
	}
	extreme, all := 0.0, 0.0
	for at, number := range paths[m] {
		all += number
		if at >= least {
			extreme += number
		}
	}
	return extreme / all
}
