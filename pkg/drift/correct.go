package drift

import (
	"math"
	"sort"
	"time"
)

// Defaults of Options.
const (
	defaultAlpha   = 0.01
	defaultMinRows = 50
)

// maxSeverity bounds severity: beyond, all calls are equally sure.
const maxSeverity = 10

// smallestQ stands for every smaller q, 0 included.
const smallestQ = 1e-300

// Correct decides a family of verdicts together: all monitored features of a model in one window and segment. It sets Q, Severity, Outcome and Cause
// of those that Judge could judge; the others (not enough rows, no reference, failed) stay as they are and do not count as tests.
//
// Q is p corrected over the family: bh (Benjamini and Hochberg 1995), by (Benjamini and Yekutieli 2001), holm (1979), bonferroni, none. With e =
// effect / threshold and s = log max(q, 1e-300) / log alpha the severity is min(e, s) within [0, 10] (rule threshold: e alone, rule test: s alone),
// and drifted means severity ≥ 1 — by definition, so that no rounding can make the two disagree. Correct may be called again with other options.
func Correct(family []*Verdict, o Options) {
	o = o.withDefaults()
	decided := make([]*Verdict, 0, len(family))
	ps := make([]float64, 0, len(family))
	for _, v := range family {
		if v == nil || !v.judged {
			continue
		}
		decided = append(decided, v)
		if !math.IsNaN(v.P) {
			ps = append(ps, v.P)
		}
	}
	qs := adjust(ps, o.Correction)
	for _, v := range decided {
		v.Q = math.NaN()
		if !math.IsNaN(v.P) {
			v.Q, qs = qs[0], qs[1:]
		}
		v.decide(o)
	}
}

// decide sets severity and what follows from it.
func (v *Verdict) decide(o Options) {
	v.Severity = severity(v.Effect, v.Threshold, v.Q, o)
	switch {
	case math.IsNaN(v.Severity):
		v.Outcome, v.Cause = Failed, ""
	case v.Severity >= 1:
		v.Outcome, v.Cause = Drifted, v.suspect
	case v.few:
		v.Outcome, v.Cause, v.Severity = NotEnough, "", math.NaN()
	default:
		v.Outcome, v.Cause = Fine, ""
	}
}

// severity of an effect and a corrected p-value. A q of NaN (a method without a law) leaves the effect alone to decide; with rule test that is NaN.
func severity(effect, threshold, q float64, o Options) float64 {
	e := effectRatio(effect, threshold)
	s := evidence(q, o.Alpha)
	switch {
	case o.Rule == "threshold":
		return clipSeverity(e)
	case o.Rule == "test":
		return clipSeverity(s)
	case math.IsNaN(q):
		return clipSeverity(e)
	}
	return clipSeverity(math.Min(e, s))
}

// effectRatio is effect / threshold; with a threshold of 0 any effect is enough.
func effectRatio(effect, threshold float64) float64 {
	if threshold <= 0 && effect >= threshold {
		return maxSeverity
	}
	return effect / threshold
}

// evidence is log q / log alpha: 1 at the line, 2 where q is alpha².
func evidence(q, alpha float64) float64 {
	return math.Log(math.Max(math.Min(q, 1), smallestQ)) / math.Log(alpha)
}

func clipSeverity(s float64) float64 {
	if math.IsNaN(s) {
		return s
	}
	return math.Max(0, math.Min(maxSeverity, s))
}

// adjust corrects p-values for being a family; the answer is in the order given.
func adjust(ps []float64, correction string) []float64 {
	m := float64(len(ps))
	order := make([]int, len(ps))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return ps[order[i]] < ps[order[j]] })
	q := make([]float64, len(ps))
	switch correction {
	case "none":
		copy(q, ps)
	case "bonferroni":
		for i, p := range ps {
			q[i] = math.Min(1, m*p)
		}
	case "holm":
		running := 0.0
		for rank, i := range order {
			running = math.Max(running, math.Min(1, (m-float64(rank))*ps[i]))
			q[i] = running
		}
	default: // bh, by
		factor := 1.0
		if correction == "by" {
			factor = 0
			for k := 1.0; k <= m; k++ {
				factor += 1 / k
			}
		}
		running := 1.0
		for rank := len(order) - 1; rank >= 0; rank-- {
			i := order[rank]
			running = math.Min(running, factor*m/float64(rank+1)*ps[i])
			q[i] = running
		}
	}
	return q
}

// AlphaForBudget is the alpha that gives so many false alarms per period when every window is a family of its own: alarms · window / period, at most
// 0.5. Without a sensible budget (anything not positive) it is the default.
func AlphaForBudget(alarms float64, period, window time.Duration) float64 {
	if !(alarms > 0) || period <= 0 || window <= 0 {
		return defaultAlpha
	}
	return math.Min(maxAlpha, alarms*float64(window)/float64(period))
}

// Alpha is kept within these bounds: at 0.5 half of the quiet windows alarm, and below 1e-12 no law can be trusted.
const (
	minAlpha = 1e-12
	maxAlpha = 0.5
)

func (o Options) withDefaults() Options {
	if o.Method == "" {
		o.Method = "auto"
	}
	if !(o.Alpha > 0) {
		o.Alpha = defaultAlpha
	}
	o.Alpha = clip(o.Alpha, minAlpha, maxAlpha)
	if o.Correction == "" {
		o.Correction = "bh"
	}
	if o.Noise == "" {
		o.Noise = "both"
	}
	if o.Rule == "" {
		o.Rule = "both"
	}
	if !(o.MinRows > 0) {
		o.MinRows = defaultMinRows
	}
	return o
}
