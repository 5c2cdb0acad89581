// Package method is the catalogue of what can be measured between two samples of a column, one file a method. It knows counts and laws, and nothing of
// references cut into windows, of gates or of families: those are of package drift.
package method

import "math"

// Method is one way to measure how far two samples of a column are apart. The catalogue (Methods) is a plain list of them; editors show its text.
type Method struct {
	ID        string     // as in a query: "ks"
	Name      string     // "Kolmogorov–Smirnov"
	Summary   string     // what it is good for, in one line
	Formula   string     // the definition in one line
	Source    string     // where the definition is from
	Group     string     // what editors list it under: for another library's definition that library's name
	Remark    string     // what to know before relying on it, in one line; "" where there is nothing
	Kinds     []string   // model kinds it works on
	Range     [2]float64 // of the statistic
	Unit      string     // of the statistic; "" where it has none
	Threshold float64    // default, on the effect
	Relative  bool       // the default threshold counts in the Yardstick of what was found, not in the statistic's unit
	Scale     Scale      // how the statistic relates to a distance: decides how noise is taken off (DESIGN section 7, effect)
	Symmetric bool       // exchanging reference and current window leaves the statistic as it is
	Lower     bool       // the statistic falls as samples part: it is Range[1] where they are equal
	Bases     []string   // what its p-values may rest on; none where there are none
	Bins      bool       // cuts numeric columns into bins, and so heeds Pair.Binning

	// Statistic computes the statistic and what noise makes of it. It costs a pass or two over the keys: it is called for every window of a
	// reference and many times for an interval. A Pair with an empty side gives NaN. nil for auto, which needs the reference window by window.
	Statistic func(p *Pair) Size
	// Tail is the p-value of what Statistic found, for independent rows, and what it rests on. nil where the method has none.
	Tail func(p *Pair, found Size) (float64, string)
	// Test is the method whose p-value this one's is, because it is an increasing function of that one's statistic. nil where it has its own.
	Test *Method
}

// Groups of methods in editors.
const (
	Default   = "Default"
	Tests     = "Tests"
	Distances = "Distances"
)

// Measure computes everything: the statistic, its noise and its p-value.
func (m *Method) Measure(p *Pair) Measurement { return m.TailOf(p, m.Statistic(p)) }

// TailOf adds the p-value to what Statistic found.
func (m *Method) TailOf(p *Pair, size Size) Measurement {
	found := Measurement{Size: size, P: math.NaN(), PBasis: BasisNone}
	if m.Tail != nil && !math.IsNaN(found.Statistic) {
		found.P, found.PBasis = m.Tail(p, found.Size)
	}
	return found
}

// Away takes a statistic to how far samples are apart: itself, or how far it has fallen where lower is more.
func (m *Method) Away(statistic float64) float64 {
	if m.Lower {
		return m.Range[1] - statistic
	}
	return statistic
}

// Scale of a statistic under no change: distances add in squares, quadratic statistics add as they are.
type Scale uint8

const (
	Distance  Scale = iota // KS, Wasserstein, TV, Hellinger, JS, root energy: effect = √max(0, T² − E₀[T²])
	Quadratic              // PSI, KL, χ²/n: effect = max(0, T − E₀[T])
)

// What a p-value rests on.
const (
	BasisLaw   = "law"            // the statistic's law for independent rows; where that law is of a continuous column, ties make p too large
	BasisTies  = "ties corrected" // the law of a column with these frequent values
	BasisDrawn = "resampled"      // how often the statistic was reached when rows were dealt anew to both samples
	BasisNone  = "none"           // the method has no law: P is NaN
)

// Size is a statistic with what noise and a grid make of it. NaN where unknown.
type Size struct {
	Statistic float64
	Noise     float64 // E₀[T²] for Distance, E₀[T] for Quadratic, of independent rows; T as Away gives it
	Bound     float64 // on a grid: the exact statistic lies in [Statistic, Statistic+Bound] (KS, Kuiper) or within ±Bound; 0 where exact
	Yardstick float64 // of a Relative method: what its default threshold is counted in, in the statistic's unit
}

// Measurement is a Size with its p-value.
type Measurement struct {
	Size
	P      float64 // NaN where the method has no law (PBasis "none")
	PBasis string  // law | ties corrected | resampled | none
}

// unknown is the size of a pair with an empty side.
var unknown = Size{Statistic: math.NaN(), Noise: math.NaN(), Bound: math.NaN()}

// empty says that one side of the pair has no values.
func (p *Pair) empty() bool { return !(p.NR > 0) || !(p.NC > 0) }

// both is 1/n + 1/m with effective sizes: the variance that the difference of two shares has, per unit of p(1−p).
func (p *Pair) both() float64 { return 1/p.ER + 1/p.EC }

// pooledWeights take the weights of a key in reference and window to its share in both samples together, each sample counting by its effective size.
func (p *Pair) pooledWeights() (ofR, ofC float64) {
	return p.ER / (p.ER + p.EC) / p.NR, p.EC / (p.ER + p.EC) / p.NC
}

// pooled is the share of key i in both samples together.
func (p *Pair) pooled(i int) float64 {
	ofR, ofC := p.pooledWeights()
	return ofR*p.R[i] + ofC*p.C[i]
}

// counted says that the weights are numbers of rows, so that laws of finite samples hold.
func (p *Pair) counted() bool {
	return p.ER == p.NR && p.EC == p.NC && p.NR == math.Trunc(p.NR) && p.NC == math.Trunc(p.NC)
}
