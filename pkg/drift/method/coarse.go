package method

// coarse merges neighbouring keys, by equal parts of both samples together, until at most n remain. Categories beyond are merged in order of name.
func (p *Pair) coarse(n int) *Pair {
	both := func(i int) float64 { return p.R[i]/p.NR + p.C[i]/p.NC } // Σ = 2
	sum := 0.0
	return p.merged(n, both, func(i int) int {
		before := sum
		sum += both(i)
		return int(before / 2 * float64(n))
	})
}

// merged puts neighbouring keys together until at most n remain: key i goes to the cell of that number, which never falls. The value of a cell is the mean of its
// keys by weight, whose sum is at most 2.
func (p *Pair) merged(n int, weight func(i int) float64, cell func(i int) int) *Pair {
	if len(p.R) <= n {
		return p
	}
	merged := *p
	q := &merged
	q.R, q.C, q.X, q.Lo, q.Hi, q.Names = make([]float64, 0, n), make([]float64, 0, n), nil, nil, nil, nil
	mass, moment := 0.0, 0.0
	last := -1
	for i := range p.R {
		if at := min(n-1, cell(i)); at != last {
			q.R, q.C = append(q.R, 0), append(q.C, 0)
			if p.Numeric {
				q.X = append(q.X, p.X[i])
			} else {
				q.Names = append(q.Names, p.Names[i])
			}
			last, mass, moment = at, 0, 0
		}
		k := len(q.R) - 1
		q.R[k] += p.R[i]
		q.C[k] += p.C[i]
		if w := weight(i); p.Numeric {
			mass, moment = mass+w/2, moment+w/2*p.X[i] // halves: no sum leaves the range of float64
			if mass > 0 {
				q.X[k] = moment / mass
			}
		}
	}
	return q
}
