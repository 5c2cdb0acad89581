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
}

// CountedColumn is how the groups of one column come, or why they do not.
type CountedColumn struct {
	Value
	// Keys are the bounds that keys are slots of; nil where keys are values.
	Keys *Keys
	Err  error
}

// Counted is a question for counts, written as statements that group next to the data. Every statement answers rows of the same layout:
//
//	which | slot of time | a text for each value that rows are grouped by | integer key | float key | text key | number of rows
//
// A key is in the column of its type and the other two are missing; where all three are missing, so is the value. Column tells from `which` whose key it
// is; −1 says that a row counts all rows of its slot and group, once for each Counted.
type Counted struct {
	Statements []CountedStatement
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

// CountsRows says that each row that holds a key also counts rows of its slot and group: without grouping sets, the first statement counts both.
func (s *CountedStatement) CountsRows() bool { return s.rows && s.columns == 1 && !s.sets }

// Column is whose key a row holds, −1 where it counts rows.
func (s *CountedStatement) Column(which int64) int {
	for i := range s.columns {
		if which>>(s.columns-1-i)&1 == 0 {
			return s.list[s.first+i]
		}
	}
	return -1
}

// Counts writes a question for counts. keys[i] belongs to columns[i]; nil: by value. What is wrong with one column is that column's error alone.
func (r *Relation) Counts(columns, groupBy []store.Column, windows []store.Window, keys []*Keys) (*Counted, error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return nil, err
	}
	q := &Counted{Columns: make([]CountedColumn, len(columns)), Slots: timeSlots(r.Clock, bounds), Clock: r.Clock, Groups: len(groupBy)}
	var list []int
	for i, c := range columns {
		column := &q.Columns[i]
		if column.Value, column.Err = r.value(&writer{dialect: r.dialect}, c); column.Err != nil {
			continue
		}
		if column.Keys = keys[i]; column.Keys != nil {
			switch {
			case column.Holds == Texts:
				column.Err = columnError(c.Name, "is text and has no place on a grid or in bins of numbers")
				continue
			case column.Holds == Floats && column.Keys.Ints != nil:
				column.Keys = column.Keys.asFloats()
			}
		}
		if column.Unreadable != "" {
			q.UnreadableColumns = append(q.UnreadableColumns, i)
		}
		list = append(list, i)
	}
	most := max(r.dialect.Grouped.Sets, 1)
	for first := 0; first < len(list) || first == 0; first += most {
		st := CountedStatement{first: first, columns: min(most, len(list)-first), list: list, rows: first == 0, sets: r.dialect.Grouped.Sets > 0}
		if st.Statement, err = r.counted(q, &st, columns, groupBy, bounds); err != nil {
			return nil, err
		}
		q.Statements = append(q.Statements, st)
	}
	if len(q.UnreadableColumns) > 0 {
		q.Unreadable, err = r.unreadable(q, columns, bounds)
	}
	return q, err
}

// counted writes one statement.
func (r *Relation) counted(q *Counted, st *CountedStatement, columns, groupBy []store.Column, bounds Windows) (Statement, error) {
	g := r.dialect.Grouped
	w := &writer{dialect: r.dialect}
	inner := []string{q.Slots.write(w, r.Clock) + " AS w"}
	by := []string{"w"}
	for i, c := range groupBy {
		text, err := r.groupValue(w, c)
		if err != nil {
			return Statement{}, fmt.Errorf("group by: %w", err)
		}
		inner = append(inner, fmt.Sprintf("%s AS g%d", format(g.TextKey, text), i))
		by = append(by, fmt.Sprintf("g%d", i))
	}
	groups := by[1:]
	var names, sets []string
	var ofType [3][]string // names of integer, float and text keys
	for i, place := range st.list[st.first : st.first+st.columns] {
		v, err := r.value(w, columns[place])
		if err != nil {
			return Statement{}, err
		}
		key, kind := v.Expression, v.Holds
		switch k := q.Columns[place].Keys; {
		case k != nil && k.Ints != nil:
			key, kind = g.IntegerSlot(w.arg, v.Expression, k.Ints), Ints
		case k != nil:
			key, kind = g.FloatSlot(w.arg, format(r.dialect.CastFloat, v.Expression), k.Floats), Ints
		case v.Holds == Texts:
			key = format(g.TextKey, key)
		}
		name := fmt.Sprintf("k%d", i)
		inner = append(inner, key+" AS "+name)
		names, sets = append(names, name), append(sets, "("+name+")")
		ofType[kind-Ints] = append(ofType[kind-Ints], name)
	}
	where, err := r.where(w, bounds)
	if err != nil {
		return Statement{}, err
	}
	casts := [3]string{r.dialect.CastInteger, r.dialect.CastFloat, r.dialect.CastText}
	outer := make([]string, 0, len(by)+5)
	switch {
	case len(names) == 0:
		outer = append(outer, "0")
	case g.Sets == 0:
		outer = append(outer, "0")
		by = append(by, names...)
	default:
		outer = append(outer, "GROUPING("+strings.Join(names, ", ")+")")
	}
	outer = append(append(outer, "w"), groups...)
	for i, cast := range casts {
		switch len(ofType[i]) {
		case 0:
			outer = append(outer, format(cast, "NULL"))
		case 1:
			outer = append(outer, format(cast, ofType[i][0]))
		default:
			outer = append(outer, format(cast, "coalesce("+strings.Join(ofType[i], ", ")+")"))
		}
	}
	outer = append(outer, "count(*)")
	grouping := strings.Join(by, ", ")
	if g.Sets > 0 && len(names) > 0 {
		if st.rows {
			sets = append(sets, "()")
		}
		grouping += ", GROUPING SETS (" + strings.Join(sets, ", ") + ")"
	}
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s%s) AS q GROUP BY %s",
		strings.Join(outer, ", "), strings.Join(inner, ", "), r.from(), where, grouping), w.args}, nil
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
