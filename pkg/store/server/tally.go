package server

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// tally makes counts of the groups of one column.
type tally interface {
	// add takes a group: its integer, float or text key, the other two missing, and its rows.
	add(slot int, key []any, rows float64) error
	// counts are those of a slot; nil without rows.
	counts(slot int) (*counts.Counts, error)
}

// entries are what a slot has: keys with their rows, and what is no value.
type entries[K any] struct {
	keys  []K
	rows  []float64
	other counts.Other
}

func (e *entries[K]) put(key K, rows float64) {
	e.keys, e.rows = append(e.keys, key), append(e.rows, rows)
}

func (e *entries[K]) empty() bool { return e == nil || len(e.keys) == 0 && e.other == (counts.Other{}) }

// special counts what is no finite number; false for a number.
func special(o *counts.Other, x, rows float64) bool {
	switch {
	case math.IsNaN(x):
		o.NaN += rows
	case math.IsInf(x, 1):
		o.PosInf += rows
	case math.IsInf(x, -1):
		o.NegInf += rows
	default:
		return false
	}
	return true
}

// slot is the entries of a slot, in a list that grows.
func slotOf[K any](list *[]*entries[K], slot int) *entries[K] {
	for slot >= len(*list) {
		*list = append(*list, nil)
	}
	if (*list)[slot] == nil {
		(*list)[slot] = &entries[K]{}
	}
	return (*list)[slot]
}

// ordered brings keys into order, equal ones together.
func ordered[K cmp.Ordered](keys []K, rows []float64) ([]K, []float64) {
	sorted, weights := make([]K, 0, len(keys)), make([]float64, 0, len(keys))
	put := func(key K, rows float64) {
		if n := len(sorted); n > 0 && sorted[n-1] == key {
			weights[n-1] += rows
		} else {
			sorted, weights = append(sorted, key), append(weights, rows)
		}
	}
	if !slices.ContainsFunc(rows, func(n float64) bool { return n != 1 }) { // as of a sample
		if list, ok := sortedNumbers(keys); ok {
			for _, key := range list {
				put(key, 1)
			}
			return sorted, weights
		}
		keys, rows = together(keys, rows)
	}
	type pair struct {
		key  K
		rows float64
	}
	pairs := make([]pair, len(keys))
	for i, key := range keys {
		pairs[i] = pair{key, rows[i]}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.key, b.key) })
	for _, p := range pairs {
		put(p.key, p.rows)
	}
	return sorted, weights
}

// together adds up equal keys. A sample has the names of categories again and again, and sorting them would compare texts again and again.
func together[K cmp.Ordered](keys []K, rows []float64) ([]K, []float64) {
	place := make(map[K]int)
	var distinct []K
	var sums []float64
	for i, key := range keys {
		at, known := place[key]
		if !known {
			at = len(distinct)
			place[key], distinct, sums = at, append(distinct, key), append(sums, 0)
		}
		sums[at] += rows[i]
	}
	return distinct, sums
}

// sortedNumbers brings numbers into order; false for texts.
func sortedNumbers[K cmp.Ordered](keys []K) ([]K, bool) {
	switch list := any(keys).(type) {
	case []float64:
		return any(counts.SortedFloats(list)).([]K), true
	case []int64:
		return any(counts.SortedInts(list)).([]K), true
	}
	return nil, false
}

// exactly is a tally of distinct values, which can be told how many rows will come.
type exactly interface {
	tally
	expect(slot, rows int)
}

// exact keeps distinct values.
type exact[K cmp.Ordered] struct {
	name              string
	distinct, entries int // limits; 0: none
	of                func(key []any) (K, float64, bool)
	build             func(keys []K, rows []float64, other counts.Other) (*counts.Counts, error)

	slots []*entries[K]
	kept  int
	seen  map[K]struct{}
}

// newExact counts the distinct values of a column.
func newExact(name string, v sql.Value, distinct, most int) exactly {
	switch {
	case v.Holds == sql.Ints && !v.Names:
		return &exact[int64]{name: name, distinct: distinct, entries: most,
			of: func(key []any) (int64, float64, bool) { x, ok := key[0].(int64); return x, 0, ok },
			build: func(keys []int64, rows []float64, other counts.Other) (*counts.Counts, error) {
				return counts.OfInts(keys, rows, nil, other)
			}}
	case v.Holds == sql.Floats && !v.Names:
		return &exact[float64]{name: name, distinct: distinct, entries: most,
			of: func(key []any) (float64, float64, bool) { x, ok := key[1].(float64); return x + 0, x, ok }, // −0 + 0 is 0
			build: func(keys []float64, rows []float64, other counts.Other) (*counts.Counts, error) {
				return counts.OfFloats(keys, rows, nil, other)
			}}
	}
	return &exact[string]{name: name, distinct: distinct, entries: most,
		of: func(key []any) (string, float64, bool) { name, x, ok := nameOf(key); return strings.Clone(name), x, ok }, // it is only lent
		build: func(keys []string, rows []float64, other counts.Other) (*counts.Counts, error) {
			return counts.OfStrings(keys, rows, nil, other)
		}}
}

// nameOf is the name of a category; numbers are written without a fraction where they have none. A float comes along for what is no number.
func nameOf(key []any) (name string, number float64, ok bool) {
	if x, ok := key[0].(int64); ok {
		return strconv.FormatInt(x, 10), 0, true
	}
	if x, ok := key[1].(float64); ok {
		return strconv.FormatFloat(x+0, 'f', -1, 64), x, true
	}
	text, ok := key[2].(string)
	return text, 0, ok
}

func (e *exact[K]) add(slot int, key []any, rows float64) error {
	s := slotOf(&e.slots, slot)
	k, number, ok := e.of(key)
	switch {
	case !ok:
		s.other.Null += rows
		return nil
	case special(&s.other, number, rows):
		return nil
	}
	s.put(k, rows)
	e.kept++
	if e.entries > 0 && e.kept > e.entries {
		return e.stop(e.entries)
	}
	if e.distinct > 0 && e.kept > e.distinct {
		if e.seen == nil {
			e.seen = map[K]struct{}{}
			for _, slot := range e.slots {
				if slot != nil {
					for _, k := range slot.keys {
						e.seen[k] = struct{}{}
					}
				}
			}
		}
		if e.seen[k] = struct{}{}; len(e.seen) > e.distinct {
			return e.stop(e.distinct)
		}
	}
	return nil
}

// expect makes room in a slot for so many rows.
func (e *exact[K]) expect(slot, rows int) {
	s := slotOf(&e.slots, slot)
	s.keys, s.rows = slices.Grow(s.keys, rows), slices.Grow(s.rows, rows)
}

func (e *exact[K]) stop(limit int) error {
	e.slots, e.seen = nil, nil
	return &store.TooManyError{Column: e.name, Limit: limit}
}

func (e *exact[K]) counts(slot int) (*counts.Counts, error) {
	if slot >= len(e.slots) || e.slots[slot].empty() {
		return nil, nil
	}
	s := e.slots[slot]
	keys, rows := ordered(s.keys, s.rows)
	return e.build(keys, rows, s.other)
}

// cells counts on a grid.
type cells struct {
	grid  *counts.Grid
	keys  *sql.Keys
	slots []*entries[int32] // by raw key
}

func newCells(g *counts.Grid, keys *sql.Keys) tally { return &cells{grid: g, keys: keys} }

func (c *cells) add(slot int, key []any, rows float64) error {
	s := slotOf(&c.slots, slot)
	at, ok := key[0].(int64)
	if !ok {
		s.other.Null += rows
		return nil
	}
	whole, float, err := c.keys.Representative(at)
	switch {
	case err != nil:
		return err
	case c.keys.Ints != nil:
		s.put(c.grid.RawOfInt(whole), rows)
	case special(&s.other, float, rows):
	case c.grid.Integer:
		s.put(c.grid.RawOfInt(floored(float)), rows)
	default:
		s.put(c.grid.RawOf(float), rows)
	}
	return nil
}

// floored is the floor of a finite float as an integer, at most the ends of int64.
func floored(x float64) int64 {
	switch x = math.Floor(x); {
	case x < -(1 << 63):
		return math.MinInt64
	case x >= 1<<63:
		return math.MaxInt64
	}
	return int64(x)
}

func (c *cells) counts(slot int) (*counts.Counts, error) {
	if slot >= len(c.slots) || c.slots[slot].empty() {
		return nil, nil
	}
	s := c.slots[slot]
	return c.grid.FromRaw(s.keys, s.rows, nil, s.other)
}

// bins counts in the caller's own bins.
type bins struct {
	edges []float64
	keys  *sql.Keys
	slots []*entries[float64] // by lower edge
}

func newBins(edges []float64, keys *sql.Keys) tally { return &bins{edges: edges, keys: keys} }

func (b *bins) add(slot int, key []any, rows float64) error {
	s := slotOf(&b.slots, slot)
	at, ok := key[0].(int64)
	if !ok {
		s.other.Null += rows
		return nil
	}
	_, x, err := b.keys.Representative(at)
	switch last := len(b.edges) - 1; {
	case err != nil:
		return err
	case special(&s.other, x, rows):
	case x < b.edges[0]:
		s.put(-math.MaxFloat64, rows)
	case x > b.edges[last]:
		s.put(math.MaxFloat64, rows)
	default:
		i, found := slices.BinarySearch(b.edges[:last], x)
		if !found {
			i--
		}
		s.put(math.Max(b.edges[i], -math.MaxFloat64), rows)
	}
	return nil
}

func (b *bins) counts(slot int) (*counts.Counts, error) {
	if slot >= len(b.slots) || b.slots[slot].empty() {
		return nil, nil
	}
	s := b.slots[slot]
	keys, rows := ordered(s.keys, s.rows)
	return counts.OfFloats(keys, rows, nil, s.other)
}

// words puts names on a vocabulary. Servers have no hash in common, so names come by themselves and are put into buckets here: what is kept is bounded, what
// is sent is not.
type words struct {
	vocabulary *counts.Vocabulary
	places     map[string]int32 // of the vocabulary's names
	slots      []*placed
}

type placed struct {
	rows  []float64 // by place
	other counts.Other
}

func newWords(v *counts.Vocabulary) tally {
	w := &words{vocabulary: v, places: make(map[string]int32, len(v.Names))}
	for i, name := range v.Names {
		w.places[name] = int32(i)
	}
	return w
}

func (w *words) add(slot int, key []any, rows float64) error {
	for slot >= len(w.slots) {
		w.slots = append(w.slots, nil)
	}
	if w.slots[slot] == nil {
		w.slots[slot] = &placed{rows: make([]float64, w.vocabulary.Places())}
	}
	s := w.slots[slot]
	name, number, ok := nameOf(key)
	switch {
	case !ok:
		s.other.Null += rows
		return nil
	case special(&s.other, number, rows):
		return nil
	}
	place, known := w.places[name]
	if !known {
		place = int32(w.vocabulary.Place(name))
	}
	s.rows[place] += rows
	return nil
}

func (w *words) counts(slot int) (*counts.Counts, error) {
	if slot >= len(w.slots) || w.slots[slot] == nil {
		return nil, nil
	}
	s := w.slots[slot]
	var places []int32
	var rows []float64
	for place, n := range s.rows {
		if n > 0 {
			places, rows = append(places, int32(place)), append(rows, n)
		}
	}
	if len(places) == 0 && s.other == (counts.Other{}) {
		return nil, nil
	}
	return counts.OfWords(w.vocabulary, places, rows, nil, s.other)
}
