package drift

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// part is one thing about a feature that may drift by itself: its distribution, its missing values, its new values.
type part struct {
	cause      string
	outcome    Outcome // "" while undecided by gates; NotEnough, NoReference or Failed where it cannot be judged
	scale      method.Scale
	statistic  float64
	effect     float64
	low, high  float64
	threshold  float64
	yardstick  float64 // what a default threshold is counted in, where that is not the statistic's unit
	p          float64 // NaN where the method has no law
	pBasis     string
	noise      float64 // E₀[T²] (Distance) or E₀[T] (Quadratic)
	noiseBasis string
	inflation  float64
	bound      float64
	share      float64 // new values: their share of the current window
	weight     float64 // new values: their part of alpha, beside the distribution's
	tests      bool    // it is a test of the distribution as well, whose p has paid for it
	note       string
}

// Causes of a verdict.
const (
	causeDistribution = "distribution"
	causeMissing      = "missing"
	causeNew          = "new values"
)

// two-sided 95 % of a normal law
const z95 = 1.959963984540054

// finish frees the statistic of noise: effect = √max(0, T² − E₀[T²]) for distances, max(0, T − E₀[T]) for quadratic statistics. Its 95 % interval
// does the same at T ± 1.96 deviations; deviation is that of T when each sample is drawn anew from its own counts, NaN where unknown.
func (p *part) finish(o Options, deviation float64) {
	p.effect = p.free(p.statistic)
	p.low, p.high = math.NaN(), math.NaN()
	if !math.IsNaN(deviation) {
		p.low, p.high = p.free(math.Max(0, p.statistic-z95*deviation)), p.free(p.statistic+z95*deviation)
	}
}

func (p *part) free(t float64) float64 {
	if p.scale == method.Quadratic {
		return math.Max(0, t-p.noise)
	}
	return math.Sqrt(math.Max(0, t*t-p.noise))
}

// scaledNoise is the size of statistic that noise alone explains, in the statistic's own scale.
func (p *part) scaledNoise() float64 {
	if p.scale == method.Quadratic {
		return p.noise
	}
	return math.Sqrt(p.noise)
}
