package telemetry

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// bag is a column of attributes: a map of texts, numbers or flags, or JSON.
type bag struct {
	column, typeName string
	holds            sql.Class // Text, Float or Boolean: of all values; 0: JSON, each its own
}

func bagOf(column, typeName string) bag {
	b := bag{column: column, typeName: typeName}
	if inner, ok := strings.CutPrefix(typeName, "Map("); ok {
		switch value := inner[strings.LastIndex(inner, ",")+1:]; {
		case strings.Contains(value, "Float"), strings.Contains(value, "Int"):
			b.holds = sql.Float
		case strings.Contains(value, "Bool"):
			b.holds = sql.Boolean
		default:
			b.holds = sql.Text
		}
	}
	return b
}

// value reads an attribute as it is stored, missing where a row has none.
func (b bag) value(key string) string {
	if b.holds == 0 {
		path := sql.ClickHouse.Quote(b.column)
		for _, part := range strings.Split(key, ".") { // JSON parts the keys of attributes at their dots
			path += "." + sql.ClickHouse.Quote(part)
		}
		return path
	}
	return fmt.Sprintf("if(mapContains(%[1]s, %[2]s), %[1]s[%[2]s], NULL)", sql.ClickHouse.Quote(b.column), quoted(key))
}

func (b bag) text(key string) string {
	switch b.holds {
	case sql.Text:
		return b.value(key)
	case 0:
		return "CAST(" + b.value(key) + " AS Nullable(String))"
	}
	return "toString(" + b.value(key) + ")"
}

// number reads an attribute as a number; missing where it is none.
func (b bag) number(key string) string {
	switch x := b.value(key); b.holds {
	case sql.Text:
		return "toFloat64OrNull(trimBoth(" + x + "))"
	case 0:
		return fmt.Sprintf("coalesce(%[1]s.:`Float64`, toFloat64(%[1]s.:`Int64`), toFloat64OrNull(%[1]s.:`String`))", x)
	default:
		return "toFloat64(" + x + ")"
	}
}

// keys lists a bag's keys with how many rows have each, and how many of its values are neither numbers nor words for a missing value.
func (b bag) keys() (from, key, isText string) {
	words := make([]string, len(store.MissingWords))
	for i, word := range store.MissingWords {
		words[i] = quoted(word)
	}
	odd := "(toFloat64OrNull(trimBoth(v)) IS NULL AND lower(trimBoth(v)) NOT IN (" + strings.Join(words, ", ") + "))"
	column := sql.ClickHouse.Quote(b.column)
	switch b.holds {
	case sql.Text:
		return "CAST(" + column + ", 'Array(Tuple(String, String))')", "a.1", strings.ReplaceAll(odd, "v", "a.2")
	case 0:
		return "CAST(JSONAllPathsWithTypes(" + column + "), 'Array(Tuple(String, String))')", "a.1", "(a.2 NOT IN ('Int64', 'Float64'))"
	}
	return "mapKeys(" + column + ")", "a", "0"
}

const (
	mostAttributes = 1_000  // of a log
	lookedAt       = 20_000 // of its newest rows, to see what attributes they have
	enoughRows     = 1_000  // fewer are looked for further back
)

// Newest asks for the newest row of the table, in microseconds; of all rows, whichever log they are of, which the table's parts know.
func (l *Layout) Newest() sql.Statement {
	column := "Timestamp"
	if l.stored.Types[column] == "" {
		column = "timestamp"
	}
	x := "max(" + column + ")"
	if l.stored.Types[column] == "UInt64" {
		return sql.Statement{Text: "SELECT intDiv(toInt64(" + x + "), 1000) FROM " + l.name()}
	}
	return sql.Statement{Text: "SELECT toUnixTimestamp64Micro(toDateTime64(" + x + ", 6)) FROM " + l.name()}
}

// Keys asks for the attributes of the newest rows of the log: the place of their bag, their key, how many rows have it, how many values are texts, and how many
// rows were looked at. from bounds how old rows are; the zero time does not.
func (l *Layout) Keys(from time.Time) sql.Statement {
	within := l.conditions()
	and := func(condition string) {
		if within != "" {
			within += " AND "
		}
		within += condition
	}
	if !from.IsZero() {
		and(l.time + " >= " + sql.ClickHouse.TimeLiteral[sql.Instant](from.UnixMicro()))
		for _, e := range l.edges() {
			and(e.sql + " >= " + e.literal(from.UnixMicro(), false))
		}
	}
	if within != "" {
		within = " WHERE " + within
	}
	columns := make([]string, len(l.bags))
	for i, b := range l.bags {
		columns[i] = sql.ClickHouse.Quote(b.column)
	}
	rows := fmt.Sprintf("(SELECT %s FROM %s%s LIMIT %d)", strings.Join(columns, ", "), l.name(), within, lookedAt)
	parts := []string{"SELECT -1 AS b, '' AS k, toInt64(count()) AS n, toInt64(0) AS t FROM " + rows}
	for i, b := range l.bags {
		from, key, isText := b.keys()
		parts = append(parts, fmt.Sprintf("SELECT %d AS b, toString(%s) AS k, toInt64(count()) AS n, toInt64(countIf(%s)) AS t FROM (SELECT arrayJoin(%s) AS a FROM %s) GROUP BY k",
			i, key, isText, from, rows))
	}
	return sql.Statement{Text: "SELECT toInt64(b), k, n, t FROM (" + strings.Join(parts, " UNION ALL ") + ") ORDER BY n DESC, k LIMIT " + fmt.Sprint(mostAttributes+1)}
}

// Attributes makes columns of the answer to Keys, in order of their names; enough says that no more rows need to be looked at.
func (l *Layout) Attributes(rows [][]any) (columns []Column, enough bool) {
	seen := map[string][]int{} // by key: bags that have it
	text := map[string]bool{}
	for _, row := range rows {
		at, _ := row[0].(int64)
		key, _ := row[1].(string)
		n, _ := row[2].(int64)
		odd, _ := row[3].(int64)
		if at < 0 {
			enough = n >= enoughRows
			continue
		}
		if key == "" || model.SaysTheEvent(key) || key == "ml.model.name" && l.source.Model != "" {
			continue
		}
		seen[key] = append(seen[key], int(at))
		text[key] = text[key] || odd > 0
	}
	keys := make([]string, 0, len(seen))
	for key := range seen {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	// What Tideline has names for comes first: a feature that is called as one of them keeps its prefix, because a name is given once.
	slices.SortStableFunc(keys, func(a, b string) int { return place(a) - place(b) })
	taken := map[string]bool{}
	for _, key := range keys {
		name := model.ColumnOfAttribute(key)
		if taken[name] || name != key && l.isFixed(name) {
			name = key
		}
		taken[name] = true
		columns = append(columns, l.attribute(name, key, seen[key], text[key]))
	}
	return columns, enough
}

func place(key string) int {
	if model.HasNameOfItsOwn(key) {
		return 0
	}
	return 1
}

func (l *Layout) isFixed(name string) bool {
	return name == "time" || slices.ContainsFunc(l.fixed, func(c Column) bool { return c.Name == name })
}

func (l *Layout) attribute(name, key string, bags []int, isText bool) Column {
	slices.Sort(bags)
	read := func(as func(b bag) string) string {
		parts := make([]string, len(bags))
		for i, at := range bags {
			parts[i] = as(l.bags[at])
		}
		if len(parts) == 1 {
			return parts[0]
		}
		return "coalesce(" + strings.Join(parts, ", ") + ")"
	}
	switch {
	case isText, model.IsNameOfSomething(key):
		return Column{name, read(func(b bag) string { return b.text(key) }), sql.Text}
	case len(bags) == 1 && l.bags[bags[0]].holds == sql.Boolean:
		return Column{name, l.bags[bags[0]].value(key), sql.Boolean}
	}
	return Column{name, read(func(b bag) string { return b.number(key) }), sql.Float}
}
