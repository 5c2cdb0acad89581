package sql

import (
	"fmt"
	"math"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Moments is a question for moments. Values are taken from a centre and scaled, so that nothing is lost and nothing overflows: d = (x − Whole − Float)·Scale.
type Moments struct {
	Columns []MomentsColumn
	Slots   TimeSlots
	Groups  int

	relation *Relation
	columns  []store.Column
	groupBy  []store.Column
	bounds   Windows
	list     []int // of the columns that can be read
}

// MomentsColumn is one column of a question for moments, or why it has none.
type MomentsColumn struct {
	Value
	Err error
	// Whole, of integers, or Float is the centre.
	Whole int64
	Float float64
	Scale float64 // a power of two
}

// Moments begins a question for moments.
func (r *Relation) Moments(columns, groupBy []store.Column, windows []store.Window) (*Moments, error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return nil, err
	}
	q := &Moments{Columns: make([]MomentsColumn, len(columns)), Slots: timeSlots(r.Clock, bounds), Groups: len(groupBy),
		relation: r, columns: columns, groupBy: groupBy, bounds: bounds}
	for i, c := range columns {
		column := &q.Columns[i]
		column.Value, column.Err = r.value(&writer{dialect: r.dialect}, c)
		if column.Err == nil && column.Holds == Texts {
			column.Err = columnError(c.Name, "is text and has no moments")
		}
		if column.Err == nil {
			q.list = append(q.list, i)
		}
	}
	return q, nil
}

// Ranges asks for the least and greatest finite value of each column that can be read, and, of a column of texts, the least text that is no number; no text
// without such columns. Centre takes the answer.
func (q *Moments) Ranges() (Statement, error) {
	if len(q.list) == 0 {
		return Statement{}, nil
	}
	r := q.relation
	w := &writer{dialect: r.dialect}
	var inner, outer []string
	for k, i := range q.list {
		v, err := r.value(w, q.columns[i])
		if err != nil {
			return Statement{}, err
		}
		inner = append(inner, fmt.Sprintf("%s AS v%d", v.Expression, k))
		x := r.finite(fmt.Sprintf("v%d", k), v)
		text := format(r.dialect.CastText, "NULL")
		if v.Unreadable != "" {
			inner = append(inner, fmt.Sprintf("%s AS u%d", format(r.dialect.Grouped.TextKey, v.Unreadable), k))
			text = fmt.Sprintf("min(u%d)", k)
		}
		outer = append(outer, "min("+x+")", "max("+x+")", text)
	}
	where, err := r.inWindows(w, q.bounds)
	if err != nil {
		return Statement{}, err
	}
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s%s) AS q", strings.Join(outer, ", "), strings.Join(inner, ", "), r.from(), where), w.args}, nil
}

// finite is a value that is neither NaN nor infinite, missing else.
func (r *Relation) finite(x string, v Value) string {
	if v.Holds != Floats {
		return x
	}
	g := r.dialect.Grouped
	return fmt.Sprintf("CASE WHEN NOT (%s) AND NOT (%s) THEN %s END", format(g.IsNaN, x), format(g.IsInfinite, x), x)
}

// widest bounds scaled values, so that their fourth powers stay finite.
const widest = 0x1p200

// Centre chooses centres by the answer to Ranges: the value nearest to zero, 0 where values lie on both sides of it. No difference from it overflows.
func (q *Moments) Centre(row []any) error {
	for k, i := range q.list {
		c := &q.Columns[i]
		c.Scale = 1
		if example, ok := row[3*k+2].(string); ok {
			c.Err = NoNumber(q.columns[i].Name, example)
			continue
		}
		var ok bool
		switch least := row[3*k].(type) {
		case nil:
		case int64:
			if c.Whole, ok = nearest(least, row[3*k+1]); !ok {
				return fmt.Errorf("the server answered a minimum without a maximum")
			}
		case float64:
			if c.Float, ok = nearest(least, row[3*k+1]); !ok {
				return fmt.Errorf("the server answered a minimum without a maximum")
			}
			if far := math.Max(math.Abs(least), math.Abs(row[3*k+1].(float64))); far > widest {
				_, exponent := math.Frexp(far / widest)
				c.Scale = math.Ldexp(1, -exponent)
			}
		default:
			return fmt.Errorf("the server answered with a %T for a number", least)
		}
	}
	return nil
}

// nearest is the value nearest to zero of those between two.
func nearest[T int64 | float64](least T, most any) (T, bool) {
	greatest, ok := most.(T)
	switch {
	case least > 0:
		return least, ok
	case greatest < 0:
		return greatest, ok
	}
	return 0, ok
}

// MomentValues are the columns of a Grouped answer that belong to one column.
const MomentValues = 8

// Grouped asks, after Centre, for rows of
//
//	slot of time | a text for each value that rows are grouped by | number of rows | oldest and newest time in microseconds
//
// and then, for each column without an error, MomentValues values: values that are not missing, NaN, infinite; least and greatest finite value as floats;
// mean of d, variance of d, covariance of d² and d.
func (q *Moments) Grouped() (st Statement, columns []int, err error) {
	r, g, d := q.relation, q.relation.dialect.Grouped, q.relation.dialect
	w := &writer{dialect: d}
	inner := []string{q.Slots.write(w, r.Clock) + " AS w"}
	by := []string{"w"}
	for i, c := range q.groupBy {
		text, err := r.groupValue(w, c)
		if err != nil {
			return st, nil, fmt.Errorf("group by: %w", err)
		}
		inner, by = append(inner, fmt.Sprintf("%s AS g%d", format(g.TextKey, text), i)), append(by, fmt.Sprintf("g%d", i))
	}
	oldest, newest := format(d.CastInteger, "NULL"), format(d.CastInteger, "NULL")
	if c := r.Clock; c != nil {
		if micros := d.Micros[c.class]; micros != "" {
			inner, oldest, newest = append(inner, c.column(d)+" AS t"), format(micros, "min(t)"), format(micros, "max(t)")
		} else {
			inner, oldest, newest = append(inner, c.micros(w)+" AS t"), "min(t)", "max(t)"
		}
	}
	outer := append(append([]string{}, by...), "count(*)", oldest, newest)
	for _, i := range q.list {
		c := &q.Columns[i]
		if c.Err != nil {
			continue
		}
		k := len(columns)
		columns = append(columns, i)
		v, err := r.value(w, q.columns[i])
		if err != nil {
			return st, nil, err
		}
		name, none := fmt.Sprintf("v%d", k), "0"
		inner = append(inner, v.Expression+" AS "+name)
		x := r.finite(name, v)
		nan, inf, distance := none, none, ""
		if v.Holds == Floats {
			nan = fmt.Sprintf("count(CASE WHEN %s THEN 1 END)", format(g.IsNaN, name))
			inf = fmt.Sprintf("count(CASE WHEN %s THEN 1 END)", format(g.IsInfinite, name))
			distance = fmt.Sprintf("(%s - %s)", x, w.float(c.Float))
			if c.Scale != 1 {
				distance = fmt.Sprintf("(CASE WHEN abs%[1]s < 1 THEN 0 ELSE %[1]s * %[2]s END)", distance, w.float(c.Scale))
			}
		} else {
			distance = format(d.CastFloat, fmt.Sprintf("(%s - %s)", x, format(d.CastInteger, w.arg(c.Whole))))
		}
		// A square that is too small for a float is nothing.
		square := fmt.Sprintf("CASE WHEN abs(%[1]s) > 1e-150 THEN %[1]s * %[1]s WHEN %[1]s IS NOT NULL THEN 0 END", distance)
		outer = append(outer, "count("+name+")", nan, inf, format(d.CastFloat, "min("+x+")"), format(d.CastFloat, "max("+x+")"),
			"avg("+distance+")", format(g.Variance, distance), format(g.Covariance, square, distance))
	}
	where, err := r.where(w, q.bounds)
	if err != nil {
		return st, nil, err
	}
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s%s) AS q GROUP BY %s",
		strings.Join(outer, ", "), strings.Join(inner, ", "), r.from(), where, strings.Join(by, ", ")), w.args}, columns, nil
}
