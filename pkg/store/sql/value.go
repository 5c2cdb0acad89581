package sql

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Holds is what the values of a column come as.
type Holds uint8

const (
	Ints   Holds = iota + 1 // 64-bit integers
	Floats                  // float64, with NaN and infinities
	Texts
)

// Value is how a column is read.
type Value struct {
	Expression string
	Holds      Holds
	// Names means that the values are names of categories, although they come as numbers: counting numbers is faster than counting their texts.
	Names bool
	// Unreadable is a text where a row's value cannot be read as a number, missing else; empty: every value can.
	Unreadable string
	Notice     string
}

// value reads a column as the kind that is asked for; without one, as its type suggests.
func (r *Relation) value(w *writer, c store.Column) (Value, error) {
	if c.Expression != "" {
		return r.computed(w, c)
	}
	x, f, err := r.lookup(w, columnName(c))
	if err != nil {
		return Value{}, err
	}
	d := r.dialect
	kind := c.Kind
	if kind == "" {
		kind = KindOf(f.Class)
	}
	if f.Class == Nested || kind == model.Embedding {
		return Value{}, columnError(f.Name, "is a list or struct: only columns with one value a row can be counted")
	}
	switch kind {
	case model.Numeric:
		switch f.Class {
		case Boolean:
			return Value{Expression: format(d.BooleanInteger, x), Holds: Ints}, nil
		case Integer:
			return Value{Expression: format(d.CastInteger, x), Holds: Ints}, nil
		case Wide:
			return Value{Expression: format(d.CastFloat, x), Holds: Floats,
				Notice: fmt.Sprintf("column %q holds whole numbers beyond 64 bits (%s): they are rounded to 53 bits", f.Name, f.Type)}, nil
		case Float, Decimal:
			return Value{Expression: format(d.CastFloat, x), Holds: Floats}, nil
		case Text:
			number := format(d.TryFloat, x)
			return Value{Expression: number, Holds: Floats, Unreadable: fmt.Sprintf("CASE WHEN %s IS NULL THEN %s END", number, format(d.CastText, x))}, nil
		case Time, Instant, Date:
			return Value{}, columnError(f.Name, "is a time (%s), not a number: use an expression such as hour(%s)", f.Type, d.Quote(f.Name))
		}
		return Value{}, columnError(f.Name, "is of type %s, not a number", f.Type)
	case model.Timestamp:
		switch f.Class {
		case Time, Instant, Date, Text:
			return Value{Expression: format(d.CastInteger, format(d.Functions["hour"], r.wall(w, x, f.Class))), Holds: Ints}, nil
		}
		return Value{}, columnError(f.Name, "is of type %s, not a time", f.Type)
	}
	switch f.Class {
	case Integer:
		return Value{Expression: format(d.CastInteger, x), Holds: Ints, Names: true}, nil
	case Float:
		return Value{Expression: format(d.CastFloat, x), Holds: Floats, Names: true}, nil
	}
	return Value{Expression: format(d.CastText, x), Holds: Texts}, nil
}

// wall is a time as the clock on the wall of the relation's zone shows it. What has no zone is on that wall already.
func (r *Relation) wall(w *writer, x string, class Class) string {
	d, micros := r.dialect, ""
	switch class {
	case Instant:
		micros = format(d.Micros[Instant], x)
	case Text:
		micros = format(d.ParseTime, x)
	default:
		return x
	}
	if r.asked.Zone == nil || r.asked.Zone.String() == "UTC" {
		return format(d.FromMicros, micros)
	}
	local := format(d.LocalTime, micros, w.arg(r.asked.Zone.String()))
	if class == Text {
		return fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", format(d.Matches, x, w.arg(hasOffset)), local, format(d.FromMicros, micros))
	}
	return local
}

// hasOffset matches texts of times that say how far they are from UTC.
const hasOffset = `[ T].*([zZ]|[+-]\d\d(:?\d\d)?)$`

func columnName(c store.Column) string {
	if c.Column != "" {
		return c.Column
	}
	return c.Name
}

// decimalClass is what a decimal type holds, by what stands in its brackets: "18,0)" are whole numbers.
func decimalClass(digits string) Class {
	var precision, scale int
	if n, _ := fmt.Sscanf(digits, "%d,%d", &precision, &scale); n != 2 || scale != 0 {
		return Decimal
	}
	if precision <= 18 {
		return Integer
	}
	return Wide
}

// KindOf is the kind that a type suggests before any value is seen; empty for nested types.
func KindOf(class Class) string {
	switch class {
	case Integer, Wide, Float, Decimal:
		return model.Numeric
	case Boolean:
		return model.Boolean
	case Time, Instant, Date:
		return model.Timestamp
	case Nested:
		return ""
	}
	return model.Categorical
}
