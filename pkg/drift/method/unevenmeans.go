package method

import "math"

const (
	// unevenSkewness and unevenTails are the squared skewness and the excess kurtosis, per row of the smaller sample, from which Student's law is not believed:
	// up to there it calls at most 5.3 % at 5 % and 1.2 % at 1 % (first terms of Edgeworth's expansion).
	unevenSkewness = 0.01
	unevenTails    = 0.05
	// surelyUneven is how many standard deviations above what so many normal rows show they have to be.
	surelyUneven = 3
	// meansCells are as many as a mean needs: cells that are cut by what weighs in it are narrow where most rows are.
	meansCells = 128
)

// uneven says that the rows are few for the skewness or the far values of both samples together. Student's law is that of normal rows; for others it holds
// where each of very many says little (Hall 1987, Annals of Probability 15:920).
func (m means) uneven() bool {
	p := m.t.p
	rows := p.NR + p.NC
	second, third, fourth := 0.0, 0.0, 0.0
	for i, x := range m.t.x {
		share, d := (p.R[i]+p.C[i])/rows, x-m.centre
		second, third, fourth = second+share*d*d, third+share*d*d*d, fourth+share*d*d*d*d
	}
	if second == 0 {
		return false
	}
	few := math.Min(p.NR, p.NC)
	skewness, tails := third*third/(second*second*second), fourth/(second*second)-3
	return skewness > unevenSkewness*few+surelyUneven*surelyUneven*6/rows || tails > unevenTails*few+surelyUneven*math.Sqrt(24/rows)
}

// dealt is the two-sided p-value of t among its values over deals of the rows: whatever the values' law, all deals are equally likely where nothing changed. It is
// twice the smaller tail's: a window of few rows that got none of the far values has a large t downwards, with which one that got many cannot be compared.
func (m means) dealt(of varianceOfMeans) float64 {
	p := m.coarse()
	t := newEarthMoving(p)
	observed := meansOf(t)
	up := observed.current > observed.reference
	tail := resample(p, func(q *Pair) float64 {
		t.p = q
		d := meansOf(t)
		if d.current > d.reference != up {
			return 0
		}
		return d.squared(of)
	}, Quadratic)
	return math.Min(1, 2*tail)
}

// coarse has at most meansCells keys, of equal parts of the rows and of their variance together: so far values, which weigh most in a mean, stay by themselves.
// It knows nothing of which row is in which sample, so that no deal is unlike the others.
func (m means) coarse() *Pair {
	p := *m.t.p
	p.X, p.Lo, p.Hi = m.t.x, nil, nil
	rows, variance := p.NR+p.NC, 0.0
	share := func(i int) float64 { return (p.R[i] + p.C[i]) / rows }
	square := func(i int) float64 { return share(i) * (p.X[i] - m.centre) * (p.X[i] - m.centre) }
	for i := range p.X {
		variance += square(i)
	}
	part := 0.0
	return p.merged(meansCells, share, func(i int) int {
		own := (share(i) + square(i)/variance) / 2
		part += own
		return int((part - own/2) * meansCells)
	})
}
