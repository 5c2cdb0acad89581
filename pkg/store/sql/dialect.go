// Package sql writes the SQL that every engine shares: where rows come from, which of them are asked for, and what is read of each. What differs from
// engine to engine is a Dialect, a table of facts with one file per engine. Identifiers are always quoted, values are always parameters.
// The package runs nothing and knows no driver.
package sql

import "strings"

// Class is what a column holds, whatever an engine calls its type.
type Class uint8

const (
	Integer Class = iota + 1 // fits int64
	Wide                     // whole numbers that may not fit int64
	Float
	Decimal
	Boolean
	Text
	Time    // a date and time without zone, at home in the relation's zone
	Instant // a point in time
	Date
	Nested // list, struct, map, union, JSON
	Opaque // a scalar that can only be shown: interval, time of day, bytes
)

// Dialect is what an engine writes in its own way. Formats take their operands as %[1]s, %[2]s.
type Dialect struct {
	Name string
	// Class reads an engine's name of a type.
	Class func(typeName string) Class
	// Placeholder is the n-th parameter, from 1, and its value: some engines name its type.
	Placeholder func(n int, value any) string
	// Backslash says that one in an identifier or a text stands for what follows it, and must be written twice.
	Backslash bool

	CastInteger, CastFloat, CastText, CastBoolean string
	// TryFloat and TryInteger are missing where a value is no such number.
	TryFloat, TryInteger string
	// IntegerQuotient divides whole numbers where nothing remains.
	IntegerQuotient string
	// Micros are the microseconds since 1970 of a Time, Instant or Date; missing where it has none.
	Micros map[Class]string
	// TimeLiteral writes microseconds since 1970 so that a column of the class can be compared with it, by < and >=, and files can be skipped by their
	// statistics.
	TimeLiteral map[Class]func(micros int64) string
	// ParseTime gives the microseconds since 1970 of a text, missing where it is no time; one without offset is read as UTC.
	ParseTime string
	// FromMicros is the date and time, on a clock without zone, of microseconds since 1970.
	FromMicros string
	// LocalTime is the wall clock of Unix microseconds in a zone (a parameter), UTCTime the microseconds of a wall clock's microseconds in a zone.
	LocalTime, UTCTime string
	// Contains and StartsWith compare texts by characters, without wildcards.
	Contains, StartsWith string
	// NoNaN is a float with NaN as a missing value.
	NoNaN string
	// Matches says whether a text matches a regular expression.
	Matches string
	// Functions of the expression language whose arguments are written already; %[1]s is the first.
	Functions map[string]string
	// Quotient and Remainder are missing where the divisor is zero.
	Quotient, Remainder string
}

// Quote writes an identifier as the standard has it.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Quote writes an identifier.
func (d *Dialect) Quote(name string) string {
	if d.Backslash {
		name = strings.ReplaceAll(name, `\`, `\\`)
	}
	return Quote(name)
}

// Field is a column of a source.
type Field struct {
	Name  string
	Type  string // the engine's own name
	Class Class
}

// Table is a source as SQL sees it.
type Table struct {
	From   string // what stands after FROM
	Fields []Field
	// RowHash is a number below 2⁶⁴ that depends on nothing but the place of a row in the source, evenly spread; empty where there is none.
	// Columns are those of alias m.
	RowHash string
}

// Field finds a column by its exact name.
func (t *Table) Field(name string) (Field, bool) {
	for _, f := range t.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Find is Field, with an error that says what there is.
func (t *Table) Find(name string) (Field, error) {
	f, ok := t.Field(name)
	if !ok {
		return f, missing(name, t.Fields)
	}
	return f, nil
}

// Statement is SQL text and its parameters: string, float64, int64 or bool.
type Statement struct {
	Text string
	Args []any
}
