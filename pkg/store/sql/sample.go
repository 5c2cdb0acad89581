package sql

import (
	"fmt"
	"math"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Sample asks for rows in order of a hash of their place, the smallest first: always the same rows of the same table. share of the rows, up to 1, is enough
// to hold them; a share below 1 saves the engine sorting the rest. The scan's columns come at their places.
func (r *Relation) Sample(columns []store.Column, windows []store.Window, rows int, share float64) (*Scan, error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return nil, err
	}
	w := &writer{dialect: r.dialect}
	s := &Scan{Windows: bounds, Clock: r.Clock, Time: -1}
	s.read(r, w, columns)
	where, err := r.inWindows(w, bounds)
	if err != nil {
		return nil, err
	}
	if share < 1 {
		where = and(where, fmt.Sprintf("%s < %d", r.main.RowHash, uint64(math.Ldexp(share, r.main.hashBits()))))
	}
	s.Statement = Statement{fmt.Sprintf("SELECT %s FROM %s%s ORDER BY %s LIMIT %d", strings.Join(s.list, ", "), r.from(), where, r.main.RowHash, rows), w.args}
	return s, nil
}

// inWindows is where, of rows in windows alone.
func (r *Relation) inWindows(w *writer, bounds Windows) (string, error) {
	where, err := r.where(w, bounds)
	if err != nil {
		return "", err
	}
	if !r.inSpans(bounds) || len(bounds.From) == 0 {
		slots := timeSlots(r.Clock, bounds)
		where = and(where, slots.inside(slots.write(w, r.Clock)))
	}
	return where, nil
}

// and adds a condition to what stands after FROM.
func and(where, condition string) string {
	if where == "" {
		return " WHERE " + condition
	}
	return where + " AND " + condition
}
