package loki

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// reading is how the texts of a label are read: as numbers or as names of categories.
type reading struct {
	column
	asked store.Column
	names bool
}

func (l *lines) reading(c store.Column) (reading, error) {
	found, err := l.column(c)
	r := reading{column: found, asked: c, names: c.Kind != model.Numeric}
	if c.Kind == "" {
		r.names = found.class.kind() != model.Numeric
	}
	return r, err
}

// value is a text as it is meant: a whole number, a number, which may be infinite, or a name; none of them where it is missing.
type value struct {
	whole   int64
	float   float64
	name    string
	holds   sql.Holds // 0: missing
	garbage bool      // no number, where one is meant
}

// value reads a text. As everywhere in Tideline, names of numbers are written without a fraction where they have none.
func (r reading) value(text string) value {
	if text == "" { // to Loki a label that is missing
		return value{}
	}
	if r.names {
		if r.class == floats {
			if x, err := strconv.ParseFloat(text, 64); err == nil {
				text = strconv.FormatFloat(x+0, 'f', -1, 64)
			}
		}
		return value{name: text, holds: sql.Texts}
	}
	if x, err := strconv.ParseInt(text, 10, 64); err == nil && r.class != floats && r.class != texts {
		return value{whole: x, holds: sql.Ints}
	}
	if r.class == bools {
		switch text {
		case "true":
			return value{whole: 1, holds: sql.Ints}
		case "false":
			return value{holds: sql.Ints}
		}
	}
	if x, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(x) && !strings.ContainsAny(text, "xX_") {
		return value{float: x + 0, holds: sql.Floats} // −0 + 0 is 0
	}
	if slices.Contains(store.MissingWords, strings.ToLower(strings.TrimSpace(text))) {
		return value{}
	}
	return value{garbage: true}
}

// atSlot is what is counted of a column in a slot.
type atSlot struct {
	ints   map[int64]float64
	floats map[float64]float64
	names  map[string]float64
	other  counts.Other
}

// tallies are what is counted of a column, by slot.
type tallies struct {
	reading
	slots   map[int]*atSlot
	garbage string // the least text that is no number, empty without one
}

func (r reading) tallies() *tallies { return &tallies{reading: r, slots: map[int]*atSlot{}} }

func (t *tallies) add(slot int, v value, rows float64) {
	at := t.slots[slot]
	if at == nil {
		at = &atSlot{ints: map[int64]float64{}, floats: map[float64]float64{}, names: map[string]float64{}}
		t.slots[slot] = at
	}
	switch {
	case v.holds == sql.Ints:
		at.ints[v.whole] += rows
	case v.holds == sql.Texts:
		at.names[v.name] += rows
	case v.holds == 0:
		at.other.Null += rows
	case math.IsInf(v.float, 1):
		at.other.PosInf += rows
	case math.IsInf(v.float, -1):
		at.other.NegInf += rows
	default:
		at.floats[v.float] += rows
	}
}

// text adds rows of a text.
func (t *tallies) text(slot int, text string, rows float64) {
	v := t.value(text)
	if v.garbage && (t.garbage == "" || text < t.garbage) {
		t.garbage = text
	}
	t.add(slot, v, rows)
}

// settle takes out what has no rows: all that was counted of it lay on an edge.
func (t *tallies) settle() {
	for slot, at := range t.slots {
		drop(at.ints)
		drop(at.floats)
		drop(at.names)
		if len(at.ints)+len(at.floats)+len(at.names) == 0 && at.other == (counts.Other{}) {
			delete(t.slots, slot)
		}
	}
}

func drop[K comparable](of map[K]float64) {
	maps.DeleteFunc(of, func(_ K, rows float64) bool { return rows == 0 })
}

// wrong says that a column of numbers holds a text that is none.
func (t *tallies) wrong() error {
	if t.garbage == "" {
		return nil
	}
	return sql.NoNumber(t.asked.Name, t.garbage)
}

// exact are the counts of a slot; nil without rows. Where some value of the column has a fraction all are floats.
func (t *tallies) exact(slot int) (*counts.Counts, error) {
	at := t.slots[slot]
	switch {
	case at == nil:
		return nil, nil
	case t.reading.names:
		keys, rows := ordered(at.names)
		return counts.OfStrings(keys, rows, nil, at.other)
	case t.fractions():
		all := make(map[float64]float64, len(at.floats)+len(at.ints))
		for x, n := range at.ints {
			all[float64(x)] += n
		}
		for x, n := range at.floats {
			all[x] += n
		}
		keys, rows := ordered(all)
		return counts.OfFloats(keys, rows, nil, at.other)
	}
	keys, rows := ordered(at.ints)
	return counts.OfInts(keys, rows, nil, at.other)
}

// fractions tells whether a column's numbers are floats: by what its lines look like, or because one of those that were counted has a fraction.
func (t *tallies) fractions() bool {
	if t.class == floats || t.class == texts {
		return true
	}
	for _, at := range t.slots {
		if len(at.floats) > 0 {
			return true
		}
	}
	return false
}

// ordered brings keys into order.
func ordered[K cmp.Ordered](of map[K]float64) ([]K, []float64) {
	keys := slices.Sorted(maps.Keys(of))
	rows := make([]float64, len(keys))
	for i, key := range keys {
		rows[i] = of[key]
	}
	return keys, rows
}

// distinct is the number of different values, and entries that of values by slot.
func (t *tallies) distinct() (distinct, entries int) {
	seen := map[value]struct{}{}
	for _, at := range t.slots {
		for x := range at.ints {
			seen[value{whole: x}] = struct{}{}
		}
		for x := range at.floats {
			seen[value{float: x}] = struct{}{}
		}
		for name := range at.names {
			seen[value{name: name}] = struct{}{}
		}
		entries += len(at.ints) + len(at.floats) + len(at.names)
	}
	return len(seen), entries
}
