package analysis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/peer"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Limits of exact counting.
const (
	smallLog         = 5_000      // rows: so few that everything is counted exactly
	exactNumbers     = 20_000     // distinct numbers in a question
	exactCategories  = 200_000    // distinct categories in a question; of more, only the reference's frequent ones are counted by name
	exactOnDemand    = 5_000_000  // with precision exact, and for other libraries' definitions
	sampleRows       = 20_000     // of the reference, to cut the grid or choose the names from
	enoughForAGrid   = 1_000      // a grid cut from fewer rows is cut again when there may be more
	answeredEntries  = 40_000_000 // counts of all columns in one answer of the store: about a gigabyte
	rememberedFailed = time.Hour
)

// keying says how a column is counted: by exact values, by the cells of a grid, or by the names of a vocabulary. It is the same for a reference and all windows that are compared
// with it.
type keying struct {
	grid        *counts.Grid       // nil: exact, or by names
	fallback    *counts.Grid       // the grid to use where exact turns out to be too much
	names       *counts.Vocabulary // of categories that are known to be too many; nil: exact
	maxDistinct int
}

func (k keying) id() string {
	switch {
	case k.grid != nil:
		return k.grid.Version
	case k.names != nil:
		return k.names.Version
	}
	return "exact"
}

// way is id with what would be done where exact turns out to be too much: columns with the same ways can be counted in one question.
func (k keying) way() string {
	if k.fallback == nil {
		return k.id()
	}
	return k.id() + " or " + k.fallback.Version
}

// cut is what a sample of the reference says about a column.
type cut struct {
	grid     *counts.Grid       // of numbers
	names    *counts.Vocabulary // of categories
	distinct float64            // estimated number of distinct values in everything
	brief    bool               // there may soon be more rows to cut from
	err      error
}

// keyings decides for every column how it is counted where windows are compared with a reference of this base. What it decides depends on the model's
// settings, the reference and the size of the log, and not on the windows that a panel happens to show.
func (r *run) keyings(ctx context.Context, columns []column, b *base) ([]keying, error) {
	if known := r.keyed[b.id]; known != nil {
		return known, nil
	}
	keyings, err := r.decide(ctx, columns, b)
	if err != nil {
		return nil, err
	}
	r.keyed[b.id] = keyings
	return keyings, nil
}

func (r *run) decide(ctx context.Context, columns []column, b *base) ([]keying, error) {
	keyings := make([]keying, len(columns))
	var numbers, many []int
	if r.byPeer() && r.query.Precision == query.Grid {
		r.notice(Notice{Text: fmt.Sprintf("%s compares exact values; precision grid is not heeded.", r.query.Method)})
	}
	for i, c := range columns {
		keyings[i].maxDistinct = exactCategories
		if c.cells != nil && c.kind == model.Numeric {
			keyings[i] = keying{grid: c.cells}
			if r.exact() {
				columns[i].fail(r.onlyCells(c.name))
			}
			continue
		}
		if c.kind == model.Numeric {
			numbers = append(numbers, i)
			keyings[i].maxDistinct = exactNumbers
		} else if r.hasManyNames(c.current) {
			many = append(many, i)
		}
		if r.exact() {
			keyings[i].maxDistinct = exactOnDemand
		}
	}
	if r.exact() {
		return keyings, nil
	}
	if len(many) > 0 {
		cuts, err := r.cuts(ctx, b, columns, many)
		if err != nil {
			return nil, err
		}
		for n, i := range many {
			if keyings[i].names = cuts[n].names; cuts[n].err != nil {
				columns[i].fail(cuts[n].err)
			}
		}
	}
	if len(numbers) == 0 {
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
	cuts, err := r.cuts(ctx, b, columns, numbers)
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

// exact tells whether values must be counted as they are: a query asks for it, or its method is another library's definition, which a grid would change.
func (r *run) exact() bool { return r.query.Precision == query.Exact || r.byPeer() }

// onlyCells says that a column whose values nobody keeps cannot be counted exactly.
func (r *run) onlyCells(name string) error {
	asks := "precision exact needs"
	if r.byPeer() {
		asks = r.query.Method + " compares"
	}
	return fmt.Errorf("%s exact values, and the store of %q keeps its counts in cells alone; take one of Tideline's own methods with precision auto, or a log of predictions", asks, name)
}

// byPeer tells whether a query compares by another library's definition.
func (r *run) byPeer() bool { return r.query.Type != query.Summary && peer.Has(r.query.Method) }

// why says why a column could not be counted.
func (r *run) why(err error) string {
	var many *store.TooManyError
	if r.byPeer() && errors.As(err, &many) {
		return fmt.Sprintf("%s compares exact values, and column %q has more than %s in this question; ask for fewer windows, or take one of Tideline's own methods",
			r.query.Method, many.Column, Counted(float64(many.Limit), "value", "values"))
	}
	return err.Error()
}

func (c *column) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// errManyNames says that categories turned out to be too many to be counted exactly, and that it has been noted: how columns are counted is to be decided anew.
var errManyNames = errors.New("a column has more categories than can be counted exactly")

// hasManyNames tells whether a column of the log has been found to have too many categories. That holds for all references alike: each then has names of its
// own that are counted.
func (r *run) hasManyNames(c store.Column) bool {
	key := r.manyNamesKey(c)
	_, found := r.cache.Get(key)
	return found || r.manyNames[key]
}

func (r *run) noteManyNames(c store.Column) {
	key := r.manyNamesKey(c)
	r.manyNames[key] = true
	r.cache.Put(key, cache.Entry{Value: true, Keep: true, For: rememberedFailed})
}

func (r *run) manyNamesKey(c store.Column) string {
	return "many names " + digest(r.options.StoreID, r.model.Source, c)
}

// decidedAnew calls count again where it finds that categories are too many.
func decidedAnew[T any](r *run, count func() (T, error)) (T, error) {
	for {
		counted, err := count()
		if !errors.Is(err, errManyNames) {
			return counted, err
		}
		r.keyed = map[string][]keying{}
	}
}

// cuts makes the grids and vocabularies of columns from a sample of the base, but keeps that of the base before it where it is fine enough for the sample.
func (r *run) cuts(ctx context.Context, b *base, columns []column, numbers []int) ([]cut, error) {
	earlier := make([]cut, len(numbers))
	if b.before != nil {
		var err error
		if earlier, err = r.cuts(ctx, b.before, columns, numbers); err != nil {
			return nil, err
		}
	}
	joined := make([]bool, len(numbers))
	keys := make([]string, len(numbers))
	for n, i := range numbers {
		c := &columns[i]
		keys[n], joined[n] = "cut "+b.id+digest(c.in(b.foreign, b.columns)), c.joined
		if c.joined {
			keys[n] += digest(r.model.Target)
		}
		if grid := earlier[n].grid; grid != nil {
			keys[n] += grid.Version
		} else if names := earlier[n].names; names != nil {
			keys[n] += names.Version
		}
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
				asked, at = append(asked, c.in(b.foreign, b.columns)), append(at, e)
			}
			if len(asked) == 0 {
				continue
			}
			from := b.relation
			if late && !b.foreign {
				var err error
				if from, err = r.log(ctx, b.relation.Filters, true); err != nil {
					return nil, err
				}
			}
			profile, err := r.store.Profile(ctx, from.Relation, asked, storeWindows(b.windows), sampleRows)
			if err != nil {
				return nil, &StoreError{fmt.Sprintf("model %q: no sample could be taken of its reference", r.model.Name), err}
			}
			r.spent(profile.Stats)
			for p, e := range at {
				entries[e] = cutOf(profile.Columns[p], profile, earlier[missing[e]])
			}
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	r.used(ctx, found)
	cuts := make([]cut, len(values))
	for n, v := range values {
		cuts[n] = v.(cut)
	}
	return cuts, nil
}

func cutOf(sampled store.SampleColumn, profile *store.Profile, earlier cut) cache.Entry {
	if sampled.Err != nil {
		return cache.Entry{Value: cut{err: sampled.Err}}
	}
	if sampled.Column.Kind != model.Numeric && sampled.Counts != nil {
		return vocabularyOf(sampled.Counts, profile, earlier)
	}
	if sampled.Counts == nil || sampled.Counts.Kind == counts.String {
		return cache.Entry{Value: cut{err: errors.New("it holds text, not numbers; declare it categorical")}}
	}
	grid := earlier.grid
	if grid == nil || !grid.Fits(sampled.Counts, sampled.Column.Integer) {
		var err error
		if grid, err = counts.NewGrid(sampled.Counts, sampled.Column.Integer); err != nil {
			return cache.Entry{Value: cut{err: err}}
		}
	}
	brief := profile.Sampled < enoughForAGrid || earlier.brief && grid == earlier.grid
	e := cache.Entry{Value: cut{grid: grid, distinct: distinct(sampled.Counts), brief: brief}, Bytes: int64(64 * grid.NumCells()), Keep: true}
	if brief {
		e.For = time.Minute
	}
	return e
}

func vocabularyOf(sampled *counts.Counts, profile *store.Profile, earlier cut) cache.Entry {
	names := earlier.names
	if names == nil || !names.Fits(sampled) {
		var err error
		if names, err = counts.NewVocabulary(sampled); err != nil {
			return cache.Entry{Value: cut{err: err}}
		}
	}
	brief := profile.Sampled < enoughForAGrid || earlier.brief && names == earlier.names
	e := cache.Entry{Value: cut{names: names, distinct: distinct(sampled), brief: brief}, Bytes: int64(64 * len(names.Names)), Keep: true}
	if brief {
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
