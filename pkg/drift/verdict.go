// Package drift says whether a window of a column has drifted from its reference, how sure that is and how large the change is.
// It works on counts alone: it knows nothing of stores, of Grafana or of time. The reasoning is in docs/verdicts.md.
//
// The path: NewBaseline makes a reference ready, Baseline.Judge compares one window of one feature with it, and Correct decides a whole family of
// such verdicts (all monitored features of a model in one window and segment) together.
package drift

import (
	"fmt"
	"math"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/drift/peer"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Options of a judgement; zero values mean the defaults given.
type Options struct {
	Method     string        // "auto"
	Threshold  *float64      // nil: the method's own
	Deviations *float64      // of a library whose line is the mean and so many standard deviations of the reference's windows; nil: its own 3
	Alpha      float64       // chance of any false verdict in a family; 0: 0.01
	Correction string        // bh (default) | none | bonferroni | holm | by
	Noise      string        // both (default) | sampling
	Rule       string        // both (default) | threshold | test
	MinRows    float64       // fewer rows in the current window or in the whole reference: not enough. 0: 50
	Binning    model.Binning // how methods of shares cut numbers
	Group      int           // season group of the current window; matters only to a Baseline that was made with groups
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

// Verdict is everything that is said of one feature in one window and segment: a row of the drift table (DESIGN section 6). Numbers that are not
// known are NaN.
//
// Statistic, Noise and ErrorBound are the method's own, whatever else happens; they are unknown where too few rows have a value. Effect, its interval,
// Threshold and P speak of the part of the feature that decides: its distribution, unless its missing or its new values alone are a stronger call. Then
// Note says so, and Cause names the part where something drifted.
type Verdict struct {
	Outcome    Outcome
	Method     string  // the resolved method: for auto "auto" stays
	Severity   float64 // in [0, 10]; ≥ 1 ⇔ Outcome == Drifted; NaN where not decided
	Cause      string  // distribution | missing | new values; "" when fine
	Statistic  float64 // auto: Wasserstein distance in reference standard deviations (numeric), total variation (categories)
	Effect     float64 // the statistic freed of noise
	EffectLow  float64 // 95 % interval
	EffectHigh float64
	Threshold  float64
	P, Q       float64 // P: of the feature, paid for each part that was looked at; Q is set by Correct
	PBasis     string  // law | ties corrected | resampled | between windows | none
	Noise      float64 // the size of statistic that noise alone explains, in the statistic's own scale
	NoiseBasis string  // "between windows, R=28" | "sampling only"
	Inflation  float64 // between-window variance ÷ binomial variance, ≥ 1 (d); 1 with sampling only
	ErrorBound float64

	ReferenceRows, CurrentRows, EffectiveRows float64 // EffectiveRows: (Σw)²/Σw² of the current window's values
	NullShare, NewShare                       float64 // of the current window
	ReferenceNullShare                        float64
	NewValues, GoneValues                     []Value // the most frequent that the reference never had, and that it always had and the window has not
	Note                                      string

	judged  bool   // Correct may decide it
	few     bool   // too few values to call it fine
	suspect string // the part that the numbers speak of
}

const tooLargeNote = "values too large to take a distance of"

// Judge compares a window with the reference. It never panics and never returns nil: what cannot be judged has the Outcome NotEnough, NoReference
// or Failed and a Note that says why. What can be judged has no Outcome yet: a verdict is only final in its family (Correct).
func (b *Baseline) Judge(current *counts.Counts, o Options) (v *Verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = newVerdict(o.withDefaults().Method)
			v.fail(Failed, fmt.Sprintf("this window could not be judged: %v", r))
		}
	}()
	o = o.withDefaults()
	v = newVerdict(o.Method)
	if current == nil || !(current.Rows > 0) {
		v.CurrentRows = 0
		v.ReferenceRows = b.rows()
		return v.fail(NotEnough, "the window has no rows")
	}
	b.describe(v, current)
	switch {
	case v.ReferenceRows == 0:
		return v.fail(NoReference, "the reference has no rows")
	case peer.Has(o.Method):
		return b.byPeer(v, current, o)
	case v.CurrentRows < o.MinRows:
		return v.fail(NotEnough, fmt.Sprintf("%s in the window, %.0f are needed", rowsOf(v.CurrentRows), o.MinRows))
	case v.ReferenceRows < o.MinRows:
		return v.fail(NotEnough, fmt.Sprintf("%s in the reference, %.0f are needed", rowsOf(v.ReferenceRows), o.MinRows))
	}
	b, current, err := b.alike(current)
	if err != nil {
		return v.fail(Failed, err.Error())
	}

	distribution := b.distribution(current, o)
	switch distribution.outcome {
	case Failed, NoReference:
		return v.fail(distribution.outcome, distribution.note)
	}
	if distribution.outcome == "" && (math.IsNaN(distribution.effect) || math.IsInf(distribution.effect, 0)) {
		return v.fail(Failed, tooLargeNote)
	}
	cluster := b.cluster(distribution)
	missing, anyMissing := b.missingValues(current, o, cluster)
	fresh, anyNew := b.newValues(current, o, &distribution, cluster)
	parts := make([]part, 0, 3)
	if distribution.outcome == "" {
		parts = append(parts, distribution)
	} else {
		v.few = true
	}
	if anyMissing {
		parts = append(parts, missing)
	}
	if anyNew {
		v.NewShare = fresh.share
		if distribution.outcome == "" {
			parts = append(parts, fresh)
		}
	}
	b.nameValues(v, current, cluster)
	if len(parts) == 0 {
		return v.fail(NotEnough, distribution.note)
	}
	v.settle(parts, o)
	v.Note = notes(v.effectNote(), distribution.note, b.powerNote(v), infinityNote(current), bucketNote(current))
	return v
}

// describe fills in what is known of any window.
func (b *Baseline) describe(v *Verdict, c *counts.Counts) {
	v.CurrentRows, v.EffectiveRows, v.ReferenceRows = c.Rows, c.EffectiveRows(), b.rows()
	v.NullShare, v.NewShare = (c.Null+c.NaN)/c.Rows, 0
	if v.ReferenceRows > 0 {
		v.ReferenceNullShare = b.sums().missing / v.ReferenceRows
	}
}

// distribution judges the values themselves. Too few of them, on either side, is NotEnough; none on both sides is no change.
func (b *Baseline) distribution(c *counts.Counts, o Options) part {
	now, before := c.Total(), b.sums().values
	if b.numeric {
		now += c.PosInf + c.NegInf
	}
	threshold := Auto.Threshold
	var named *method.Method
	if o.Method != "auto" {
		var err error
		if named, err = Lookup(o.Method); err != nil {
			return part{outcome: Failed, note: err.Error()}
		}
		threshold = named.Threshold
	}
	if o.Threshold != nil {
		threshold = *o.Threshold
	}
	if now == 0 && before == 0 {
		p := part{cause: causeDistribution, scale: method.Distance, p: 1, pBasis: "law", noiseBasis: samplingBasis, inflation: 1, threshold: threshold}
		p.finish(o, 0)
		p.note = "neither the window nor the reference has a value"
		return p
	}
	if now < o.MinRows {
		return part{outcome: NotEnough, note: fmt.Sprintf("%.0f of %.0f rows have a value, %.0f are needed", now, c.Rows, o.MinRows)}
	}
	if before < o.MinRows {
		return part{outcome: NotEnough, note: fmt.Sprintf("%.0f of the reference's rows have a value, %.0f are needed", before, o.MinRows)}
	}
	var p part
	switch {
	case named != nil:
		p = b.byMethod(named, c, o)
	case b.numeric:
		p = b.autoNumeric(c, o)
	default:
		p = b.autoCategorical(c, o)
	}
	if o.Threshold == nil && named != nil && named.Relative {
		threshold *= p.yardstick
	}
	p.threshold = threshold
	return p
}

// settle chooses the part that decides: the distribution, unless another part by itself is a call and a stronger one. P pays for the parts that were
// looked at (a weighted Bonferroni rule), which keeps it a p-value whatever is chosen. The statistic and its noise stay those of the method, so that they mean the same in every window.
func (v *Verdict) settle(parts []part, o Options) {
	whole, tested := 0.0, 1.0
	for _, p := range parts {
		if p.tests {
			tested = p.p
		} else {
			whole += p.odds()
		}
	}
	chosen, strongest := 0, math.Inf(-1)
	for i, p := range parts {
		s := severity(p.effect, p.threshold, p.charged(whole), o)
		if i == 0 || s >= 1 && !(s <= strongest) {
			chosen, strongest = i, s
		}
	}
	p := parts[chosen]
	if p.cause == causeDistribution {
		p.p = math.Min(p.p, tested)
	}
	v.judged, v.suspect = true, p.cause
	v.Effect, v.EffectLow, v.EffectHigh, v.Threshold = p.effect, p.low, p.high, p.threshold
	v.P, v.PBasis = p.charged(whole), p.pBasis
	v.NoiseBasis, v.Inflation = p.noiseBasis, p.inflation
	if own := parts[0]; own.cause == causeDistribution {
		v.Statistic, v.Noise, v.NoiseBasis, v.ErrorBound = own.statistic, own.scaledNoise(), own.noiseBasis, own.bound
	}
}

// charged is p after it has paid for all parts that were looked at, whose odds together are whole.
func (p part) charged(whole float64) float64 { return math.Min(1, p.p*whole/p.odds()) }

// odds are a part's share of alpha against the distribution's: as much, but of new values that every quiet window has less (see newvalues.go).
func (p part) odds() float64 {
	if p.weight > 0 && !p.tests {
		return math.Min(1, p.weight/(1-p.weight))
	}
	return 1
}

// effectNote says what effect and threshold are of where they are not of the statistic.
func (v *Verdict) effectNote() string {
	switch v.suspect {
	case causeMissing:
		return "effect and threshold are of the share of missing values"
	case causeNew:
		return "effect and threshold are of the share of new values"
	}
	return ""
}

// powerNote warns of references that only protect from false alarms.
func (b *Baseline) powerNote(v *Verdict) string {
	n := len(b.kept)
	if v.NoiseBasis == samplingBasis || n >= goodWindows {
		return ""
	}
	return fmt.Sprintf("the reference has only %d windows, so that smaller changes may go unnoticed: take one of %d windows or more", n, goodWindows)
}

func newVerdict(method string) *Verdict {
	nan := math.NaN()
	return &Verdict{Method: method, Severity: nan, Statistic: nan, Effect: nan, EffectLow: nan, EffectHigh: nan, Threshold: nan, P: nan, Q: nan,
		PBasis: "none", Noise: nan, Inflation: nan, ErrorBound: nan, NullShare: nan, NewShare: nan, ReferenceNullShare: nan}
}

func (v *Verdict) fail(outcome Outcome, note string) *Verdict {
	v.Outcome, v.Note = outcome, note
	return v
}

// notes joins what there is to say.
func notes(all ...string) string {
	said := all[:0]
	for _, s := range all {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, "; ")
}

// rowsOf says a number of rows; weights may make a fraction of one.
func rowsOf(n float64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%.0f rows", n)
}
