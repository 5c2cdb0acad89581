package sql

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// filter writes one condition. A missing value satisfies "is null" and nothing else, as in SQL.
func (r *Relation) filter(w *writer, f store.Filter) (string, error) {
	v, err := r.filterValue(w, f.Column)
	if err != nil {
		return "", err
	}
	x, name := v.Expression, f.Column.Name
	if v.Holds == Floats {
		x = format(r.dialect.NoNaN, x) // missing, as everywhere else: engines sort NaN above all numbers
	}
	if name == "" {
		name = f.Column.Column
	}
	operator := f.Operator
	if operator == "=" && len(f.Values) > 1 {
		operator = "in"
	}
	if operator == "!=" && len(f.Values) > 1 {
		operator = "not in"
	}
	switch operator {
	case "is null":
		return "(" + x + " IS NULL)", nil
	case "is not null":
		return "(" + x + " IS NOT NULL)", nil
	case "in", "not in":
		list := make([]string, len(f.Values))
		for i, value := range f.Values {
			if list[i], err = r.operand(w, v, name, value); err != nil {
				return "", err
			}
		}
		switch {
		case len(list) == 0 && operator == "in":
			return "FALSE", nil
		case len(list) == 0:
			return "TRUE", nil
		}
		return fmt.Sprintf("(%s %s (%s))", x, strings.ToUpper(operator), strings.Join(list, ", ")), nil
	case "=", "!=", "<", "<=", ">", ">=", "contains", "starts with":
	default:
		return "", columnError(name, "cannot be compared by %q; there are =, !=, <, <=, >, >=, in, not in, is null, is not null, contains, starts with", f.Operator)
	}
	if len(f.Values) != 1 {
		return "", columnError(name, "is compared by %q with %d values instead of one", f.Operator, len(f.Values))
	}
	switch operator {
	case "contains", "starts with":
		pattern := w.arg(textOf(f.Values[0]))
		if operator == "contains" {
			return format(r.dialect.Contains, format(r.dialect.CastText, x), pattern), nil
		}
		return format(r.dialect.StartsWith, format(r.dialect.CastText, x), pattern), nil
	case "!=":
		operator = "<>"
	}
	y, err := r.operand(w, v, name, f.Values[0])
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("(%s %s %s)", x, operator, y), nil
}

// filterValue reads the filtered column as its type is, whatever kind the model gives it, so that "size < 10" compares numbers.
func (r *Relation) filterValue(w *writer, c store.Column) (Value, error) {
	if c.Expression != "" {
		c.Kind = ""
		return r.computed(w, c)
	}
	x, f, err := r.lookup(w, columnName(c))
	if err != nil {
		return Value{}, err
	}
	switch f.Class {
	case Nested:
		return Value{Expression: format(r.dialect.NestedText, x), Holds: Texts}, nil
	case Wide, Decimal:
		return Value{Expression: x, Holds: Floats}, nil
	case Integer, Float:
		if c.Kind == model.Numeric || c.Kind == "" || f.Class == Integer {
			return Value{Expression: x, Holds: map[Class]Holds{Integer: Ints, Float: Floats}[f.Class]}, nil
		}
		return Value{Expression: x, Holds: Floats}, nil
	}
	return Value{Expression: format(r.dialect.CastText, x), Holds: Texts}, nil
}

// operand writes the value that a column is compared with.
func (r *Relation) operand(w *writer, v Value, column string, value any) (string, error) {
	if v.Holds == Texts {
		return w.arg(textOf(value)), nil
	}
	switch value := value.(type) {
	case int64:
		return r.cast(v, w.arg(value)), nil
	case int:
		return r.cast(v, w.arg(int64(value))), nil
	case float64:
		return r.number(w, column, value)
	case bool:
		if value {
			return "1", nil
		}
		return "0", nil
	case string:
		s := strings.TrimSpace(value)
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return r.cast(v, w.arg(n)), nil
		}
		if x, err := strconv.ParseFloat(s, 64); err == nil {
			return r.number(w, column, x)
		}
	}
	return "", columnError(column, "holds numbers and cannot be compared with %q", textOf(value))
}

func (r *Relation) cast(v Value, placeholder string) string {
	if v.Holds == Ints {
		return format(r.dialect.CastInteger, placeholder)
	}
	return format(r.dialect.CastFloat, placeholder)
}

func (r *Relation) number(w *writer, column string, x float64) (string, error) {
	if math.IsNaN(x) {
		return "", columnError(column, "cannot be compared with NaN")
	}
	return format(r.dialect.CastFloat, w.arg(x)), nil
}

// textOf writes a filter's value as an engine writes values of that kind.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
