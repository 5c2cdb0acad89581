package prometheus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// boundOf reads the label le.
func boundOf(text string) (float64, bool) {
	le, err := strconv.ParseFloat(text, 64)
	return le + 0, err == nil && !math.IsNaN(le)
}

// onGrid makes counts of what a histogram has, or none, in a window.
func (of *counted) onGrid(grid *counts.Grid, other counts.Other) (*counts.Counts, error) {
	switch {
	case of.native != nil:
		return of.native.onGrid(grid, other)
	case of.below != nil:
		return fromBounds(grid, of.below, other)
	}
	return counts.OfCells(grid, nil, nil, nil, other)
}

// mostSlack is how much a bound may lie below the one before it, by what increase adds at the ends of a window.
const mostSlack = 0.02

// fromBounds makes counts of how many rows lie below each bound. They are rounded to whole rows, so that what is between two bounds is whole as well. A cell of the
// grid holds lo < x ≤ hi where other grids have lo ≤ x < hi: the same on both sides of a comparison.
func fromBounds(grid *counts.Grid, below map[float64]float64, other counts.Other) (*counts.Counts, error) {
	all, ok := below[math.Inf(1)]
	if !ok {
		return nil, errors.New("it has no bucket le=\"+Inf\"")
	}
	lowest := math.Inf(1)
	for le := range below {
		lowest = min(lowest, le)
	}
	var cells []int32
	var weights []float64
	before := 0.0
	for i := range grid.NumCells() {
		_, hi, _ := grid.Bounds(i)
		upTo, ok := below[hi]
		switch {
		case hi == 0 && lowest > 0: // that values are positive is known without a bucket
			upTo = 0
		case !ok:
			return nil, fmt.Errorf("the buckets have changed: there was no bound le=%q; ask for windows and a reference from after the change", strconv.FormatFloat(hi, 'g', -1, 64))
		case upTo < before-1-mostSlack*all:
			return nil, fmt.Errorf("the buckets have changed within the window: fewer rows lie below %g than below the bound before it", hi)
		}
		if upTo = math.Round(max(upTo, before)); upTo > before {
			cells, weights = append(cells, int32(i)), append(weights, upTo-before)
		}
		before = upTo
	}
	return counts.OfCells(grid, cells, weights, nil, other)
}

// histogram is a native one: buckets that are exponentially wide, of which only those that hold something are listed.
type histogram struct {
	Buckets []bucket `json:"buckets"`
}

// bucket holds Rows values between two bounds.
type bucket struct{ lo, hi, rows float64 }

// UnmarshalJSON reads [which bounds belong to it, "lower", "upper", "rows"].
func (b *bucket) UnmarshalJSON(text []byte) error {
	var parts [4]any
	if err := json.Unmarshal(text, &parts); err != nil {
		return err
	}
	for i, into := range []*float64{&b.lo, &b.hi, &b.rows} {
		written, _ := parts[i+1].(string)
		x, err := strconv.ParseFloat(written, 64)
		if err != nil {
			return err
		}
		*into = x
	}
	return nil
}

// How native histograms are cut: every octave between these powers of two into at most 2^finestSchema cells, on both sides of zero, and one cell around it.
const (
	finestSchema                = 4
	lowestOctave, highestOctave = -30, 50
)

// schema is how finely a histogram is cut: 2^schema buckets an octave.
func (h *histogram) schema() (int, bool) {
	schema, found := finestSchema, false
	for _, b := range h.Buckets {
		if lo, hi := math.Abs(b.lo), math.Abs(b.hi); b.lo*b.hi > 0 && !math.IsInf(lo, 0) && !math.IsInf(hi, 0) {
			octaves := math.Abs(math.Log2(hi) - math.Log2(lo))
			schema, found = min(schema, int(math.Round(-math.Log2(octaves)))), true
		}
	}
	return schema, found
}

// nativeGrid has the bounds of a schema. Those of a finer one are among them.
func nativeGrid(schema int) (*counts.Grid, error) {
	perOctave := math.Exp2(float64(schema))
	var positive []float64
	for i := 0; ; i++ {
		at := float64(lowestOctave) + float64(i)/perOctave
		if at > highestOctave {
			break
		}
		positive = append(positive, math.Exp2(at))
	}
	bounds := make([]float64, 0, 2*len(positive))
	for i := len(positive) - 1; i >= 0; i-- {
		bounds = append(bounds, -positive[i])
	}
	return counts.Bounds(append(bounds, positive...))
}

// onGrid puts each bucket into the cell around it.
func (h *histogram) onGrid(grid *counts.Grid, other counts.Other) (*counts.Counts, error) {
	rows := make([]int64, grid.NumCells())
	upTo, before := 0.0, 0.0
	for _, b := range h.Buckets {
		cell := grid.CellOf(b.middle())
		lo, hi, _ := grid.Bounds(cell)
		if slack := 1e-9 * (math.Abs(b.lo) + math.Abs(b.hi)); b.lo < lo-slack || b.hi > hi+slack {
			return nil, errors.New("the native histogram was coarser then than it is now; ask for windows and a reference from after the change")
		}
		upTo += b.rows
		rows[cell] += int64(math.Round(upTo) - before)
		before = math.Round(upTo)
	}
	return counts.FromRows(grid, rows, other)
}

// middle is a value well inside of a bucket.
func (b bucket) middle() float64 {
	if b.lo*b.hi > 0 {
		return math.Copysign(math.Sqrt(math.Abs(b.lo))*math.Sqrt(math.Abs(b.hi)), b.lo)
	}
	return b.lo/2 + b.hi/2
}

// cutNative gives native histograms their cells, by how finely they are cut now.
func (s *Store) cutNative(ctx context.Context, f *family) error {
	found, err := s.api.at(ctx, "sum "+by(featureLabel)+" ("+f.metric(valueMetric)+")", s.now())
	if err != nil {
		return err
	}
	for name, one := range f.features {
		if one.native {
			one.problem = "is a native histogram that has not been scraped within five minutes, so that its buckets are unknown"
			f.features[name] = one
		}
	}
	for _, series := range found.series {
		name := series.labels[featureLabel]
		one, ok := f.features[name]
		if !ok || !one.native || len(series.histograms) == 0 {
			continue
		}
		one.problem = ""
		schema, cut := series.histograms[0].schema()
		if !cut {
			one.problem = "is a native histogram without values"
		} else if one.grid, err = nativeGrid(schema); err != nil {
			return err
		}
		f.features[name] = one
	}
	return nil
}
