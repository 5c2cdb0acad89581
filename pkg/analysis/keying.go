package analysis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Limits of exact counting.
const (
	smallLog         = 5_000      // rows: so few that everything is counted exactly
	exactNumbers     = 20_000     // distinct numbers in a question
	exactCategories  = 200_000    // distinct categories in a question: they have no grid
	exactOnDemand    = 5_000_000  // with precision exact
	sampleRows       = 20_000     // of the reference, to cut the grid from
	enoughForAGrid   = 1_000      // a grid cut from fewer rows is cut again when there may be more
	answeredEntries  = 40_000_000 // counts of all columns in one answer of the store: about a gigabyte
	rememberedFailed = time.Hour
)

// keying says how a column is counted: by exact values, or by the cells of a grid. It is the same for all windows and the reference of a question.
type keying struct {
	grid        *counts.Grid // nil: exact
	fallback    *counts.Grid // the grid to use where exact turns out to be too much
	maxDistinct int
}

func (k keying) id() string {
	if k.grid == nil {
		return "exact"
	}
	return k.grid.Version
}

// cut is what a sample of the reference says about a column.
type cut struct {
	grid     *counts.Grid
	distinct float64 // estimated number of distinct values in everything
	err      error
}

// keyings decides for every column how it is counted. What it decides depends on the model, its reference and the size of its log, and not on the
// windows that a panel happens to show.
func (r *run) keyings(ctx context.Context, columns []column) ([]keying, error) {
	keyings := make([]keying, len(columns))
	var numbers []int
	for i, c := range columns {
		keyings[i].maxDistinct = exactCategories
		if c.kind == model.Numeric {
			numbers = append(numbers, i)
			keyings[i].maxDistinct = exactNumbers
		}
		if r.query.Precision == query.Exact {
			keyings[i].maxDistinct = exactOnDemand
		}
	}
	if len(numbers) == 0 || r.query.Precision == query.Exact {
		return keyings, nil
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil {
		return nil, err
	}
	if extent.Rows <= smallLog && r.query.Precision == query.AutoPrecision {
		return keyings, nil
	}
	cuts, err := r.cuts(ctx, log, columns, numbers)
	if err != nil {
		return nil, err
	}
	for n, i := range numbers {
		switch {
		case cuts[n].err != nil:
			columns[i].fail(cuts[n].err)
		case r.query.Precision == query.AutoPrecision && cuts[n].distinct <= exactNumbers:
			keyings[i].fallback = cuts[n].grid
		default:
			keyings[i] = keying{grid: cuts[n].grid}
		}
	}
	return keyings, nil
}

func (c *column) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// cuts makes the grids of columns from a sample of the model's reference, without the query's filters: so all panels share them.
func (r *run) cuts(ctx context.Context, log *relation, columns []column, numbers []int) ([]cut, error) {
	ref, err := r.standingReference(ctx, nil)
	if err != nil {
		return nil, err
	}
	rel, windows := log, []window.Interval{{}}
	if ref != nil {
		rel, windows = ref.relation, nil
		for _, w := range ref.windows {
			windows = append(windows, w.Interval)
		}
	}
	joined := make([]bool, len(numbers))
	keys := make([]string, len(numbers))
	prefix := "cut " + digest(r.options.StoreID, r.modelID, windows)
	for n, i := range numbers {
		keys[n], joined[n] = prefix+columns[i].name, columns[i].joined
	}
	values, found, err := r.cache.Many(ctx, keys, func(ctx context.Context, missing []int) ([]cache.Entry, error) {
		entries := make([]cache.Entry, len(missing))
		for _, late := range []bool{false, true} {
			var asked []store.Column
			var at []int
			for e, n := range missing {
				if joined[n] != late {
					continue
				}
				c := columns[numbers[n]]
				if c.err != nil {
					entries[e] = cache.Entry{Value: cut{err: c.err}}
					continue
				}
				asked, at = append(asked, c.in(rel == log)), append(at, e)
			}
			if len(asked) == 0 {
				continue
			}
			from := rel
			if late {
				var err error
				if from, err = r.log(ctx, nil, true); err != nil {
					return nil, err
				}
			}
			profile, err := r.store.Profile(ctx, from.Relation, asked, storeWindows(windows), sampleRows)
			if err != nil {
				return nil, &StoreError{fmt.Sprintf("model %q: no sample could be taken of its reference", r.model.Name), err}
			}
			r.spent(profile.Stats)
			for p, e := range at {
				entries[e] = cutOf(profile.Columns[p], profile)
			}
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	r.used(found)
	cuts := make([]cut, len(values))
	for n, v := range values {
		cuts[n] = v.(cut)
	}
	return cuts, nil
}

// in is the column as the log or as the reference names it.
func (c *column) in(log bool) store.Column {
	if log {
		return c.current
	}
	return c.reference
}

func cutOf(sampled store.SampleColumn, profile *store.Profile) cache.Entry {
	if sampled.Err != nil {
		return cache.Entry{Value: cut{err: sampled.Err}}
	}
	if sampled.Counts == nil || sampled.Counts.Kind == counts.String {
		return cache.Entry{Value: cut{err: errors.New("it holds text, not numbers; declare it categorical")}}
	}
	grid, err := counts.NewGrid(sampled.Counts, sampled.Column.Integer)
	if err != nil {
		return cache.Entry{Value: cut{err: err}}
	}
	e := cache.Entry{Value: cut{grid: grid, distinct: distinct(sampled.Counts)}, Bytes: int64(64 * grid.NumCells()), Keep: true}
	if profile.Sampled < enoughForAGrid {
		e.For = time.Minute
	}
	return e
}

// distinct estimates how many distinct values there are behind a sample, from how many it saw once and twice: Chao's lower bound, d + f₁²/2f₂
// (Chao 1984), in its form for samples that saw none twice.
func distinct(sample *counts.Counts) float64 {
	once, twice := 0.0, 0.0
	for _, w := range sample.W {
		switch w {
		case 1:
			once++
		case 2:
			twice++
		}
	}
	return float64(sample.Len()) + once*(once-1)/(2*(twice+1))
}

func storeWindows(intervals []window.Interval) []store.Window {
	windows := make([]store.Window, len(intervals))
	for i, v := range intervals {
		windows[i] = store.Window{From: v.From, To: v.To}
	}
	return windows
}
