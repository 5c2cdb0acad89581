package sql

import (
	"fmt"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/model/expression"
	"github.com/tideline-ml/tideline/pkg/store"
)

// computed reads a column that is an expression.
func (r *Relation) computed(w *writer, c store.Column) (Value, error) {
	n, err := expression.Parse(c.Expression)
	if err != nil {
		return Value{}, fmt.Errorf("column %q: %w", c.Name, err)
	}
	holds, err := expression.Check(n, func(name string) (expression.Kind, error) {
		_, f, err := r.lookup(&writer{dialect: r.dialect}, name)
		return expressionKind(f.Class), err
	})
	if err != nil {
		return Value{}, fmt.Errorf("column %q: expression %q: %w", c.Name, c.Expression, err)
	}
	text := r.expression(w, n)
	d := r.dialect
	switch holds {
	case expression.Numeric, expression.Any:
		if c.Kind == "" || c.Kind == model.Numeric {
			return Value{Expression: format(d.CastFloat, text), Holds: Floats}, nil
		}
		return Value{Expression: format(d.CastFloat, text), Holds: Floats, Names: true}, nil
	case expression.Logical, expression.Textual:
		if c.Kind == model.Numeric && holds == expression.Logical {
			return Value{Expression: format(d.BooleanInteger, text), Holds: Ints}, nil
		}
		if c.Kind == model.Numeric {
			return Value{}, columnError(c.Name, "is to be numeric, but its expression %q gives a text", c.Expression)
		}
		if holds == expression.Logical {
			text = format(d.CastBoolean, text) // an engine without truth values compares to 1 or 0
		}
		return Value{Expression: format(d.CastText, text), Holds: Texts}, nil
	}
	return Value{}, columnError(c.Name, "has the expression %q, which gives %s: use a function such as hour", c.Expression, holds)
}

func expressionKind(class Class) expression.Kind {
	switch class {
	case Integer, Wide, Float, Decimal:
		return expression.Numeric
	case Boolean:
		return expression.Logical
	case Text:
		return expression.Textual
	case Time, Instant, Date:
		return expression.Moment
	}
	return expression.Other
}

// expression writes a checked tree. Every part is in parentheses or a call, so that precedence is the tree's.
func (r *Relation) expression(w *writer, n expression.Node) string {
	d := r.dialect
	switch n := n.(type) {
	case expression.Number:
		return w.float(n.Value)
	case expression.Text:
		return format(d.CastText, w.arg(n.Value))
	case expression.Boolean:
		return strings.ToUpper(fmt.Sprint(n.Value))
	case expression.Null:
		return "NULL"
	case expression.Column:
		x, f, _ := r.lookup(w, n.Name)
		switch expressionKind(f.Class) {
		case expression.Numeric:
			return format(d.CastFloat, x)
		case expression.Textual:
			return format(d.CastText, x)
		}
		return x
	case expression.Unary:
		if n.Operator == "not" {
			return "(NOT " + r.expression(w, n.X) + ")"
		}
		return "(- " + r.expression(w, n.X) + ")"
	case expression.Binary:
		x, y := r.expression(w, n.X), r.expression(w, n.Y)
		switch n.Operator {
		case "/":
			return format(d.Quotient, x, y)
		case "%":
			return format(d.Remainder, x, y)
		case "!=":
			return "(" + x + " <> " + y + ")"
		}
		return "(" + x + " " + strings.ToUpper(n.Operator) + " " + y + ")"
	case expression.IsNull:
		if n.Not {
			return "(" + r.expression(w, n.X) + " IS NOT NULL)"
		}
		return "(" + r.expression(w, n.X) + " IS NULL)"
	case expression.Call:
		args := make([]string, len(n.Args))
		for i, arg := range n.Args {
			args[i] = r.expression(w, arg)
		}
		if n.Name == "coalesce" {
			return "coalesce(" + strings.Join(args, ", ") + ")"
		}
		if column, ok := n.Args[0].(expression.Column); ok && (n.Name == "hour" || n.Name == "weekday") {
			_, f, _ := r.lookup(&writer{dialect: r.dialect}, column.Name)
			args[0] = r.wall(w, args[0], f.Class)
		} else if n.Name == "hour" || n.Name == "weekday" {
			args[0] = r.wall(w, args[0], Text) // no other expression gives a time
		}
		return "(" + format(d.Functions[n.Name], args...) + ")"
	case expression.Case:
		var b strings.Builder
		b.WriteString("(CASE")
		for _, branch := range n.Whens {
			b.WriteString(" WHEN " + r.expression(w, branch.If) + " THEN " + r.expression(w, branch.Then))
		}
		b.WriteString(" ELSE " + r.expression(w, n.Else) + " END)")
		return b.String()
	}
	return "NULL"
}
