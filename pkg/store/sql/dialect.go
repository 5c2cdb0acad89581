// Package sql writes the SQL that every engine shares: where rows come from, which of them are asked for, and what is read of each. What differs from
// engine to engine is a Dialect, a table of facts with one file per engine. Identifiers are always quoted; values are always parameters, or literals of the
// dialect where an engine knows no parameters.
// The package runs nothing and knows no driver.
package sql

import (
	"cmp"
	"strings"
)

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
	// Placeholder is the n-th parameter, from 1, and its value: some engines name its type, and some have its literal in the place of a parameter.
	Placeholder func(n int, value any) string
	// Backslash says that one in an identifier or a text stands for what follows it, and must be written twice.
	Backslash bool

	CastInteger, CastFloat, CastText, CastBoolean string
	// BooleanInteger is 1 or 0 of true or false.
	BooleanInteger string
	// FloatLiteral makes a float of digits with an exponent.
	FloatLiteral string
	// TryFloat and TryInteger are missing where a text is no such number.
	TryFloat, TryInteger string
	// TryRound is the whole number nearest to a float times a factor; missing where that does not fit int64.
	TryRound string
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
	// Page is a limit and an offset, in this order.
	Page string
	// NestedText shows a list, struct or map as JSON would.
	NestedText string
	// Path is the text at a path of keys inside a nested column of a type; nil where the engine has none.
	Path func(arg func(any) string, x, typeName string, path []string) string

	// MayMiss makes a column of a type that has no missing values one that has, so that they tell where a join found nothing; empty where all types have them.
	MayMiss string
	// Join is written before the later rows that are looked for by id: "LEFT JOIN" where it is empty.
	Join string

	// Grouped says how a server counts; nil for an engine whose rows are counted by package tally.
	Grouped *Grouped
}

// Grouped is what statements that count next to the data need. A slot is the number of bounds that are not above a value; bounds ascend strictly.
type Grouped struct {
	// FloatSlot gives the slot of a float. NaN is above everything but itself: the bounds end with +Inf and NaN, in this order, and begin with
	// −math.MaxFloat64, so that what is not finite has slots of its own. Missing for a missing value.
	FloatSlot func(arg func(any) string, x string, bounds []float64) string
	// StairsSlot, of an engine where arithmetic costs far less than a search, gives the slot of a float by stairs, whose bounds are number with +Inf and NaN.
	StairsSlot func(x string, s *stairs, number int) string
	// IntegerSlot gives the slot of an int64; missing for a missing value.
	IntegerSlot func(arg func(any) string, x string, bounds []int64) string
	// TimeSlot gives the slot of a Time, Instant or Date by bounds in microseconds; what is no point in time lies in a slot below 0, above the last, or is
	// missing.
	TimeSlot func(x string, class Class, bounds []int64) string
	// CountSlots is an aggregate that counts rows in an array by their slot, which is below missing, where rows without a slot are counted at missing; nil for
	// an engine that has none.
	CountSlots func(slot string, missing int) string
	// Arrays is how many columns CountSlots counts in one statement.
	Arrays int
	// MostText limits the bytes that bounds take in a statement, where they are in its text; 0: no limit.
	MostText int
	// TextKey is a text to group by, byte by byte.
	TextKey string
	// Sets counts several columns in one scan by grouping sets, so many in a statement; 0: a statement for each column.
	Sets int
	// SetDefaults: in a row of one grouping set, keys of the others are not NULL but the default of their type.
	SetDefaults bool
	// Fence ends a subselect so that the planner does not look into it: it would take the number of groups for that of the column's distinct values.
	Fence string
	// Variance and Covariance, of floats and of a population, are computed without cancellation.
	Variance, Covariance string
	// Version asks for the server's name and version, as a text.
	Version string
	// IsNaN and IsInfinite are conditions on a float; they may be missing for a missing value.
	IsNaN, IsInfinite string
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
	// Problem is why the column cannot be read, as a part of a sentence after its name; empty where it can.
	Problem string
}

// Table is a source as SQL sees it.
type Table struct {
	From   string // what stands after FROM
	Fields []Field
	// RowHash is a number below 2^HashBits that depends on nothing but the place of a row in the source, evenly spread; empty where there is none.
	// Columns are those of MainAlias.
	RowHash  string
	HashBits int // 0: 64
	// Partition is a column that holds the day of a row's time; nil: there is none.
	Partition *Partition
	// Edges are columns that are no finer than the time, by which the source is sorted: what is asked of the time is asked of them as well, so that the
	// engine finds the rows by its index. Only where the first of Fields is that time, an Instant.
	Edges []Edge
	// Identity names the source and which of its rows count, where From and Fields change without it; empty: they say what it is.
	Identity string
}

// Edge is a column that a source is sorted by: the value of a point in time, from which or up to which (end) rows lie, both included.
type Edge struct {
	Column  string
	Literal func(micros int64, end bool) string
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

func (t *Table) hashBits() int { return cmp.Or(t.HashBits, 64) }

// Find is Field, with an error that says what there is.
func (t *Table) Find(name string) (Field, error) {
	f, ok := t.Field(name)
	if !ok {
		return f, Missing(name, t.Fields)
	}
	return f, nil
}

// Statement is SQL text and its parameters: string, float64, int64, bool, []string, []float64 or []int64.
type Statement struct {
	Text string
	Args []any
}
