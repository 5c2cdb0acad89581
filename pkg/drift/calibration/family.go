package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// A log of phone photos: users, ten pictures each, keep to their phone; every day wanders a little; weekends are quieter and their mix of phones and
// light is another. Then a new phone arrives, or one feature shifts.

var photoFeatures = []struct{ name, kind string }{
	{"brightness", model.Numeric},
	{"contrast", model.Numeric},
	{"sharpness", model.Numeric},
	{"noise", model.Numeric},
	{"aspect ratio", model.Numeric},
	{"width", model.Numeric},
	{"confidence", model.Numeric},
	{"latency", model.Numeric},
	{"error", model.Numeric},
	{"device", model.Categorical},
	{"app version", model.Categorical},
	{"predicted", model.Categorical},
	{"country", model.Categorical},
}

const (
	brightness = iota
	contrast
	sharpness
	sensorNoise
	aspectRatio
	width
	confidence
	latency
	failed
	device
	appVersion
	predicted
	country
)

type phone struct {
	share, gain, blur float64
	width, height     float64
}

var phones = []phone{{0.3, 0, 0, 4032, 3024}, {0.25, 0.1, -0.2, 4032, 3024}, {0.2, -0.1, 0.2, 4000, 3000}, {0.15, 0, 0.1, 4608, 3456}, {0.1, -0.15, 0.5, 3264, 2448}}

// newPhone is darker, sharper, and takes pictures of 21:9.
var newPhone = phone{1, -0.8, -0.4, 5376, 2304}

// photoLog has the habits of one simulated service.
type photoLog struct {
	wander  [13]float64 // daily standard deviation of each feature's mean, 0.02 to 0.05
	weekend float64     // share of a weekday's traffic
	classes []float64
}

// happening is what is not ordinary about a window.
type happening struct {
	newPhone float64 // share of users who have it
	shift    float64 // of sharpness, in standard deviations
}

func newPhotoLog(rng *rand.Rand) *photoLog {
	l := &photoLog{weekend: 0.6}
	for f := range l.wander {
		l.wander[f] = 0.02 + 0.03*rng.Float64()
	}
	l.classes = make([]float64, 10)
	for i := range l.classes {
		l.classes[i] = 0.07 + 0.06*rng.Float64()
	}
	return l
}

// window draws all features of one day.
func (l *photoLog) window(rng *rand.Rand, day, m int, h happening) []*counts.Counts {
	weekend := day%7 >= 5
	light := 0.0
	if weekend {
		m, light = int(l.weekend*float64(m)), 0.08
	}
	var mean [13]float64
	for f := range mean {
		mean[f] = l.wander[f] * rng.NormFloat64()
	}
	values := make([][]float64, 9)
	names := make([][]string, len(photoFeatures))
	classes, sum := make([]float64, 10), 0.0
	for i, p := range l.classes {
		classes[i] = p * math.Exp(mean[predicted]*rng.NormFloat64())
		sum += classes[i]
	}
	for rows := 0; rows < m; {
		p, brand := l.phone(rng, weekend, h)
		own := [3]float64{rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()}
		version := "2.4." + fmt.Sprint(min(4, int(rng.ExpFloat64()*1.2)))
		home := fmt.Sprintf("c%02d", int(rng.ExpFloat64()*6))
		for i := 0; i < 10 && rows < m; i++ {
			rows++
			mix := func(user float64) float64 { return math.Sqrt(0.3)*user + math.Sqrt(0.7)*rng.NormFloat64() }
			bright := mix(own[0]) + mean[brightness] + light + p.gain
			sharp := mix(own[1]) + mean[sharpness] - p.blur + h.shift
			ratio, wide := p.width/p.height, p.width
			if rng.Float64() < 0.15 { // cropped
				ratio = round(math.Exp(0.3*rng.NormFloat64()+mean[aspectRatio]), 2)
				wide = math.Round(p.width * (0.4 + 0.5*rng.Float64()))
			}
			sure := 1 / (1 + math.Exp(-3.5-1.5*(rng.NormFloat64()+mean[confidence])-0.5*bright))
			add := func(f int, x float64) { values[f] = append(values[f], x) }
			add(brightness, round(bright, 2))
			add(contrast, round(mix(own[2])+mean[contrast]+0.3*bright, 2))
			add(sharpness, round(sharp, 2))
			add(sensorNoise, round(math.Exp(0.3*rng.NormFloat64()+0.3*mean[sensorNoise]+0.2*p.blur), 3))
			add(aspectRatio, ratio)
			add(width, wide)
			add(confidence, round(sure, 4))
			add(latency, round(80*math.Exp(0.5*(rng.NormFloat64()+mean[latency])), 1))
			add(failed, yes(rng.Float64() < 0.005*math.Exp(mean[failed])))
			names[device] = append(names[device], brand)
			names[appVersion] = append(names[appVersion], version)
			names[country] = append(names[country], home)
			u, class := rng.Float64()*sum, 0
			for class < 9 && u > classes[class] {
				u -= classes[class]
				class++
			}
			names[predicted] = append(names[predicted], fmt.Sprint(class))
		}
	}
	out := make([]*counts.Counts, len(photoFeatures))
	for f := range photoFeatures {
		var err error
		if f < len(values) {
			out[f], err = counts.FromFloats(values[f], nil)
		} else {
			out[f], err = counts.FromStrings(names[f], nil)
		}
		if err != nil {
			panic(err)
		}
	}
	return out
}

func (l *photoLog) phone(rng *rand.Rand, weekend bool, h happening) (phone, string) {
	if rng.Float64() < h.newPhone {
		return newPhone, "new"
	}
	u := rng.Float64()
	if weekend {
		u = math.Pow(u, 1.05)
	}
	for i, p := range phones {
		if u < p.share || i == len(phones)-1 {
			return p, fmt.Sprintf("phone %d", i)
		}
		u -= p.share
	}
	return phones[0], "phone 0"
}

func round(x float64, digits int) float64 {
	scale := math.Pow(10, float64(digits))
	return math.Round(x*scale) / scale
}

// quietDays follow every simulated reference.
const quietDays = 14

// familyStudy: the verdicts as a user gets them, all features of a model in one family.
func familyStudy(s settings) ([]task, func(r *report), error) {
	sizes := []int{200, 1000, 10_000}
	if s.quick {
		sizes = []int{200, 1000}
	}
	var tasks []task
	var rows [][]string
	for _, windows := range []int{8, 28} {
		for _, m := range sizes {
			references := max(2, s.repetitions/16)
			if m >= 10_000 {
				references = max(2, references/4)
			}
			name := fmt.Sprintf("R=%d, n=%s", windows, thousands(m))
			cost := float64(references*(windows+quietDays+4)) * (0.003 + 3e-6*float64(m))
			tasks = append(tasks, task{name: "family: photos, " + name, cost: cost, run: func() error {
				r := runFamily(windows, m, references)
				row := []string{name, fmt.Sprintf("%.0f", r.quiet), fmt.Sprintf("%.2f", 100*r.calls/r.quiet), fmt.Sprintf("%.2f", 100*r.limit), fmt.Sprintf("%.2f", 100*r.days)}
				for _, v := range r.found {
					row = append(row, fmt.Sprintf("%.2f", v))
				}
				rows = append(rows, append(row, r.worst))
				return nil
			}})
		}
	}
	return tasks, func(r *report) {
		r.add(table{ID: "family", Title: fmt.Sprintf("A log of phone photos, %d features corrected together (BH, alpha 1 %%), both gates", len(photoFeatures)),
			Head: []string{"reference", "quiet feature-windows", "called, %", "upper 95 % limit, %", "days with any call, %", "sharpness +0.1 sd found", "+0.2", "+0.5",
				"new phone (30 %): aspect ratio", "brightness", "device", "most called in quiet days"}, Rows: rows})
	}, nil
}

type familyResult struct {
	quiet, calls, limit, days float64
	found                     []float64
	worst                     string
}

func runFamily(windows, m, repetitions int) familyResult {
	seed := fnv.New64a()
	fmt.Fprintf(seed, "family %d %d", windows, m)
	type one struct {
		calls, days float64
		by          [13]float64
		found       [6]float64
	}
	all := make([]one, repetitions)
	parallel(repetitions, func(i int) {
		rng := rand.New(rand.NewPCG(seed.Sum64(), uint64(i)))
		l := newPhotoLog(rng)
		reference := make([][]*counts.Counts, len(photoFeatures))
		for day := 0; day < windows; day++ {
			for f, c := range l.window(rng, day, m, happening{}) {
				reference[f] = append(reference[f], c)
			}
		}
		baselines := make([]*drift.Baseline, len(photoFeatures))
		for f, p := range photoFeatures {
			b, err := drift.NewBaseline(p.kind, reference[f], nil)
			if err != nil {
				panic(err)
			}
			baselines[f] = b
		}
		judge := func(day int, h happening) []*drift.Verdict {
			var family []*drift.Verdict
			for f, c := range l.window(rng, day, m, h) {
				family = append(family, baselines[f].Judge(c, drift.Options{}))
			}
			drift.Correct(family, drift.Options{})
			return family
		}
		for day := windows; day < windows+quietDays; day++ {
			any := 0.0
			for f, v := range judge(day, happening{}) {
				if v.Outcome == drift.Drifted {
					all[i].calls++
					all[i].by[f]++
					any = 1
				}
			}
			all[i].days += any
		}
		day := windows + quietDays
		for k, shift := range []float64{0.1, 0.2, 0.5} {
			all[i].found[k] = yes(judge(day, happening{shift: shift})[sharpness].Outcome == drift.Drifted)
		}
		family := judge(day, happening{newPhone: 0.3})
		for k, f := range []int{aspectRatio, brightness, device} {
			all[i].found[3+k] = yes(family[f].Outcome == drift.Drifted)
		}
	})
	n := float64(repetitions)
	r := familyResult{quiet: n * quietDays * float64(len(photoFeatures)), found: make([]float64, 6)}
	squares := 0.0
	var by [13]float64
	for _, o := range all {
		r.calls += o.calls
		squares += o.calls * o.calls
		r.days += o.days / (n * quietDays)
		for k, v := range o.found {
			r.found[k] += v / n
		}
		for f, v := range o.by {
			by[f] += v
		}
	}
	// Calls come in clusters (days share a reference, features share a day), so the limit is taken over references where that is wider.
	each := r.calls / n
	se := math.Sqrt(math.Max(0, squares/n-each*each) / (n - 1))
	r.limit = math.Max(upper95(r.calls, r.quiet), (each+1.645*se)*n/r.quiet)
	most := 0
	for f := range by {
		if by[f] > by[most] {
			most = f
		}
	}
	r.worst = fmt.Sprintf("%s, %.0f", photoFeatures[most].name, by[most])
	return r
}
