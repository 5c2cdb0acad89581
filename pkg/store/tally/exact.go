package tally

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strconv"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Limits bound what one column may grow to; 0: no bound.
type Limits struct {
	Distinct int // distinct values in the whole question
	Entries  int // (slot, value) pairs
}

// exact counts distinct numbers: a table a slot.
type exact struct {
	name     string
	limits   Limits
	floats   bool
	names    bool // the answer's keys are the numbers' texts
	slots    []*table
	entries  int    // in all slots
	distinct *table // the values of all slots, kept only when there may be more of them than the limit
	others   others
	err      error
}

// Ints counts distinct integers; names: as the names of categories.
func Ints(name string, names bool, limits Limits) Column {
	return newExact(name, false, names, limits)
}

// Floats counts distinct floats; names: as the names of categories.
func Floats(name string, names bool, limits Limits) Column {
	return newExact(name, true, names, limits)
}

func newExact(name string, floats, names bool, limits Limits) *exact {
	return &exact{name: name, limits: limits, floats: floats, names: names}
}

func (e *exact) Add(runs []Run, v Vector) {
	for _, r := range runs {
		if e.err != nil {
			return
		}
		e.grow(r.Slot)
		if e.floats {
			e.addFloats(r, v)
		} else {
			e.addInts(r, v)
		}
	}
}

func (e *exact) grow(slot int32) {
	for int(slot) >= len(e.slots) {
		e.slots = append(e.slots, &table{})
	}
}

func (e *exact) Merge(other Column, slot func(int32) int32) {
	from := other.(*exact)
	if e.err == nil && from.err != nil {
		e.err, e.slots, e.distinct = from.err, nil, nil
	}
	e.others.merge(from.others, slot)
	for s, t := range from.slots {
		if t.used == 0 || e.err != nil {
			continue
		}
		into := slot(int32(s))
		e.grow(into)
		for _, x := range t.list() {
			if e.slots[into].add(x.key, x.n) && !e.fits(x.key) {
				return
			}
		}
	}
}

func (e *exact) addInts(r Run, v Vector) {
	t := e.slots[r.Slot]
	for i, x := range v.Ints[r.From:r.To] {
		if v.Valid != nil && v.Missing(r.From+i) {
			e.others.at(r.Slot).Null++
		} else if key := uint64(x); key < uint64(len(t.few)) && t.few[key] > 0 {
			t.few[key]++
		} else if t.add(key, 1) && !e.fits(key) {
			return
		}
	}
}

func (e *exact) addFloats(r Run, v Vector) {
	t := e.slots[r.Slot]
	for i, x := range v.Floats[r.From:r.To] {
		if v.Valid != nil && v.Missing(r.From+i) {
			e.others.at(r.Slot).Null++
			continue
		}
		if x-x != 0 && e.others.special(r.Slot, x) {
			continue
		}
		key := math.Float64bits(x + 0) // −0 + 0 is 0
		if t.add(key, 1) && !e.fits(key) {
			return
		}
	}
}

// fits checks the limits after a new entry.
func (e *exact) fits(key uint64) bool {
	e.entries++
	if e.limits.Distinct > 0 && e.entries > e.limits.Distinct && e.distinctWith(key) > e.limits.Distinct {
		e.stop(e.limits.Distinct)
	} else if e.limits.Entries > 0 && e.entries > e.limits.Entries {
		e.stop(e.limits.Entries)
	}
	return e.err == nil
}

// distinctWith is the number of distinct values, the new one included.
func (e *exact) distinctWith(key uint64) int {
	if e.distinct != nil {
		e.distinct.add(key, 1)
		return e.distinct.used
	}
	e.distinct = &table{}
	for _, t := range e.slots {
		for _, x := range t.list() {
			e.distinct.add(x.key, 1)
		}
	}
	return e.distinct.used
}

func (e *exact) stop(limit int) {
	e.err = &store.TooManyError{Column: e.name, Limit: limit}
	e.slots, e.distinct = nil, nil
}

func (e *exact) Counts(slots int) ([]*counts.Counts, error) {
	if e.err != nil {
		return nil, e.err
	}
	list := make([]*counts.Counts, slots)
	for s := range list {
		var entries []entry
		if s < len(e.slots) {
			entries = e.slots[s].list()
		}
		other := e.others.get(s)
		if len(entries) == 0 && rows(other) == 0 {
			continue
		}
		c, err := e.build(entries, other)
		if err != nil {
			return nil, err
		}
		list[s] = c
	}
	return list, nil
}

func (e *exact) build(entries []entry, other counts.Other) (*counts.Counts, error) {
	if e.names {
		return namedCounts(entries, e.text, other)
	}
	if e.floats {
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(math.Float64frombits(a.key), math.Float64frombits(b.key)) })
		keys := make([]float64, len(entries))
		for i, x := range entries {
			keys[i] = math.Float64frombits(x.key)
		}
		return counts.OfFloats(keys, weights(entries), nil, other)
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(int64(a.key), int64(b.key)) })
	keys := make([]int64, len(entries))
	for i, x := range entries {
		keys[i] = int64(x.key)
	}
	return counts.OfInts(keys, weights(entries), nil, other)
}

// text writes a number as the name of a category: without a fraction where there is none.
func (e *exact) text(key uint64) string {
	if e.floats {
		return string(appendFloat(nil, math.Float64frombits(key)))
	}
	return strconv.FormatInt(int64(key), 10)
}

func appendFloat(text []byte, x float64) []byte { return strconv.AppendFloat(text, x, 'f', -1, 64) }

func namedCounts(entries []entry, text func(uint64) string, other counts.Other) (*counts.Counts, error) {
	keys := make([]string, len(entries))
	for i, x := range entries {
		keys[i] = text(x.key)
	}
	sort.Sort(byName{keys, entries})
	return counts.OfStrings(keys, weights(entries), nil, other)
}

type byName struct {
	names   []string
	entries []entry
}

func (b byName) Len() int           { return len(b.names) }
func (b byName) Less(i, j int) bool { return b.names[i] < b.names[j] }
func (b byName) Swap(i, j int) {
	b.names[i], b.names[j] = b.names[j], b.names[i]
	b.entries[i], b.entries[j] = b.entries[j], b.entries[i]
}

func weights(entries []entry) []float64 {
	w := make([]float64, len(entries))
	for i, e := range entries {
		w[i] = float64(e.n)
	}
	return w
}
