package drift

// Method is one way to measure how far two samples of a column are apart. The catalogue (Methods) is a plain list of them; editors show its text.
type Method struct {
	ID        string   // as in a query: "ks"
	Name      string   // "Kolmogorov–Smirnov"
	Summary   string   // what it is good for, in one line
	Formula   string   // the definition in one line
	Source    string   // where the definition is from
	Kinds     []string // model kinds it works on
	Range     [2]float64
	Unit      string  // of the statistic; "" where it has none
	Threshold float64 // default, on the effect
	Scale     Scale   // how the statistic relates to a distance: decides how noise is taken off (DESIGN section 7, effect)

	// Measure computes the statistic and what is known of it when nothing changed and rows are independent draws (sampling noise).
	Measure func(p *Pair) Measurement
}

// Scale of a statistic under no change: distances add in squares, quadratic statistics add as they are.
type Scale uint8

const (
	Distance  Scale = iota // KS, Wasserstein, TV, Hellinger, JS, root energy: effect = √max(0, T² − E₀[T²])
	Quadratic              // PSI, KL, χ²/n: effect = max(0, T − E₀[T])
)

// Measurement is a statistic with its sampling behaviour.
type Measurement struct {
	Statistic float64
	P         float64 // p-value under independent sampling; NaN where the method has no law (PBasis "none")
	PBasis    string  // law | ties corrected | resampled | none
	Noise     float64 // E₀[T²] for Distance, E₀[T] for Quadratic, from both samples' sizes alone
	Bound     float64 // on a grid: the exact statistic lies in [Statistic, Statistic+Bound] (KS) or within ±Bound; 0 where exact; NaN where unknown
}
