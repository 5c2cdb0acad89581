package expression

import (
	"fmt"
	"sort"
)

// Kind is what an expression, or a column that it reads, holds.
type Kind uint8

const (
	Any     Kind = iota // nothing but null
	Numeric             // floats
	Logical             // true or false
	Textual
	Moment // a point in time
	Other  // lists, structs and what else an engine has; only "is null" takes it
)

func (k Kind) String() string {
	return [...]string{"null", "a number", "true or false", "a text", "a time", "of a type that expressions cannot use"}[k]
}

type function struct {
	least, most int // number of arguments; most −1: any
	arg, result Kind
}

func (f function) arity() string {
	switch {
	case f.most < 0:
		return fmt.Sprintf("at least %d arguments", f.least)
	case f.least == 1:
		return "one argument"
	}
	return fmt.Sprintf("%d arguments", f.least)
}

// functions is the one list of functions: arguments and result. coalesce is special: it takes and gives one kind, whichever.
var functions = map[string]function{
	"abs":      {1, 1, Numeric, Numeric},
	"log":      {1, 1, Numeric, Numeric}, // natural
	"exp":      {1, 1, Numeric, Numeric},
	"sqrt":     {1, 1, Numeric, Numeric},
	"floor":    {1, 1, Numeric, Numeric},
	"length":   {1, 1, Textual, Numeric}, // characters
	"lower":    {1, 1, Textual, Textual},
	"hour":     {1, 1, Moment, Numeric}, // 0–23
	"weekday":  {1, 1, Moment, Numeric}, // 1 Monday – 7 Sunday
	"coalesce": {2, -1, Any, Any},
}

// Functions lists the names of all functions.
func Functions() []string {
	names := make([]string, 0, len(functions))
	for name := range functions {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Check says what an expression holds, or which part of it is wrong. kindOf tells what a column holds.
func Check(n Node, kindOf func(column string) (Kind, error)) (Kind, error) {
	switch n := n.(type) {
	case Number:
		return Numeric, nil
	case Text:
		return Textual, nil
	case Boolean:
		return Logical, nil
	case Null:
		return Any, nil
	case Column:
		return kindOf(n.Name)
	case Unary:
		want := Numeric
		if n.Operator == "not" {
			want = Logical
		}
		return want, checkIs(n.X, want, fmt.Sprintf("%q", n.Operator), kindOf)
	case Binary:
		return checkBinary(n, kindOf)
	case IsNull:
		_, err := Check(n.X, kindOf)
		return Logical, err
	case Call:
		f := functions[n.Name]
		if n.Name == "coalesce" {
			return same(n.Args, "coalesce", kindOf)
		}
		for _, arg := range n.Args {
			if err := checkIs(arg, f.arg, n.Name, kindOf); err != nil {
				return Any, err
			}
		}
		return f.result, nil
	case Case:
		values := []Node{n.Else}
		for _, w := range n.Whens {
			if err := checkIs(w.If, Logical, "when", kindOf); err != nil {
				return Any, err
			}
			values = append(values, w.Then)
		}
		return same(values, "case", kindOf)
	}
	return Any, fmt.Errorf("unknown part %T of an expression", n)
}

func checkBinary(n Binary, kindOf func(string) (Kind, error)) (Kind, error) {
	switch n.Operator {
	case "and", "or":
		for _, x := range []Node{n.X, n.Y} {
			if err := checkIs(x, Logical, n.Operator, kindOf); err != nil {
				return Any, err
			}
		}
		return Logical, nil
	case "=", "!=", "<", "<=", ">", ">=":
		_, err := same([]Node{n.X, n.Y}, fmt.Sprintf("%q", n.Operator), kindOf)
		return Logical, err
	}
	for _, x := range []Node{n.X, n.Y} {
		if err := checkIs(x, Numeric, fmt.Sprintf("%q", n.Operator), kindOf); err != nil {
			return Any, err
		}
	}
	return Numeric, nil
}

func checkIs(n Node, want Kind, who string, kindOf func(string) (Kind, error)) error {
	got, err := Check(n, kindOf)
	if err != nil {
		return err
	}
	if want == Moment && got == Textual {
		return nil // read as a time, missing where it is none
	}
	if got != want && got != Any {
		return fmt.Errorf("%s needs %s, but %s is %s", who, want, describe(n), got)
	}
	return nil
}

// same checks that all parts hold one kind, null aside, and gives it.
func same(parts []Node, who string, kindOf func(string) (Kind, error)) (Kind, error) {
	kind, from := Any, Node(nil)
	for _, part := range parts {
		got, err := Check(part, kindOf)
		switch {
		case err != nil:
			return Any, err
		case got == Other:
			return Any, fmt.Errorf("%s cannot take %s, which is %s", who, describe(part), got)
		case got == Any:
		case kind == Any:
			kind, from = got, part
		case got != kind:
			return Any, fmt.Errorf("%s needs values of one kind, but %s is %s and %s is %s", who, describe(from), kind, describe(part), got)
		}
	}
	return kind, nil
}

func describe(n Node) string {
	switch n := n.(type) {
	case Column:
		return fmt.Sprintf("column %q", n.Name)
	case Text:
		return fmt.Sprintf("%q", n.Value)
	case Call:
		return n.Name + "(…)"
	case Number:
		return fmt.Sprint(n.Value)
	case Boolean:
		return fmt.Sprint(n.Value)
	}
	return "what it is given"
}
