package sql

import (
	"fmt"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// ArrayStatement counts several columns in one scan, each in an array of numbers of rows by slot of its Keys. It answers with rows of
//
//	slot of time | number of rows | an array of int64 for each of Columns
//
// At a slot's place in an array is the number of its rows, and at that of Keys.Missing the number of those without a value. What is left out at the end is 0.
type ArrayStatement struct {
	Statement
	Columns []int
}

const (
	// arrayBytes bounds what the arrays of one statement take on the server, at 8 bytes a slot and window, and boundText is what a bound takes in the text of a
	// statement, where values are in it.
	arrayBytes = 64 << 20
	boundText  = 24
)

// arrays takes columns off a list that are counted in arrays: those with keys, where the engine can, as long as there are no segments, whose number nobody knows
// before.
func (r *Relation) arrays(q *Counted, list []int, columns []store.Column, bounds Windows) (rest []int, err error) {
	if r.dialect.Grouped.CountSlots == nil || q.Groups > 0 {
		return list, nil
	}
	var taken []int
	bytes, text := 0, 0
	longest := r.dialect.Grouped.MostText
	flush := func() error {
		if len(taken) == 0 {
			return nil
		}
		st, err := r.arrayStatement(q, taken, columns, bounds)
		q.Arrays = append(q.Arrays, ArrayStatement{st, taken})
		taken, bytes, text = nil, 0, 0
		return err
	}
	for _, place := range list {
		keys := q.Columns[place].Keys
		if keys == nil {
			rest = append(rest, place)
			continue
		}
		size := 8 * (keys.Missing() + 1) * (len(bounds.From) + 1)
		if size > arrayBytes {
			rest = append(rest, place)
			continue
		}
		written := boundText * keys.number()
		if len(taken) == r.dialect.Grouped.Arrays || bytes+size > arrayBytes || longest > 0 && text+written > longest {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		taken, bytes, text = append(taken, place), bytes+size, text+written
	}
	return rest, flush()
}

func (r *Relation) arrayStatement(q *Counted, list []int, columns []store.Column, bounds Windows) (Statement, error) {
	w := &writer{dialect: r.dialect}
	inner, middle := []string{q.Slots.write(w, r.Clock) + " AS w"}, []string{"w"}
	outer := []string{"w", "count(*)"}
	for i, place := range list {
		v, err := r.value(w, columns[place])
		if err != nil {
			return Statement{}, err
		}
		keys := q.Columns[place].Keys
		x := fmt.Sprintf("v%d", i)
		slot, _ := r.dialect.Grouped.key(w, v, keys, x)
		inner, middle = append(inner, v.Expression+" AS "+x), append(middle, fmt.Sprintf("%s AS k%d", slot, i))
		outer = append(outer, r.dialect.Grouped.CountSlots(fmt.Sprintf("k%d", i), keys.Missing()))
	}
	where, err := r.where(w, bounds)
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM (SELECT %s FROM %s%s) AS p) AS q GROUP BY w",
		strings.Join(outer, ", "), strings.Join(middle, ", "), strings.Join(inner, ", "), r.from(), where), w.args}, err
}

// Missing is the place of rows without a value, after those of all slots.
func (k *Keys) Missing() int { return k.number() + 1 }

// number is the number of bounds.
func (k *Keys) number() int { return len(k.Ints) + len(k.Floats) }
