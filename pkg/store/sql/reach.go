package sql

import (
	"fmt"
	"strings"
)

// Reach is a table in which a path into a nested column is a column of its own, as the time and an id have to be. A name that is no path, or is a column already, leaves it as
// it is. Rows lose their places: what reads a share of them reads all.
func (t Table) Reach(d *Dialect, name string) Table {
	if _, is := t.Field(name); is || d.Path == nil {
		return t
	}
	for i := range name {
		if name[i] != '.' {
			continue
		}
		if f, ok := t.Field(name[:i]); ok && f.Class == Nested {
			literal := func(key any) string { return "'" + strings.ReplaceAll(fmt.Sprint(key), "'", "''") + "'" } // what is read has no parameters
			x := d.Path(literal, d.Quote(f.Name), f.Type, strings.Split(name[i+1:], "."))
			t.From = fmt.Sprintf("(SELECT *, %s AS %s FROM %s)", x, d.Quote(name), t.From)
			t.Fields = append(t.Fields[:len(t.Fields):len(t.Fields)], Field{Name: name, Type: "VARCHAR", Class: Text, Problem: f.Problem})
			t.RowHash, t.Edges = "", nil
			return t
		}
	}
	return t
}
