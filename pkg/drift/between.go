package drift

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/tideline-ml/tideline/pkg/drift/law"
)

// Ordinary variation between the windows of a reference.
//
// A window i is a vector y_i, a linear function of its shares; the current window is y_c. With e_i = y_i − mean of i's season group, df = R − groups
// and the Gram matrix G_ij = ⟨e_i, e_j⟩, everything a test of |y_c − r|² needs is in the trace of G and in the sum of its squares:
// the trace says how far windows lie apart when nothing changed, the squares say along how many directions (nu) they do so.
// Windows that wander along one direction have a far heavier tail than their variance alone says; an F law with nu and df·nu degrees of freedom
// carries that. The reasoning and the measurements are in docs/verdicts.md.

// arrangement is how the windows of a reference lie to each other.
type arrangement struct {
	alone  []float64 // R_g/(R_g−1) of each window's season group, 0 where it is the only one
	places []int     // positions in time
	df     float64   // R − groups
	sure   float64   // as many windows of one size would say as much of how large their variation is
}

// surely is how many degrees of freedom windows of unequal sizes are worth: the fewest of them vary the most, and their squares outweigh the others' in a
// mean of squares (Satterthwaite 1946, Biometrics Bulletin 2:110). Rows that come in clusters vary as 1/size, as independent ones do. Wander of whole windows
// does not, but the windows cannot tell these apart.
func surely(df float64, sizes []float64) float64 {
	sum, squares := 0.0, 0.0
	for _, m := range sizes {
		sum += 1 / m
		squares += 1 / (m * m)
	}
	return math.Max(1, df*sum*sum/(float64(len(sizes))*squares))
}

// spread is the Gram matrix of the residuals of a reference, reduced to what the laws need.
type spread struct {
	df    float64   // R − groups
	sure  float64   // how many of these the trace is worth
	trace float64   // Σ G_ii / df: between-window variance, sampling noise of a window included
	frob  float64   // Σ_ij G_ij² / df²
	lag   float64   // mean of G_ij over neighbouring windows i, j, freed of what subtracting their mean takes off
	pairs float64   // number of such neighbours
	own   []float64 // G_ii·R_g/(R_g−1): each window's squared distance from its group, freed of having taken part in its mean
	roots *roots    // of own, where many windows are judged by them; else nil
}

// newSpread reduces residual rows e (R × K) under the non-negative weights of the K coordinates.
func newSpread(e [][]float64, weight []float64, a arrangement) spread {
	s := spread{df: a.df, sure: a.sure, own: make([]float64, 0, len(e))}
	scaled := make([]float64, len(weight))
	for i, row := range e {
		for k, v := range row {
			scaled[k] = v * weight[k]
		}
		g := floats.Dot(scaled, row)
		s.trace += g
		s.frob += g * g
		if a.alone[i] > 0 {
			s.own = append(s.own, g*a.alone[i])
		}
		for j := 0; j < i; j++ {
			g := floats.Dot(scaled, e[j])
			s.frob += 2 * g * g
			if a.places[i]-a.places[j] == 1 {
				s.lag += g
				s.pairs++
			}
		}
	}
	return s.scaled(len(e))
}

// scaled turns sums over so many rows into what a spread holds.
func (s spread) scaled(rows int) spread {
	s.trace /= s.df
	s.frob /= s.df * s.df
	if s.pairs > 0 {
		s.lag /= s.pairs
		if r := float64(rows); s.df == r-1 {
			s.lag += s.trace / r
		}
	}
	return s
}

// crossing is what newSpread needs of residual rows whatever the weights: where few coordinates meet many rows, products of coordinates are fewer than products of rows.
type crossing struct {
	arrangement
	rows    int
	squares []float64 // row by row, of each residual
	cross   []float64 // below and on the diagonal, row by row: the square of Σ_i e_ik·e_il
	lag     []float64 // of each coordinate: Σ e_ik·e_jk over neighbouring windows i, j
	pairs   float64
}

// newCrossing prepares for spreads under many weights; nil where newSpread costs less even for a few.
func newCrossing(e [][]float64, a arrangement) *crossing {
	if len(e) == 0 || len(e[0]) > 2*len(e) {
		return nil
	}
	width := len(e[0])
	c := &crossing{arrangement: a, rows: len(e), squares: make([]float64, 0, width*len(e)), cross: make([]float64, width*(width+1)/2), lag: make([]float64, width)}
	for i, row := range e {
		at := 0
		for k, v := range row {
			c.squares = append(c.squares, v*v)
			line := c.cross[at : at+k+1]
			for l, u := range row[:k+1] {
				line[l] += v * u
			}
			at += k + 1
		}
		for j := i - 1; j >= 0; j-- {
			if a.places[i]-a.places[j] == 1 {
				for k, v := range row {
					c.lag[k] += v * e[j][k]
				}
				c.pairs++
			}
		}
	}
	for i, v := range c.cross {
		c.cross[i] = v * v
	}
	return c
}

// spread is newSpread under weights: Σ_ij G_ij² of a Gram matrix is Σ_kl w_k·w_l·(Σ_i e_ik·e_il)².
func (c *crossing) spread(weight []float64) spread {
	s := spread{df: c.df, sure: c.sure, pairs: c.pairs, own: make([]float64, 0, c.rows)}
	width := len(weight)
	for i := range c.rows {
		g := floats.Dot(weight, c.squares[i*width:(i+1)*width])
		s.trace += g
		if c.alone[i] > 0 {
			s.own = append(s.own, g*c.alone[i])
		}
	}
	at := 0
	for k, w := range weight {
		s.frob += w * (2*floats.Dot(weight[:k], c.cross[at:at+k]) + w*c.cross[at+k])
		s.lag += w * c.lag[k]
		at += k + 1
	}
	return s.scaled(c.rows)
}

// sampling describes |y|² of one row drawn from the reference: what a window of m rows would show if rows were independent.
type sampling = law.Squares

// sizes of a comparison: effective rows of a reference window (harmonic mean), of the current one, and how many windows its group has.
type sizes struct{ window, current, group float64 }

// between is E₀ of a squared distance from the group's mean: observed is the windows' own mean square, unit what sampling alone gives one row.
// What goes beyond sampling may be wander of whole windows, which does not depend on their size, or rows that come in clusters, which average out as
// independent rows do. A window smaller than the reference's is given the larger of the two, because the reference cannot tell them apart.
func (z sizes) between(observed, unit float64) float64 {
	noise := unit / z.window
	one := math.Max(observed-noise, 0) + unit/z.current
	if z.current < z.window {
		one = math.Max(one, math.Max(observed, noise)*z.window/z.current)
	}
	return one + math.Max(observed, noise)/z.group
}

// law is a spread against what sampling alone would show, ready to judge distances.
type betweenLaw struct {
	spread
	sampling
}

// inflation is between-window variance ÷ binomial variance, at least 1.
func (l betweenLaw) inflation(z sizes) float64 {
	if l.sampling.Trace <= 0 {
		return 1
	}
	return math.Max(1, l.spread.trace*z.window/l.sampling.Trace)
}

// directions are the degrees of freedom of the two parts of ordinary variation: what sampling explains, and wander, which goes beyond it.
type directions struct{ sampling, wander float64 }

// directions along which windows wander, given the second moment Σλ² of all directions λ together: what sampling does not explain of it belongs to the
// wander.
func (l betweenLaw) directions(z sizes, second float64) directions {
	v, top := l.sampling.Trace/z.window, l.sampling.Directions(math.Min(z.window, z.current))
	wander := l.spread.trace - v
	if !(wander > 0) {
		return directions{top, top}
	}
	return directions{top, clip(wander*wander/math.Max(0, second-(v*v+2*v*wander)/top), math.Min(1, top), top)}
}

// second is Σλ², with the bias of Σ G² / df² taken off.
func (l betweenLaw) second(z sizes) float64 {
	t, top := l.spread.trace, l.sampling.Directions(math.Min(z.window, z.current))
	return math.Max(l.df*l.df/((l.df+2)*(l.df-1))*(l.frob-t*t/l.df), t*t/math.Max(1, top))
}

// atLeast are directions of which there are hardly fewer: Σλ² is taken two standard deviations higher, each about √(2/pairs of windows) of itself.
func (l betweenLaw) atLeast(z sizes) directions {
	return l.directions(z, l.second(z)*(1+2*math.Sqrt(4/(l.df*(l.df+1)))))
}

// fairTrust: how many windows' worth of directions make the two estimates of wander's directions count alike.
const fairTrust = 3

// likeliest are the directions in the middle. Σλ² is too large by chance when taken as Σ G² / df² (naive), and too uncertain with that bias taken off
// (fair). Where wander has far more directions than df, only the fair one can tell; where it has few, the naive one is nearer: so a geometric mean of both, in
// which the fair one weighs nu/(nu + 3·df).
func (l betweenLaw) likeliest(z sizes) directions {
	fair := l.second(z)
	many := l.directions(z, fair).wander
	weight := many / (many + fairTrust*l.df)
	return l.directions(z, math.Pow(fair, weight)*math.Pow(l.frob, 1-weight))
}

// What is taken for granted of the memory of wander, as if so many neighbours had shown so much of it: a few windows cannot show it at all.
// Much for a verdict that must not exceed alpha; little for one that should be near it on both sides.
const (
	muchMemory   = 0.35
	littleMemory = 0.2
	usualPairs   = 7
)

// memory says how much more wander lies between the mean of R windows and another window than R independent ones would have it, and how much less is known
// of its size, because windows are like those before them. The more directions wander has, the better they show it. It is taken for an autoregression: with correlation ρ between neighbours and
// f = 1 + 2Σ(1 − k/R)ρᵏ, the mean varies f times as much, the windows about it (R − f)/(R − 1) times as much; squares are worth (1 − ρ²)/(1 + ρ²) each.
func (l betweenLaw) memory(z sizes, nuW, usual float64) (more, worth float64) {
	wander := l.spread.trace - l.sampling.Trace/z.window
	if !(wander > 0) {
		return 1, 1
	}
	share := wander / l.spread.trace
	seen := l.pairs * share * share * nuW
	rho := (seen*clip(l.lag/wander, 0, 0.9) + usualPairs*usual) / (seen + usualPairs)
	r := l.df + 1
	f, power := 1.0, 1.0
	for k := 1.0; k < r; k++ {
		power *= rho
		f += 2 * (1 - k/r) * power
	}
	return (1 + f/r) / (1 + 1/r) * (r - 1) / (r - f), (1 - rho*rho) / (1 + rho*rho)
}

// naive estimates the directions of all variation together by trace²/Σ G²: biased low, on purpose.
func (l betweenLaw) naive(z sizes) float64 {
	v, top := l.sampling.Trace/z.window, l.sampling.Directions(math.Min(z.window, z.current))
	t := math.Max(l.spread.trace, v)
	if t <= 0 {
		return 1
	}
	return clip(t*t/math.Max(l.frob, v*v/top), math.Min(1, top), top)
}

// likely estimates them with the bias of Σ G² taken off where that gives at least df/2: fewer cannot be told apart from chance.
func (l betweenLaw) likely(z sizes) float64 {
	v, top := l.sampling.Trace/z.window, l.sampling.Directions(math.Min(z.window, z.current))
	t, df := l.spread.trace, l.df
	if t <= 0 && v <= 0 {
		return 1
	}
	t2 := math.Max(df*df/((df+2)*(df-1))*(l.frob-t*t/df), v*v/top)
	if nu := clip(math.Max(t*t-2*t2/df, v*v)/t2, math.Min(1, top), top); nu >= df/2 {
		return nu
	}
	return l.naive(z)
}

// scaleTail is P(D ≥ squared) of a squared distance D that sees what this law's vectors see: observed is its mean over the windows of the reference, unit
// what sampling alone gives it for one row. It follows an F law with nu and df·nu degrees of freedom about its expectation, as if sampling and wander went
// along the same directions; df is what windows of unequal sizes are worth.
func (l betweenLaw) scaleTail(squared, observed, unit, nu float64, z sizes) float64 {
	if squared <= 0 {
		return 1
	}
	expected := z.between(observed, unit)
	wander := math.Max(0, expected-unit*(1/z.current+1/(z.window*z.group)))
	more, worth := l.memory(z, nu, muchMemory)
	share := wander / expected
	d1, d2 := l.degrees(nu, z)
	// The tail is that of the longest direction: directions of sampling are not alike, and the third moment says how much. With r = ΣλΣλ³/(Σλ²)², which is 1
	// for a single direction, a shifted F law has it (as a shifted χ² law does: Hall 1983; Buckley and Eagleson 1988).
	r := l.skew(d1, z)
	ratio := squared / (expected + wander*(more-1))
	return law.UpperF(1+(ratio-1)*r, d1/(r*r), d2*(1-share+share*worth)/l.lengthens(r, z))
}

// lengthWindows: of so many windows and more, the longest direction's length is what limits how far out the law holds.
const lengthWindows = 84

// lengthens says how many times fewer degrees of freedom the length of the longest direction has than all directions together. It alone rules far out: with the
// skewness r of scaleTail that is r³ times. So much where it is wander, to be read from the windows, for all of sampling is known; and where there are many
// windows: of few, nu is so much too low that it pays for this.
func (l betweenLaw) lengthens(r float64, z sizes) float64 {
	v := l.sampling.Trace / z.window
	if !(l.spread.trace > v) || !(v > 0) {
		return 1
	}
	sure := (l.spread.trace/v - 1) * math.Sqrt(l.df*l.sampling.Directions(z.window)/2) // in standard deviations of what sampling alone shows
	many := l.df / lengthWindows
	return math.Pow(r, 3*sure*sure/(1+sure*sure)*many*many/(1+many*many))
}

// skew is ΣλΣλ³/(Σλ²)² of nu directions: that of sampling where there are as many as sampling has, 1 where there is one.
func (l betweenLaw) skew(nu float64, z sizes) float64 {
	s, top := l.sampling, l.sampling.Directions(math.Min(z.window, z.current))
	if !(s.Trace2 > 0) || !(s.Trace3 > 0) || !(top > 1) || !(nu > 1) {
		return 1
	}
	sampling := math.Max(1, s.Trace*s.Trace3/(s.Trace2*s.Trace2))
	return 1 + (sampling-1)*math.Min(1, (1-1/nu)/(1-1/top))
}

// degrees of freedom of the F law. For a window of the size of the others they are nu and df·nu. A larger window has less sampling noise, so that wander, which goes
// along fewer directions, is more of it: with tr = W + V, 1/nu is the mean of 1/nu_W and 1/top with weights W² and V² over tr², which gives nu_W and
// then the same mean for the larger window. And what is left of tr − V after subtraction is known less well than tr.
func (l betweenLaw) degrees(nu float64, z sizes) (d1, d2 float64) {
	v := l.sampling.Trace / z.window
	typical, wander := math.Max(l.spread.trace, v), math.Max(0, l.spread.trace-v)
	if z.current <= z.window || typical <= 0 {
		return nu, l.sure * nu
	}
	left := v * z.window / z.current
	one := wander + left
	d1 = nu
	if wander > 0 {
		top := l.sampling.Directions(z.window)
		wanders := math.Min(1, math.Max(1/top, (typical*typical/nu-v*v/top)/(wander*wander)))
		d1 = math.Min(nu, one*one/(wander*wander*wanders+left*left/top))
	}
	return d1, l.sure * nu * z.kept(l.spread.trace, l.sampling.Trace)
}

// partsTail is P(|y_c − r|² ≥ squared) of a sum s + w of two independent parts: sampling, whose law is known, and wander, whose square follows an F law because
// its size is read from the reference's windows. A handful of windows can hide wander: it is taken to be no less than what they could hide.
//
// |s + w|² is more than |s|² + |w|²: 2⟨s, w⟩ varies as 4·|s|²·|w|²/directions does, by as much as w is long. So about its mean |s|² + 2⟨s, w⟩ is
// √(1 + 2·|w|²/|s|²) times as wide as |s|² (Patnaik 1949, Biometrika 36:202, has a noncentral χ² so).
func (l betweenLaw) partsTail(squared float64, z sizes) float64 {
	if squared <= 0 {
		return 1
	}
	observed, unit, nu := l.spread.trace, l.sampling.Trace, l.atLeast(z)
	sampled := unit * (1/z.current + 1/(z.window*z.group))
	hidden := fewestDegrees / l.df * unit / z.window * math.Sqrt(2/(nu.sampling*l.df))
	wander := math.Max(hidden, z.between(observed, unit)-sampled)
	more, worth := l.memory(z, nu.wander, muchMemory)
	return sumTail(squared, sampled, wander*more, nu.wander, l.sure*worth*nu.wander*z.kept(observed, unit)*known(sampled, wander), func(left, beside float64) float64 {
		return l.sampling.Tail((1+(left-1)/math.Sqrt(1+2*beside))*unit, math.Min(z.window, z.current))
	})
}

// scaleWeight of the one of two laws in sharesTail.
const scaleWeight = 0.1

// sharesTail is P(|y_c − r|² ≥ squared) of shares: a geometric mean of two laws that err on opposite sides. scaleTail is too light where a little wander
// along one direction is added to sampling along many, partsTail too heavy where few windows cannot show what wander there is.
func (l betweenLaw) sharesTail(squared float64, z sizes) float64 {
	scale := l.scaleTail(squared, l.spread.trace, l.sampling.Trace, l.likely(z), z)
	return math.Pow(scale, scaleWeight) * math.Pow(l.partsTail(squared, z), 1-scaleWeight)
}

// fewestDegrees that variation between windows is read from: four windows. What they can hide is one standard deviation of what sampling alone gives their
// variation; of more windows, a part of it that vanishes as their number grows.
const fewestDegrees = minWindows - 1

// known is how much less well wander is known that is left after sampling is taken off, in degrees of freedom: its share, but no less than half.
func known(sampled, wander float64) float64 { return math.Max(0.5, wander/(sampled+wander)) }

// Steps of the integral in sumTail: up to x, and from there to twice x.
const (
	sumSteps    = 32
	beyondSteps = 16
)

// sumTail is P(a·U + b·F ≥ x) for U of mean 1, F of the F law with d1 and d2 degrees of freedom: the mass of F between neighbouring points, exact, times U's tail
// in the middle between them. The tail is told, in units of a, how large b·F is there, because U's law may depend on it, and what then is left of x.
func sumTail(x, a, b, d1, d2 float64, tail func(left, beside float64) float64) float64 {
	switch {
	case x <= 0:
		return 1
	case b <= 1e-9*a:
		return tail(x/a, 0)
	case a <= 0:
		return law.UpperF(x/b, d1, d2)
	}
	var parts [sumSteps + beyondSteps]float64
	n, seen, from, beyond := 0, 0.0, 0.0, 1.0
	for n < len(parts) && beyond > negligible*seen {
		to := sumPoint(n + 1)
		if at := law.UpperF(x/b*to, d1, d2); at != beyond {
			beside := x / a * (from + to) / 2
			parts[n] = (beyond - at) * tail(x/a-beside, beside)
			seen, beyond = seen+parts[n], at
		}
		n, from = n+1, to
	}
	sum := beyond // so far out, U does not matter
	for n--; n >= 0; n-- {
		sum += parts[n] // the smallest first
	}
	return math.Min(1, sum)
}

// negligible is what part of a sum is not looked at closely: it is added as it is.
const negligible = 1e-10

// sumPoint i of the integral, in units of x.
func sumPoint(i int) float64 {
	if i <= sumSteps {
		return float64(i) / sumSteps
	}
	return 1 + float64(i-sumSteps)/beyondSteps
}

// kept is how much less well the noise of a larger window is known than that of a window of the reference's size: the square of their ratio, by which
// degrees of freedom shrink; 1 for windows that are not larger.
func (z sizes) kept(observed, unit float64) float64 {
	noise := unit / z.window
	typical := math.Max(observed, noise)
	if z.current <= z.window || typical <= 0 {
		return 1
	}
	ratio := (math.Max(0, observed-noise) + unit/z.current) / typical
	return ratio * ratio
}

// ownTail judges by the windows' own squared distances: their cube roots are nearly normal (Wilson and Hilferty 1931), so a new one follows Student's
// law about their mean. 0, which never binds in a maximum, where they do not vary.
func (l betweenLaw) ownTail(squared float64, z sizes) float64 {
	expected := z.between(l.spread.trace, l.sampling.Trace)
	if squared <= 0 || expected <= 0 {
		return 1
	}
	typical := math.Max(l.spread.trace, l.sampling.Trace/z.window)
	own := l.roots
	if own == nil {
		own = newRoots(l.own)
	}
	return own.tail(squared * typical / expected)
}

// roots are the cube roots of windows' squared distances: how many, their mean and their standard deviation.
type roots struct{ n, mean, sd float64 }

func newRoots(own []float64) *roots {
	r := &roots{n: float64(len(own))}
	list := make([]float64, 0, 128)
	for _, v := range own {
		root := math.Cbrt(v)
		list = append(list, root)
		r.mean += root
	}
	r.mean /= r.n
	sq := 0.0
	for _, root := range list {
		sq += (root - r.mean) * (root - r.mean)
	}
	r.sd = math.Sqrt(sq / (r.n - 1))
	return r
}

// tail is Student's of ∛squared among the roots.
func (r *roots) tail(squared float64) float64 {
	if r.n < 3 || r.sd <= 1e-12*r.mean || r.sd == 0 {
		return 0
	}
	return law.UpperT((math.Cbrt(squared)-r.mean)/(r.sd*math.Sqrt(1+1/r.n)), r.n-1)
}

func clip(x, low, high float64) float64 {
	if x < low {
		return low
	}
	if x > high {
		return high
	}
	return x
}
