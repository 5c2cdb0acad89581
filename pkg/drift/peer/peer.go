// Package peer has the definitions of other libraries, under those libraries' names, exactly as they compute them: the number, the line it is compared
// with and the way it is compared. They are here so that what Tideline says can be checked against what a reader knows; none is a recommendation, and each
// says in its Remark what is wrong with it. The facts are from running the libraries (testdata); docs/peers.md lists what cannot be reproduced.
package peer

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// definition is one library's method.
type definition struct {
	method  *method.Method
	rule    rule
	onP     bool // the rule is on the p-value; the score may be another number
	line    line
	minRows float64 // fewer values on either side: the library raises an error; 0 is 1
	empty   bool    // a window without values has the score NaN and no error
	most    float64 // ofChunks: no line is above this
	whole   bool    // a window inside its reference is compared with all of it, itself included
	score   func(s *sample) (score, error)
}

// rule is how a library compares its number with its line.
type rule uint8

const (
	atLeast rule = iota // drifted where number ≥ line
	above               // >
	atMost              // ≤
	below               // <
)

// line is where the line is when the question gives none.
type line uint8

const (
	fixed     line = iota // the method's Threshold
	immovable             // the method's Threshold, also where the question gives another
	ofChunks              // mean + k population standard deviations of the reference's own windows
	unset                 // the library has none
)

// score is what a library computes.
type score struct {
	value float64
	p     float64     // NaN where there is none
	by    *definition // the method that a choice among methods came to; nil: none
	note  string
}

// Verdict is what a library says of one window.
type Verdict struct {
	Drifted   bool
	Severity  float64 // the rule brought to 1 at its line, in [0, 10]: ≥ 1 ⇔ Drifted
	Score     float64 // may be NaN or infinite where the library's is
	P         float64 // NaN where the library gives none
	Effect    float64 // Score where it is a distance, NaN where it is a p-value
	Threshold float64 // what the rule compares with; NaN: the library has none and nobody gave one
	Note      string
}

const mostSevere = 10

// NoThreshold is the Threshold of a method whose library has none, or computes it anew for every reference.
var NoThreshold = math.NaN()

// All lists the methods, in the order in which editors show them.
var All []*method.Method

var definitions = map[string]*definition{}

func init() {
	for _, list := range [][]*definition{evidently, nannyML, alibiDetect, frouros, deepchecks, whylogs} {
		for _, d := range list {
			All = append(All, d.method)
			definitions[d.method.ID] = d
		}
	}
}

// Has tells whether a method is one of this package's.
func Has(id string) bool { return definitions[id] != nil }

// Whole tells whether a window inside its own reference is compared with all of it. Other methods leave the window out of it.
func Whole(id string) bool { return definitions[id] != nil && definitions[id].whole }

// Line is what a question says of the line; nil is the library's own.
type Line struct {
	Threshold  *float64 // where it is
	Deviations *float64 // where it is read from the windows of the reference: so many standard deviations above their mean
}

// Judge compares a window with a reference as method id does. An error says why there is no answer, mostly
// in what the library raises an error itself; a verdict's Score may be set all the same.
func (r *Reference) Judge(id string, current *counts.Counts, line Line) (Verdict, error) {
	nan := math.NaN()
	v := Verdict{Severity: nan, Score: nan, P: nan, Effect: nan, Threshold: nan}
	d := definitions[id]
	if d == nil {
		return v, fmt.Errorf("no other library's method is called %q", id)
	}
	s, err := r.against(current)
	if err != nil {
		return v, err
	}
	found, err := d.measure(s)
	if err != nil {
		return v, err
	}
	threshold, by := line.Threshold, d
	if found.by != nil {
		by = found.by
	}
	v.Score, v.P, v.Note = found.value, found.p, found.note
	if !by.onP || by.line == immovable {
		v.Effect = found.value
	}
	switch {
	case by.line == immovable:
		v.Threshold = by.method.Threshold
		if threshold != nil && *threshold != v.Threshold {
			v.Note = joined(v.Note, fmt.Sprintf("%s ignores a threshold for this method", by.method.Group))
		}
	case threshold != nil && by.onP && !(*threshold >= 0 && *threshold <= 1):
		return v, fmt.Errorf("the threshold of %s is on a p-value and lies in [0, 1], not at %g", by.method.ID, *threshold)
	case threshold != nil:
		v.Threshold = *threshold
		if by.line == ofChunks {
			v.Threshold = math.Min(v.Threshold, by.most)
		}
	case by.line == fixed:
		v.Threshold = by.method.Threshold
	case by.line == ofChunks:
		k := usualDeviations
		if line.Deviations != nil {
			k = *line.Deviations
		}
		if v.Threshold, err = r.limit(by, k); err != nil {
			return v, err
		}
		v.Note = joined(v.Note, fmt.Sprintf("threshold: mean + %g standard deviations of %d reference windows", k, len(r.chunks)))
	default:
		return v, fmt.Errorf("%s leaves it to its user where drift begins; give the query a threshold", by.method.Group)
	}
	number := v.Score
	if by.onP {
		number = v.P
	}
	v.Drifted = by.rule.says(number, v.Threshold)
	v.Severity = by.rule.severity(number, v.Threshold, v.Drifted)
	if math.IsNaN(number) {
		v.Note = joined(v.Note, fmt.Sprintf("%s gets NaN here, which is no drift by its rule", by.method.Group))
	}
	return v, nil
}

// measure is the score of a sample, after what all methods ask of their data.
func (d *definition) measure(s *sample) (score, error) {
	if d.empty && s.pair.NC == 0 && s.pair.NR > 0 {
		return score{value: math.NaN(), p: math.NaN()}, nil
	}
	if least := max(1, d.minRows); s.pair.NR < least || s.pair.NC < least {
		return score{}, fmt.Errorf("%s raises an error for fewer than %.0f values (reference %.0f, window %.0f)", d.method.Group, least, s.pair.NR, s.pair.NC)
	}
	if s.infinite > 0 && d.method.Group != evidentlyName { // Evidently takes them for missing
		return score{}, fmt.Errorf("%.0f values are infinite, for which %s has no answer that could be given here", s.infinite, d.method.Group)
	}
	return d.score(s)
}

// isP tells that the score is a p-value.
func (d *definition) isP() bool { return d.rule == atMost || d.rule == below }

// measured names the number that the rule is on.
func (d *definition) measured() string {
	if d.onP {
		return "p-value"
	}
	return "score"
}

func (r rule) String() string { return [...]string{"at least", "above", "at most", "below"}[r] }

func (r rule) says(number, line float64) bool {
	switch r {
	case atLeast:
		return number >= line
	case above:
		return number > line
	case atMost:
		return number <= line
	}
	return number < line
}

// severity is number / line for distances and log p / log line for p-values; exactly 1 or more where the rule says drift, and below 1 where it does not.
func (r rule) severity(number, line float64, drifted bool) float64 {
	ratio := 0.0
	switch {
	case math.IsNaN(number):
	case r == atLeast || r == above:
		if ratio = number / line; line <= 0 || math.IsNaN(ratio) { // nothing to divide by
			ratio = mostSevere * law.BoolShare(drifted)
		}
	case line >= 1:
		ratio = law.BoolShare(drifted)
	case line <= 0:
		ratio = mostSevere * law.BoolShare(drifted)
	default:
		ratio = math.Log(math.Max(number, 1e-300)) / math.Log(line)
	}
	ratio = math.Max(0, math.Min(mostSevere, ratio))
	if drifted {
		return math.Max(1, ratio)
	}
	return math.Min(math.Nextafter(1, 0), ratio)
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// pValue is a score that is a p-value.
func pValue(p float64) (score, error) { return score{value: p, p: p}, nil }

// distance is a score without a p-value.
func distance(x float64) (score, error) { return score{value: x, p: math.NaN()}, nil }
