// Package change says what changed of a feature between its reference and a window: the lines of a table that a person reads, and a sentence. It works on
// the counts that a verdict was made of and on the verdict; it knows nothing of stores, time or Grafana.
package change

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// Kind of a line: what it compares.
type Kind string

// Kinds, in the order of a table.
const (
	Mean      Kind = "mean"
	Median    Kind = "median"
	Deviation Kind = "standard deviation"
	Half      Kind = "middle half" // the distance of the quartiles
	Part      Kind = "values"      // a stretch of values, about a tenth of the reference
	Category  Kind = "category"
	Others    Kind = "other categories" // those that were not counted by name
	New       Kind = "new value"
	Gone      Kind = "gone value"
	Missing   Kind = "missing"
)

// share tells whether a line compares shares of rows; else it compares values of the feature.
func (k Kind) share() bool {
	switch k {
	case Mean, Median, Deviation, Half:
		return false
	}
	return true
}

// Line is a line of the table. Before and After are values of the feature, or shares of rows: of all rows for Missing, else of the rows with a value. What is
// not known is NaN.
type Line struct {
	Kind          Kind
	What          string // "median", "0.12 – 0.21", "up to 0.12 (lowest tenth)", "‘lumen-3’"
	Before, After float64
	// Deviations is After − Before in standard deviations of the reference; of values only.
	Deviations float64
	// OfDistance is the line's part of the distance between the two, in [0, 1]: of the method's own where it adds up over bins or categories (psi, js, hellinger,
	// chi2, tv), else of the total variation. Of parts, categories, new and gone values only.
	OfDistance float64
	Words      string // what the line says, as part of a sentence
	// Step is the error of After, of sampling and of the grid: numbers are written no finer.
	Step float64
	// LieBefore and LieAfter are the ends of the middle half; Before and After are how far they are apart. Of Half only.
	LieBefore, LieAfter [2]float64
}

// Share tells whether Before and After are shares of rows.
func (l Line) Share() bool { return l.Kind.share() }

// Changes is all there is to say.
type Changes struct {
	Lines    []Line
	Sentence string // ends with a full stop
}

// Feature is what is compared: its name, as a sentence calls it, and the kind of its values.
type Feature struct {
	Name    string
	Numeric bool
}

// Of compares a window with what it was compared with: before is the reference without the window, as one; either may be nil. The verdict is the window's.
// The same counts give the same words.
func Of(f Feature, before, now *counts.Counts, v *drift.Verdict) (*Changes, error) {
	if before == nil || now == nil || before.Rows == 0 || now.Rows == 0 || v.Outcome == drift.NoReference || v.Outcome == drift.Failed {
		return &Changes{Sentence: incomparable(f, before, now, v)}, nil
	}
	before, now, err := alike(before, now)
	if err != nil {
		return nil, err
	}
	c := &comparison{Feature: f, before: before, now: now, verdict: v, cluster: 1}
	if v.Inflation > 1 {
		c.cluster = v.Inflation
	}
	if f.Numeric && !before.Kind.Names() {
		c.values()
	} else {
		c.categories()
	}
	c.missing()
	for i := range c.lines {
		c.lines[i].Words = c.partWords(c.lines[i])
	}
	return &Changes{Lines: c.lines, Sentence: c.sentence()}, nil
}

// alike brings two counts to one kind of key.
func alike(before, now *counts.Counts) (*counts.Counts, *counts.Counts, error) {
	var err error
	switch {
	case before.Len() == 0 || now.Len() == 0: // nothing to bring: a side without values may have no kind
	case before.Kind == counts.Cell && now.Kind != counts.Cell:
		now, err = before.Grid.Count(now)
	case now.Kind == counts.Cell && before.Kind != counts.Cell:
		before, err = now.Grid.Count(before)
	case before.Kind == counts.Word && now.Kind != counts.Word:
		now, err = before.Vocabulary.Count(now)
	case now.Kind == counts.Word && before.Kind != counts.Word:
		before, err = now.Vocabulary.Count(before)
	default:
		before, now, err = counts.Unify(before, now)
	}
	return before, now, err
}

// comparison is a feature being compared.
type comparison struct {
	Feature
	before, now *counts.Counts
	verdict     *drift.Verdict
	cluster     float64 // rows of a window that come together: as if there were so many times fewer

	lines []Line
	parts []Line // the lines that a distance is made of, all of them, the largest first
}

// rows of a side that count for its error.
func (c *comparison) size(of *counts.Counts) float64 {
	return math.Max(1, of.EffectiveRows()/c.cluster)
}

// shareStep is the standard error of a share of n rows.
func shareStep(share, n float64) float64 { return math.Sqrt(math.Max(share*(1-share), 1/n) / n) }

// leastPoints of a share that changed is more than nothing to speak of.
const leastPoints = 0.005

// visible tells whether a change of a share is more than its error and more than nothing to speak of.
func (l Line) visible() bool {
	const errors = 3
	return math.Abs(l.After-l.Before) >= math.Max(leastPoints, errors*l.Step)
}

func missingShare(c *counts.Counts) float64 { return (c.Null + c.NaN) / c.Rows }

func (c *comparison) missing() {
	before, after := missingShare(c.before), missingShare(c.now)
	if before == 0 && after == 0 {
		return
	}
	n := math.Max(1, c.now.Rows/c.cluster)
	c.lines = append(c.lines, Line{Kind: Missing, What: "missing values", Before: before, After: after, Deviations: math.NaN(), OfDistance: math.NaN(),
		Step: shareStep((before+after)/2, n)})
}

// find is the first line of a kind.
func (c *comparison) find(kind Kind) (Line, bool) {
	for _, l := range c.lines {
		if l.Kind == kind {
			return l, true
		}
	}
	return Line{}, false
}
