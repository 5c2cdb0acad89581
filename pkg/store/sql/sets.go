package sql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// countedSets writes a statement that counts many columns in one scan by grouping sets. A slot of a column is put together with the slot of time into one
// number: hashing one whole number is what a server does fastest, and its planner takes it that there are few of them, so that all sets are kept in memory
// and the rows are not sorted for each.
func (r *Relation) countedSets(q *Counted, st *CountedStatement, columns, groupBy []store.Column, bounds Windows) (Statement, error) {
	g := r.dialect.Grouped
	w := &writer{dialect: r.dialect}
	inner, outside, err := r.slotAndGroups(w, q, groupBy)
	if err != nil {
		return Statement{}, err
	}
	middle := append([]string{}, outside...)
	groups := outside[1:]
	set := func(keys ...string) string {
		return "(" + strings.Join(append(slices.Clone(groups), keys...), ", ") + ")"
	}
	var names, sets []string
	timed := st.rows       // a set has the slot of time
	var ofType [3][]string // names of integer, float and text keys
	for i, place := range st.list[st.first : st.first+st.columns] {
		v, err := r.value(w, columns[place])
		if err != nil {
			return Statement{}, err
		}
		x, name := fmt.Sprintf("v%d", i), fmt.Sprintf("k%d", i)
		inner = append(inner, v.Expression+" AS "+x)
		keys := q.Columns[place].Keys
		key, kind := g.key(w, v, keys, x)
		one := set("w", name)
		if keys != nil {
			key, one = fmt.Sprintf("w * %d + coalesce(%s, %d)", keys.span(), key, keys.span()-1), set(name)
		} else {
			timed = true
		}
		middle = append(middle, key+" AS "+name)
		names, sets = append(names, name), append(sets, one)
		if g.SetDefaults {
			name = "CASE WHEN GROUPING(" + name + ") = 0 THEN " + name + " END"
		}
		ofType[kind-Ints] = append(ofType[kind-Ints], name)
	}
	if st.rows {
		sets = append(sets, set("w"))
	}
	if !timed {
		outside[0] = "0" // where the slot of time is in no set, it is in the keys alone
	}
	where, err := r.where(w, bounds)
	if err != nil {
		return Statement{}, err
	}
	outer := append([]string{"GROUPING(" + strings.Join(names, ", ") + ")"}, outside...)
	outer = append(append(outer, r.dialect.keysOf(ofType)...), "count(*)")
	return Statement{fmt.Sprintf("SELECT %s FROM (SELECT %s FROM (SELECT %s FROM %s%s%s) AS p%s) AS q GROUP BY GROUPING SETS (%s)",
		strings.Join(outer, ", "), strings.Join(middle, ", "), strings.Join(inner, ", "), r.from(), where, g.Fence, g.Fence, strings.Join(sets, ", ")), w.args}, nil
}

// span is the number of slots, with one for a missing value, which is the last.
func (k *Keys) span() int64 { return int64(k.Missing()) + 1 }

// parted takes a slot of time and a slot of a column apart.
func (k *Keys) parted(together any) (time, slot any) {
	n, ok := together.(int64)
	if !ok {
		return nil, nil
	}
	span := k.span()
	at := (n%span + span) % span
	if at == span-1 {
		return (n - at) / span, nil
	}
	return (n - at) / span, at
}
