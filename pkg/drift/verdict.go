// Package drift says whether a window of a column has drifted from its reference, how sure that is and how large the change is.
// It works on counts alone: it knows nothing of stores, of Grafana or of time. The reasoning is in docs/verdicts.md.
package drift

import "github.com/tideline-ml/tideline/pkg/counts"

// Options of a judgement; zero values mean the defaults given.
type Options struct {
	Method     string   // "auto"
	Threshold  *float64 // nil: the method's own
	Alpha      float64  // chance of any false verdict in a family; 0: 0.01
	Correction string   // bh (default) | none | bonferroni | holm | by
	Noise      string   // both (default) | sampling
	Rule       string   // both (default) | threshold | test
	MinRows    float64  // fewer rows in the current window or in the whole reference: not enough. 0: 50
}

// Outcome is the word for a verdict.
type Outcome string

const (
	Drifted     Outcome = "drifted"
	Fine        Outcome = "fine"
	NotEnough   Outcome = "not_enough"
	NoReference Outcome = "no_reference"
	Failed      Outcome = "error"
)

// Verdict is everything that is said of one feature in one window and segment: a row of the drift table (DESIGN section 6).
type Verdict struct {
	Outcome    Outcome
	Method     string  // the resolved method: for auto "auto" stays, Parts name what it combined
	Severity   float64 // in [0, 10]; ≥ 1 ⇔ Outcome == Drifted; NaN where not decided
	Cause      string  // distribution | missing | new values; "" when fine
	Statistic  float64
	Effect     float64 // the statistic freed of noise
	EffectLow  float64 // 95 % interval
	EffectHigh float64
	Threshold  float64
	P, Q       float64 // Q is set by Correct
	PBasis     string
	Noise      float64 // the size of statistic that noise alone explains, in the statistic's own scale
	NoiseBasis string  // "between windows, R=28" | "sampling only" …
	Inflation  float64 // between-window variance ÷ binomial variance, ≥ 1 (d); 1 with sampling only
	ErrorBound float64

	ReferenceRows, CurrentRows, EffectiveRows float64
	NullShare, NewShare                       float64 // of the current window
	ReferenceNullShare                        float64
	Note                                      string
}

// Baseline is a reference made ready: counted in windows of the current window's length. It is immutable and safe for concurrent use; what depends
// on the reference alone is computed once.
type Baseline struct {
	numeric bool
	windows []*counts.Counts
	pooled  *counts.Counts
}
