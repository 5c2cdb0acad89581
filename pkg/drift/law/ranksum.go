package law

import "math"

// RankSum is P(U ≥ u) of the Mann–Whitney statistic of samples of n and m from a column without ties, U the number of pairs in which the first sample's value
// is the larger one. The number of orders with each U is the coefficient of the Gaussian binomial Π (1 − q^(m+i))/(1 − q^i), i = 1 … n; its cost is n²·m.
//
// Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18:50; Andrews (1976), The Theory of Partitions, chapter 3.
func RankSum(n, m int, u float64) float64 {
	if n > m {
		n, m = m, n
	}
	most := n * m
	least := int(math.Ceil(u))
	switch {
	case least <= 0:
		return 1
	case least > most:
		return 0
	}
	// U and most − U have the same law, and small sums keep their digits: P(U ≥ u) = P(U ≤ most − u).
	upTo := most - least
	orders := make([]float64, upTo+1)
	orders[0] = 1
	for i := 1; i <= n; i++ {
		for k := upTo; k >= m+i; k-- {
			orders[k] -= orders[k-m-i]
		}
		for k := i; k <= upTo; k++ {
			orders[k] += orders[k-i]
		}
	}
	sum := 0.0
	for _, number := range orders {
		sum += number
	}
	return Clip01(sum / math.Exp(logChoose(float64(n+m), float64(n))))
}
