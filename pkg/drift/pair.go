package drift

// Pair is two samples of one column over the union of their keys, ascending by value (numeric) or by name (categorical). It is what every method
// computes from. Weights are sums of row weights; missing values are not part of a Pair.
type Pair struct {
	Numeric bool
	X       []float64 // numeric: the value, or the middle of the cell
	Lo, Hi  []float64 // numeric on a grid: bounds of each cell (Lo == Hi for atoms); nil where keys are exact values
	Names   []string  // categorical: names of the keys
	R, C    []float64 // weight of each key in the reference and in the current window
	NR, NC  float64   // ΣR, ΣC
	ER, EC  float64   // effective sample sizes (Σw)²/Σw²; equal to NR and NC for rows of weight 1
}
