package sql

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Keys is how a column is grouped.
type Keys struct {
	Floats []float64 // bounds: the key is the slot among them (see Grouped)
	Ints   []int64   // bounds of integers, in the same way
	stairs *stairs   // that find the slot among Floats; nil: they are looked through
}

// Alone are the keys of a column that is grouped by value, of which there are so many that no other column is counted beside it: the server holds them all until the statement ends.
var Alone = &Keys{}

// CountedColumn is how the groups of one column come, or why they do not.
type CountedColumn struct {
	Value
	// Keys are the bounds that keys are slots of; nil where keys are values.
	Keys *Keys
	Err  error

	alone bool
}

// Counted is a question for counts, written as statements that group next to the data. Every statement answers rows of the same layout:
//
//	which | slot of time | a text for each value that rows are grouped by | integer key | float key | text key | number of rows
//
// A key is in the column of its type and the other two are missing; where all three are missing, so is the value. Column tells from `which` whose key it
// is; −1 says that a row counts all rows of its slot and group, once for each Counted.
type Counted struct {
	Statements []CountedStatement
	Arrays     []ArrayStatement // for columns that are none of Statements; the first of them counts rows, where there is one
	Columns    []CountedColumn
	Slots      TimeSlots
	Clock      *Clock
	Groups     int
	// Unreadable asks for the least text of each column of texts, in order of UnreadableColumns, that is no number; no text without such columns.
	Unreadable        Statement
	UnreadableColumns []int
}

// CountedStatement counts some of the columns.
type CountedStatement struct {
	Statement
	first, columns int // it counts columns list[first:first+columns]
	list           []int
	rows, sets     bool
}

// Group is a row of an answer.
type Group struct {
	Column     int   // whose key it holds; −1: it holds none, and counts rows
	Window     int   // −1 for none
	Groups     []any // texts, or nil where missing
	Key        []any // integer, float, text: two of them are nil, and the third for a missing value
	Rows       float64
	CountsRows bool // Rows are also those of the window and group, whatever the value
}

// Group reads a row.
func (q *Counted) Group(st *CountedStatement, row []any) Group {
	g := Group{Column: -1, Window: -1, Groups: row[2 : 2+q.Groups], Key: row[2+q.Groups : 5+q.Groups]}
	if n, ok := row[5+q.Groups].(int64); ok {
		g.Rows = float64(n)
	}
	which, _ := row[0].(int64)
	for i := range st.columns {
		if which>>(st.columns-1-i)&1 == 0 {
			g.Column = st.list[st.first+i]
			break
		}
	}
	// Without grouping sets, the first statement counts both.
	g.CountsRows = g.Column < 0 || st.rows && !st.sets
	slot := row[1]
	if st.sets && g.Column >= 0 && q.Columns[g.Column].Keys != nil {
		slot, g.Key[0] = q.Columns[g.Column].Keys.parted(g.Key[0])
	}
	g.Window = q.Slots.Window(slot)
	return g
}

// Counts writes a question for counts. keys[i] belongs to columns[i]; nil, or Alone: by value. What is wrong with one column is that column's error alone.
func (r *Relation) Counts(columns, groupBy []store.Column, windows []store.Window, keys []*Keys) (*Counted, error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return nil, err
	}
	q := &Counted{Columns: make([]CountedColumn, len(columns)), Slots: timeSlots(r.Clock, bounds), Clock: r.Clock, Groups: len(groupBy)}
	if r.inSpans(bounds) {
		q.Slots = q.Slots.trimmed()
	}
	var list []int
	for i, c := range columns {
		column := &q.Columns[i]
		if column.Value, column.Err = r.value(&writer{dialect: r.dialect}, c); column.Err != nil {
			continue
		}
		if column.Keys = keys[i]; column.Keys == Alone {
			column.Keys, column.alone = nil, true
		}
		if column.Keys != nil {
			switch {
			case column.Holds == Texts:
				column.Err = columnError(c.Name, "is text and has no place on a grid or in bins of numbers")
				continue
			case column.Holds == Floats && column.Keys.Ints != nil:
				column.Keys = column.Keys.asFloats()
			}
			column.Keys = r.dialect.Grouped.Finer(column.Keys)
		}
		if column.Unreadable != "" {
			q.UnreadableColumns = append(q.UnreadableColumns, i)
		}
		list = append(list, i)
	}
	if list, err = r.arrays(q, list, columns, bounds); err != nil {
		return nil, err
	}
	rows := len(q.Arrays) == 0
	// With two texts to group by, planners take it that there are too many groups to hold, and sort the rows for each column.
	most, write := 1, r.counted
	sets := r.dialect.Grouped.Sets > 0 && len(groupBy) <= 1 && len(list) > 1
	if sets {
		most, write = r.dialect.Grouped.Sets, r.countedSets
	}
	for first := 0; first < len(list) || first == 0 && rows; {
		st := CountedStatement{first: first, columns: r.together(q, list[first:], most), list: list, rows: first == 0 && rows, sets: sets}
		if st.Statement, err = write(q, &st, columns, groupBy, bounds); err != nil {
			return nil, err
		}
		q.Statements = append(q.Statements, st)
		first += max(st.columns, 1)
	}
	if len(q.UnreadableColumns) > 0 {
		q.Unreadable, err = r.unreadable(q, columns, bounds)
	}
	return q, err
}

// together is how many columns of a list go into one statement: most at most, as far as their bounds have room in its text and none is to be alone.
func (r *Relation) together(q *Counted, list []int, most int) int {
	most = min(most, len(list))
	text := 0
	for n, place := range list[:most] {
		if n > 0 && (q.Columns[place].alone || q.Columns[list[0]].alone) {
			return n
		}
		if keys := q.Columns[place].Keys; keys != nil {
			text += boundText * keys.number()
		}
		if longest := r.dialect.Grouped.MostText; n > 0 && longest > 0 && text > longest {
			return n
		}
	}
	return most
}

// counted writes a statement for one column, or for rows alone.
func (r *Relation) counted(q *Counted, st *CountedStatement, columns, groupBy []store.Column, bounds Windows) (Statement, error) {
	g := r.dialect.Grouped
	w := &writer{dialect: r.dialect}
	inner, by, err := r.slotAndGroups(w, q, groupBy)
	if err != nil {
		return Statement{}, err
	}
	outer := append([]string{"0"}, by...)
	var ofType [3][]string
	for _, place := range st.list[st.first : st.first+st.columns] {
		v, err := r.value(w, columns[place])
		if err != nil {
			return Statement{}, err
		}
		key, kind := g.key(w, v, q.Columns[place].Keys, v.Expression)
		inner, by = append(inner, key+" AS k"), append(by, "k")
		ofType[kind-Ints] = []string{"k"}
	}
	where, err := r.where(w, bounds)
	if err != nil {
		return Statement{}, err
	}
	outer = append(append(outer, r.dialect.keysOf(ofType)...), "count(*)")
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s%s%s) AS q GROUP BY %s",
		strings.Join(outer, ", "), strings.Join(inner, ", "), r.from(), where, g.Fence, strings.Join(by, ", ")), w.args}, nil
}

// slotAndGroups writes the slot of time, as w, and the texts that rows are grouped by, as g0, g1, …
func (r *Relation) slotAndGroups(w *writer, q *Counted, groupBy []store.Column) (list, names []string, err error) {
	list, names = []string{q.Slots.write(w, r.Clock) + " AS w"}, []string{"w"}
	for i, c := range groupBy {
		text, err := r.groupValue(w, c)
		if err != nil {
			return nil, nil, fmt.Errorf("group by: %w", err)
		}
		list = append(list, fmt.Sprintf("%s AS g%d", format(r.dialect.Grouped.TextKey, text), i))
		names = append(names, fmt.Sprintf("g%d", i))
	}
	return list, names, nil
}

// key writes what a value x is grouped by.
func (g *Grouped) key(w *writer, v Value, k *Keys, x string) (key string, kind Holds) {
	switch {
	case k != nil && k.Ints != nil:
		return g.IntegerSlot(w.arg, x, k.Ints), Ints
	case k != nil && v.Holds == Floats:
		return g.SlotOf(w.arg, x, k), Ints
	case k != nil:
		return g.SlotOf(w.arg, format(w.dialect.CastFloat, x), k), Ints
	case v.Holds == Texts:
		return format(g.TextKey, x), Texts
	}
	return x, v.Holds
}

// SlotOf gives the slot of a float.
func (g *Grouped) SlotOf(arg func(any) string, x string, k *Keys) string {
	if k.stairs != nil {
		return g.StairsSlot(x, k.stairs, len(k.Floats))
	}
	return g.FloatSlot(arg, x, k.Floats)
}

// Finer are keys of more bounds, those of k and others, where the engine finds the slot among them for less.
func (g *Grouped) Finer(k *Keys) *Keys {
	if g.StairsSlot == nil || k.Ints != nil {
		return k
	}
	n := len(k.Floats) - 2 // finite ones
	if s := stairsOf(k.Floats[:n]); s != nil {
		return &Keys{Floats: append(s.bounds(), k.Floats[n:]...), stairs: s}
	}
	return k
}

// keysOf puts keys into one column for each type. Each is cast on its own: what whole numbers of different types have in common, ClickHouse may not call a number, and then it knows none as missing.
func (d *Dialect) keysOf(ofType [3][]string) []string {
	list := make([]string, 3)
	for i, cast := range []string{d.CastInteger, d.CastFloat, d.CastText} {
		var keys []string
		for _, name := range ofType[i] {
			keys = append(keys, format(cast, name))
		}
		switch len(keys) {
		case 0:
			list[i] = format(cast, "NULL")
		case 1:
			list[i] = keys[0]
		default:
			list[i] = "coalesce(" + strings.Join(keys, ", ") + ")"
		}
	}
	return list
}

// Probe computes a column in all rows of windows, and answers nothing of interest.
func (r *Relation) Probe(c store.Column, windows []store.Window) (Statement, error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return Statement{}, err
	}
	w := &writer{dialect: r.dialect}
	v, err := r.value(w, c)
	if err != nil {
		return Statement{}, err
	}
	where, err := r.inWindows(w, bounds)
	if err != nil {
		return Statement{}, err
	}
	return Statement{fmt.Sprintf("SELECT count(k) FROM (SELECT %s AS k FROM %s%s) AS q", v.Expression, r.from(), where), w.args}, nil
}

// unreadable asks for texts that are no numbers.
func (r *Relation) unreadable(q *Counted, columns []store.Column, bounds Windows) (Statement, error) {
	w := &writer{dialect: r.dialect}
	var inner, outer []string
	for i, place := range q.UnreadableColumns {
		v, err := r.value(w, columns[place])
		if err != nil {
			return Statement{}, err
		}
		inner = append(inner, fmt.Sprintf("%s AS u%d", format(r.dialect.Grouped.TextKey, v.Unreadable), i))
		outer = append(outer, fmt.Sprintf("min(u%d)", i))
	}
	where, err := r.inWindows(w, bounds)
	if err != nil {
		return Statement{}, err
	}
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s%s) AS q",
		strings.Join(outer, ", "), strings.Join(inner, ", "), r.from(), where), w.args}, nil
}

// TimeSlots are the slots of time that windows are asked for by: stretches between two bounds, some of which lie in no window.
type TimeSlots struct {
	bounds  []int64
	windows []int // by slot: the window, −1 for none
}

// timeSlots lays out slots. Without a clock, or for one window without bounds, there is one slot, and rows without a time are in it.
func timeSlots(c *Clock, b Windows) TimeSlots {
	if c == nil || len(b.From) == 1 && b.From[0] == Earliest && b.To[0] == Latest {
		return TimeSlots{nil, []int{0}}
	}
	s := TimeSlots{windows: []int{-1}}
	cut := func(at int64, window int) {
		if n := len(s.bounds); n > 0 && s.bounds[n-1] == at || at == Earliest {
			s.windows[len(s.windows)-1] = window
			return
		}
		s.bounds, s.windows = append(s.bounds, at), append(s.windows, window)
	}
	for i := range b.From {
		if b.From[i] == b.To[i] {
			continue // it holds nothing
		}
		cut(b.From[i], i)
		if b.To[i] != Latest {
			cut(b.To[i], -1)
		}
	}
	return s
}

// trimmed leaves out what lies before all windows and after them, where conditions have left out the rows of it: a bound less to compare every time with, and
// a single window needs none.
func (s TimeSlots) trimmed() TimeSlots {
	if len(s.bounds) > 0 && s.windows[0] < 0 {
		s.bounds, s.windows = s.bounds[1:], s.windows[1:]
	}
	if n := len(s.bounds); n > 0 && s.windows[n] < 0 {
		s.bounds, s.windows = s.bounds[:n-1], s.windows[:n]
	}
	if len(s.bounds) == 0 {
		s.bounds = nil
	}
	return s
}

// Window is the window of a slot, −1 for none; slot is missing where a row has no time.
func (s TimeSlots) Window(slot any) int {
	n, ok := slot.(int64)
	if !ok || n < 0 || n >= int64(len(s.windows)) {
		return -1
	}
	return s.windows[n]
}

// write gives the slot of a row.
func (s TimeSlots) write(w *writer, c *Clock) string {
	if s.bounds == nil {
		if s.windows[0] < 0 {
			return "-1"
		}
		return "0"
	}
	g := w.dialect.Grouped
	switch c.class {
	case Time, Instant, Date:
		return g.TimeSlot(c.column(w.dialect), c.class, s.bounds)
	}
	return g.IntegerSlot(w.arg, c.micros(w), s.bounds)
}

// inside is the condition that a slot is in a window.
func (s TimeSlots) inside(slot string) string {
	var in []string
	for i, window := range s.windows {
		if window >= 0 {
			in = append(in, fmt.Sprint(i))
		}
	}
	if len(in) == 0 {
		return "FALSE"
	}
	return slot + " IN (" + strings.Join(in, ", ") + ")"
}

// FloatBounds makes Keys of the points where something changes for floats, in any order: what is not finite gets slots of its own. Representative tells
// what lies in a slot.
func FloatBounds(points []float64) *Keys {
	list := append([]float64{-math.MaxFloat64}, points...)
	slices.Sort(list)
	list = slices.DeleteFunc(slices.Compact(list), func(x float64) bool { return math.IsInf(x, 0) || math.IsNaN(x) })
	return &Keys{Floats: append(list, math.Inf(1), math.NaN())}
}

// IntBounds makes Keys of the points where something changes for integers, in any order.
func IntBounds(points []int64) *Keys {
	list := append([]int64{math.MinInt64}, points...)
	slices.Sort(list)
	return &Keys{Ints: slices.Compact(list)}
}

// asFloats are bounds of whole numbers for floats; those beyond 53 bits are rounded.
func (k *Keys) asFloats() *Keys {
	points := make([]float64, len(k.Ints))
	for i, x := range k.Ints {
		points[i] = float64(x)
	}
	return FloatBounds(points)
}

// Representative is a value of a slot: its lowest.
func (k *Keys) Representative(slot int64) (whole int64, float float64, err error) {
	switch {
	case k.Ints != nil && slot >= 1 && slot <= int64(len(k.Ints)):
		return k.Ints[slot-1], 0, nil
	case k.Ints == nil && slot == 0:
		return 0, math.Inf(-1), nil
	case k.Ints == nil && slot >= 1 && slot <= int64(len(k.Floats)):
		return 0, k.Floats[slot-1], nil
	}
	return 0, 0, fmt.Errorf("the store answered with a slot %d that was not asked for", slot)
}
